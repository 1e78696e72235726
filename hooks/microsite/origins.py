"""Where the words of a built file come from: the line that an author can mend."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import unescape

from .film import Film
from .leaks import Leak
from .pages import PageSource
from .readable import Run
from .words import Stem, clean, opened, squeezed, words
from .yaml_text import ListNode, MappingNode, Node, extent, parse_yaml

SEALED_KEYS = {"text", "words"}  # of data: what is for readers at the entry's level; all other keys are public
HEAD = re.compile(r"title|description|og:|twitter:|structured data|svg text")
NO_TEXT = re.compile(r"\]\([^)\n]*\)|<[^<>]*>|[*_]")


@dataclass(frozen=True)
class Source:
    """A file that authors write; `ranks` has how far its readers must have got, by line, where that is not 0.

    `head` is the number of its last line of front matter.
    """

    path: str
    text: str = ""
    ranks: Mapping[int, int] = field(default_factory=dict)
    head: int = 0


@dataclass(frozen=True)
class Origins:
    """The files that authors write: those that become a built file (by its path), and the rest."""

    own: Mapping[str, Source]
    others: Sequence[Source]
    stem: Stem

    def place(self, leak: Leak) -> tuple[str, int]:
        """The (path, line) of a leak; the nearest that can be told, if the words stand nowhere as they were built."""
        own = self.own.get(leak.file)
        if own and leak.surface.kind == "file's name":
            return own.path, 1
        rest = [source for file, source in self.own.items() if file != leak.file]
        sources = [*([own] if own else []), *self.others, *rest]
        for below in (leak.rank, 99):  # a line whose level we misjudge is better than none
            for source in sources:
                in_head = source is own and bool(source.head) and bool(HEAD.match(leak.surface.kind))
                lines = [
                    line
                    for line in self._lines(leak, source.text)
                    if source.ranks.get(line, 0) < below and (not in_head or line <= source.head)
                ]
                if lines:
                    return source.path, lines[min(leak.nth, len(lines) - 1)]
        return self._nearest(leak, sources)

    def sealed_at(self, stems: Run, rank: int) -> str | None:
        """Where these words are sealed, as path:line."""
        for source in [*self.own.values(), *self.others]:
            for line in _lines_of(stems, source.text, str, self.stem):
                if source.ranks.get(line, 0) >= rank:
                    return f"{source.path}:{line}"
        return None

    def _lines(self, leak: Leak, text: str) -> list[int]:
        found = _lines_of(leak.stems, text, str, self.stem)
        return found or _lines_of(leak.stems, text, _as_printed, self.stem)

    def _nearest(self, leak: Leak, sources: Sequence[Source]) -> tuple[str, int]:
        """The line that has the words' letters, the file whose name has them, or whatever comes nearest in the page itself."""
        letters = squeezed(" ".join(leak.words))
        for source in sources:
            for number, line in enumerate(source.text.split("\n"), 1):
                if letters in squeezed(line):
                    return source.path, number
        if named := [source for source in sources if letters in squeezed(source.path)]:
            return named[0].path, 1
        own = self.own.get(leak.file)
        return (own.path, self._likeliest(leak.stems, own.text)) if own else (leak.file, 1)

    def _likeliest(self, run: Run, text: str) -> int:
        """The line that has most of these stems."""
        found: dict[int, set[str]] = {}
        for number, word in _numbered(text, str):
            found.setdefault(number, set()).update({self.stem(word)} & {*run})
        return max(found, key=lambda number: len(found[number]), default=1)


def page_source(page: PageSource, text: str, film: Film) -> Source:
    """A page, whose lines have the levels of the spoilers that they stand in."""
    ranks = {number: film.rank(level) for number, level in page.levels.items()}
    return Source(page.path, text, ranks, page.first - 1)


def data_source(path: str, text: str, film: Film) -> Source:
    """A data file: the text of an event, a fate or a quotation is for those at its level."""
    node, _ = parse_yaml(text, path)
    return Source(path, text, dict(_data_ranks(node, text.split("\n"), film)))


def _data_ranks(node: Node | None, lines: list[str], film: Film) -> Iterator[tuple[int, int]]:
    if isinstance(node, ListNode):
        for item in node.items:
            yield from _data_ranks(item, lines, film)
    if isinstance(node, MappingNode):
        level = node.entries.get("level")
        for key, value in node.entries.items():
            if key in SEALED_KEYS and level is not None:
                rank = film.rank(getattr(level, "text", ""))
                yield from ((number, rank) for number in extent(node.lines[key], lines))
            else:
                yield from _data_ranks(value, lines, film)


def _as_printed(text: str) -> str:
    """Markdown without the marks that part its words."""
    return unescape(NO_TEXT.sub(lambda mark: "\n" * mark[0].count("\n"), text))


def _lines_of(run: Run, text: str, reading: Callable[[str], str], stem: Stem) -> list[int]:
    """The lines in which these stems start to stand in a row."""
    typed = _numbered(text, reading)
    stems = [stem(word) for _, word in typed]
    return [typed[start][0] for start in range(len(stems)) if run and tuple(stems[start : start + len(run)]) == run]


@cache
def _numbered(text: str, reading: Callable[[str], str]) -> list[tuple[int, str]]:
    lines = clean(opened(reading(text))).split("\n")
    return [(number, word) for number, line in enumerate(lines, 1) for word in words(line)]
