"""What is checked of words beyond what a build needs: their spelling, their form, and what they quote."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from .files import read_text, relative
from .film import WORDS, Film
from .models import FILES
from .pages import PageSource
from .problems import Problem
from .quotations import in_page, long_in_data
from .spelling import Dictionary, dictionary_of, misspelt_in_data, misspelt_in_page
from .style import SAID, picture_problems, style_problems

GARBLED = {SAID["MD083"], SAID["MD084"]}  # no word of such a line can be looked up


def prose_problems(docs: Path, pages: Iterable[PageSource], film: Film, root: Path, language: str) -> Iterator[Problem]:
    """All that is wrong with the words of a site whose sources are below `docs`; paths are relative to `root`."""
    data = docs / "_data"
    pages = list(pages)
    listed, unreadable = read_text(data / WORDS, relative(data / WORDS, root))
    dictionary = dictionary_of(language, film, listed or "")
    yield from unreadable if (data / WORDS).exists() else ()
    forms = list(style_problems(pages, root))
    garbled = {(problem.path, problem.line) for problem in forms if problem.message in GARBLED}
    yield from forms
    for page in pages:
        found = _in_page(page, root, dictionary)
        yield from (problem for problem in found if problem.kind != "spelling" or (problem.path, problem.line) not in garbled)
    for name, model in FILES.items():
        path = relative(data / f"{name}.yml", root)
        text, _ = read_text(root / path, path)
        if text and dictionary:
            yield from misspelt_in_data(text, path, model, dictionary)
        if text and name == "quotes":
            yield from long_in_data(text, path)


def _in_page(page: PageSource, root: Path, dictionary: Dictionary | None) -> Iterator[Problem]:
    text, _ = read_text(root / page.path, page.path)
    if text and dictionary:
        yield from misspelt_in_page(text, page.path, dictionary)
    yield from in_page(page.lines, page.path)
    yield from (Problem(page.path, line, message, "picture") for line, message in picture_problems(page.lines))
