"""Pages by the hundred for a film's site, each with its own words, to see what a large site costs."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random

from microsite.film import Film

FOLDER = "generated"  # below docs/, and in no nav
STARTS = "bal cor dan fel gor hul jas kem lor mav nim pol quen ras sul tam vor wen yar zel".split()
ENDS = "o a e er ing ed ation ness ly ive able ous ment ful s es".split()
SPOILERS = 4


def _vocabulary() -> list[str]:
    """Five thousand words that no film has, with endings to be taken off, in no order."""
    middles = ["", *(f"{consonant}{vowel}" for consonant in "bdlmnrt" for vowel in "ai")]
    words = [start + middle + end for start in STARTS for middle in middles for end in ENDS]
    return Random(0).sample(words, len(words))


WORDS = _vocabulary()
OFTEN = list(accumulate(1 / (rank + 20) for rank in range(len(WORDS))))  # as in a language: few words are common


def write_pages(docs: Path, film: Film, count: int) -> None:
    """Write so many pages below `docs`."""
    (docs / FOLDER).mkdir(parents=True)
    for number, text in enumerate(pages(film, count), 1):
        (docs / FOLDER / f"page-{number}.md").write_text(text, encoding="utf-8")


def pages(film: Film, count: int) -> Iterator[str]:
    """The same pages on every machine: four spoilers, a quotation, the cast and about four hundred words each."""
    for number in range(1, count + 1):
        yield _page(number, film, Random(number))


def _page(number: int, film: Film, random: Random) -> str:
    title = f"Page {number} {_words(random, 2)}"
    quote = film.quotes[number % len(film.quotes)].id
    parts = [
        f"---\ntitle: {title}\ndescription: {_sentence(random)}\n---",
        f"# {title}",
        f"{_sentence(random)}\n{{ .lead }}",
        *_section(random),
        *(block for spoiler in range(SPOILERS) for block in _spoiler(random, _level(film, number + spoiler))),
        *_section(random),
        f"<!-- film:quote {quote} -->",
        *_section(random),
        "<!-- film:cast -->",
    ]
    return "\n\n".join(parts) + "\n"


def _level(film: Film, number: int) -> str:
    return film.levels[number % len(film.levels)].id


def _section(random: Random) -> Sequence[str]:
    heading = _words(random, 3).capitalize()
    return f"## {heading}", f"{_paragraph(random)} *{_words(random, 2)}*, [{_words(random, 2)}](../index.md).", _paragraph(random)


def _spoiler(random: Random, level: str) -> Sequence[str]:
    label = _words(random, 4).capitalize()
    return f'??? spoiler {level} "{label}"', f"    {_paragraph(random)}", f"    **{_words(random, 3)}** {_paragraph(random)}"


def _paragraph(random: Random) -> str:
    return " ".join(_sentence(random) for _ in range(2))


def _sentence(random: Random) -> str:
    return f"{_words(random, random.randint(9, 14)).capitalize()}."


def _words(random: Random, count: int) -> str:
    return " ".join(random.choices(WORDS, cum_weights=OFTEN, k=count))
