"""Measure the topics, all or the one that is named, and print a table; with all of them, keep it on the page about it."""

import importlib
import re
import sys
from pathlib import Path

from .table import Row, table

TOPICS = ("paint", "building", "editing", "auditing", "serving")
PAGE = Path(__file__).parent.parent.parent / "docs" / "benchmarks.md"  # a film need not have it
KEPT = re.compile(r"(?<=<!-- numbers, as make benchmark wrote them -->\n).*(?=<!-- the end of them -->)", re.DOTALL)


def main(names: list[str]) -> None:
    if unknown := set(names) - set(TOPICS):
        raise SystemExit(f"nothing is measured under the name of {', '.join(unknown)}; ONLY= takes one of {', '.join(TOPICS)}")
    modules = [importlib.import_module(f".{name}", __package__) for name in names or TOPICS]
    rows = [_told(row) for module in modules for row in module.rows()]
    more = [module.more() for module in modules if hasattr(module, "more")]
    numbers = "\n\n".join([table(rows), *more])
    print(numbers)
    if not names and PAGE.exists():
        keep(PAGE, numbers)


def keep(page: Path, numbers: str) -> None:
    """Put the numbers in the place of those that a page has."""
    page.write_text(KEPT.sub(lambda _: f"\n{numbers}\n\n", page.read_text(encoding="utf-8")), encoding="utf-8")


def _told(row: Row) -> Row:
    """The row, said as soon as it is there: all of it takes a while, and a later topic may fail."""
    print(f"{row.what}: {row.ours}{row.beside and f' / {row.beside}'}", file=sys.stderr)
    return row


if __name__ == "__main__":
    main([name for name in sys.argv[1:] if name])
