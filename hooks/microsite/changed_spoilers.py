"""Spoilers that came, went or changed: told by what is public of them, which is their label, level and page."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from .built_site import Site, Spoiler, by_place

Key = Callable[[Spoiler], Hashable]
# How a spoiler is known again, from the surest way to the weakest.
SAME: list[Key] = [
    lambda spoiler: (spoiler.page, spoiler.label, spoiler.level, spoiler.within, spoiler.body),
    lambda spoiler: (spoiler.page, spoiler.label, spoiler.level, spoiler.within),
    lambda spoiler: (spoiler.page, spoiler.label, spoiler.level),
    lambda spoiler: (spoiler.page, spoiler.label),
    lambda spoiler: (spoiler.page, spoiler.body),
    lambda spoiler: (spoiler.label, spoiler.body),
]
Pair = tuple[Spoiler | None, Spoiler | None]


@dataclass(frozen=True)
class SpoilerChange:
    """A change of a spoiler, with the pages that have it: None as `before` if it is new, as `after` if it is gone.

    Their pages are the first ones; `earlier` is true if it opens for readers who have seen
    less than before, false if for those who have seen more, and None if its level is the same.
    """

    before: Spoiler | None
    after: Spoiler | None
    pages: tuple[str, ...]
    earlier: bool | None
    body_changed: bool

    @property
    def here(self) -> Spoiler:
        """The spoiler as it is now, or as it was last."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def order(self) -> int:
        """New ones first, then those of another level, then those that are gone, then the rest."""
        return 0 if self.before is None else 1 if self.earlier is not None else 2 if self.after is None else 3


def changed_spoilers(base: Site, head: Site) -> list[SpoilerChange]:
    """What differs, in the order of `SpoilerChange.order` and of pages; what is alike on several pages is one."""
    alike: dict[Hashable, list[Pair]] = {}
    for pair in _pairs(_spoilers(base), _spoilers(head)):
        if pair[0] != pair[1]:
            alike.setdefault(tuple(_but_page(spoiler) for spoiler in pair), []).append(pair)
    changes = [_change(pairs, base, head) for pairs in alike.values()]
    return sorted(changes, key=lambda change: (change.order, by_place(change.pages[0])))


def _spoilers(site: Site) -> list[Spoiler]:
    return [spoiler for page in site.pages.values() for spoiler in page.spoilers]


def _but_page(spoiler: Spoiler | None) -> Hashable:
    return spoiler and (spoiler.label, spoiler.level, spoiler.within, spoiler.body)


def _pairs(base: list[Spoiler], head: list[Spoiler]) -> list[Pair]:
    """Each spoiler with what it was or became; those that stay what they are too."""
    pairs: list[Pair] = []
    for key in SAME:
        waiting: dict[Hashable, list[Spoiler]] = {}
        for spoiler in base:
            waiting.setdefault(key(spoiler), []).append(spoiler)
        rest = []
        for spoiler in head:
            if found := waiting.get(key(spoiler)):
                pairs.append((found.pop(0), spoiler))
            else:
                rest.append(spoiler)
        base, head = _left(base, waiting.values()), rest
    return [*pairs, *((spoiler, None) for spoiler in base), *((None, spoiler) for spoiler in head)]


def _left(spoilers: list[Spoiler], waiting: Iterable[list[Spoiler]]) -> list[Spoiler]:
    left = {id(spoiler) for some in waiting for spoiler in some}
    return [spoiler for spoiler in spoilers if id(spoiler) in left]


def _change(pairs: list[Pair], base: Site, head: Site) -> SpoilerChange:
    before, after = pairs[0]
    pages = tuple(dict.fromkeys(spoiler.page for pair in pairs if (spoiler := pair[1] or pair[0])))
    both = before is not None and after is not None
    moved = both and before.level != after.level
    earlier = head.film.rank(after.level) < base.film.rank(before.level) if moved else None
    return SpoilerChange(before, after, pages, earlier, both and before.body != after.body)
