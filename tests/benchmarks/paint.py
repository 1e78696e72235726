"""The first view of every page beside stock Material's, as Lighthouse simulates it on a slow phone and on a desktop.

Both sites are built from the same Markdown for the address at which they are served here.
They are looked at in turn, so that a busy machine is busy for both, and the median counts.
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from .host import hosting
from .lighthouse import BLOCKING, BYTES, FIRST_PAINT, LARGEST_PAINT, REVIEWED, SHIFT, TIMED, Lighthouse, View, lighthouse
from .stock import ROOT, lay_stock
from .table import STOCK_S, Row, number

RUNS = 5
LOST = "404.html"  # which asks not to be found, so nothing is asked of it there
CALLED = {"best-practices": "best practices", "seo": "search engines"}
SCREENS = {"phone": False, "desktop": True}
# No page can be there sooner than one of a single line, so it stands beside stock's first page too.
ONE_LINE = """<!doctype html><html lang="en"><title>A line</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><p>A line."""


@dataclass(frozen=True)
class Measure:
    """A number of a view: how it is called, told and limited."""

    name: str
    of: Callable[[View], float]
    told: Callable[[float], str]
    limit: str


@dataclass(frozen=True)
class Pair:
    """A page on a screen, looked at again and again: our views of it, and those of stock's."""

    page: str
    screen: str
    ours: list[View]
    stocks: list[View]

    def row(self, measure: Measure) -> Row:
        ours, stocks = (measure.told(_median(views, measure)) for views in (self.ours, self.stocks))
        failed = f" ({', '.join(self.ours[0].failed)})" if measure in SCORES and self.ours[0].failed else ""
        return Row(f"{measure.name}{failed}", ours, stocks, measure.limit)


def _value(name: str, audit: str, told: Callable[[float], str], limit: str) -> Measure:
    return Measure(name, lambda view: view.values[audit], told, limit)


def _score(category: str) -> Measure:
    return Measure(f"score for {CALLED.get(category, category)}", lambda view: view.scores[category], "{:.0f}".format, "at least 100")


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.2f} s"


def _shift(score: float) -> str:
    return f"{score:.4f}".rstrip("0").rstrip(".")


VALUES = [
    _value("first paint", FIRST_PAINT, _seconds, "at most 0.5 times"),
    _value("largest paint", LARGEST_PAINT, _seconds, "at most 0.5 times"),
    _value("blocking time", BLOCKING, "{:.0f} ms".format, STOCK_S),
    _value("layout shift", SHIFT, _shift, "at most 0"),
    _value("bytes", BYTES, "{:,.0f}".format, STOCK_S),
    Measure("requests", lambda view: view.requests, "{:.0f}".format, ""),
]
SCORES = [_score(category) for category in (TIMED, *REVIEWED)]


def rows() -> Iterator[Row]:
    """Each measure on each screen, of the page that is worst at it."""
    for screen in SCREENS:
        *pairs, line = (pair for pair in measured() if pair.screen == screen)
        yield replace(line.row(VALUES[0]), what=f"first paint of a page of one line, {screen}", limit="")
        for measure in (*VALUES, *SCORES):
            asked = [pair for pair in pairs if not (pair.page == LOST and measure is SCORES[-1])]
            pair = max(asked, key=lambda pair: _badness(pair.row(measure)))
            row = pair.row(measure)
            what = f"{row.what}, {screen}, worst of {len(asked)} pages (`/{pair.page}`)"
            yield Row(what, row.ours, row.beside, row.limit)


def more() -> str:
    """All pages on all screens, ours and stock's."""
    names = " | ".join(measure.name for measure in VALUES)
    head = [f"| [Page](#what-is-measured) | screen | {names} | scores |", "| --- " * (len(VALUES) + 3) + "|"]
    return "\n".join([_setting(), "", *head, *map(_line, measured()[: -len(SCREENS)])])


def _setting() -> str:
    lighthouse_version, chromium_version = measured()[0].ours[0].versions
    return (
        f"Medians of {RUNS} views each, ours / stock's; scores in the order above. Lighthouse {lighthouse_version}, "
        f"Chromium {chromium_version}, Material {version('mkdocs-material')}, {os.cpu_count()} cores."
    )


def _line(pair: Pair) -> str:
    values = [f"{row.ours} / {row.beside}" for row in map(pair.row, VALUES)]
    scores = zip(*((row.ours, row.beside) for row in map(pair.row, SCORES)), strict=True)
    return f"| `/{pair.page}` | {pair.screen} | {' | '.join(values)} | {' / '.join(' '.join(side) for side in scores)} |"


def _median(views: list[View], measure: Measure) -> float:
    return statistics.median(map(measure.of, views[: 1 if measure in SCORES[1:] else None]))


def _badness(row: Row) -> tuple[bool, float, float]:
    """What is greatest where most is to be done."""
    ours = number(row.ours) or 0
    return (row.kept is False, -ours, 0) if row.limit.startswith("at least") else (row.kept is False, row.ratio or 0, ours)


@cache
def measured() -> list[Pair]:
    """Every page on every screen, measured once; at the end, on each, a page of one line beside stock's first."""
    with tempfile.TemporaryDirectory() as name, lighthouse() as running:
        folders = Path(name, "ours"), Path(name, "stock")
        (line_folder := Path(name, "line")).mkdir()
        (line_folder / "index.html").write_text(ONE_LINE, encoding="utf-8")
        with hosting(folders[0] / "site") as ours, hosting(folders[1] / "site") as stock, hosting(line_folder) as line:
            configs = ROOT / "mkdocs.yml", lay_stock(folders[1])
            for config, folder, address in zip(configs, folders, (ours, stock), strict=True):
                build(load_config(str(config), site_dir=str(folder / "site"), site_url=f"{address}/"))
            running.view(f"{ours}/", desktop=False, reviewed=True)  # to warm up
            pages = [(page, ours) for page in _pages(folders[0] / "site")] + [("", line)]
            return [_pair(running, page, screen, site, stock) for page, site in pages for screen in SCREENS]


def _pages(site: Path) -> list[str]:
    """The addresses of all pages, relative to the site's."""
    folders = [path.parent.relative_to(site).as_posix() for path in sorted(site.rglob("index.html"))]
    return ["" if folder == "." else f"{folder}/" for folder in folders] + [LOST]


def _pair(running: Lighthouse, page: str, screen: str, ours: str, stock: str) -> Pair:
    print(f"/{page}, {screen}", file=sys.stderr)
    views: tuple[list[View], list[View]] = ([], [])
    for run in range(RUNS):
        for site, seen in zip((ours, stock), views, strict=True):
            seen.append(running.view(f"{site}/{page}", desktop=SCREENS[screen], reviewed=run == 0))
    return Pair(page, screen, *views)
