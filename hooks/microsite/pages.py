"""A page's source as the checks see it, and what can be told of it before Markdown has run."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from urllib.parse import urlsplit

from .directive_syntax import DirectiveError, parse_directive
from .directives import DIRECTIVES
from .film import Film
from .front_matter import read_front_matter
from .limits import too_much
from .markdown_lines import Line, body_lines, check_comments, check_fences, comments
from .notes import check_footnotes
from .problems import Problem
from .spoiler_syntax import check_spoilers, line_levels, mark_spoilers

CITATION = re.compile(r"\bsource:(?P<id>[\w-]+)")
# What may become a link: an address that opens square brackets is their words.
ADDRESS = re.compile(r"(?<!\[)(?:\b[a-z][a-z0-9+.-]{0,20}:|(?<!:))//[^\s)>\"]*", re.IGNORECASE)
DECLARATION = re.compile(r"<!\[(?!CDATA\[|endif\])")


@dataclass
class PageSource:
    """A page as its author left it.

    `path` is relative to mkdocs.yml's folder, `lines` are those below the front matter,
    `levels` has the level of each that stands in a spoiler, by its number;
    `directives` has the names of those it uses, `cites` the ids of sources; `renders` is
    false if Markdown would choke on it.
    """

    path: str
    meta: dict[str, object] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    levels: dict[int, str] = field(default_factory=dict)
    directives: set[str] = field(default_factory=set)
    cites: set[str] = field(default_factory=set)
    renders: bool = True

    @property
    def title(self) -> str:
        return str(self.meta.get("title", self.path))

    @property
    def markdown(self) -> str:
        """What Markdown is to make HTML of."""
        return mark_spoilers(self.lines) if self.renders else ""

    @property
    def first(self) -> int:
        """The number of the first line below the front matter."""
        return self.lines[0].number if self.lines else 1

    @cached_property
    def prose(self) -> str:
        """The text below the front matter with its code blanked out, line for line."""
        return "\n".join(line.prose for line in self.lines)

    @cached_property
    def _ends(self) -> list[int]:
        """Where in the prose each line ends."""
        return [end - 1 for end in accumulate(len(line) + 1 for line in self.prose.split("\n"))]

    def found(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
        """Each match in the prose, with the number of its line."""
        for match in pattern.finditer(self.prose):
            yield self.first + bisect_right(self._ends, match.start() - 1), match

    def place(self, *wanted: str | re.Pattern[str], nth: int = 0) -> int:
        """The line of the nth mention of the first of `wanted` that is there; else the first that is not blank.

        Words are found whatever the white space between them, and not as parts of longer words.
        """
        for words in wanted:
            if lines := [line for line, _ in self.found(words if isinstance(words, re.Pattern) else _mention(words))]:
                return lines[min(nth, len(lines) - 1)]
        return next((line.number for line in self.lines if not line.blank), 1)


def _mention(words: str) -> re.Pattern[str]:
    ends = r"(?![\w-])" if words[-1:].isalnum() else ""
    return re.compile(r"\s+".join(map(re.escape, words.split())) + ends)


def read_page(text: str, path: str, film: Film, scenes: Collection[str] | None) -> tuple[PageSource, list[Problem]]:
    """A page, and everything that can be seen to be wrong with it before Markdown has run."""
    if found := too_much(text):  # of such a page nothing else is read
        return PageSource(path, renders=False), [Problem(path, *found, "markdown")]
    meta, problems = read_front_matter(text, path, scenes)
    lines = body_lines(text)
    page = PageSource(path, meta, lines, line_levels(lines, film))
    _take_stock(page, film)
    broken = list(_unreadable(page))
    page.renders = not broken
    findings = {
        "markdown": [*broken, *check_fences(lines), *check_comments(lines)],
        "spoiler": [*check_spoilers(lines, film), *_unbalanced(page)],
        "footnote": check_footnotes(lines, page.levels, film),
    }
    return page, problems + [Problem(path, line, message, kind) for kind, found in findings.items() for line, message in found]


def _take_stock(page: PageSource, film: Film) -> None:
    """Note the page's directives, and the sources that it names or that they lean on."""
    if "source:" in page.prose:
        page.cites |= {match["id"] for _, match in page.found(CITATION)}
    for match in comments(page.prose):
        with suppress(DirectiveError):  # reported where the directive is carried out
            if found := parse_directive(match["text"], DIRECTIVES, film):
                page.directives.add(found[0])
                page.cites |= set(DIRECTIVES[found[0]].cites(film, found[1]))


def _unbalanced(page: PageSource) -> Iterator[tuple[int, str]]:
    """A tag too many or too few lets a spoiler end where nobody sees it."""
    for tag in ("details", "summary"):
        opened, closed = (list(page.found(re.compile(rf"<{slash}{tag}\b", re.IGNORECASE))) for slash in ("", "/"))
        if len(opened) != len(closed):
            line = (opened or closed)[0][0]
            yield line, f"<{tag}> is opened {len(opened)} and closed {len(closed)} times on this page"


def _unreadable(page: PageSource) -> Iterator[tuple[int, str]]:
    """What MkDocs stops at without saying where: an address that can't be one, a declaration that HTML does not know."""
    for line in page.lines:
        for match in ADDRESS.finditer(line.prose) if "//" in line.prose else ():
            try:
                urlsplit(match[0]), urlsplit(match[0].replace("\\", ""))
            except ValueError:
                yield line.number, f"'{match[0]}' is no address that can be read"
    for line in page.lines:
        if not line.code and "<![" in line.text and DECLARATION.search(line.text):
            yield line.number, "'<![' can't be read in a page: write &lt;!["


def cited_by(pages: Mapping[str, PageSource]) -> dict[str, list[str]]:
    """For each source, the pages that cite it, in the order of `pages`."""
    citing: dict[str, list[str]] = {}
    for name, page in pages.items():
        for source in sorted(page.cites):
            citing.setdefault(source, []).append(name)
    return citing
