"""One table of all that is measured."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# The link lets those in who have no mouse: a table that is wider than a phone scrolls only with something in it to go to.
HEAD = "| [What](#what-is-measured) | Ours | Stock | Ratio | Limit | Kept |\n| --- | --- | --- | --- | --- | --- |"
NUMBER = re.compile(r"[\d,]+(?:\.\d+)?")
STOCK_S = "at most stock's"
LIMIT = re.compile(rf"at (?:most|least) \d\S*(?: \w+)?|{STOCK_S}|")


@dataclass(frozen=True)
class Row:
    """A measurement: ours, what it stands beside (stock Material, unless `what` names another) and its limit.

    Each begins with its number, and has its unit behind: "0.76 s". A limit is "at most stock's"; "at most 0.5 times"
    what stands beside or, with nothing there, in all; "at most 250 MB"; "at least 100"; or "", if nothing is asked.
    """

    what: str
    ours: str
    beside: str = ""
    limit: str = ""

    def __post_init__(self) -> None:
        if not LIMIT.fullmatch(self.limit):
            raise ValueError(f"a limit is 'at most' or 'at least' a number, not {self.limit!r}")

    @property
    def ratio(self) -> float | None:
        """Ours in relation to the other; None, if there is no other, or it is nothing."""
        ours, beside = number(self.ours), number(self.beside)
        return ours / beside if ours is not None and beside else None

    @property
    def kept(self) -> bool | None:
        """Whether the limit is kept; None without one."""
        ours, allowed = number(self.ours), self._allowed()
        if ours is None or allowed is None:
            return None
        return ours >= allowed if self.limit.startswith("at least") else ours <= allowed

    def _allowed(self) -> float | None:
        limit, beside = number(self.limit), number(self.beside)
        if self.limit == STOCK_S:
            return beside
        return limit * beside if limit is not None and beside is not None and "times" in self.limit else limit


def number(words: str) -> float | None:
    """The first number of some words."""
    found = NUMBER.search(words)
    return float(found[0].replace(",", "")) if found else None


def table(rows: Iterable[Row]) -> str:
    """The rows in Markdown."""
    return "\n".join([HEAD, *(_line(row) for row in rows)])


def _line(row: Row) -> str:
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    kept = {True: "yes", False: "**no**", None: ""}[row.kept]
    return "| " + " | ".join([row.what, row.ours, row.beside, ratio, row.limit, kept]) + " |"
