"""`make fix`: mends what a machine can mend of what `make check` finds, says what it has done, and leaves the rest to people."""

import sys
from itertools import groupby
from pathlib import Path

from microsite.files import read_text, write_text
from microsite.mending import mended
from microsite.problems import Problem, counted

from .building import Examined, examine

PASSES = 5  # what is mended may show what was wrong behind it: a misspelt level in a misspelt spoiler


def fix(config_file: Path) -> list[str]:
    """Mend the files of a site; a line for each change."""
    changes: list[str] = []
    for _ in range(PASSES):
        made = _pass(examine(config_file))
        changes += made
        if not made:
            break
    return changes


def _pass(found: Examined) -> list[str]:
    by_path = groupby(found.problems, key=lambda problem: problem.path)
    return [line for path, problems in by_path for line in _mend(path, list(problems), found)]


def _mend(name: str, problems: list[Problem], found: Examined) -> list[str]:
    path = found.root / name
    text, unreadable = read_text(path, name)
    if text is None or unreadable or path.resolve() != found.root.resolve() / name:  # what a link leads to is not ours to mend
        return []
    after = mended(text, problems, found.film, page=path.suffix == ".md")
    if after.text != text:
        write_text(path, after.text)
    return [f"{name}:{line}: {change}" for line, change in after.changes]


def main() -> int:
    changes = fix(Path("mkdocs.yml").resolve())
    print("\n".join([*changes, f"{counted(len(changes), 'change')}; what is left to you: make check"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
