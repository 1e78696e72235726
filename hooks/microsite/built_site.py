"""A built site as one reads it to compare it with another: its pages, their links and spoilers, and what is open to all."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .built_files import read_surfaces
from .film import Film
from .html import SPOILER
from .links import BuiltPage, check_links, read_links
from .search_tiers import index_of
from .spoiler_levels import LEVEL, spoilers_around
from .surfaces import UNSEALED, Surface
from .words import clean

NOT_FOUND = "404.html"  # its links are absolute, since it is served at every address
SHOWN = ("src", "href", "alt", "title", "datetime")  # attributes that are a change of a spoiler's body
OUTSIDE = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True)
class Spoiler:
    """A sealed spoiler of a page; `within` are the labels of those around it, outermost first: its own is sealed with them."""

    page: str
    label: str
    level: str
    within: tuple[str, ...]
    body: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class SitePage:
    """A page by its path in the site, with the addresses that it leads to outside: `hidden` are those in spoilers alone."""

    path: str
    title: str
    headings: tuple[str, ...]
    spoilers: tuple[Spoiler, ...]
    outside: frozenset[str]
    hidden: frozenset[str]

    @property
    def url(self) -> str:
        return _url(self.path)


@dataclass(frozen=True)
class Site:
    """`files` has the content of each file by its path in the site.

    `home` is the address that the site was built for, `repository` that of its sources, to which
    every page may lead; both may be empty. `language` is a tag such as "en".
    """

    files: Mapping[str, bytes] = field(repr=False)
    film: Film
    home: str = ""
    repository: str = ""
    language: str = "en"

    @cached_property
    def surfaces(self) -> dict[str, list[Surface]]:
        levels = {index_of(level.id): level.id for level in self.film.levels}
        return {path: read_surfaces(path, data, self.film, levels.get(path)) for path, data in self.files.items()}

    @cached_property
    def pages(self) -> dict[str, SitePage]:
        """The pages by their paths, the home page first."""
        paths = sorted((path for path in self.files if path.endswith(".html")), key=by_place)
        return {path: self._page(path) for path in paths}

    @cached_property
    def name(self) -> str:
        """What the site calls itself, which ends the title of each of its pages."""
        kinds = (surface for path in sorted(self.surfaces) for surface in self.surfaces[path] if surface.kind == "og:site_name")
        return next((tidy(surface.text) for surface in kinds), "")

    @property
    def is_sealed(self) -> bool:
        """Whether every spoiler is one that we can tell from what is open; if not, nothing of the site may be quoted."""
        surfaces = (surface for path in self.pages for surface in self.surfaces[path])
        return bool(self.film.levels) and not any(surface.kind == UNSEALED for surface in surfaces)

    @cached_property
    def inside(self) -> tuple[int, int]:
        """How many links lead to some place within the site, and how many of them to none that is there."""
        found = [read_links(_text(data), _url(path), path) for path, data in self.files.items() if path in self._linking]
        pages = {page.url: page for page in found}
        files = {path: "" for path in self.files}
        return sum(map(_inside_targets, found)), sum(1 for page in found for _ in check_links(page, pages, files))

    @property
    def _linking(self) -> set[str]:
        return self.pages.keys() - {NOT_FOUND}

    def _page(self, path: str) -> SitePage:
        root = LexborHTMLParser(_text(self.files[path])).root
        if root is None:
            return SitePage(path, path, (), (), frozenset(), frozenset())
        title = root.css_first("title")
        links = [node for node in root.css("a[href]") if self._leads_outside(node)]
        outside = {_address(node) for node in links if not spoilers_around(node)}
        return SitePage(
            path,
            tidy(title.text()).removesuffix(f" · {self.name}") if title else path,
            tuple(node.attributes.get("id") or "" for node in root.css(":is(h1, h2, h3, h4, h5, h6)[id]") if not spoilers_around(node)),
            tuple(_spoilers(path, root)),
            frozenset(outside),
            frozenset(_address(node) for node in links) - outside,
        )

    def _leads_outside(self, link: LexborNode) -> bool:
        address = _address(link)
        own = tuple(filter(None, (self.home, self.repository)))
        return bool(OUTSIDE.match(address)) and not address.startswith(own)


def tidy(text: str) -> str:
    """A text on one line, less what can't be seen."""
    return " ".join(clean(text).split())


def by_place(path: str) -> tuple[bool, bool, bool, str]:
    """The order in which files are told: pages first, and of these the home page."""
    return not path.endswith(".html"), path == NOT_FOUND, path != "index.html", path


def _url(path: str) -> str:
    return path.removesuffix("index.html")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\0", "")


def _address(link: LexborNode) -> str:
    return tidy(link.attributes.get("href") or "")


def _inside_targets(page: BuiltPage) -> int:
    return sum(not re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE) for target in page.targets)


def _spoilers(path: str, root: LexborNode) -> Iterator[Spoiler]:
    for details in root.css(f"{SPOILER}[{LEVEL}]"):
        around = [_label(outer) for outer in reversed(spoilers_around(details))]
        level = details.attributes.get(LEVEL) or ""
        yield Spoiler(path, _label(details), level, tuple(around), tuple(_body(details)))


def _label(details: LexborNode) -> str:
    label = details.css_first(".spoiler__label") or details.css_first("summary")
    return tidy(label.text()) if label else ""


def _body(details: LexborNode) -> Iterator[str]:
    """What a spoiler shows beside its label, but for the spoilers in it, which speak for themselves."""
    inner = details.css_first(".spoiler__body") or details
    for node in inner.traverse(include_text=True):
        around = spoilers_around(node)
        if not around or around[0].mem_id != details.mem_id:
            continue
        if node.is_text_node and (text := tidy(node.text_content or "")):
            yield text
        elif node.is_element_node:
            yield from (f"{name}={node.attributes[name]}" for name in SHOWN if node.attributes.get(name))
