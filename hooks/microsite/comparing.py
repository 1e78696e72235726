"""Two builds of a site, side by side: what a reviewer who may not have seen the film can be told of the difference."""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from .built_site import Site, SitePage, by_place
from .changed_spoilers import SpoilerChange, changed_spoilers
from .changed_words import Change, changed_words
from .feed import PATH as FEED
from .public_words import PublicWords, public_words
from .withheld import Withheld

HASH = re.compile(r"\.[0-9a-f]{8}(?=\.)")  # in the names of the theme's files
GROUPS = {
    **{".css": "styles", ".js": "scripts", ".mjs": "scripts", ".woff": "fonts", ".woff2": "fonts", ".ttf": "fonts"},
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".ico"), "pictures"),
}
MADE = re.compile(rf"search/.*|sitemap\.xml(\.gz)?|{re.escape(FEED)}")  # of what the pages say
OPEN, SEALED = "in the open", "in its spoilers"


@dataclass(frozen=True)
class PageName:
    """How a page is named in a comment: `title` is None if neither it nor the address can be told, `url` if it is gone."""

    title: str | None
    url: str | None


@dataclass(frozen=True)
class PageChange:
    """A page that is 'added', 'changed' or 'removed', and where it changed: OPEN, SEALED, or both."""

    page: PageName
    how: str
    where: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileChange:
    """A file that is no page; None for a name that cannot be told."""

    name: str | None
    group: str
    how: str


@dataclass(frozen=True)
class TextChange:
    """A change of what everyone reads, with how many sentences of it cannot be quoted."""

    removed: tuple[str, ...]
    added: tuple[str, ...]
    unquoted: int
    pages: tuple[PageName, ...]
    files: tuple[str, ...]
    kinds: tuple[str, ...]
    section: str


@dataclass(frozen=True)
class SpoilerNews:
    """A change of a spoiler; labels are None where they can't be told, as are those within other spoilers."""

    change: SpoilerChange
    label: str | None
    old_label: str | None
    around: str | None
    pages: tuple[PageName, ...]
    old_page: PageName | None

    @property
    def what(self) -> str:
        """The most that changed of it, in a word or two."""
        change = self.change
        if change.before is None or change.after is None:
            return "added" if change.after else "removed"
        if change.earlier is not None:
            return "opens earlier" if change.earlier else "opens later"
        return "new label" if self.is_renamed else "changed inside" if change.body_changed else "moved"

    @property
    def is_renamed(self) -> bool:
        before, after = self.change.before, self.change.after
        return before is not None and after is not None and self.label is not None and before.label != after.label


@dataclass(frozen=True)
class Links:
    """How many links stay within the site, how many of those lead nowhere, and which addresses outside are new or gone.

    `new_unquoted` and `gone_unquoted` count those that only spoilers lead to, or that can't be told.
    """

    inside: int
    dead: int
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    new_unquoted: int = 0
    gone_unquoted: int = 0


@dataclass(frozen=True)
class Weight:
    """Bytes before and after: of all files, and of one page as it is sent, compressed; None where there was nothing."""

    base: int | None
    head: int
    page: PageName | None
    page_base: int | None
    page_head: int


@dataclass(frozen=True)
class Comparison:
    """What differs between two builds; with no base, only what there is.

    `told` is false if one of them has spoilers that are not sealed: then no word of either
    can be quoted. `alike` counts the pages that changed only as many others did, `markup`
    those that read as before. `opened` and `closed` count the sentences that can't be
    quoted because they were sealed before, or are now.
    """

    told: bool
    pages: tuple[PageChange, ...]
    alike: int
    markup: int
    files: tuple[FileChange, ...]
    texts: tuple[TextChange, ...]
    opened: int
    closed: int
    spoilers: tuple[SpoilerNews, ...]
    links: Links
    weight: Weight
    page_count: int
    spoiler_counts: tuple[tuple[str, int], ...]


