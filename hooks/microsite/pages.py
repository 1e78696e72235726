"""A page's source as the checks see it, and what can be told of it before Markdown has run."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from .directive_syntax import DirectiveError, parse_directive
from .directives import DIRECTIVES
from .film import Film
from .front_matter import read_front_matter
from .markdown_lines import Line, body_lines
from .problems import Problem
from .spoiler_syntax import check_spoilers

CITATION = re.compile(r"\]\(\s*source:(?P<id>[^)\s]*)")
COMMENT = re.compile(r"<!--(?P<text>.*?)-->", re.DOTALL)
UNCLOSED = re.compile(r"<!--\s*film\b(?!.*?-->)", re.DOTALL | re.IGNORECASE)


@dataclass
class PageSource:
    """`path` is relative to mkdocs.yml's folder; `lines` are those below the front matter; `directives` their names, `cites` ids of sources."""

    path: str
    meta: dict[str, object] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    directives: set[str] = field(default_factory=set)
    cites: set[str] = field(default_factory=set)

    @property
    def title(self) -> str:
        return str(self.meta.get("title", self.path))

    @cached_property
    def prose(self) -> str:
        """The text below the front matter with its code blanked out, line for line."""
        return "\n".join(line.prose for line in self.lines)

    def found(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
        """Each match in the prose, with the number of its line."""
        first = self.lines[0].number if self.lines else 1
        for match in pattern.finditer(self.prose):
            yield first + self.prose.count("\n", 0, match.start()), match

    def comments(self, text: str) -> list[int]:
        """The lines at which a comment with this text starts; an HTML parser trims it."""
        return [line for line, match in self.found(COMMENT) if match["text"].strip() == text.strip()]


def read_page(text: str, path: str, film: Film) -> tuple[PageSource, list[Problem]]:
    """A page, and everything that can be seen to be wrong with it before Markdown has run."""
    meta, problems = read_front_matter(text, path)
    page = PageSource(path, meta, body_lines(text))
    _take_stock(page, film)
    findings = [*check_spoilers(page.lines, film), *_unclosed(page), *_unknown_sources(page, film)]
    return page, problems + [Problem(path, line, message) for line, message in findings]


def _take_stock(page: PageSource, film: Film) -> None:
    """Note the page's directives, and the sources that it names or that they lean on."""
    page.cites |= {match["id"] for _, match in page.found(CITATION)}
    for _, match in page.found(COMMENT):
        with suppress(DirectiveError):  # reported where the directive is carried out
            if found := parse_directive(match["text"], DIRECTIVES, film):
                page.directives.add(found[0])
                page.cites |= set(DIRECTIVES[found[0]].cites(film, found[1]))


def _unclosed(page: PageSource) -> Iterator[tuple[int, str]]:
    """A directive without its end is printed as text."""
    for line, _ in page.found(UNCLOSED):
        yield line, "this directive is never closed: end it with '-->'"


def _unknown_sources(page: PageSource, film: Film) -> Iterator[tuple[int, str]]:
    """A link to `source:ID` names a source that exists."""
    for line, match in page.found(CITATION):
        if (why := film.why_unknown("source", match["id"])) is not None:
            yield line, f"'source:{match['id']}' is not an id in sources.yml{why}"


def cited_by(pages: Mapping[str, PageSource]) -> dict[str, list[str]]:
    """For each source, the pages that cite it, in the order of `pages`."""
    citing: dict[str, list[str]] = {}
    for name, page in pages.items():
        for source in sorted(page.cites):
            citing.setdefault(source, []).append(name)
    return citing
