"""Hooks, overrides, workflows and what hosts need know no film: the next one needs only new files in docs/ and mkdocs.yml."""

import re
from pathlib import Path

import pytest
from microsite.film import load_film
from sites import CALIGARI, ROOT, Built, build_in, lay

FILM, _ = load_film(ROOT / "docs" / "_data", ROOT)
CODE = [
    path
    for name in ("hooks", "overrides", ".github", "hosting")
    for path in sorted((ROOT / name).rglob("*"))
    if path.is_file() and path.suffix != ".png" and path.parent.name != "__pycache__"
]


def words_of_the_film() -> set[str]:
    """Names and titles that only this film has."""
    people = [name for character in FILM.cast for name in (character.name, character.actor)]
    return {*people, *(member.name for member in FILM.about.crew), FILM.about.title, *FILM.about.sides}


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_holds_no_word_of_this_film(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = {word for word in words_of_the_film() if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)}
    assert not found


def test_a_second_film_builds_from_its_own_docs_with_the_same_hooks(tmp_path: Path) -> None:
    built: Built = build_in(lay(tmp_path), strict=True)
    assert built.said == []
    assert "<h1 id=\"caligari\">Caligari</h1>" in built.page()
    assert 'data-level="asylum"' in built.page("ending")
    assert str(CALIGARI) not in built.page()
