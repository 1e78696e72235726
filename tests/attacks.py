"""The second film with attacks in every field that its models have, whichever these are: a new field is tried without anybody thinking of it."""

from collections.abc import Iterator
from datetime import date
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import yaml
from microsite.models import FILES, PUBLIC, About, Declares, Refers
from msgspec import Meta, Struct
from sites import TESTS

ATTACKS: dict[str, list[str]] = yaml.safe_load((TESTS / "hostile" / "attacks.yml").read_text(encoding="utf-8"))
TEXTS = ATTACKS["text"]
LEVELS = ("first", "last")


def marks(hint: Any) -> tuple[Any, list[Any]]:
    """The bare type of a field, and what is noted of it."""
    if get_origin(hint) is Annotated:
        kind, *noted = get_args(hint)
        bare, inner = marks(kind)
        return bare, [*inner, *noted]
    if NoneType in get_args(hint):
        return marks(next(kind for kind in get_args(hint) if kind is not NoneType))
    return hint, []


def fields(model: type[Struct]) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)


def attacked(model: type[Struct], number: int, attack: str) -> dict[str, Any]:
    """An entry that is right, with an attack in each of its texts; each starts with a word of its own, so that nothing is said twice."""
    return {key: _value(key, hint, number, attack) for key, hint in fields(model).items()}


def _value(key: str, hint: Any, number: int, attack: str) -> Any:
    kind, noted = marks(hint)
    refers = next((mark.kind for mark in noted if isinstance(mark, Refers)), None)
    declares = next((mark.kind for mark in noted if isinstance(mark, Declares)), None)
    pattern = next((mark.pattern for mark in noted if isinstance(mark, Meta) and mark.pattern), "")
    if isinstance(kind, type) and issubclass(kind, Struct):
        return attacked(kind, number, attack)
    if get_origin(kind) is list:
        return _list(key, *get_args(kind), number, attack, noted)
    if get_origin(kind) is Literal:
        return get_args(kind)[number % len(get_args(kind))]
    if kind in (int, date):
        return {int: 90, date: "2024-01-19"}[kind]
    if refers == "level":
        return LEVELS[-1]
    if pattern.startswith("^https"):
        return f"https://example.org/{key}{number}/" + "".join(letter for letter in attack if letter not in '<>" \\')
    if pattern:
        return f"{declares}-{number}"
    return f"{declares}{number} {attack}" if declares else _referred(refers, key, number, attack)


def _list(key: str, item: Any, number: int, attack: str, noted: list[Any]) -> list[Any]:
    """As long as it has to be; each of a list's levels once, since there can be no two of one."""
    least = max((mark.min_length or 1 for mark in noted if isinstance(mark, Meta)), default=1)
    return [_value(key, item, (number + more) % len(TEXTS), attack if not more else TEXTS[(number + more) % len(TEXTS)]) for more in range(least)]


def _referred(kind: str | None, key: str, number: int, attack: str) -> str:
    """What another entry with this number declares, or a text of this entry's own."""
    if kind in ("character", "source", "quote"):
        return f"{kind}-{number}"
    return f"{kind}{number} {attack}" if kind else f"{key}{number} {attack}"


def data_files() -> dict[str, Any]:
    """What each data file holds: an entry for each attack. film.yml has all of them in each of its texts."""
    found: dict[str, Any] = {
        name: [attacked(model, number, attack) for number, attack in enumerate(TEXTS)]
        for name, model in FILES.items()
        if model is not About
    }
    film = attacked(About, 0, " ".join(TEXTS))
    film["levels"] = [attacked(_item(About, "levels"), 0, " ".join(TEXTS)) | {"id": level} for level in LEVELS]
    for key, hint in fields(About).items():
        if get_origin(marks(hint)[0]) is list and key != "levels":
            film[key] = [entry for number, attack in enumerate(TEXTS) for entry in _value(key, hint, number, attack)]
    for event in found["timeline"]:  # who is there again has to have been lost before, and so not in the same event
        event["back"], event["lost"] = [], event["lost"]
    for secret in found["secrets"]:
        secret["patterns"] = [f"pattern{number}" for number in range(2)]
    for quote in found["quotes"][::2]:
        quote["level"] = PUBLIC
    return found | {"film": film}


def _item(model: type[Struct], key: str) -> type[Struct]:
    (item,) = get_args(marks(fields(model)[key])[0])
    return marks(item)[0]


def dumped(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, width=100_000, sort_keys=False)


def refused_values(model: type[Struct]) -> Iterator[tuple[str, Any]]:
    """(key, hint) of each field whose value is more than text, so that attacks have to be refused before anything else of the film is known."""
    for key, hint in fields(model).items():
        kind, noted = marks(hint)
        if kind is not str or any(isinstance(mark, Meta) and mark.pattern for mark in noted):
            yield key, hint
