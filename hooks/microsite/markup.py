"""A document as browsers read it, line by line and piece by piece: its tags, texts and comments, one after the other.

lexbor reads it and writes it again, in a form in which each piece can be told by its start: every
element is closed, every value quoted, and no text has a `<` but that of scripts and their like.
https://html.spec.whatwg.org/multipage/parsing.html#serialising-html-fragments
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
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
MANY = 20_000  # most tags and lines of a page stand on all others too


class Tag(NamedTuple):
    """A tag that opens an element; `end` is the one that closes it, empty if there is none."""

    name: str
    attributes: Mapping[str, str]
    end: str


class Chunk(NamedTuple):
    """Lines of a document, in pieces; `closed` if all that starts there ends there, and nothing else, `cut` if a piece goes on."""

    text: str
    pieces: list[str]
    closed: bool
    cut: bool


def chunks(markup: str) -> Iterator[Chunk]:
    """A document line by line; in one chunk are lines that a piece goes across."""
    lines = (LexborHTMLParser(markup).html or "").splitlines(keepends=True)
    start = 0
    while start < len(lines):
        chunk, count = _chunk(lines[start]), 1
        while chunk.cut and start + count < len(lines):
            count *= 2
            chunk = _chunk("".join(lines[start : start + count]))
        yield chunk
        start += count


@lru_cache(maxsize=MANY)
def _chunk(text: str) -> Chunk:
    pieces, ends, closed = PIECE.findall(text), [], True
    for piece in pieces:
        if piece.startswith("</"):
            closed = closed and bool(ends) and ends.pop() == piece
        elif piece[0] == "<" and piece[1:2] not in ("", "!", "?") and not raw_piece(piece):
            tag = read_tag(piece)
            closed = closed and (bool(ends) or tag.name != "summary")  # which is another thing in each block
            ends += [tag.end] if tag.end else []
    cut = "<" in pieces or not UNDIVIDED_ENDS.isdisjoint(ends)
    return Chunk(text, pieces, closed and not ends and not cut, cut)


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
