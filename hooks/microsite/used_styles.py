"""What styles can be meant for: what stands on pages, and the names in scripts, which may add more."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from .stylesheets import Need, Rule, Selector, at_first, parse, reduced, selectors

START_TAG = re.compile(r"""<[a-zA-Z][^<>"']*+(?:"[^"]*"[^<>"']*+|'[^']*'[^<>"']*+)*+>""")
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
LATER = re.compile(r"<!-- later -->(.*?)<!-- /later -->", re.DOTALL)
MARK = re.compile(r"<!-- /?later -->")
WORD = re.compile(r"[A-Za-z_][\w-]*")
ADDED = re.compile(r"(?<![.#\w-])[A-Za-z_][\w-]*")  # neither what a selector in it looks for, nor a property
CAPITAL = re.compile(r"[A-Z]")
FROM_THE_TEMPLATE = {"dir", "lang"}  # attributes that no script changes

Compound = frozenset[Need]


def unmarked(html: str) -> str:
    """HTML without the comments that say what comes later, and without the ends of lines before them."""
    *before, last = MARK.split(html)
    return "".join([*map(_without_end, before), last])


def _without_end(html: str) -> str:
    words = html.rstrip()
    return words + html[len(words) :].partition("\n")[0]


def start_tags(html: str) -> set[str]:
    """The start tags of a page as they are written, each once."""
    return set(START_TAG.findall(html))


def met_by(tag: str) -> Compound:
    """All that an element with this start tag has. The root that says that no script has run will say so no more."""
    (name, *_), *attributes = ATTRIBUTE.findall(tag)
    return frozenset(_met(name.lower(), {key.lower(): "".join(values) for key, *values in attributes}))


def _met(tag: str, attributes: dict[str, str]) -> Iterator[Need]:
    yield Need("tag", tag)
    for name, value in attributes.items():
        yield Need("attribute", name)
        yield Need("attribute", name, value)
    for word in attributes.get("class", "").split():
        yield Need("class", word)
        yield Need("class", word.partition("--")[0] + "--")
        if word == "no-js":
            yield Need("class", "js")
    if "id" in attributes:
        yield Need("id", attributes["id"])


@dataclass(frozen=True)
class ScriptNames:
    """Words in scripts: those that may be added to a page as tags, classes and ids, and those that may be attributes, of any value."""

    added: frozenset[str]
    attributes: frozenset[str]

    def may_add(self, need: Need) -> bool:
        if need.kind != "attribute":
            return need.name in self.added
        if need.value and need.name in FROM_THE_TEMPLATE:
            return False
        return need.name in self.attributes or need.name.removeprefix("data-") in self.attributes


@cache
def names_in(script: str) -> ScriptNames:
    """The names in a script; `dataset.oneTwo` is data-one-two, and `ariaExpanded` is aria-expanded."""
    words = frozenset(WORD.findall(script))
    dashed = {CAPITAL.sub(lambda found: f"-{found[0].lower()}", word) for word in words}
    return ScriptNames(frozenset(ADDED.findall(script)), words | dashed)


@dataclass(frozen=True, eq=False)
class Kind:
    """Elements that are alike to all rules: what they have of what a rule may want, and the compounds that they meet."""

    present: Compound
    chosen: frozenset[Compound]


@dataclass(eq=False)
class Sheet:
    """All rules that there are, and what has been found out about them, which holds for every build of a process."""

    rules: tuple[Rule, ...]
    seen: tuple[Rule, ...]  # of them, at first
    needed: dict[Compound, Compound]
    wanted: Compound  # all that a rule may want of an element
    kinds: dict[Compound, Kind] = field(default_factory=dict)
    first_views: dict[frozenset[Compound], str] = field(default_factory=dict)
    wholes: dict[tuple[Compound, str], str] = field(default_factory=dict)

    @lru_cache(maxsize=1_000)  # most tags stand on many pages, and the rest are soon too many
    def kind(self, tag: str) -> Kind:
        """The kind of the elements with this start tag."""
        present = met_by(tag) & self.wanted
        if present not in self.kinds:
            self.kinds[present] = Kind(present, frozenset(each for each, needed in self.needed.items() if needed <= present))
        return self.kinds[present]

    def first_view(self, chosen: frozenset[Compound]) -> str:
        """The rules for elements that meet these compounds, before a reader does anything."""
        if chosen not in self.first_views:
            keep = chosen.__contains__
            self.first_views[chosen] = reduced(self.seen, lambda selector: selector.holds(keep))
        return self.first_views[chosen]

    def whole(self, present: Compound, scripts: str) -> str:
        """The rules for all that is present, and all that scripts may add."""
        names = names_in(scripts)

        def met(compound: Compound) -> bool:
            return all(_any_variant(need) in present or names.may_add(need) for need in compound)

        if (present, scripts) not in self.wholes:
            self.wholes[present, scripts] = reduced(self.rules, lambda selector: selector.holds(met), scripts.__contains__)
        return self.wholes[present, scripts]


@cache
def sheet(css: tuple[str, ...], first_scripts: str) -> Sheet:
    """The rules of some stylesheets, in order.

    `first_scripts` run before a page is painted: they change attributes, so none of theirs decides then.
    """
    rules, names = tuple(rule for each in css for rule in parse(each)), names_in(first_scripts)
    needed = {
        compound: frozenset(_any_variant(need) for need in compound if need.kind != "attribute" or not names.may_add(need))
        for compound in _compounds(selectors(rules))
    }
    return Sheet(rules, at_first(rules), needed, frozenset(map(_any_variant, frozenset().union(*needed))))


@dataclass
class Styles:
    """The styles that the pages of a build use, of all that there are.

    `scripts` are all that run sooner or later, and may add to pages what is not yet there; they add what is `scripted`.
    What stands between the comments `later` and `/later` is hidden at first.
    """

    sheet: Sheet
    scripts: str
    scripted: str
    pages: list[str] = field(default_factory=list)
    _kinds: set[Kind] = field(default_factory=set)

    def first_view(self, name: str, html: str) -> tuple[str, str]:
        """A page without those comments, and the style that paints it; pages of the same kinds of elements have the same."""
        self.pages.append(name)
        parts = LATER.split(html + self.scripted)
        seen, later = (set(map(self.sheet.kind, start_tags("".join(some)))) for some in (parts[::2], parts[1::2]))
        self._kinds |= seen | later
        return unmarked(html), self.sheet.first_view(frozenset().union(*(kind.chosen for kind in seen)))

    def whole(self) -> str:
        """The styles for all that the pages have and all that scripts may add."""
        return self.sheet.whole(frozenset().union(*(kind.present for kind in self._kinds)), self.scripts)


def _any_variant(need: Need) -> Need:
    """A variant of a class, `tie--fight`, needs no more than any other does: which there are may be sealed, and styles are public."""
    block, dashes, variant = need.name.partition("--")
    return Need("class", block + dashes) if need.kind == "class" and variant else need


def _compounds(some: Iterable[Selector]) -> Iterator[Compound]:
    for selector in some:
        yield from selector.compounds
        for choice in selector.choices:
            yield from _compounds(choice)
