"""What can be read in a document, in its order, with how far a reader must have got: HTML, and whatever is written like it."""

import re
from collections.abc import Sequence
from functools import cache
from html import unescape
from typing import Any, NamedTuple

from .film import Film
from .html import child, parse
from .markup import Tag, lines_of, pieces_of, raw_piece, read_tag
from .spoiler_levels import LEVEL
from .spoiler_syntax import WORD
from .surfaces import GAP, KINDS, SEALED, UNSEALED, Surface, attribute_surfaces, data_urls, json_surfaces
from .words import clean

INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "del", "em", "font", "i", "ins", "kbd", "mark", "q"),
    *("s", "samp", "small", "span", "strong", "sub", "sup", "time", "tspan", "u", "var", "wbr"),
}
TELLING = {*KINDS, "svg", "math", "details"}  # elements whose inside is another kind of place
ALONE = {"script", "style", "title", "structured data"}  # kinds of text from which no other goes on
COMMENT_MARKS = re.compile(r"\A<(?:!--|[!?])|(?:--|\?)?>\Z")


class Place(NamedTuple):
    """What is known of a node from those around it; `page` is false in a feed or a drawing, where tags mean other things."""

    kind: str = "text"
    rank: int = 0
    tells: int = 0
    page: bool = True


class Part:
    """Pieces that follow one another; `whole` if a gap is before and after their text, so that no word goes on into another part.

    `count` and `sealed` are the numbers of pieces with text and of spoilers. `digest` is for those
    who read it: what they have made of it, if they have seen it before.
    """

    __slots__ = ("count", "digest", "sealed", "surfaces", "whole")

    def __init__(self, surfaces: Sequence[Surface], *, whole: bool = False) -> None:
        self.surfaces = surfaces
        self.digest: Any = None
        self.count = len([None for surface in surfaces if surface.text.strip()])
        self.sealed = [surface.kind for surface in surfaces].count(SEALED)
        flowing = [surface for surface in surfaces if surface.flows and (surface.kind == "gap" or not surface.text.isspace())]
        self.whole = whole or bool(flowing) and flowing[0].kind == flowing[-1].kind == "gap"


class Frame:
    """An element that is open: the tag that ends it, what is known inside, the gap that follows it, and what holds for its label.

    Elements that nothing of this tells apart, nor those around them, are the very same frame.
    """

    __slots__ = ("_inner", "end", "gap", "label", "outer", "place")

    def __init__(self, outer: "Frame | None", end: str, place: Place, gap: Surface | None, label: Place | None) -> None:
        self.outer, self.end, self.place, self.gap, self.label = outer, end, place, gap, label
        self._inner: dict[tuple[str, Place, Surface | None, Place | None], Frame] = {}

    def inner(self, end: str, place: Place, gap: Surface | None, label: Place | None) -> "Frame":
        key = end, place, gap, label
        if key not in self._inner:
            self._inner[key] = Frame(self, *key)
        return self._inner[key]


Step = tuple[Part, Frame | None]  # what a line says, and the frame that it ends in
NOT_YET: Step = Part([]), None  # a line goes on in the next one


class Known:
    """Lines that have been read, by their text and the frame they start in: many pages have the same."""

    def __init__(self, most: int = 3_000) -> None:
        self._most = most
        self._steps: dict[tuple[str, Frame], Step] = {}
        self._outermost: dict[Place, Frame] = {}
        self.get = self._steps.get

    def keep(self, key: tuple[str, Frame], step: Step) -> None:
        if len(self._steps) >= self._most:
            self._steps.clear()
            self._outermost.clear()
        self._steps[key] = step

    def outermost(self, place: Place) -> Frame:
        return self._outermost.setdefault(place, Frame(None, "", place, None, None))