def compare(base: Site | None, head: Site) -> Comparison:
    """What a comment can tell; with no base, which did not build, only what is true of the head alone."""
    return _Two(base or head, head, base is None).comparison()


class _Two:
    """The two sites, with what is found on the way from them to a comparison."""

    def __init__(self, base: Site, head: Site, alone: bool) -> None:
        self.base, self.head, self.alone = base, head, alone
        self.told = base.is_sealed and head.is_sealed
        self.words: tuple[PublicWords, PublicWords] = (public_words(base), public_words(head))
        self.changes = changed_words(*self.words) if self.told else []
        self.spoilers = changed_spoilers(base, head) if self.told else []
        self.names = _changed_names(base, head)
        self.untold = self._untold()

    def comparison(self) -> Comparison:
        pages, alike, markup = self._pages()
        return Comparison(
            told=self.told,
            pages=pages,
            alike=alike,
            markup=markup,
            files=self._files(),
            texts=tuple(map(self._text, self.changes)),
            opened=sum(text in self.untold for change in self.changes for text in change.added),
            closed=sum(text in self.untold for change in self.changes for text in change.removed),
            spoilers=tuple(map(self._spoiler, self.spoilers)),
            links=self._links(),
            weight=self._weight(pages),
            page_count=len(self.head.pages),
            spoiler_counts=_spoiler_counts(self.head),
        )

    def _untold(self) -> frozenset[str]:
        """All that would be quoted and can't be, in view of either site."""
        texts = {text for change in self.changes for text in (*change.removed, *change.added, change.section)}
        texts |= {label for change in self.spoilers for label in _labels(change)}
        pages = [page for site in (self.base, self.head) for page in site.pages.values()]
        texts |= {text for page in pages for text in (page.title, page.url, *page.outside)}
        texts |= {*self.base.files, *self.head.files}
        sites = self.words[:1] if self.alone else self.words
        return frozenset().union(*(Withheld(site).untold(filter(None, texts)) for site in sites))

    def _quoted(self, text: str) -> str | None:
        return None if text in self.untold else text

    def _name(self, path: str) -> PageName:
        page = self.head.pages.get(path) or self.base.pages[path]
        if page.url in self.untold:
            return PageName(None, None)
        return PageName(self._quoted(page.title) or page.url or path, page.url if path in self.head.pages else None)

    def _pages(self) -> tuple[tuple[PageChange, ...], int, int]:
        """The pages that changed in a way of their own; how many changed as others did; and how many only in their markup."""
        found, alike, markup = [], 0, 0
        for path in sorted({*self.base.pages, *self.head.pages}, key=by_place):
            if path not in self.base.pages or path not in self.head.pages:
                found.append(PageChange(self._name(path), "added" if path in self.head.pages else "removed"))
            elif where := self._where(path):
                found.append(PageChange(self._name(path), "changed", where))
            elif any(path in change.files for change in self.changes):
                alike += 1
            elif self.base.files[path] != self.head.files[path]:
                markup += 1
        return tuple(found), alike, markup

    def _where(self, path: str) -> tuple[str, ...]:
        before, after = self.base.pages[path], self.head.pages[path]
        own = any(path in change.files and not change.is_around for change in self.changes)
        moved = not any(path in change.files for change in self.changes) and self._row(0, path) != self._row(1, path)
        inside = _inside(before) != _inside(after)
        return (*([OPEN] if own or moved or before.outside != after.outside else []), *([SEALED] if inside else []))

    def _row(self, which: int, path: str) -> list[str]:
        return [unit.text for unit in self.words[which].units[path]]

    def _files(self) -> tuple[FileChange, ...]:
        return tuple(FileChange(self._quoted(name), _group(name), how) for name, how in self.names)

    def _text(self, change: Change) -> TextChange:
        removed, added = (tuple(filter(self._quoted, texts)) for texts in (change.removed, change.added))
        return TextChange(
            removed,
            added,
            len(change.removed + change.added) - len(removed + added),
            tuple(self._name(file) for file in change.files if file.endswith(".html")),
            tuple(file for file in change.files if not file.endswith(".html") and not MADE.fullmatch(file) and self._quoted(file)),
            change.kinds,
            self._quoted(change.section) or "",
        )

    def _spoiler(self, change: SpoilerChange) -> SpoilerNews:
        before, here = change.before, change.here
        moved = before is not None and before.page != here.page
        return SpoilerNews(
            change,
            None if here.within else self._quoted(here.label),
            before and (None if before.within else self._quoted(before.label)),
            self._quoted(here.within[0]) if here.within else None,
            tuple(map(self._name, change.pages)),
            self._name(before.page) if moved else None,
        )

    def _links(self) -> Links:
        inside, dead = self.head.inside
        (was, was_hidden), (now, now_hidden) = map(_outside, (self.base, self.head))
        new, gone = sorted(now - was - was_hidden), sorted(was - now - now_hidden)
        hidden = [len(now_hidden - was - was_hidden), len(was_hidden - now - now_hidden)]
        quoted = [tuple(filter(self._quoted, addresses)) for addresses in (new, gone)]
        return Links(inside, dead, *quoted, hidden[0] + len(new) - len(quoted[0]), hidden[1] + len(gone) - len(quoted[1]))

    def _weight(self, changes: Iterable[PageChange]) -> Weight:
        named = {change.page.url for change in changes}
        changed = [path for path, page in self.head.pages.items() if page.url in named]
        sizes = {path: _compressed(self.head.files[path]) for path in changed or self.head.pages}
        path = max(sizes, key=lambda path: sizes[path], default=None)
        before = self.base.files.get(path or "")
        return Weight(
            None if self.alone else _total(self.base),
            _total(self.head),
            self._name(path) if path else None,
            None if self.alone or before is None else _compressed(before),
            sizes.get(path or "", 0),
        )


