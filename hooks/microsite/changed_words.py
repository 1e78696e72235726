"""What everyone can read of one built site and not of another, told once, however often it stands there."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest

from .built_site import by_place
from .public_words import AROUND, PublicWords, Unit

MANY = 3  # pages: a change that so many have is one of what stands around their texts
Texts = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """Sentences that are gone, and those that stand in their place: on which files, in which section, on which kinds of surface."""

    removed: Texts
    added: Texts
    files: Texts
    kinds: Texts
    section: str = ""

    @property
    def is_around(self) -> bool:
        """Whether it is no change of a page's own: many have it, or it stands around the text."""
        pages = [file for file in self.files if file.endswith(".html")]
        return len(pages) >= MANY or AROUND.issuperset(self.kinds)


@dataclass
class _Found:
    """Where the same change is found, in the order in which it is."""

    files: dict[str, None] = field(default_factory=dict)
    kinds: dict[str, None] = field(default_factory=dict)
    sections: dict[str, None] = field(default_factory=dict)


def changed_words(base: PublicWords, head: PublicWords) -> list[Change]:
    """Every change, in the order of files and of their text; those around the texts come last."""
    found: dict[tuple[Texts, Texts], _Found] = {}
    both = base.site.pages.keys() & head.site.pages.keys()
    around = [one.common_to(one.site.pages) | other.common_to(both) for one, other in ((base, head), (head, base))]
    for path in sorted({*base.units, *head.units}, key=by_place):
        before, after = _told(path, base, head, "removed", around[1]), _told(path, head, base, "new", around[0])
        for unit, removed, added in _edits(before, after):
            here = found.setdefault((removed, added), _Found())
            here.files[path] = here.kinds[unit.kind] = here.sections[unit.section] = None
    changes = [_change(texts, places) for texts, places in found.items()]
    return sorted(changes, key=lambda change: change.is_around)


def _change(texts: tuple[Texts, Texts], found: _Found) -> Change:
    sections = [section for section in found.sections if section]
    section = sections[0] if len(found.files) == len(sections) == 1 else ""
    return Change(*texts, tuple(found.files), tuple(found.kinds), section)


def _told(path: str, here: PublicWords, there: PublicWords, kind: str, around: Collection[str]) -> list[Unit]:
    """What a file says; if the other site has no such file, all of it as one kind, less what stands around every text."""
    units = here.units.get(path, [])
    if path in there.units:
        return units
    kind = f"{kind} {'page' if path in here.site.pages else 'file'}"
    return [unit._replace(kind=kind, section="") for unit in units if unit.text not in around]


def _edits(base: list[Unit], head: list[Unit]) -> Iterator[tuple[Unit, Texts, Texts]]:
    """Each edit of a file, with its first unit; what only moved within the file is none."""
    edits = [edit for kind in _kinds(base, head) for edit in _edits_of_kind(_of(kind, base), _of(kind, head))]
    gone, new = (Counter(unit.text for unit in units) for units in (base, head))
    gone, new = gone - new, new - gone
    for removed, added in sorted(edits, key=lambda edit: _place(edit, base, head)):
        removed, added = _take(removed, gone), _take(added, new)
        if removed or added:
            yield (added or removed)[0], tuple(unit.text for unit in removed), tuple(unit.text for unit in added)


Edit = tuple[list[Unit], list[Unit]]


def _kinds(*files: list[Unit]) -> dict[str, None]:
    return dict.fromkeys(unit.kind for units in files for unit in units)


def _of(kind: str, units: list[Unit]) -> list[Unit]:
    return [unit for unit in units if unit.kind == kind]


def _edits_of_kind(base: list[Unit], head: list[Unit]) -> Iterator[Edit]:
    """The edits of what one kind of surface says, sentence by sentence unless some were made into more or fewer."""
    matcher = SequenceMatcher(None, [unit.text for unit in base], [unit.text for unit in head], autojunk=False)
    for how, start, end, new_start, new_end in matcher.get_opcodes():
        removed, added = base[start:end], head[new_start:new_end]
        if how == "replace" and len(removed) != len(added):
            yield removed, added
        elif how != "equal":
            yield from (([old] if old else [], [new] if new else []) for old, new in zip_longest(removed, added))


def _place(edit: Edit, base: list[Unit], head: list[Unit]) -> int:
    """About where in the file an edit stands."""
    removed, added = edit
    return _index(added[0], head) if added else _index(removed[0], base)


def _index(wanted: Unit, units: list[Unit]) -> int:
    return next(index for index, unit in enumerate(units) if unit is wanted)


def _take(units: Iterable[Unit], left: Counter[str]) -> list[Unit]:
    """Those of some units that are left to be told."""
    taken = []
    for unit in units:
        if left[unit.text] > 0:
            left[unit.text] -= 1
            taken.append(unit)
    return taken
