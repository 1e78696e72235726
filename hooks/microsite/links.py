"""Links inside the site: each leads to a page, a file or a heading that is there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from .html import parse
from .problems import nearest

BASE = "https://site.invalid/"
ALLOWED = {"http", "https", "mailto", "tel"}
POINTERS = {"href": "a[href], area[href]", "src": "img[src], source[src], video[src], audio[src]"}


@dataclass(frozen=True)
class BuiltPage:
    """A page's URL within the site ("" for the home page), its source ("page.md"), and what it points to and holds."""

    url: str
    source: str
    targets: tuple[str, ...]
    anchors: frozenset[str]


def read_links(html: str, url: str, source: str) -> BuiltPage:
    """What a page's HTML points to, in order, and the ids in it."""
    body = parse(html)
    targets = [node.attributes[name] or "" for name, css in POINTERS.items() for node in body.css(css)]
    anchors = frozenset(node.attributes["id"] or "" for node in body.css("[id]"))
    return BuiltPage(url, source, tuple(targets), anchors)


def check_links(page: BuiltPage, pages: Mapping[str, BuiltPage], files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (words to look for in the source, message) for every link of a page that leads nowhere.

    `pages` and `files` (URL to source path) are keyed by URL within the site.
    """
    for target in page.targets:
        scheme = urlsplit(target).scheme
        url = urlsplit(urljoin(BASE + page.url, target))
        if scheme and scheme not in ALLOWED:
            yield target, f"a link can't start with '{scheme}:'"
        elif scheme or url.netloc != urlsplit(BASE).netloc:
            continue
        elif target.startswith("/"):
            yield target, f"'{target}' works at a domain's root only: link to the file, such as (page.md)"
        elif (path := unquote(url.path)[1:]) not in pages and path not in files:
            sources = sorted({*files.values(), *(other.source for other in pages.values())})
            yield target, f"'{target}' leads to no page or file{nearest(urlsplit(target).path, sources)}"
        elif url.fragment and path in pages and unquote(url.fragment) not in pages[path].anchors:
            yield f"#{url.fragment}", _no_anchor(pages[path], unquote(url.fragment))


def _no_anchor(page: BuiltPage, anchor: str) -> str:
    return f"{page.source} has no heading '#{anchor}'{nearest(anchor, page.anchors)}"