class Document:
    """The parts of a document, line by line; `_frame` is where the next piece stands, `_found` what its line has said before it."""

    def __init__(self, markup: str, film: Film, place: Place, known: Known) -> None:
        self.parts: list[Part] = []
        self._film, self._known = film, known
        self._frame = known.outermost(place)
        self._lines, self._next = lines_of(markup), 0
        while self._next < len(self._lines):
            self._read_line()

    def _read_line(self) -> None:
        """Read a line, or as many as a piece goes across."""
        start, count, after = self._next, 1, None
        while after is None:
            text = self._lines[start] if count == 1 else "".join(self._lines[start : start + count])
            self._next = start + count
            part, after = self._known.get((text, self._frame)) or self._read(text)
            count *= 2
        self._frame = after
        if part.surfaces:
            self.parts.append(part)

    def _read(self, text: str) -> Step:
        before = self._frame
        self._pieces, goes_on = pieces_of(text)
        if goes_on and self._next < len(self._lines):
            return NOT_YET
        self._found: list[Surface] = []
        for self._at, piece in enumerate(self._pieces):
            self._read_piece(piece)
        step = Part(self._found), self._frame
        if not any(surface.kind == UNSEALED for surface in self._found):  # whose label may be on another line
            self._known.keep((text, before), step)
        return step

    def _read_piece(self, piece: str) -> None:
        mark = piece[:2]
        if mark[0] != "<" or mark == "<":
            self._text(unescape(piece) if "&" in piece else piece)
        elif mark == "</":
            self._end(piece)
        elif mark in ("<!", "<?"):
            self._comment(piece)
        elif raw := raw_piece(piece):
            self._raw(*raw)
        else:
            self._start(piece)

    def _end(self, piece: str) -> None:
        frame = self._frame
        if piece == frame.end and frame.outer:
            self._frame = frame.outer
            self._part(frame.gap)

    def _text(self, text: str) -> None:
        kind, rank, tells, _ = place = self._frame.place
        if kind in ALONE:
            self._alone(text, place)
        else:
            self._found.append(Surface(kind, text if text.isascii() else clean(text), rank, tells, True))

    def _alone(self, text: str, place: Place) -> None:
        """A text that no other goes on from."""
        if place.kind == "structured data":
            self._found += json_surfaces(text, place.kind, place.rank)
        else:
            self._found.append(Surface(place.kind, clean(text), place.rank, place.tells))
            self._found += [Surface(place.kind, clean(part), place.rank) for part in data_urls(text)]

    def _comment(self, piece: str) -> None:
        if not piece.lower().startswith("<!doctype"):
            self._found.append(Surface("comment", clean(COMMENT_MARKS.sub("", piece)), self._frame.place.rank))

    def _raw(self, start: str, text: str) -> None:
        self._start(start)
        if text:
            self._text(text)
        if "<" in text and not self._frame.place.page:  # in a drawing, what looks like a script may be elements
            self._text(unescape(re.sub("<[^<>]*>", "", text)))
        self._end(read_tag(start).end)

    def _start(self, piece: str) -> None:
        name, attributes, end = tag = read_tag(piece)
        here = self._label_place() if name == "summary" else self._frame.place
        if attributes:
            self._found += attribute_surfaces(piece, here.rank)
        gap = None if name in INLINE else _gap(here.rank, here.tells)
        self._part(gap)
        inside = self._inner_place(tag, here) if name in TELLING or LEVEL in attributes else here
        if end:
            self._frame = self._frame.inner(end, inside, gap, here if inside.rank > here.rank else None)

    def _label_place(self) -> Place:
        """What holds for a label, if this is the first of its spoiler: it is read from outside."""
        frame = self._frame
        if not frame.label or not frame.outer:
            return frame.place
        self._frame = frame.outer.inner(frame.end, frame.place, frame.gap, None)
        return frame.label

    def _part(self, gap: Surface | None) -> None:
        if gap and (not self._found or self._found[-1] is not gap):
            self._found.append(gap)

    def _inner_place(self, tag: Tag, place: Place) -> Place:
        """What holds for the inside of an element."""
        kind = KINDS.get(tag.name, place.kind) if place.page else place.kind
        if tag.name in ("svg", "math"):  # where a details hides nothing
            return place._replace(page=False)
        if kind == place.kind and LEVEL not in tag.attributes and tag.name != "details":
            return place
        if tag.name == "script" and "json" in tag.attributes.get("type", ""):
            kind = "structured data"
        rank, tells = place.rank, place.tells
        level = tag.attributes.get(LEVEL)
        if tag.name == "details" and WORD in tag.attributes.get("class", "").split():
            if place.page and level and self._film.level(level) and "open" not in tag.attributes:
                tells = self._film.rank(level)
                rank = max(rank, tells)
                self._found.append(Surface(SEALED, "", place.rank))
            else:
                self._found.append(Surface(UNSEALED, _label(self._rest()), rank))
        elif level:  # made of data that has a level of its own, wherever it stands
            tells = min(rank, self._film.rank(level))
        return place._replace(kind=kind, rank=rank, tells=tells)

    def _rest(self) -> str:
        return "".join([*self._pieces[self._at :], *self._lines[self._next :]])


def _label(html: str) -> str:
    """What the block is called with which a text starts."""
    details = parse(html).css_first("details")
    label = (details.css_first(".spoiler__label") or child(details, "summary") or details) if details else None
    return " ".join(label.text().split()) if label else ""


@cache
def _gap(rank: int, tells: int) -> Surface:
    return Surface("gap", GAP, rank, tells, flows=True)
