"""What can be read in a built file, piece by piece, with how far a reader must have got to read it."""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from .markup import MANY, read_tag
from .words import clean, opened

GAP = " \f "  # between blocks of text; a sentence ends here
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


@lru_cache(maxsize=MANY)  # most tags of a page stand on all others too
def attribute_surfaces(piece: str, rank: int) -> tuple[Surface, ...]:
    """What the attributes of a tag say."""
    name, attributes, _ = read_tag(piece)
    return tuple(
        Surface(kind, clean(text), rank)
        for key, value in attributes.items()
        if value and key not in DRAWING
        for kind in [_attribute_kind(name, key, attributes)]
        for text in [opened(value) if kind in NAMES else value, *data_urls(value)]
    )


def _attribute_kind(tag: str, name: str, attributes: Mapping[str, str]) -> str:
    if name == "title":
        return TITLES.get(tag, "tooltip")
    if name == "content" and tag == "meta":
        return attributes.get("name") or attributes.get("property") or name
    return ATTRIBUTES.get(name, f"attribute {name}")


def json_surfaces(text: str, kind: str, rank: int) -> Iterator[Surface]:
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
            yield _json_surface(kind, value, rank)


@lru_cache(maxsize=MANY)
def _json_surface(kind: str, value: str, rank: int) -> Surface:
    return Surface(kind, clean(_untagged(value)), rank)


def _untagged(text: str) -> str:
    """A text that may be HTML, as in an index or a feed, without its tags."""
    return unescape(re.sub(r"<[^<>]*>", " ", text)) if "<" in text or "&" in text else text


def data_urls(text: str) -> Iterator[str]:
    """The texts that are written into data: addresses."""
    for match in DATA_URL.finditer(text) if "data:" in text else ():
        data = unquote_to_bytes(match["data"])
        try:
            yield (base64.b64decode(data, validate=False) if match["base64"] else data).decode("utf-8", "ignore")
        except binascii.Error:
            continue