def _labels(change: SpoilerChange) -> list[str]:
    """The labels of a spoiler that stand in the open: its own, or that of the outermost around it."""
    return [[*spoiler.within, spoiler.label][0] for spoiler in (change.before, change.after) if spoiler]


def _inside(page: SitePage) -> list[tuple[object, ...]]:
    return [(spoiler.label, spoiler.level, spoiler.body) for spoiler in page.spoilers]


def _outside(site: Site) -> tuple[set[str], set[str]]:
    """The addresses outside that a site leads to in the open, and those that only its spoilers lead to."""
    shown = {address for page in site.pages.values() for address in page.outside}
    return shown, {address for page in site.pages.values() for address in page.hidden} - shown


def _changed_names(base: Site, head: Site) -> list[tuple[str, str]]:
    """Files that are no pages and not made of them, by name, with what became of each; a hash in a name is no part of it."""
    before, after = (_by_plain_name(site) for site in (base, head))
    added = [(after[name][0], "added") for name in sorted(after.keys() - before.keys())]
    changed = [(after[name][0], "changed") for name in sorted(after.keys() & before.keys()) if before[name] != after[name]]
    return [*added, *changed, *((before[name][0], "removed") for name in sorted(before.keys() - after.keys()))]


def _group(name: str) -> str:
    return GROUPS.get(PurePosixPath(name).suffix, "other files")


def _by_plain_name(site: Site) -> dict[str, tuple[str, bytes]]:
    others = {path: data for path, data in site.files.items() if path not in site.pages and not MADE.fullmatch(path)}
    return {HASH.sub("", path): (path, data) for path, data in others.items()}


def _spoiler_counts(site: Site) -> tuple[tuple[str, int], ...]:
    spoilers = [spoiler.level for page in site.pages.values() for spoiler in page.spoilers]
    return tuple((level.id, spoilers.count(level.id)) for level in site.film.levels)


def _total(site: Site) -> int:
    return sum(map(len, site.files.values()))


def _compressed(data: bytes) -> int:
    return len(zlib.compress(data, 9))
