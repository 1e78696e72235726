"""What a build comes to, in words for those who edit the site: in the terminal, and in the page that they look at."""

import re
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from .files import read_text, relative
from .problems import Problem, report
from .yaml_text import parse_yaml

PLACE = re.compile(r"(?P<place>\S.*?:\d+(?::\d+)?): (?P<message>.*)")
SETTING = re.compile(r"Config value '(?P<key>\w+)': (?P<message>.*)", re.DOTALL)
PAGE = re.compile(r"Error (?:reading|building) page '(?P<page>.*?)':")
TAG = re.compile(r"![\w!/:.]+")  # mkdocs.yml may have some, such as !ENV
PACKAGES = "site-packages"


@dataclass(frozen=True)
class Verdict:
    """A heading and a line for each thing to mend, or nothing at all; `published` if there is a new site all the same."""

    published: bool
    heading: str = ""
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([self.heading, *self.lines])

    @property
    def count(self) -> str:
        return self.heading.rstrip(":").partition(";")[0]

    def placed(self) -> Iterator[tuple[str, str]]:
        """Each line as a place, which may be empty, and a message."""
        for line in self.lines:
            found = PLACE.fullmatch(line)
            yield (found["place"], found["message"]) if found else ("", line)


def passed(warnings: Iterable[str]) -> Verdict:
    """A site was built; MkDocs or the audit may have warned, once or more often of the same."""
    lines = tuple(dict.fromkeys(line for warning in warnings for line in warning.splitlines()))
    count = "1 warning" if len(lines) == 1 else f"{len(lines)} warnings"
    return Verdict(True, f"{count}; this is the new site, but make site would not publish it:" if lines else "", lines)


def refused(text: str) -> Verdict:
    """A build has stopped with a report, or with a sentence."""
    heading, *lines = text.splitlines()
    return Verdict(False, heading, tuple(lines)) if lines else _failed([text])


def misconfigured(config: Path, said: Iterable[str]) -> Verdict:
    """A mkdocs.yml that can't be read, or has settings of which MkDocs has `said` that they can't be; `config` is its path."""
    name = config.name
    text, problems = read_text(config, name)
    problems += parse_yaml(TAG.sub(lambda tag: " " * len(tag[0]), text), name)[1] if text else []
    if problems:
        return _failed(map(str, problems))
    return _failed(_setting(message, text or "", name) for message in said)


def _setting(message: str, text: str, name: str) -> str:
    found = SETTING.fullmatch(message)
    if not found:
        return str(Problem(name, 1, message))
    start = re.search(rf"^{found['key']}\s*:", text, re.MULTILINE)
    line = text.count("\n", 0, start.start()) + 1 if start else 1
    return str(Problem(name, line, f"{found['key']}: {found['message']}"))


def broken_off(error: BaseException, root: Path, said: Iterable[str] = ()) -> Verdict:
    """A build has stopped with an error that nobody has foreseen; MkDocs may have `said` at which page."""
    places = list(_places(error, root))
    templates = [place for place in places if not place[0].endswith(".py")]
    path, line = (templates or places or [("", 0)])[-1]
    pages = [found["page"] for found in map(PAGE.match, said) if found]
    message = "".join([_words(error), *(f" (at the page {page})" for page in pages)])
    return _failed([str(Problem(path, line, message))] if path else [message])


def _failed(lines: Iterable[str]) -> Verdict:
    """Lines under the heading that `report` gives to as many problems."""
    found = tuple(dict.fromkeys(lines))
    heading, *_ = report(Problem("", line, "") for line in range(len(found))).splitlines()
    return Verdict(False, heading, found)


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
