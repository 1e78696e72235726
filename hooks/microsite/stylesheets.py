"""Stylesheets as rules, and what is left of one when only some of its selectors are kept.

Read with tinycss2, https://www.w3.org/TR/css-syntax-3/; what a selector asks for is read as in
https://www.w3.org/TR/selectors-4/, but for how its elements stand to one another.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import tinycss2
from tinycss2.ast import Node

GROUPS = {"media", "supports", "layer", "container"}
ONE_OF = {"is", "where", "has", "-webkit-any", "-moz-any"}
COMBINATORS = (">", "+", "~")  # tokens are equal to their text, and have no hash
# What nobody sees before they do something.
WAITING = {"hover", "focus", "focus-visible", "focus-within", "active", "selection", "placeholder", "backdrop"}
UNSEEN = {
    *("cursor", "transition", "transition-duration", "outline-color", "pointer-events", "touch-action", "user-select"),
    *("-webkit-user-select", "-webkit-tap-highlight-color", "-webkit-print-color-adjust", "print-color-adjust", "color-adjust", "page-break-inside", "break-inside"),
}
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
WORD = re.compile(r"[\w-]+")


class Need(NamedTuple):
    """One thing that an element has to have: kind is tag, class, id or attribute, which may need a value."""

    kind: str
    name: str
    value: str | None = None


@dataclass(frozen=True)
class Selector:
    """What has to be on a page for a selector to choose something: all compounds, and one selector of each choice."""

    text: str
    compounds: tuple[frozenset[Need], ...]
    choices: tuple[tuple["Selector", ...], ...]
    waits: bool

    def holds(self, met: Callable[[frozenset[Need]], bool]) -> bool:
        return all(map(met, self.compounds)) and all(any(one.holds(met) for one in choice) for choice in self.choices)


@dataclass(frozen=True)
class Declaration:
    name: str
    text: str
    variables: frozenset[str]


@dataclass(frozen=True)
class Style:
    selectors: tuple[Selector, ...]
    declarations: tuple[Declaration, ...]


@dataclass(frozen=True)
class Group:
    head: str
    rules: tuple["Rule", ...]


@dataclass(frozen=True)
class Other:
    """An at-rule that is kept or dropped whole: @keyframes, @page, @charset."""

    keyword: str
    name: str
    text: str
    variables: frozenset[str] = field(default_factory=frozenset)


Rule = Style | Group | Other


def parse(css: str) -> tuple[Rule, ...]:
    """The rules of a stylesheet, in order."""
    return tuple(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def _rules(nodes: Iterable[Node]) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield Style(tuple(map(_selector, _split(node.prelude))), tuple(_declarations(node.content)))
        elif node.type == "at-rule" and node.lower_at_keyword in GROUPS and node.content is not None:
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield Group(f"@{node.at_keyword}{tinycss2.serialize(node.prelude).rstrip()}", tuple(_rules(inner)))
        elif node.type == "at-rule":
            text, name = node.serialize(), tinycss2.serialize(node.prelude).strip()
            yield Other(node.lower_at_keyword.removeprefix("-webkit-"), name, text, frozenset(VARIABLE.findall(text)))


def _declarations(content: list[Node]) -> Iterator[Declaration]:
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        text = node.serialize()
        yield Declaration(getattr(node, "name", ""), text, frozenset(VARIABLE.findall(text)))


def _split(tokens: list[Node]) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _selector(tokens: list[Node]) -> Selector:
    compounds: list[set[Need]] = [set()]
    choices, waits, before = [], False, None
    for token in tokens:
        if token.type == "whitespace" or token in COMBINATORS:
            compounds.append(set())
        elif token.type == "function" and token.lower_name in ONE_OF:
            choices.append(tuple(map(_selector, _split(token.arguments))))
        elif token.type == "ident" and before == ":":
            waits |= token.lower_value in WAITING or token.lower_value.startswith("-webkit-scrollbar")
        elif need := _need(token, before):
            compounds[-1].add(need)
        before = token
    waits |= any(all(one.waits for one in choice) for choice in choices)
    needed = tuple(frozenset(compound) for compound in compounds if compound)
    return Selector(tinycss2.serialize(tokens).strip(), needed, tuple(choices), waits)


def _need(token: Node, before: Node | None) -> Need | None:
    if token.type == "ident":
        return Need("class", token.value) if before == "." else Need("tag", token.lower_value)
    if token.type == "hash":
        return Need("id", token.value)
    if token.type == "[] block":
        words = [part.value for part in token.content if part.type in ("ident", "string")]
        exact = any(part == "=" for part in token.content) and len(words) > 1
        return Need("attribute", words[0].lower(), words[1] if exact else None)
    return None


def selectors(rules: Iterable[Rule]) -> Iterator[Selector]:
    """All selectors of some rules."""
    for rule in rules:
        if isinstance(rule, Style):
            yield from rule.selectors
        elif isinstance(rule, Group):
            yield from selectors(rule.rules)


def at_first(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """What of some rules can be seen on a screen before a reader does anything."""
    return tuple(rule for each in rules for rule in _at_first(each))


def _at_first(rule: Rule) -> Iterator[Rule]:
    if isinstance(rule, Style):
        selectors = tuple(each for each in rule.selectors if not each.waits)
        declarations = tuple(each for each in rule.declarations if each.name not in UNSEEN)
        if selectors and declarations:
            yield Style(selectors, declarations)
    elif isinstance(rule, Group):
        if not rule.head.startswith("@media print"):
            yield Group(rule.head, at_first(rule.rules))
    elif rule.keyword not in ("page", "charset"):
        yield rule


def reduced(rules: Iterable[Rule], keep: Callable[[Selector], bool], read: Callable[[str], bool] = lambda name: False) -> str:
    """The stylesheet with only those selectors that are kept, and only the custom properties and keyframes that it still uses.

    `read` says whether scripts read the custom property of that name.
    """
    kept = tuple(_kept(rules, keep))
    styles = list(_styles(kept))
    others = [rule for rule in _flat(kept) if isinstance(rule, Other)]
    declarations = [declaration for style in styles for declaration in style.declarations]
    moving = {word for each in declarations if each.name.startswith("animation") for word in WORD.findall(each.text)}
    others = {rule for rule in others if rule.keyword != "keyframes" or rule.name in moving}
    used = _used(declarations, {name for rule in others for name in rule.variables})
    return "".join(_written(kept, others, lambda name: name in used or read(name)))


def _kept(rules: Iterable[Rule], keep: Callable[[Selector], bool]) -> Iterator[Rule]:
    for rule in rules:
        if isinstance(rule, Style):
            if chosen := tuple(filter(keep, rule.selectors)):
                yield Style(chosen, rule.declarations)
        elif isinstance(rule, Group):
            yield Group(rule.head, tuple(_kept(rule.rules, keep)))
        else:
            yield rule


def _flat(rules: Iterable[Rule]) -> Iterator[Style | Other]:
    for rule in rules:
        if isinstance(rule, Group):
            yield from _flat(rule.rules)
        else:
            yield rule


def _styles(rules: Iterable[Rule]) -> Iterator[Style]:
    return (rule for rule in _flat(rules) if isinstance(rule, Style))


def _used(declarations: list[Declaration], more: set[str]) -> set[str]:
    """The custom properties that what is seen depends on, directly or by way of others."""
    set_by: dict[str, set[str]] = {}
    for each in declarations:
        if each.name.startswith("--"):
            set_by.setdefault(each.name, set()).update(each.variables)
        else:
            more |= each.variables
    used: set[str] = set()
    while more:
        used |= more
        more = {name for each in more for name in set_by.get(each, ())} - used
    return used


def _written(rules: Iterable[Rule], others: set[Other], used: Callable[[str], bool]) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, Other):
            if rule in others:
                yield rule.text
        elif isinstance(rule, Group):
            if inner := "".join(_written(rule.rules, others, used)):
                yield f"{rule.head}{{{inner}}}"
        elif texts := [each.text for each in rule.declarations if not each.name.startswith("--") or used(each.name)]:
            yield f"{','.join(each.text for each in rule.selectors)}{{{';'.join(texts)}}}"
