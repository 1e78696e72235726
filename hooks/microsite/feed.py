"""The pages as a feed tells of them.

https://www.rfc-editor.org/rfc/rfc4287
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

PATH = "feed.xml"


@dataclass(frozen=True)
class FeedEntry:
    """A page: its absolute address, its public words, and the day of its last change."""

    url: str
    title: str
    description: str
    day: date

    @property
    def updated(self) -> str:
        """The start of the day, as RFC 3339 writes it: git's day says no more, and it is the same on every build."""
        return f"{self.day.isoformat()}T00:00:00Z"


def newest_first(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    """What changed last stands first; what changed on one day, in the order in which it comes."""
    return sorted(entries, key=lambda entry: entry.day, reverse=True)
