"""Every piece of text in a built file, whatever kind of file it is, with how far a reader must have got to read it."""

import base64
import binascii
import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from html import unescape
from pathlib import PurePosixPath
from struct import unpack_from
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from .film import Film
from .html import child, parse
from .markup import Chunk, Tag, chunks, raw_piece, read_tag
from .spoiler_levels import LEVEL
from .spoiler_syntax import WORD
from .words import clean, opened

GAP = " \f "  # between blocks of text; a sentence ends here
MARKUP = {".html", ".htm", ".xml", ".svg", ".rss", ".atom", ".xhtml"}
JSON = {".json", ".webmanifest", ".map"}
TEXT = {".js": "script", ".mjs": "script", ".css": "style"}
INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "del", "em", "font", "i", "ins", "kbd", "mark", "q"),
    *("s", "samp", "small", "span", "strong", "sub", "sup", "time", "tspan", "u", "var", "wbr"),
}
KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **{"title": "title", "summary": "label", "caption": "caption", "figcaption": "caption", "td": "table cell"},
    **{"th": "table cell", "nav": "navigation", "footer": "footer", "script": "script", "style": "style"},
}
ATTRIBUTES = {
    **{"alt": "alt text", "aria-label": "spoken label", "placeholder": "placeholder", "id": "id", "name": "name"},
    **{"href": "address", "src": "address", "srcset": "address", "poster": "address", "cite": "address", "class": "class"},
}
TELLING = {*KINDS, "svg", "math", "details"}  # elements whose inside is another kind of place
ALONE = {"script", "style", "title", "structured data"}
DRAWING = {"d", "points", "transform", "viewbox", "viewBox"}  # numbers, thousands of them
TITLES = {"a": "link title", "abbr": "abbreviation"}
SEALED, UNSEALED = "sealed spoiler", "unsealed spoiler"  # kinds that only count
NAMES = {"id", "name", "address", "class", "file's name"}
DATA_URL = re.compile(r"data:[\w.+-]*+(?:/[\w.+-]*+)?(?:;[\w=-]+)*?(?P<base64>;base64)?,(?P<data>[^\s\"')]+)")
PRINTABLE = re.compile(rb"[\x09\x0a\x0d\x20-\x7e\x80-\xff]{6,}")
COMMENT_MARKS = re.compile(r"\A<(?:!--|[!?])|(?:--|\?)?>\Z")


class Surface(NamedTuple):
    """A piece of built text.

    `rank` is how far a reader must have got to read it, `tells` how far into the film
    its words are sealed (both as Film.rank); `flows` if it goes on where the piece
    before it ended, as words in a paragraph do.
    """

    kind: str
    text: str
    rank: int = 0
    tells: int = 0
    flows: bool = False


class Place(NamedTuple):
    """What is known of a node from those around it; `page` is false in a feed or a drawing, where tags mean other things."""

    kind: str = "text"
    rank: int = 0
    tells: int = 0
    page: bool = True


def read_surfaces(path: str, data: bytes, film: Film, level: str | None = None, known: "Known | None" = None) -> list[Surface]:
    """The surfaces of a built file, its name first; `level` is how far its readers have got, if it is only for them.

    `known` spares it to read lines again that other files of the site have too.
    """
    rank = film.rank(level) if level else 0
    return [Surface("file's name", clean(opened(path))), *_inside(PurePosixPath(path), data, film, rank, known or Known())]


def _inside(path: PurePosixPath, data: bytes, film: Film, rank: int, known: "Known") -> list[Surface]:
    if path.suffix == ".gz":
        return _inside(path.with_suffix(""), _unzipped(data), film, rank, known)
    try:
        text = data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:  # a picture or a font, which may carry words about itself
        found = PRINTABLE.findall(_unpainted(data))
        return [Surface("file's own description", clean(run.decode("utf-8", "replace")), rank) for run in found]
    if path.suffix in MARKUP:
        page = "htm" in path.suffix
        return Document(text, film, Place("text" if page else f"{path.suffix[1:]} text", rank, page=page), known).found
    if path.suffix in JSON:
        return list(_json_surfaces(text, "search index" if path.parts[0] == "search" else "file's text", rank))
    return [Surface(TEXT.get(path.suffix, "file's text"), clean(part), rank) for part in [text, *_data_urls(text)]]


