"""Every piece of text in a built file, whatever kind of file it is."""

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePosixPath
from struct import unpack_from

from .documents import Document, Known, Part, Place
from .film import Film
from .surfaces import Surface, data_urls, json_surfaces
from .words import clean, opened

MARKUP = {".html", ".htm", ".xml", ".svg", ".rss", ".atom", ".xhtml"}
JSON = {".json", ".webmanifest", ".map"}
TEXT = {".js": "script", ".mjs": "script", ".css": "style"}
AT_ONCE = 200  # texts of an index, which has those of all pages
PRINTABLE = re.compile(rb"[\x09\x0a\x0d\x20-\x7e\x80-\xff]{6,}")


def read_surfaces(path: str, data: bytes, film: Film, level: str | None = None) -> list[Surface]:
    """The surfaces of a built file, its name first; `level` is how far its readers have got, if it is only for them."""
    found: list[Surface] = []
    for part in read_parts(path, data, film, level, Known()):
        twice = bool(found) and found[-1].kind == "gap" and found[-1] == part.surfaces[0]
        found += part.surfaces[1:] if twice else part.surfaces
    return found


def read_parts(path: str, data: bytes, film: Film, level: str | None, known: Known) -> Iterator[Part]:
    """The same in parts; those that are `known` from other files of the site are the very same objects."""
    rank = film.rank(level) if level else 0
    yield Part([Surface("file's name", clean(opened(path)))])
    yield from _inside(PurePosixPath(path), data, film, rank, known)


def _inside(path: PurePosixPath, data: bytes, film: Film, rank: int, known: Known) -> Iterable[Part]:
    if path.suffix == ".gz":
        return _inside(path.with_suffix(""), _unzipped(data), film, rank, known)
    try:
        text = data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:  # a picture or a font, which may carry words about itself
        found = PRINTABLE.findall(_unpainted(data))
        return [Part([Surface("file's own description", clean(run.decode("utf-8", "replace")), rank) for run in found])]
    if path.suffix in MARKUP:
        page = "htm" in path.suffix
        return Document(text, film, Place("text" if page else f"{path.suffix[1:]} text", rank, page=page), known).parts
    if path.suffix in JSON:
        return _few_at_once(json_surfaces(text, "search index" if path.parts[0] == "search" else "file's text", rank))
    return [Part([Surface(TEXT.get(path.suffix, "file's text"), clean(part), rank) for part in [text, *data_urls(text)]])]


def _few_at_once(surfaces: Iterator[Surface]) -> Iterator[Part]:
    while some := list(islice(surfaces, AT_ONCE)):
        yield Part(some, whole=True)


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
