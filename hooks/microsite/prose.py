"""What is checked of words beyond what a build needs: their spelling, their form, and what they quote."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from .files import read_text, relative
from .film import WORDS
from .models import FILES
from .pages import PageSource
from .problems import Problem
from .quotations import in_page, long_in_data
from .schemas import check_schema_line
from .spelling import NAMES, Dictionary, dictionary_of, misspelt_in_data, misspelt_in_page, names_in
from .style import GARBLED, garbled_lines, picture_problems, style_problems
from .yaml_text import parse_yaml


def prose_problems(data: Path, pages: Iterable[PageSource], root: Path, language: str) -> Iterator[Problem]:
    """All that is wrong with the words of a site; `data` is the folder of its data, paths are relative to `root`."""
    name = relative(data / WORDS, root)
    listed, unreadable = read_text(data / WORDS, name) if (data / WORDS).exists() or (data / WORDS).is_symlink() else ("", [])
    dictionary = dictionary_of(language, _names(data), listed or "")
    yield from unreadable
    yield from _in_pages([page for page in pages if page.lines], root, dictionary)  # the others are longer than any should be
    yield from _in_data(data, root, dictionary)


def _names(data: Path) -> set[str] | None:
    """The words of the film's names; None if a file that gives some can't be read."""
    names: set[str] = set()
    for file, keys in NAMES.items():
        path = data / f"{file}.yml"
        text, unreadable = read_text(path, path.name)
        node, broken = parse_yaml(text or "", path.name)
        if broken or unreadable and (file == "film" or path.exists()):
            return None
        names |= set(names_in(node, keys))
    return names


def _in_pages(pages: list[PageSource], root: Path, dictionary: Dictionary | None) -> Iterator[Problem]:
    forms = list(style_problems(pages, root))
    garbled = {(problem.path, problem.line) for problem in forms if problem.message in GARBLED}
    yield from forms
    for page in pages:
        yield from (Problem(page.path, line, message, "quotation") for line, message in in_page(page.lines))
        yield from (Problem(page.path, line, message, "picture") for line, message in picture_problems(page.lines))
        text, _ = read_text(root / page.path, page.path)
        misspelt = misspelt_in_page(text, page.path, dictionary) if text and dictionary else ()
        yield from (problem for problem in misspelt if (problem.path, problem.line) not in garbled)


def _in_data(data: Path, root: Path, dictionary: Dictionary | None) -> Iterator[Problem]:
    for name, model in FILES.items():
        path = relative(data / f"{name}.yml", root)
        text, _ = read_text(root / path, path)
        if text is None:  # it is not there, or the build has said why it can't be read
            continue
        yield from (Problem(path, line, message, "schema") for line, message in check_schema_line(text, name))
        if name == "quotes":
            yield from (Problem(path, line, message, "quotation") for line, message in long_in_data(text, path))
        garbled = {line: Problem(path, line, message, "style", column) for line, column, message in garbled_lines(text)}
        yield from garbled.values()
        if dictionary:
            yield from (problem for problem in misspelt_in_data(text, path, model, dictionary) if problem.line not in garbled)
