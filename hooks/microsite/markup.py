"""A document as browsers read it, line by line and piece by piece: its tags, texts and comments, one after the other.

lexbor reads it and writes it again, in a form in which each piece can be told by its start: every
element is closed, every value quoted, and no text has a `<` but that of scripts and their like.
https://html.spec.whatwg.org/multipage/parsing.html#serialising-html-fragments
"""

import re
from collections.abc import Mapping
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
WITH_TEXT = "|".join([rf"<{name}{ATTRIBUTES}>.*?</{name}>" for name in RAW])
PIECES = ["[^<]+", "</[^>]*>", rf"(?=<(?:{'|'.join(RAW)})[ >])(?:{WITH_TEXT})", f"<{NAME}{ATTRIBUTES}>", "<!--.*?-->"]
PIECES += [r"<(?:!(?!--)|\?)[^>]*>", "<"]  # the last is what nobody expects
PIECE = re.compile("|".join(PIECES), re.DOTALL)
UNDIVIDED_ENDS = {f"</{name}>" for name in ("title", *RAW)}  # of elements whose text is one, whatever lines it has
RAW_STARTS = tuple(f"<{name}" for name in RAW)
MANY = 5_000  # most tags of a page stand on all others too
DRAWN = "</svg>"  # a line goes no further than a drawing: many pages have the same


class Tag(NamedTuple):
    """A tag that opens an element; `end` is the one that closes it, empty if there is none."""

    name: str
    attributes: Mapping[str, str]
    end: str


def lines_of(markup: str) -> list[str]:
    """A document in lines."""
    lines = _written(markup).splitlines(keepends=True)
    return [part for line in lines for part in (_after_drawings(line) if DRAWN in line else (line,))]


def _after_drawings(line: str) -> list[str]:
    *drawn, rest = line.split(DRAWN)
    return [*(f"{before}{DRAWN}" for before in drawn), *filter(None, [rest])]


def pieces_of(line: str) -> tuple[list[str], bool]:
    """A line in pieces, and whether the last of them goes on in the next line, so that both should be read as one."""
    pieces, open_ = PIECE.findall(line), list[str]()
    for piece in pieces:
        if piece.startswith("</"):
            del open_[-1:]
        elif piece[0] == "<" and piece[1:2] not in ("", "!", "?") and not raw_piece(piece) and (end := read_tag(piece).end):
            open_.append(end)
    return pieces, "<" in pieces or not UNDIVIDED_ENDS.isdisjoint(open_)


def _written(markup: str) -> str:
    """A document as lexbor writes it. Texts that would then seem to end too early stand before it, escaped."""
    parser = LexborHTMLParser(markup)
    odd = [node for node in parser.css(", ".join(RAW)) if f"</{node.tag}" in (node.text() or "").lower()]
    texts = [f"<p>{escape(node.text() or '')}</p>\n" for node in odd]
    for node in odd:
        node.remove()
    return "".join([*texts, parser.html or ""])


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
