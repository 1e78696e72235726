"""Each file in refusals/ is one mistake and what a contributor is told about it: all of it, and nothing else.

A case changes some files of the second film (`=== path`, with `(absent)` or
`(latin-1)` after it), and ends with the problems that the build must print.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sites import TESTS, Built

CASES = sorted((TESTS / "refusals").glob("*.txt"))
PART = re.compile(r"^=== (?P<name>\S+)(?: \((?P<how>absent|latin-1)\))?\n", re.MULTILINE)


def read_case(path: Path) -> tuple[dict[str, str | bytes | None], list[str]]:
    """The files that a case changes, and the problems that it expects."""
    _, *parts = PART.split(path.read_text(encoding="utf-8"))
    files: dict[str, str | bytes | None] = {}
    for name, how, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        files[name] = None if how == "absent" else text.encode("latin-1") if how else text
    return files, str(files.pop("problems")).splitlines()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_refuses(case: Path, build_site: Callable[..., Built]) -> None:
    files, expected = read_case(case)
    built = build_site(files)
    assert built.problems == expected
    assert built.said[-1] == "stopped"
    assert not built.site.exists(), "a refused build has written a site"
