"""A document as browsers read it, line by line and piece by piece: its tags, texts and comments, one after the other.

lexbor reads it and writes it again, in a form in which each piece can be told by its start: every
element is closed, every value quoted, and no text has a `<` but that of scripts and their like.
https://html.spec.whatwg.org/multipage/parsing.html#serialising-html-fragments
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

RAW = ("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext")  # elements whose text is written as it stands
VOID = {
    *("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen"),
    *("link", "meta", "param", "source", "track", "wbr"),
}
NAME = r"[a-zA-Z][^ \t\n\f\r>/]*"
ATTRIBUTE = re.compile(r' (=?[^ \t\n\f\r=>/]*)="([^"]*)"')
ATTRIBUTES = r'(?: =?[^ \t\n\f\r=>/]*="[^"]*")*'
START = re.compile(rf"<({NAME}){ATTRIBUTES}>")
WITH_TEXT = [rf"<{name}{ATTRIBUTES}>.*?</{name}>" for name in RAW]
OTHERS = ["[^<]+", "</[^>]*>", f"<{NAME}{ATTRIBUTES}>", "<!--.*?-->", r"<(?:!(?!--)|\?)[^>]*>", "<"]  # the last is what nobody expects
PIECE = re.compile("|".join(WITH_TEXT + OTHERS), re.DOTALL)
UNDIVIDED_ENDS = {f"</{name}>" for name in ("title", *RAW)}  # of elements whose text is one, whatever lines it has
RAW_STARTS = tuple(f"<{name}" for name in RAW)
MANY = 5_000  # most tags and lines of a page stand on all others too
DRAWN = re.compile("(?<=</svg>)(?=.)", re.DOTALL)  # a line goes no further than a drawing: many pages have the same
DRAWN_END, LARGE = "</svg>", 1_000  # characters of a drawing that is a group of its own
LONGEST = 60  # lines of a group


class Tag(NamedTuple):
    """A tag that opens an element; `end` is the one that closes it, empty if there is none."""

    name: str
    attributes: Mapping[str, str]
    end: str


class Line(NamedTuple):
    """A line in pieces, or as many as a piece goes across: how many elements end in it that start before it, or start in it and end after."""

    text: str
    pieces: list[str]
    ends: int
    starts: int
    cut: bool = False

    @property
    def closed(self) -> bool:
        return not self.ends and not self.starts


class Group(NamedTuple):
    """Lines that follow one another; `closed` if it looks as if all that starts there ended there, and nothing else."""

    text: str
    lines: Sequence[Line]
    closed: bool

    def pieces(self) -> list[str]:
        return [piece for line in self.lines for piece in line.pieces]


def groups(markup: str) -> Iterator[Group]:
    """A document in groups of lines, as long as can be but for LONGEST."""
    html = _written(markup)
    lines = list(_lines([part for line in html.splitlines(keepends=True) for part in DRAWN.split(line) if part]))
    last, start = _last_lines(lines), 0
    while start < len(lines):
        group = lines[start : last[start] + 1]
        yield Group("".join([line.text for line in group]), group, len(group) > 1 or group[0].closed)
        start = last[start] + 1


def _written(markup: str) -> str:
    """A document as lexbor writes it. Texts that would then seem to end too early stand before it, escaped."""
    parser = LexborHTMLParser(markup)
    odd = [node for node in parser.css(", ".join(RAW)) if f"</{node.tag}" in (node.text() or "").lower()]
    texts = [f"<p>{escape(node.text() or '')}</p>\n" for node in odd]
    for node in odd:
        node.remove()
    return "".join([*texts, parser.html or ""])


def _lines(texts: Sequence[str]) -> Iterator[Line]:
    start = 0
    while start < len(texts):
        line, count = _line(texts[start]), 1
        while line.cut and start + count < len(texts):
            count *= 2
            line = _line("".join(texts[start : start + count]))
        yield line
        start += count


@lru_cache(maxsize=MANY)
def _line(text: str) -> Line:
    pieces, open_, ends = PIECE.findall(text), [], 0
    for piece in pieces:
        if piece.startswith("</"):
            ends += 0 if open_ else 1
            del open_[-1:]
        elif piece[0] == "<" and piece[1:2] not in ("", "!", "?") and not raw_piece(piece) and (end := read_tag(piece).end):
            open_.append(end)
    return Line(text, pieces, ends, len(open_), "<" in pieces or not UNDIVIDED_ENDS.isdisjoint(open_))


def _last_lines(lines: Sequence[Line]) -> list[int]:
    """For each line the last of the group that starts with it."""
    last = list(range(len(lines)))
    depth, waiting = 0, list[tuple[int, int]]()  # depths before lines that something starts in, and their indices
    for index, (text, _, ends, starts, _) in enumerate(lines):
        depth -= ends
        while waiting and (waiting[-1][0] > depth or text.endswith(DRAWN_END) and len(text) > LARGE):
            waiting.pop()
        if ends and waiting and waiting[-1][0] == depth:
            _, first = waiting.pop()
            if not starts and index - first < LONGEST:
                last[first] = index
        if starts and not ends:
            waiting.append((depth, index))
        depth += starts
    return last


def raw_piece(piece: str) -> tuple[str, str] | None:
    """The first tag of a script or its like, and its text."""
    tag = START.match(piece) if piece.startswith(RAW_STARTS) else None
    return (tag[0], piece[tag.end() : piece.rindex("</")]) if tag and tag.end() < len(piece) else None


@lru_cache(maxsize=MANY)
def read_tag(piece: str) -> Tag:
    """What a piece says that opens an element."""
    match = START.fullmatch(piece)
    assert match is not None
    attributes = {name: unescape(value) for name, value in ATTRIBUTE.findall(piece)}
    return Tag(match[1], attributes, "" if match[1] in VOID else f"</{match[1]}>")