def _unzipped(data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return data


def _unpainted(data: bytes) -> bytes:
    """A PNG without its pixels, which are thousands of words by chance; anything else as it is.

    https://www.w3.org/TR/png-3/#5Chunk-layout
    """
    kept, place = [data[:8]], 8
    while data.startswith(b"\x89PNG") and place + 8 <= len(data):
        length, kind = unpack_from(">L4s", data, place)
        kept += [data[place : place + length + 12]] if kind != b"IDAT" else []
        place += length + 12
    return b"\0".join([*kept, data[place:]])


class Known:
    """What stands in lines that have been read, by their text and place: as many as came last."""

    def __init__(self, most: int = 20_000) -> None:
        self._most = most
        self._found: dict[tuple[str, Place], list[Surface]] = {}
        self.get = self._found.get

    def keep(self, key: tuple[str, Place], surfaces: list[Surface]) -> None:
        if len(self._found) >= self._most:
            self._found.clear()
        self._found[key] = surfaces


class Frame(NamedTuple):
    """An element that is open: the tag that ends it, what is known outside, the gap that follows it, and what holds for its label."""

    end: str
    outside: Place
    gap: Surface | None
    label: Place | None


class Document:
    """The surfaces of a document in the making; `here` is what holds where the next piece stands."""

    def __init__(self, markup: str, film: Film, place: Place, known: Known) -> None:
        self.found: list[Surface] = []
        self._film, self._here = film, place
        self._frames = [Frame("", place, None, None)]
        self._chunks = list(chunks(markup))
        for self._nth, chunk in enumerate(self._chunks):
            if chunk.closed:
                self._add(known.get((chunk.text, self._here)) or self._alike(chunk, known))
            else:
                self._read(chunk.pieces)

    def _alike(self, chunk: Chunk, known: Known) -> list[Surface]:
        """What stands in lines that are read once, however many pages have them."""
        before, self.found = self.found, []
        self._read(chunk.pieces)
        surfaces, self.found = self.found, before
        known.keep((chunk.text, self._here), surfaces)
        return surfaces

    def _add(self, surfaces: list[Surface]) -> None:
        twice = self.found and surfaces and self.found[-1] is surfaces[0] and surfaces[0].kind == "gap"
        self.found += surfaces[1:] if twice else surfaces

    def _read(self, pieces: list[str]) -> None:
        for self._at, piece in enumerate(pieces):
            mark = piece[:2]
            if mark[0] != "<" or mark == "<":
                self._text(unescape(piece) if "&" in piece else piece)
            elif mark == "</":
                if piece == self._frames[-1].end:
                    _, self._here, gap, _ = self._frames.pop()
                    self._part(gap)
            elif mark in ("<!", "<?"):
                self._comment(piece)
            elif raw := raw_piece(piece):
                self._raw(*raw)
            else:
                self._start(piece)

    def _text(self, text: str) -> None:
        kind, rank, tells, _ = place = self._here
        if kind in ALONE:
            self._alone(text, place)
        else:
            self.found.append(Surface(kind, text if text.isascii() else clean(text), rank, tells, True))

    def _alone(self, text: str, place: Place) -> None:
        """A text that no other goes on from."""
        if place.kind == "structured data":
            self.found += _json_surfaces(text, place.kind, place.rank)
        else:
            self.found.append(Surface(place.kind, clean(text), place.rank, place.tells))
            self.found += [Surface(place.kind, clean(part), place.rank) for part in _data_urls(text)]

    def _comment(self, piece: str) -> None:
        if not piece.lower().startswith("<!doctype"):
            self.found.append(Surface("comment", clean(COMMENT_MARKS.sub("", piece)), self._here.rank))

    def _raw(self, start: str, text: str) -> None:
        self._start(start)
        if text:
            self._text(text)
        if "<" in text and not self._here.page:  # in a drawing, what looks like a script may be elements
            self._text(unescape(re.sub("<[^<>]*>", "", text)))
        _, self._here, gap, _ = self._frames.pop()
        self._part(gap)

    def _start(self, piece: str) -> None:
        name, attributes, end = tag = read_tag(piece)
        outside = here = self._here
        if name == "summary" and self._frames[-1].label is not None:
            here = self._frames[-1].label
            self._frames[-1] = self._frames[-1]._replace(label=None)
        if attributes:
            self.found += _attributes(piece, here.rank)
        gap = None if name in INLINE else _gap(here.rank, here.tells)
        self._part(gap)
        inside = self._inner_place(tag, here) if name in TELLING or LEVEL in attributes else here
        if end:
            self._frames.append(Frame(end, outside, gap, here if inside.rank > here.rank else None))
            self._here = inside

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
        here, *later = self._chunks[self._nth :]
        return "".join([*here.pieces[self._at :], *(chunk.text for chunk in later)])


def _label(html: str) -> str:
    """What the block is called with which a text starts."""
    details = parse(html).css_first("details")
    label = (details.css_first(".spoiler__label") or child(details, "summary") or details) if details else None
    return " ".join(label.text().split()) if label else ""


@cache
def _gap(rank: int, tells: int) -> Surface:
    return Surface("gap", GAP, rank, tells, flows=True)


@lru_cache(maxsize=20_000)  # most tags of a page stand on all others too
def _attributes(piece: str, rank: int) -> tuple[Surface, ...]:
    """What the attributes of a tag say."""
    name, attributes, _ = read_tag(piece)
    return tuple(
        Surface(kind, clean(text), rank)
        for key, value in attributes.items()
        if value and key not in DRAWING
        for kind in [_attribute_kind(name, key, attributes)]
        for text in [opened(value) if kind in NAMES else value, *_data_urls(value)]
    )


def _attribute_kind(tag: str, name: str, attributes: Mapping[str, str]) -> str:
    if name == "title":
        return TITLES.get(tag, "tooltip")
    if name == "content" and tag == "meta":
        return attributes.get("name") or attributes.get("property") or name
    return ATTRIBUTES.get(name, f"attribute {name}")


def _json_surfaces(text: str, kind: str, rank: int) -> Iterator[Surface]:
    """Every key and every text of a JSON document; the text itself if it is none."""
    try:
        values = [json.loads(text)]
    except (ValueError, RecursionError):
        values = [text]
    while values:
        value: Any = values.pop()
        if isinstance(value, dict):
            values += [*value, *value.values()]
        elif isinstance(value, list):
            values += value
        elif isinstance(value, str):
            yield Surface(kind, clean(_untagged(value)), rank)


def _untagged(text: str) -> str:
    """A text that may be HTML, as in an index or a feed, without its tags."""
    return unescape(re.sub(r"<[^<>]*>", " ", text)) if "<" in text or "&" in text else text


def _data_urls(text: str) -> Iterator[str]:
    """The texts that are written into data: addresses."""
    for match in DATA_URL.finditer(text) if "data:" in text else ():
        data = unquote_to_bytes(match["data"])
        try:
            yield (base64.b64decode(data, validate=False) if match["base64"] else data).decode("utf-8", "ignore")
        except binascii.Error:
            continue
