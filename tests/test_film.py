"""The data files become a film that knows its levels and its names."""

from datetime import date
from pathlib import Path

from microsite.film import load_film
from sites import CALIGARI, lay

DATA = CALIGARI / "docs" / "_data"


def test_a_film_is_read_into_typed_entries() -> None:
    film, problems = load_film(DATA, CALIGARI)
    assert not problems
    assert film.about is not None
    assert film.about.running_time == 74
    assert film.about.releases[0].day == date(1920, 2, 26)
    assert [character.id for character in film.cast] == ["francis", "cesare"]


def test_levels_are_ranked_from_public_to_the_last_and_beyond() -> None:
    film, _ = load_film(DATA, CALIGARI)
    assert [film.rank(level) for level in ("public", "fair", "murders", "asylum", "unheard-of")] == [0, 1, 2, 3, 4]
    assert film.last_level == "asylum"


def test_only_the_film_s_own_file_has_to_be_there(tmp_path: Path) -> None:
    lay(tmp_path, {f"docs/_data/{name}.yml": None for name in ("quotes", "timeline", "secrets")})
    film, problems = load_film(tmp_path / "docs" / "_data", tmp_path)
    assert not problems
    assert film.quotes == film.timeline == film.secrets == ()


def test_an_empty_list_file_is_an_empty_list(tmp_path: Path) -> None:
    lay(tmp_path, {"docs/_data/quotes.yml": "# none yet\n"})
    film, problems = load_film(tmp_path / "docs" / "_data", tmp_path)
    assert not problems
    assert film.quotes == ()


def test_a_word_that_looks_like_yaml_s_no_stays_a_word(tmp_path: Path) -> None:
    cast = (DATA / "cast.yml").read_text(encoding="utf-8").replace("The Man Who Laughs", "No")
    lay(tmp_path, {"docs/_data/cast.yml": cast})
    film, problems = load_film(tmp_path / "docs" / "_data", tmp_path)
    assert not problems
    assert film.cast[1].known_for == "No"


def test_windows_line_ends_and_a_byte_order_mark_are_no_problem(tmp_path: Path) -> None:
    quotes = (DATA / "quotes.yml").read_text(encoding="utf-8").replace("\n", "\r\n")
    lay(tmp_path, {"docs/_data/quotes.yml": b"\xef\xbb\xbf" + quotes.encode()})
    film, problems = load_film(tmp_path / "docs" / "_data", tmp_path)
    assert not problems
    assert film.quotes[0].words == "You must become Caligari"
