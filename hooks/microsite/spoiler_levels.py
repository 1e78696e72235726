"""Which level a spoiler in HTML has, and how far a reader must have got to see what is in it."""

from selectolax.lexbor import LexborNode

from .film import Film
from .html import ancestors, classes
from .models import PUBLIC
from .spoiler_syntax import MARK, WORD

LEVEL = "data-level"  # the attribute in which a sealed spoiler keeps its level


def named_levels(details: LexborNode) -> list[str]:
    """The words with which a spoiler may name its level."""
    words = [word for word in classes(details) if word != WORD and not MARK.fullmatch(word)]
    return [*words, *filter(None, [details.attributes.get(LEVEL)])]


def spoiler_level(details: LexborNode, film: Film) -> str:
    """The level of a spoiler, by the words with which it names it."""
    return highest(named_levels(details), film)


def highest(named: list[str], film: Film) -> str:
    """The highest level of those named; if none is known, the last: what is not understood is sealed tightest."""
    known = [word for word in named if film.level(word)]
    return max(known, key=film.rank) if known else film.last_level


def spoilers_around(node: LexborNode) -> list[LexborNode]:
    """The spoilers that a node stands in, innermost first."""
    return [parent for parent in ancestors(node) if parent.tag == "details" and WORD in classes(parent)]


def level_at(node: LexborNode, film: Film) -> str:
    """The level of a reader who can see this node: the highest of the spoilers around it."""
    levels = [spoiler_level(spoiler, film) for spoiler in spoilers_around(node)]
    return max(levels, key=film.rank) if levels else PUBLIC
