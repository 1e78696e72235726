"""Each level has a part of the search index with what is sealed at that level, and nothing else."""

import json
from collections.abc import Callable
from pathlib import Path

from microsite.film import load_film
from sites import CALIGARI, Built, page

FILM, _ = load_film(CALIGARI / "docs" / "_data", CALIGARI)
NESTED = """\
Open.

??? spoiler fair "The booth & the <i>man</i>"
    Outer words.

    ??? spoiler asylum "Inside"
        Inner words.

    - more
    - and more

??? spoiler asylum "Inside"
    Other words.
"""


def entries(site: Path, level: str) -> list[dict[str, str]]:
    docs = json.loads((site / "search" / f"search_index.{level}.json").read_text(encoding="utf-8"))["docs"]
    return [entry for entry in docs if entry["location"].startswith("note/")]


def test_every_level_has_an_index_even_if_nothing_is_sealed_at_it(build_site: Callable[..., Built]) -> None:
    site = build_site().site
    assert {path.name for path in (site / "search").glob("search_index.*.json")} == {
        f"search_index.{level.id}.json" for level in FILM.levels
    }


def test_a_spoiler_is_an_entry_of_its_level_without_those_inside_it(build_site: Callable[..., Built]) -> None:
    site = build_site({"docs/note.md": page(NESTED)}).site
    assert [(entry["title"], entry["text"]) for entry in entries(site, "fair")] == [
        ("The booth &amp; the man", "<p>Outer words.</p><p>more</p><p>and more</p>")
    ]
    assert [(entry["title"], entry["text"]) for entry in entries(site, "asylum")] == [
        ("Inside", "<p>Inner words.</p>"),
        ("Inside", "<p>Other words.</p>"),
    ]
    assert entries(site, "murders") == []


def test_every_entry_has_an_address_of_its_own_that_is_on_the_page(build_site: Callable[..., Built]) -> None:
    built = build_site({"docs/note.md": page(NESTED)})
    locations = [entry["location"] for level in FILM.levels for entry in entries(built.site, level.id)]
    assert len(set(locations)) == len(locations) == 3
    for location in locations:
        assert f'="{location.removeprefix("note/#")}"' in built.page("note")
