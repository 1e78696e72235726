"""Why a build broke off before it could say what is wrong: a mkdocs.yml that can't be read, a broken template, a bug."""

import errno
import re
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from .files import read_text, relative
from .problems import Problem
from .staging import WORKSHOP
from .yaml_text import parse_yaml

FULL = (errno.ENOSPC, errno.EDQUOT)
SETTING = re.compile(r"Config value '(?P<key>\w+)': (?P<message>.*)", re.DOTALL)
PAGE = re.compile(r"Error (?:reading|building) page '(?P<page>.*?)':")
TAG = re.compile(r"![\w!/:.]+")  # mkdocs.yml may have some, such as !ENV
PACKAGES = "site-packages"


def config_problems(config: Path, said: Iterable[str]) -> list[Problem]:
    """What is wrong with a mkdocs.yml that can't be read, or with settings of which MkDocs has `said` that they can't be."""
    name = config.name
    text, problems = read_text(config, name)
    problems += parse_yaml(TAG.sub(lambda tag: " " * len(tag[0]), text), name)[1] if text else []
    return problems or [_setting(message, text or "", name) for message in said]


def setting_problems(config: Path, said: Iterable[str]) -> Iterator[Problem]:
    """What MkDocs has `said` of a mkdocs.yml that it can work with all the same, at the lines of the settings that it names."""
    text, _ = read_text(config, config.name)
    yield from (_setting(message, text or "", config.name) for message in said)


def _setting(message: str, text: str, name: str) -> Problem:
    found = SETTING.fullmatch(message)
    if not found:
        return Problem(name, 1, message, "site")
    start = re.search(rf"^{found['key']}\s*:", text, re.MULTILINE)
    line = text.count("\n", 0, start.start()) + 1 if start else 1
    return Problem(name, line, f"{found['key']}: {found['message']}", "site")


def error_problem(error: BaseException, config: Path, said: Iterable[str] = ()) -> Problem:
    """An error that nobody has foreseen, at the project's own line that it came from; MkDocs may have `said` at which page."""
    places = list(_places(error, config.parent))
    templates = [place for place in places if not place[0].endswith(".py")]
    path, line = (templates or places or [(config.name, 1)])[-1]
    pages = [found["page"] for found in map(PAGE.match, said) if found]
    return Problem(path, line, "".join([_words(error), *(f" (at the page {page})" for page in pages)]), "code")


def system_says(error: OSError, folder: Path) -> str:
    """Why the system would not do something, as in "site: permission denied"; a path below `folder` is told from there.

    On a full disk any file could have been the one that had no room, so none is named; and where there are
    two paths, it is the one that people know.
    """
    words = f"{error.strerror[:1].lower()}{error.strerror[1:]}" if error.strerror else "unknown error"
    paths = [Path(name) for name in (error.filename2, error.filename) if isinstance(name, str) and error.errno not in FULL]
    known = [path for path in paths if not any(part.startswith(WORKSHOP) for part in path.parts)]
    return ": ".join([*(relative(path, folder) for path in (known or paths)[:1]), words])


def _places(error: BaseException, root: Path) -> Iterator[tuple[str, int]]:
    """The lines of the project's own files through which an error has come, the innermost last.

    Jinja puts templates among them, as if they were Python.
    """
    passed_through = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    named = getattr(error, "filename", None), getattr(error, "lineno", None)  # of an error of syntax
    for name, line in [*passed_through, *([named] if all(named) else [])]:
        path = Path(name)
        if path.is_relative_to(root) and PACKAGES not in path.parts:
            yield relative(path, root), line


def _words(error: BaseException) -> str:
    if isinstance(error, TemplateNotFound):
        return f"broken template: there is no '{error.name}'"
    if isinstance(error, TemplateError):
        said = error.message if isinstance(error, TemplateSyntaxError) else str(error)
        return f"broken template: {said}"
    return f"the build broke off here: {type(error).__name__}: {error}"
