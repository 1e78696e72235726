"""What can be read in a document, in its order, with how far a reader must have got: HTML, and whatever is written like it."""

import re
from collections.abc import Sequence
from functools import cache
from html import unescape
from typing import Any, NamedTuple

from .film import Film
from .html import child, parse
from .markup import Group, Tag, groups, raw_piece, read_tag
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


class Known:
    """Lines that have been read, by their text and place: many pages have the same."""

    def __init__(self, most: int = 2_000) -> None:
        self._most = most
        self._parts: dict[tuple[str, Place], Part] = {}
        self.get = self._parts.get

    def keep(self, key: tuple[str, Place], part: Part) -> None:
        if len(self._parts) >= self._most:
            self._parts.clear()
        self._parts[key] = part


class Frame(NamedTuple):
    """An element that is open: the tag that ends it, what is known outside, the gap that follows it, and what holds for its label."""

    end: str
    outside: Place
    gap: Surface | None
    label: Place | None


class Document:
    """The parts of a document in the making; `here` is what holds where the next piece stands."""

    def __init__(self, markup: str, film: Film, place: Place, known: Known) -> None:
        self.parts: list[Part] = []
        self.found: list[Surface] = []  # what belongs to no part yet
        self._film, self._here, self._known = film, place, known
        self._strays = False  # whether an element ended that none of these lines has started
        self._frames = [Frame("", place, None, None)]
        self._groups = list(groups(markup))
        for nth, group in enumerate(self._groups):
            self._nth = nth
            part = known.get((group.text, self._here)) or self._alike(group)
            if part is None:
                self._read(group.pieces())
            else:
                self._finish_part()
                self.parts.append(part)
        self._finish_part()

    def _finish_part(self) -> None:
        if self.found:
            self.parts.append(Part(self.found))
            self.found = []

    def _alike(self, group: Group) -> Part | None:
        """What stands in some lines that are as good as a document of their own, however many pages have them."""
        if not group.closed:
            return None
        depth, here, before = len(self._frames), self._here, self.found
        self.found, self._strays = [], False
        self._frames.append(Frame("", here, None, None))
        self._read(group.pieces())
        part = Part(self.found) if not self._strays and len(self._frames) == depth + 1 else None
        del self._frames[depth:]  # if they are not, after all, they are read once more where they stand
        self._here, self.found = here, before
        if part:
            self._known.keep((group.text, here), part)
        return part

    def _read(self, pieces: list[str]) -> None:
        for at, piece in enumerate(pieces):
            self._at = at
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
        if piece == self._frames[-1].end:
            _, self._here, gap, _ = self._frames.pop()
            self._part(gap)
        else:
            self._strays = True

    def _text(self, text: str) -> None:
        kind, rank, tells, _ = place = self._here
        if kind in ALONE:
            self._alone(text, place)
        else:
            self.found.append(Surface(kind, text if text.isascii() else clean(text), rank, tells, True))

    def _alone(self, text: str, place: Place) -> None:
        """A text that no other goes on from."""
        if place.kind == "structured data":
            self.found += json_surfaces(text, place.kind, place.rank)
        else:
            self.found.append(Surface(place.kind, clean(text), place.rank, place.tells))
            self.found += [Surface(place.kind, clean(part), place.rank) for part in data_urls(text)]

    def _comment(self, piece: str) -> None:
        if not piece.lower().startswith("<!doctype"):
            self.found.append(Surface("comment", clean(COMMENT_MARKS.sub("", piece)), self._here.rank))

    def _raw(self, start: str, text: str) -> None:
        self._start(start)
        if text:
            self._text(text)
        if "<" in text and not self._here.page:  # in a drawing, what looks like a script may be elements
            self._text(unescape(re.sub("<[^<>]*>", "", text)))
        self._end(read_tag(start).end)

    def _start(self, piece: str) -> None:
        name, attributes, end = tag = read_tag(piece)
        outside = here = self._here
        if name == "summary":
            here = self._label_place()
        if attributes:
            self.found += attribute_surfaces(piece, here.rank)
        gap = None if name in INLINE else _gap(here.rank, here.tells)
        self._part(gap)
        inside = self._inner_place(tag, here) if name in TELLING or LEVEL in attributes else here
        if end:
            self._frames.append(Frame(end, outside, gap, here if inside.rank > here.rank else None))
            self._here = inside

    def _label_place(self) -> Place:
        """What holds for a label, if this is the first of its spoiler: it is read from outside."""
        frame = self._frames[-1]
        self._strays = self._strays or not frame.end  # in lines that are read alone, nobody knows whose label this is
        self._frames[-1] = frame._replace(label=None)
        return frame.label or self._here

    def _part(self, gap: Surface | None) -> None:
        if gap and (not self.found or self.found[-1] is not gap):
            self.found.append(gap)

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
                self.found.append(Surface(SEALED, "", place.rank))
            else:
                self.found.append(Surface(UNSEALED, _label(self._rest()), rank))
        elif level:  # made of data that has a level of its own, wherever it stands
            tells = min(rank, self._film.rank(level))
        return place._replace(kind=kind, rank=rank, tells=tells)

    def _rest(self) -> str:
        group, *later = self._groups[self._nth :]
        return "".join([*group.pieces()[self._at :], *(other.text for other in later)])


def _label(html: str) -> str:
    """What the block is called with which a text starts."""
    details = parse(html).css_first("details")
    label = (details.css_first(".spoiler__label") or child(details, "summary") or details) if details else None
    return " ".join(label.text().split()) if label else ""


@cache
def _gap(rank: int, tells: int) -> Surface:
    return Surface("gap", GAP, rank, tells, flows=True)
