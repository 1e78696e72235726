"""Each file in refusals/ and leaks/ is one mistake and what a contributor is told about it: all of it, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cases import read_case
from sites import TESTS, Built

REFUSALS, LEAKS = (sorted((TESTS / name).glob("*.txt")) for name in ("refusals", "leaks"))


@pytest.mark.parametrize("case", [*REFUSALS, *LEAKS], ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_refuses(case: Path, build_site: Callable[..., Built]) -> None:
    files, expected = read_case(case)
    built = build_site(files)
    assert expected
    assert built.problems == expected
    assert built.said[-1] == "stopped"
    assert not built.site.exists(), "a refused build has written a site"


def test_a_leak_is_planted_in_at_least_forty_places() -> None:
    assert len(LEAKS) >= 40
