"""What readers are told of a page before they go there: how long it takes, and how much of the film it gives away."""

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from .film import Film
from .html import APART, IN_APART, SPOILER, look
from .models import Level
from .spoiler_levels import spoiler_level

WORDS_A_MINUTE = 238  # adults who read non-fiction in silence: Brysbaert, Journal of Memory and Language 109 (2019)


# Pictures are looked at, whatever their words for those who don't see; of those in each other only the outermost.
UNREAD = f":is(.picture, {APART}):not(.picture *, {IN_APART})"


@dataclass(frozen=True)
class Contents:
    """`minutes` is the time for all of a page, whatever is open; `gives_away` its highest level, None if it seals nothing."""

    minutes: int
    gives_away: Level | None


def contents(html: str, film: Film) -> Contents:
    """The contents of a page's sealed HTML."""
    body = look(html)
    levels = [spoiler_level(spoiler, film) for spoiler in body.css(SPOILER)]
    words = _words(body) - sum(_words(node) for node in body.css(UNREAD))
    return Contents(max(1, round(words / WORDS_A_MINUTE)), film.level(max(levels, key=film.rank, default="")))


def _words(node: LexborNode) -> int:
    return len(node.text(separator=" ").split())
