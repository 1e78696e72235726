"""Where problems stand: in the order of their places, each once, with the columns at which their values are found."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from .files import read_lines
from .problems import GUESS, Problem, counted

# What a message quotes: what is wrong, or what it is about. An apostrophe in a word quotes nothing.
QUOTED = re.compile(r"(?P<not>(?:not|can't be) )?(?:(?<![\w’])'(?P<value>[^']+)'|“(?P<words>[^”]+)”)")


def report(problems: Iterable[Problem], root: Path) -> str:
    """All problems, in the order of their places, each once, under a line that counts them; `root` is mkdocs.yml's folder."""
    lines = [str(problem) for problem in located(problems, root)]
    return "\n".join([f"{counted(len(lines), 'problem')} to mend; the site was left as it is:", *lines])


def located(problems: Iterable[Problem], root: Path) -> list[Problem]:
    """The problems in the order of their places, each once, with the columns at which their values stand."""
    lines = cache(read_lines)
    placed = (replace(problem, column=_column(problem, lines(root / problem.path))) for problem in set(problems))
    return sorted(placed, key=lambda problem: (problem.path, problem.line, problem.column, problem.message))


def _column(problem: Problem, lines: list[str]) -> int:
    """Where the value that a problem is about stands in its line; else where the line's text starts."""
    if problem.column > 1 or not 0 < problem.line <= len(lines):
        return problem.column
    line = lines[problem.line - 1]
    if span := span_of(problem.message, line):
        return span[0] + 1
    return len(line) - len(line.lstrip()) + 1


def span_of(message: str, line: str) -> tuple[int, int] | None:
    """From where to where in a line the value stands that a message is about; None if it does not."""
    for value in _values(message):
        for pattern in (re.escape(value), r"\W+".join(map(re.escape, re.findall(r"\w+", value)))):
            start = r"(?<!\w)" if value[0].isalnum() else ""
            end = r"(?!\w)" if value[-1].isalnum() else ""
            if pattern and (found := re.search(f"{start}{pattern}{end}", line, re.IGNORECASE)):
                return found.span()
    return None


def _values(message: str) -> Iterator[str]:
    """What a message quotes: first what it calls wrong, then the rest in its order, but for what it suggests."""
    found = list(QUOTED.finditer(GUESS.sub("", message)))
    for match in [*(match for match in found if match["not"]), *found]:
        yield match["value"] or match["words"]
