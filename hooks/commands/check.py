"""`make check`: everything that a pull request would be sent back for, each with its place and how to mend it, in one go."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from microsite.problems import MEND, Problem, counted

from .building import examine


def explained(problems: Iterable[Problem]) -> str:
    """Each problem as a build prints it, and below it how its kind is mended."""
    return "\n".join(f"{problem}\n    {MEND[problem.kind]}" for problem in problems)


def annotations(problems: Iterable[Problem]) -> str:
    """Each problem as GitHub shows it on its line of a pull request.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "\n".join(_annotation(problem) for problem in problems)


def _annotation(problem: Problem) -> str:
    place = f"file={_escaped(problem.path, ',:')},line={problem.line},col={problem.column},title={_escaped(problem.kind, ',:')}"
    words = _escaped(problem.message + "\n" + MEND[problem.kind])
    return f"::error {place}::{words}"


def _escaped(text: str, also: str = "") -> str:
    for sign in f"%\r\n{also}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def check(config_file: Path, environment: Mapping[str, str]) -> tuple[str, int]:
    """What to print, and with what to exit."""
    found = examine(config_file)
    if not found.problems:
        return f"Nothing to mend. {found.summary}.", 0
    parts = [explained(found.problems), f"\n{counted(len(found.problems), 'problem')} to mend"]
    if environment.get("GITHUB_ACTIONS") == "true":
        parts.append(annotations(found.problems))
    return "\n".join(parts), 1


def main() -> int:
    text, status = check(Path("mkdocs.yml").resolve(), os.environ)
    print(text)
    return status


if __name__ == "__main__":
    sys.exit(main())
