"""Every piece of text in a built file, whatever kind of file it is, with how far a reader must have got to read it."""

import base64
import binascii
import gzip
import json
import re
import zlib
from collections.abc import Iterator
from html import unescape
from pathlib import PurePosixPath
from struct import unpack_from
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .film import Film
from .html import child, classes
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
DRAWING = {"d", "points", "transform", "viewbox", "viewBox"}  # numbers, thousands of them
TITLES = {"a": "link title", "abbr": "abbreviation"}
SEALED, UNSEALED = "sealed spoiler", "unsealed spoiler"  # kinds that only count
NAMES = {"id", "name", "address", "class", "file's name"}
DATA_URL = re.compile(r"data:[\w.+-]*+(?:/[\w.+-]*+)?(?:;[\w=-]+)*?(?P<base64>;base64)?,(?P<data>[^\s\"')]+)")
PRINTABLE = re.compile(rb"[\x09\x0a\x0d\x20-\x7e\x80-\xff]{6,}")

Attributes = dict[str, str | None]


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


def read_surfaces(path: str, data: bytes, film: Film, level: str | None = None) -> list[Surface]:
    """The surfaces of a built file, its name first; `level` is how far its readers have got, if it is only for them."""
    rank = film.rank(level) if level else 0
    return [Surface("file's name", clean(opened(path))), *_inside(PurePosixPath(path), data, film, rank)]


def _inside(path: PurePosixPath, data: bytes, film: Film, rank: int) -> list[Surface]:
    if path.suffix == ".gz":
        return _inside(path.with_suffix(""), _unzipped(data), film, rank)
    try:
        text = data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:  # a picture or a font, which may carry words about itself
        found = PRINTABLE.findall(_unpainted(data))
        return [Surface("file's own description", clean(run.decode("utf-8", "replace")), rank) for run in found]
    if path.suffix in MARKUP:
        page = "htm" in path.suffix
        return _markup_surfaces(text, film, Place("text" if page else f"{path.suffix[1:]} text", rank, page=page))
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


class Frame(NamedTuple):
    """An element whose children are being read: all of them are `inside`, but for the label of a spoiler."""

    children: Iterator[LexborNode]
    inside: Place
    label: int = 0
    outside: Place = Place()
    gap: Surface | None = None


def _markup_surfaces(markup: str, film: Film, place: Place) -> list[Surface]:
    """What stands in a document, in its order; a loop and not a recursion, since it may be nested deeply."""
    found: list[Surface] = []
    root = LexborHTMLParser(markup).root
    frames = [Frame(iter([root]), place)] if root is not None else []
    while frames:
        node = next(frames[-1].children, None)
        if node is None:
            if (gap := frames.pop().gap) and found[-1:] != [gap]:
                found.append(gap)
            continue
        here = frames[-1].outside if node.mem_id == frames[-1].label else frames[-1].inside
        if node.is_text_node:
            _note_text(node.text_content or "", here, found)
        elif node.is_comment_node:
            found.append(Surface("comment", clean(node.comment_content or ""), here.rank))
        elif node.is_element_node:
            attributes = node.attributes
            if attributes:
                _attributes(node.tag or "", attributes, here, found)
            frames.append(_enter(node, attributes, here, film, found))
    return found


def _enter(node: LexborNode, attributes: Attributes, here: Place, film: Film, found: list[Surface]) -> Frame:
    gap = None if node.tag in INLINE else Surface("gap", GAP, here.rank, here.tells, flows=True)
    if gap and found[-1:] != [gap]:
        found.append(gap)
    inside = _inner_place(node, attributes, here, film, found)
    label = child(node, "summary") if inside.rank > here.rank else None
    # what is in a template is no part of the tree, but of what readers are sent
    content = node.template_fragments()[0] if node.tag == "template" else node
    return Frame(content.iter(include_text=True), inside, label.mem_id if label else 0, here, gap)


def _inner_place(node: LexborNode, attributes: Attributes, place: Place, film: Film, found: list[Surface]) -> Place:
    """What holds for the inside of an element."""
    kind = KINDS.get(node.tag or "", place.kind) if place.page else place.kind
    if node.tag in ("svg", "math"):  # where a details hides nothing
        return place._replace(page=False)
    if kind == place.kind and LEVEL not in attributes and node.tag != "details":
        return place
    if node.tag == "script" and "json" in (attributes.get("type") or ""):
        kind = "structured data"
    rank, tells = place.rank, place.tells
    level = attributes.get(LEVEL)
    if node.tag == "details" and WORD in classes(node):
        if place.page and level and film.level(level) and "open" not in attributes:
            tells = film.rank(level)
            rank = max(rank, tells)
            found.append(Surface(SEALED, "", place.rank))
        else:
            label = node.css_first(".spoiler__label") or child(node, "summary") or node
            found.append(Surface(UNSEALED, " ".join(label.text().split()), rank))
    elif level:  # made of data that has a level of its own, wherever it stands
        tells = min(rank, film.rank(level))
    return place._replace(kind=kind, rank=rank, tells=tells)


def _note_text(text: str, place: Place, found: list[Surface]) -> None:
    if place.kind == "structured data":
        found += _json_surfaces(text, place.kind, place.rank)
    else:
        flows = place.kind not in ("script", "style", "title")
        found.append(Surface(place.kind, clean(text), place.rank, place.tells, flows))
        if not flows:
            found += [Surface(place.kind, clean(part), place.rank) for part in _data_urls(text)]


def _attributes(tag: str, attributes: Attributes, place: Place, found: list[Surface]) -> None:
    for name, value in attributes.items():
        if not value or name in DRAWING:
            continue
        kind = _attribute_kind(tag, name, attributes)
        found.append(Surface(kind, clean(opened(value) if kind in NAMES else value), place.rank))
        if "data:" in value:
            found += [Surface(kind, clean(part), place.rank) for part in _data_urls(value)]


def _attribute_kind(tag: str, name: str, attributes: Attributes) -> str:
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
