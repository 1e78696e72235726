"""One table of all that is measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A measurement: ours, what it stands beside, and its limit."""

    what: str
    ours: str
    beside: str = ""
    limit: str = ""
