"""What a reader who has seen nothing yet can read of a built site, sentence by sentence, and what kind of surface says it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .built_site import Site, tidy
from .feed import PATH as FEED
from .surfaces import NAMES, SEALED, UNSEALED, Surface
from .words import plain, words

LONGEST = 300  # characters of a sentence; a longer one is cut between two words
SENTENCE = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*\s+(?=\S)")
INITIAL = re.compile(r"(?:^|[\s(.\"'“‘])(?:[^\W\d_]|[A-ZÀ-Þ][^\W\d_]{1,2})\.\s*$")  # such as Dr. or J., which end no sentence
NO_WORDS = re.compile(r"\S+:\S+|[^\s/#]*[/#]\S*|[\d.:TZ+-]+")  # addresses and moments
SILENT = NAMES | {"gap", "script", "style", SEALED, UNSEALED}
SPOKEN = re.compile(r"attribute (?:label|summary|aria-(?:\w*description|valuetext|placeholder|braillelabel)|data-.+)")
META = re.compile(r"(?:(?:og|twitter):)?(?:.*[:.])?(?:title|description|alt|site_name|author|keywords|abstract)")
REPEATING = {"search", "structured data"}  # made of what the pages say: news only if no page says it
AROUND = {"navigation", "footer", "feed"}  # what stands around the texts of pages
PLAIN = {  # kinds that stand alone and say something to readers
    *("title", "alt text", "spoken label", "placeholder", "tooltip", "link title", "abbreviation", "comment"),
    *("file's text", "search index", "structured data"),
}
SHOWN_AS = {
    "search index": "search",
    "link title": "tooltip",
    "table cell": "table",
    "html text": "text",
    "file's own description": "picture’s own description",
}


class Unit(NamedTuple):
    """A sentence; `section` is the heading above it, and `flows` whether it stands in a running text."""

    kind: str
    text: str
    section: str = ""
    flows: bool = False


@dataclass(frozen=True)
class PublicWords:
    """All that a site says to everyone, and what of it stands on pages."""

    site: Site
    units: dict[str, list[Unit]]
    row: str

    def on_pages(self, text: str) -> bool:
        return f" {row(text)} " in self.row

    def common_to(self, paths: Iterable[str]) -> frozenset[str]:
        """What stands on more than one of some files: the words around each text."""
        seen = Counter(text for path in paths for text in {unit.text for unit in self.units[path]})
        return frozenset(text for text, times in seen.items() if times > 1)


def public_words(site: Site) -> PublicWords:
    units = {path: list(_units(path, site)) for path in site.files}
    on_pages = " | ".join(_row_of_page(units[path]) for path in site.pages)
    found = PublicWords(site, units, f" {on_pages} ")
    for path, told in units.items():
        units[path] = [unit for unit in told if unit.kind not in REPEATING or not found.on_pages(unit.text)]
        if path in site.pages:
            units[path] += _anchors(path, found)
    return found


def row(text: str) -> str:
    """The words of a text, however they are set."""
    return " ".join(words(plain(text)))


def _row_of_page(units: list[Unit]) -> str:
    """All that a page says: its text as one row, as search has it, and what stands alone."""
    text = " ".join(row(unit.text) for unit in units if unit.flows)
    return " | ".join([text, *(row(unit.text) for unit in units if not unit.flows and unit.kind not in REPEATING)])


def _anchors(path: str, found: PublicWords) -> list[Unit]:
    """The addresses of headings, where they say more than the pages do."""
    names = (tidy(name) for name in found.site.pages[path].headings)
    return [Unit("address", f"#{name}") for name in names if name and not found.on_pages(name.replace("-", " ").replace("_", " "))]


def _units(path: str, site: Site) -> Iterator[Unit]:
    flow: list[Surface] = []
    section = ""
    for surface in [*site.surfaces[path][1:], Surface("gap", "")]:  # its own name is told among the files
        if surface.kind == "gap":
            for unit in _block(flow, path, section):
                section = unit.text if unit.kind == "heading" else section
                yield unit
            flow = []
        elif surface.rank == 0 and surface.flows:
            flow.append(surface)
        elif surface.rank == 0 and _is_told(surface):
            yield from (Unit(_shown_as(surface.kind, path), text) for text in _alone(surface, site))


def _block(flow: list[Surface], path: str, section: str) -> Iterator[Unit]:
    """The sentences of a block of text."""
    text = tidy("".join(surface.text for surface in flow))
    if not words(text) or not path.endswith(".html") and NO_WORDS.fullmatch(text):
        return
    kind = next(surface.kind for surface in flow if words(surface.text))
    above = "" if kind in AROUND or kind == "heading" else section
    yield from (Unit(_shown_as(kind, path), sentence, above, flows=True) for sentence in sentences(text))


def _is_told(surface: Surface) -> bool:
    """Whether a piece that stands alone is matter for readers: text that somebody wrote, and no setting of a machine."""
    kind, text = surface.kind, surface.text.strip()
    if kind in SILENT or not words(text) or NO_WORDS.fullmatch(text):
        return False
    if kind in ("search index", "structured data"):
        return " " in text
    if kind == "file's own description":
        return bool(re.search(r"(?:[^\W\d_]{2,}\W{1,2}){2}[^\W\d_]{2,}", text))
    if kind.startswith("attribute "):
        return bool(SPOKEN.fullmatch(kind)) and (" " in text or text[0].isupper())
    return kind in PLAIN or bool(META.fullmatch(kind))


def _alone(surface: Surface, site: Site) -> Iterator[str]:
    """The sentences of a piece that stands alone, less the site's own name, which ends the titles of all pages."""
    yield from sentences(tidy(surface.text).removesuffix(f" · {site.name}"))


def _shown_as(kind: str, path: str) -> str:
    """What a comment calls a kind of surface: in words of ours, since authors may name attributes as they like."""
    if path == FEED:
        return "feed"
    if kind.startswith(("og:", "twitter:")):
        return "link card"
    if kind.startswith("attribute data-"):
        return "words for scripts"
    return SHOWN_AS.get(kind, re.split("[:.]", kind.removeprefix("attribute "))[-1])


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text on one line; those that never end are cut."""
    start = 0
    for end in SENTENCE.finditer(text):
        if not INITIAL.search(text[start : end.end()]):
            yield from _cut(text[start : end.end()].strip())
            start = end.end()
    yield from _cut(text[start:])


def _cut(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST:
        at = sentence.rfind(" ", 1, LONGEST)
        at = at if at > 0 else LONGEST
        yield sentence[:at]
        sentence = sentence[at:].strip()
    if sentence:
        yield sentence
