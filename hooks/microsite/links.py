"""Links inside the site: each leads to a page, a file or a heading that is there."""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

from .html import look, parse
from .problems import closest, did_you_mean, nearest

MADE = ("s-", "fn:", "fnref:", "__")  # ids that the build makes, so that nobody links to them by hand
BASE = "https://site.invalid/"
ALLOWED = {"http", "https", "mailto", "tel"}
UNREAD = re.compile("^[\x00-\x20]+|[\t\n\r]|[\x00-\x20]+$")
POINTERS = {name: f"[{name}]" for name in ("href", "src", "poster", "action", "formaction")}


@dataclass(frozen=True)
class BuiltPage:
    """A page's URL within the site ("" for the home page), its source ("page.md"), and what it points to and holds.

    `anchors_known` is false for a page that could not be read or carried out as a whole.
    """

    url: str
    source: str
    targets: tuple[str, ...]
    anchors: frozenset[str]
    anchors_known: bool = True


def read_links(html: str, url: str, source: str, moved: Collection[str] = (), *, whole: bool = True) -> BuiltPage:
    """What a page's HTML points to, and the ids in it and those that sealing took out of it.

    `whole` is false if some of the page is missing.
    """
    body = look(html)
    targets = [node.attributes.get(name) or "" for name, css in POINTERS.items() for node in body.css(css)]
    anchors = {node.attributes.get("id") or "" for node in body.css("[id]")}
    anchors |= {node.attributes.get("name") or "" for node in body.css("a[name]")}
    return BuiltPage(unquote(url), source, tuple(targets), frozenset({*anchors, *moved, "", "top"}), whole)


def follow_moves(html: str, url: str, moved: Mapping[str, Mapping[str, str]]) -> str:
    """A page's HTML with each link to something sealed led to the spoiler around it, whose address tells nothing.

    `moved` has, for each page's URL within the site, the ids that are gone and the address that stands for each.
    """
    body, changed = parse(html), False
    for link in body.css('a[href*="#"]'):
        href = link.attributes["href"] or ""
        try:
            target = urlsplit(urljoin(BASE + quote(url), href))
        except ValueError:  # reported with the links
            continue
        address = moved.get(unquote(target.path)[1:], {}).get(unquote(target.fragment))
        if address and target.netloc == urlsplit(BASE).netloc:
            link.attrs["href"] = f"{href.partition('#')[0]}#{address}"
            changed = True
    return (body.inner_html or "") if changed else html


def check_links(page: BuiltPage, pages: Mapping[str, BuiltPage], files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (target, message) for every link of a page that leads nowhere.

    `pages` and `files` are keyed by URL within the site; `files` gives the path below
    docs/ of each, or "" for one that is not the author's, such as the theme's.
    """
    here = BASE + quote(page.url)
    for target in map(_as_followed, page.targets):
        try:
            scheme, url = urlsplit(target).scheme, urlsplit(urljoin(here, target))
        except ValueError:
            yield target, f"'{target}' is no address that can be read"
            continue
        path, fragment = unquote(url.path)[1:], unquote(url.fragment).partition(":~:")[0]
        if why := _refused(scheme):
            yield target, why
        elif scheme or url.netloc != urlsplit(BASE).netloc:
            continue
        elif target.startswith("/"):
            yield target, f"'{target}' works at a domain's root only: link to the file, such as (page.md)"
        elif path not in pages and path not in files:
            yield target, _no_page(page, unquote(urlsplit(target).path), pages, files)
        elif path in pages and fragment not in pages[path].anchors and pages[path].anchors_known:
            yield target, _no_anchor(pages[path], fragment)


def _as_followed(target: str) -> str:
    """An address as browsers read it, and not every Python: https://url.spec.whatwg.org/#concept-basic-url-parser."""
    return UNREAD.sub("", target)


def squeezed_address(text: str) -> str:
    """A text in small letters without blanks and what can't be seen, which browsers do not read in an address either."""
    return "".join(letter for letter in text.casefold() if letter.isprintable() and letter != " ")


def live_links(html: str) -> Iterator[str]:
    """What is wrong with the addresses of some HTML that stands on every page, so that none can be relative."""
    for target in read_links(html, "", "").targets:
        yield from filter(None, [_refused(urlsplit(_as_followed(target)).scheme)])


def _refused(scheme: str) -> str | None:
    return f"a link can't start with '{scheme}:'{_meant(scheme)}" if scheme and scheme not in ALLOWED else None


def _meant(scheme: str) -> str:
    guess = closest(scheme, [*ALLOWED, "source"])
    return did_you_mean(f"{guess}:") if guess else ""


def _no_page(page: BuiltPage, target: str, pages: Mapping[str, BuiltPage], files: Mapping[str, str]) -> str:
    """Suggestions are paths from the page's own folder, as an author writes them."""
    folder = posixpath.dirname(page.source)
    sources = {*filter(None, files.values()), *(other.source for other in pages.values())}
    if posixpath.normpath(posixpath.join(folder, target)) in sources:
        return f"'{target}' is a file's name, which HTML does not turn into an address: write it as a Markdown link"
    return f"'{target}' leads to no page or file{nearest(target, {posixpath.relpath(source, folder or '.') for source in sources})}"


def _no_anchor(page: BuiltPage, anchor: str) -> str:
    known = {f"#{name}" for name in page.anchors - {"", "top"} if not name.startswith(MADE)}
    return f"{page.source} has no heading '#{anchor}'{nearest(f'#{anchor}', known)}"
