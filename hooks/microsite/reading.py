"""From YAML nodes to typed entries: every wrong value is a problem at its own line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Meta, Struct, ValidationError, convert
from msgspec.structs import fields

from .models import Declares, Entry, Refers
from .problems import Problem, a, closest, nearest
from .yaml_text import ListNode, MappingNode, Node, ScalarNode

WRONG = object()  # what a value is once a problem has been noted for it


@dataclass(frozen=True)
class Mention:
    """A word that declares something or refers to something, and where it stands."""

    mark: Declares | Refers
    key: str
    word: str
    path: str
    line: int


@dataclass
class Reader:
    """Reads the entries of one file and notes its problems and mentions as it goes.

    `unsure` has the kinds of words of which some declaration was lost to a problem; `kind` is
    that of its problems.
    """

    path: str
    problems: list[Problem] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)
    kind: str = "data"

    def entries(self, node: Node | None, model: type[Entry]) -> Iterator[Entry]:
        """The valid entries of a file that is a list of them."""
        if not isinstance(node, ListNode):
            self.doubt(model)
            self._note(node.line if node else 1, f"this file should be a list: each {name_of(model)} starts with '- '")
            return
        for item in node.items:
            if (entry := self.entry(item, model)) is not WRONG:
                yield entry

    def entry(self, node: Node, model: type[Struct]) -> Any:
        """One entry, or WRONG; all that is wrong with it has been noted."""
        if not isinstance(node, MappingNode):
            self.doubt(model)
            return self._note(node.line, f"{a(name_of(model))} should be lines of 'key: value'")
        hints = _hints(model)
        misspelt = set()
        for key in node.entries:
            if key not in hints:
                free = hints.keys() - node.entries.keys()
                misspelt.add(closest(key, free))
                self._note(node.lines[key], f"{a(name_of(model))} has no '{key}'{nearest(key, free if closest(key, free) else hints)}")
        values = {
            spec.name: WRONG if spec.name in misspelt else self._field(node, model, spec, hints[spec.name])
            for spec in _fields(model)
        }
        for key, value in values.items():
            if value is WRONG:
                self.unsure |= _declared(hints[key])
        return WRONG if WRONG in values.values() else model(**values)

    def doubt(self, model: type[Struct]) -> None:
        """Note that entries were lost: nothing that they may have declared can be called unknown."""
        self.unsure |= {kind for hint in _hints(model).values() for kind in _declared(hint)}

    def _field(self, node: MappingNode, model: type[Struct], spec: Any, hint: Any) -> Any:
        value = node.entries.get(spec.name)
        left_empty = not spec.required and isinstance(value, ScalarNode) and not value.text
        if value is not None and not left_empty:
            return self._value(value, spec.name, hint)
        if spec.required:
            return self._note(node.line, f"this {name_of(model)} lacks '{spec.name}', which should be {_expected(hint)}")
        return spec.default if spec.default_factory is NODEFAULT else spec.default_factory()

    def _value(self, node: Node, key: str, hint: Any) -> Any:
        kind = _bare(hint)
        if isinstance(kind, type) and issubclass(kind, Struct):
            return self.entry(node, kind)
        if get_origin(kind) is list:
            return self._list(node, key, hint, *get_args(kind))
        return self._scalar(node, key, hint)

    def _list(self, node: Node, key: str, hint: Any, item: Any) -> Any:
        if not isinstance(node, ListNode):
            return self._note(node.line, f"'{key}' should be a list: [one, another], or lines that start with '- '")
        if not all(_fits(len(node.items), meta) for meta in _metas(hint)):
            return self._note(node.line, f"'{key}' {_number_of(node.items)}; it should be {_expected(hint)}")
        values = [self._value(entry, key, item) for entry in node.items]
        return WRONG if WRONG in values else values

    def _scalar(self, node: Node, key: str, hint: Any) -> Any:
        if not isinstance(node, ScalarNode):
            return self._note(node.line, f"'{key}' should be {_expected(hint)}, on its own line")
        if not node.text:
            return self._note(node.line, f"'{key}' is empty; it should be {_expected(hint)}")
        if get_origin(_bare(hint)) is Literal and node.text not in get_args(_bare(hint)):
            return self._note(node.line, f"'{key}' can't be '{node.text}'{nearest(node.text, get_args(_bare(hint)))}")
        try:
            value = convert(node.text, hint, strict=False)
        except ValidationError:
            return self._note(node.line, f"'{key}' should be {_expected(hint)}, not '{node.text}'")
        self.mentions += [Mention(mark, key, node.text, self.path, node.line) for mark in _marks(hint)]
        return value

    def _note(self, line: int, message: str) -> Any:
        self.problems.append(Problem(self.path, line, message, self.kind))
        return WRONG


@cache
def prose_keys(model: type[Struct]) -> frozenset[str]:
    """The keys of a model, and of the entries in it, whose values are running text: no names of other entries, no addresses."""
    keys: set[str] = set()
    for key, hint in _hints(model).items():
        kind = _bare(hint)
        inner = _bare(*get_args(kind)) if get_origin(kind) is list else kind
        if isinstance(inner, type) and issubclass(inner, Struct):
            keys |= prose_keys(inner)
        elif kind is str and not _marks(hint) and not any(meta.pattern for meta in _metas(hint)):
            keys.add(key)
    return frozenset(keys)


def name_of(model: type) -> str:
    """What messages call an entry of a model."""
    return {"About": "film", "CrewMember": "crew member", "FrontMatter": "page"}.get(model.__name__, model.__name__.lower())


_fields = cache(fields)


@cache
def _hints(model: type[Struct]) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)


def _bare(hint: Any) -> Any:
    """The type itself, without `Annotated` and `| None`."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return _bare(next(arg for arg in get_args(hint) if arg is not NoneType))
    return hint


def _metadata(hint: Any) -> list[Any]:
    if get_origin(hint) in (Union, UnionType):
        return [mark for arg in get_args(hint) for mark in _metadata(arg)]
    return list(getattr(hint, "__metadata__", ()))


def _marks(hint: Any) -> list[Declares | Refers]:
    return [mark for mark in _metadata(hint) if isinstance(mark, Declares | Refers)]


def _declared(hint: Any) -> set[str]:
    """The kinds of words that a field declares, by itself or within the entries that it holds."""
    kind = _bare(hint)
    if get_origin(kind) is list:
        return _declared(*get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Struct):
        return {word for inner in _hints(kind).values() for word in _declared(inner)}
    return {mark.kind for mark in _marks(hint) if isinstance(mark, Declares)}


def _metas(hint: Any) -> list[Meta]:
    return [mark for mark in _metadata(hint) if isinstance(mark, Meta)]


def _fits(length: int, meta: Meta) -> bool:
    return (meta.min_length or 0) <= length <= (length if meta.max_length is None else meta.max_length)


def _number_of(items: Sequence[Node]) -> str:
    return f"has {len(items)} {'entry' if len(items) == 1 else 'entries'}" if items else "is empty"


def _expected(hint: Any) -> str:
    if get_origin(_bare(hint)) is Literal:
        return "one of " + ", ".join(get_args(_bare(hint)))
    titles = [meta.title for meta in _metas(hint) if meta.title]
    return titles[-1] if titles else "a list" if get_origin(_bare(hint)) is list else "lines of 'key: value'"
