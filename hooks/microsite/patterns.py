"""How long a regular expression may take: Python's tries every way in which a text can be read, and may do so for centuries.

Nothing stops one that runs, so it is judged before it does. Each repetition has an end, and the number of ways in
which one start can be read, counted from the pattern alone, is small; what it takes is bounded by their product
with the length of the text. https://docs.python.org/3/library/re.html, https://swtch.com/~rsc/regexp/regexp1.html
"""

from collections.abc import Sequence
from re import _constants as op
from re import _parser as parser
from typing import Any

MOST = 2_000  # ways in which a pattern can be tried at one place
FARTHEST = 100  # how often something may be repeated
SPACE = ord(" ")
REPEATS = {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}
Items = Sequence[tuple[Any, Any]]


class _Endless(Exception):
    """Something in a pattern may be repeated without end, or as good as."""


def why_slow(pattern: str) -> str | None:
    """What to change in a pattern that compiles, so that it ends in time; None if it does as it is."""
    try:
        return None if _ways(parser.parse(pattern)) <= MOST else "can be read in too many ways: make several patterns of it"
    except _Endless:
        return f"may go on without end: say how often at most ({FARTHEST} or less), as in {{0,30}} for * and {{1,30}} for +"
    except RecursionError:
        return "has brackets within brackets without end: make several patterns of it"


def _ways(items: Items) -> int:
    """In how many ways a row of parts can be read, counted no further than is needed."""
    found = 1
    for place, (kind, value) in enumerate(items):
        following = items[place + 1] if place + 1 < len(items) else None
        found = min(found * _ways_of(kind, value, following), MOST + 1)
    return found


def _ways_of(kind: Any, value: Any, following: tuple[Any, Any] | None) -> int:
    if kind in REPEATS:
        return _repeated(*value, following)
    if kind is op.BRANCH:
        return sum(map(_ways, value[1]))
    if kind is op.GROUPREF_EXISTS:
        return _ways(value[1]) + _ways(value[2] or ())
    if kind in (op.SUBPATTERN, op.ASSERT, op.ASSERT_NOT):
        return _ways(value[-1])
    return _ways(value) if kind is op.ATOMIC_GROUP else 1


def _repeated(least: int, most: int, body: Items, following: tuple[Any, Any] | None) -> int:
    if most > FARTHEST:
        raise _Endless
    ways = _ways(body)
    if following == (op.LITERAL, SPACE) and len(body) == 1 and _has_no_space(*body[0]):
        return 1  # a word before a blank has one end
    return sum(min(ways**times, MOST + 1) for times in range(least, most + 1))


def _has_no_space(kind: Any, value: Any) -> bool:
    """Whether a single letter of a pattern can't be a blank."""
    if kind is op.LITERAL:
        return value != SPACE
    if kind is op.NOT_LITERAL:
        return value == SPACE
    if kind is op.CATEGORY:
        return value in (op.CATEGORY_WORD, op.CATEGORY_DIGIT, op.CATEGORY_NOT_SPACE)
    if kind is op.RANGE:
        return not value[0] <= SPACE <= value[1]
    return kind is op.IN and all(_has_no_space(*part) for part in value)
