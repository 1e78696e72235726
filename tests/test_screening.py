"""The first reading of the audit passes over no file in which the second would find anything."""

from collections.abc import Iterator
from random import Random

from microsite.built_files import read_parts, read_surfaces
from microsite.documents import Known
from microsite.film import load_film
from microsite.leaks import Built, find_leaks, secrets_of
from microsite.screening import Screening
from microsite.words import stem_of
from sites import CALIGARI

FILM, _ = load_film(CALIGARI / "docs" / "_data", CALIGARI)
STEM = stem_of("en")
WORDS = "Alan dies kills Alan a patient Francis is mad insane strangles Cesare the doctor of an old asylum . in the night at a fair".split()
ROW = "in the night at an old fair"
TAGS = ("<p>{}</p>\n", "<b>{}</b>", "{} ", "{}", "<li>{}\n</li>", "<p title='{}'>a</p>", "<a href='{}/'>b</a>\n", "<table><tr><td>{}</table>", "<!-- {} -->")
SPOILER = '<details class="spoiler" data-level="{}"><summary>{}</summary>\n{}\n</details>\n'
SITES, FILES = 60, 5


def document(random: Random, depth: int = 0) -> str:
    """Words of secrets in pieces of all kinds, in the open and in spoilers, with the same row of words here and there."""
    parts = []
    for _ in range(random.randint(1, 5)):
        words = ROW if random.random() < 0.1 else " ".join(random.choices(WORDS, k=random.randint(1, 3)))
        if depth < 3 and random.random() < 0.3:
            parts.append(SPOILER.format(random.choice(FILM.levels).id, "Label", document(random, depth + 1)))
        else:
            parts.append(random.choice(TAGS).format(words.replace(" ", random.choice((" ", "\n", "-", "</i> <i>"))) if "'" not in words else words))
    return "".join(parts)


def sites() -> Iterator[dict[str, bytes]]:
    for number in range(SITES):
        random = Random(number)
        yield {f"{index}.html": document(random).encode() for index in range(FILES)}


def suspects(site: dict[str, bytes]) -> set[str]:
    screening, known = Screening(secrets_of(FILM, STEM, "en")), Known()
    for path, data in site.items():
        screening.take(path, read_parts(path, data, FILM, None, known))
    screening.finish()
    return {path for path, data in site.items() if screening.found and screening.is_suspect(path, read_surfaces(path, data, FILM))}


def test_whatever_gives_something_away_is_a_suspect() -> None:
    told = 0
    for site in sites():
        built: Built = {path: read_surfaces(path, data, FILM) for path, data in site.items()}
        leaking = {leak.file for leak in find_leaks(built, FILM, STEM, "en")}
        told += len(leaking)
        assert leaking <= suspects(site), site
    assert SITES < told < SITES * FILES  # or the test could not fail


def test_what_gives_nothing_away_is_none() -> None:
    assert suspects({"a.html": SPOILER.format("murders", "Label", "<p>Alan dies.</p>").encode(), "b.html": b"<p>A doctor.</p>"}) == set()
