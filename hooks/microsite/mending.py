"""What a machine can mend of what is wrong: words that are almost right, and the form of Markdown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from .film import Film
from .markdown_lines import body_lines
from .places import span_of
from .problems import Problem, guess_of
from .schemas import with_schema_line
from .spoiler_syntax import line_levels
from .style import UNSEEN, mended_style

# Kinds of problems whose guess may be put in: a word that can only be one of a few. Spelling is left to people.
WORDS = {"data", "reference", "front matter", "spoiler", "directive", "link", "site"}
LIKENESS = 0.85  # from 0 to 1, difflib's ratio: 'asylm' is surely 'asylum', 'other.md' may be another page than 'note.md'


@dataclass(frozen=True)
class Mended:
    """A file's text with what could be mended, and a line on each change: what was there, and what is now."""

    text: str
    changes: list[tuple[int, str]]


def mended(text: str, problems: Sequence[Problem], film: Film, *, page: bool) -> Mended:
    """A file's text, mended; `problems` are those of this file, `page` is whether it is Markdown.

    As long as it is open what a spoiler should hide, the form of a page is left alone: a line that has slipped
    would be settled where everybody reads it.
    """
    lines = text.split("\n")
    changes = []
    for problem in sorted(problems, key=lambda problem: (problem.line, -problem.column)):  # from the end of a line to its start
        if problem.line <= len(lines) and (found := _replaced(problem, lines[problem.line - 1])):
            lines[problem.line - 1], change = found
            changes.append((problem.line, change))
    worded = "\n".join(lines)
    for problem in problems:
        if problem.kind == "schema":
            worded = with_schema_line(worded, PurePosixPath(problem.path).stem)
            changes.append((1, "names its schema now"))
    formed = mended_style(worded) if page and not any(problem.kind == "spoiler" for problem in problems) else worded
    if formed != worded and _levels(formed, film) == _levels(worded, film):
        return Mended(formed, [*changes, *_reformed(worded, formed)])
    return Mended(worded, changes)


def _replaced(problem: Problem, line: str) -> tuple[str, str] | None:
    """A line with a problem's guess in place of its value, or without a character that nobody sees, and what to say of it."""
    if problem.message == UNSEEN:
        before, unseen, after = line[: problem.column - 1], line[problem.column - 1 : problem.column], line[problem.column :]
        return (before + after, f"a character that nobody sees (U+{ord(unseen):04X}) is gone") if unseen else None
    guess, span = guess_of(problem.message), span_of(problem.message, line)
    if problem.kind not in WORDS or guess is None or span is None:
        return None
    start, end = span
    value = line[start:end]
    alike = SequenceMatcher(None, value.casefold(), guess.casefold()).ratio()
    return (line[:start] + guess + line[end:], f"'{value}' is now '{guess}'") if alike >= LIKENESS else None


def _levels(text: str, film: Film) -> list[str | None]:
    """The level of each line that says something: whatever else is mended, none may move into or out of a spoiler.

    What only underlines a heading says nothing, and goes.
    """
    lines = body_lines(text)
    levels = line_levels(lines, film)
    return [levels.get(line.number) for line in lines if re.search(r"\w", line.typed)]


def _reformed(before: str, after: str) -> Sequence[tuple[int, str]]:
    """The lines whose form has changed."""
    old, new = before.split("\n"), after.split("\n")
    changed = [block for block in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if block[0] != "equal"]
    return [(start + 1, _told(old[start:end], new[first:last])) for _, start, end, first, last in changed]


def _told(old: Sequence[str], new: Sequence[str]) -> str:
    if not any(line.strip() for line in [*old, *new]):
        return "a blank line is gone" if len(old) > len(new) else "a blank line is added"
    return "; ".join(f"'{line.strip()}'" for line in new if line.strip()) + " in its usual form"
