"""No page weighs more than budget.yml allows, by what a real browser asks for that has seen nothing of the site."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from benchmarks.host import LEVEL, file_at, sent
from browser import PHONE
from playwright.sync_api import Browser
from sites import ROOT
from test_browser import EVERYWHERE
from test_real_site import CONFIG

BUDGET = yaml.safe_load((ROOT / "tests" / "budget.yml").read_text(encoding="utf-8"))
BLOCKING = "performance.getEntriesByType('resource').filter(entry => entry.renderBlockingStatus === 'blocking').map(entry => entry.name)"
IN_PAGE = "[...document.scripts].filter(script => !script.src && !script.type.includes('json')).map(script => script.text)"
MATERIAL_S = "assets/javascripts/"


@dataclass(frozen=True)
class View:
    """A first view of a page: what it asked for, what of that its first paint waited for, and the scripts that stand in it.

    Addresses are relative to the site's.
    """

    page: str
    asked: list[str]
    blocking: list[str]
    in_page: list[str]


def first_views(browser: Browser, home: str, urls: list[str]) -> Iterator[View]:
    """With nothing in the cache, since each context has its own; all are loaded before the first is waited for."""
    opened = []
    for url in urls:
        asked = [home + CONFIG.theme["favicon"]]  # for which a browser with windows asks
        page = browser.new_context(viewport=PHONE).new_page()
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(home + url)
        opened.append((url, page, asked))
    for url, page, asked in opened:
        page.wait_for_load_state("networkidle")
        addresses = ([found.removeprefix(home) for found in dict.fromkeys(some)] for some in (asked, page.evaluate(BLOCKING)))
        yield View(url, *addresses, page.evaluate(IN_PAGE))
        page.context.close()


def first_paint(site: Path, view: View) -> int:
    return weight(site, [view.page, *view.blocking])


def scripts(site: Path, view: View) -> int:
    """Material's few lines in the page count too; its files do not."""
    own = [url for url in view.asked if url.endswith(".js") and not url.startswith(MATERIAL_S)]
    return weight(site, own) + sum(len(gzip.compress(script.encode(), LEVEL)) for script in view.in_page)


def whole_view(site: Path, view: View) -> int:
    return weight(site, view.asked)


def weight(site: Path, urls: list[str]) -> int:
    return sum(len(sent(file_at(site, url))) for url in urls)


def test_no_page_weighs_more_than_the_budget_allows(browser: Browser, home: str, real_site: Path) -> None:
    views = [*first_views(browser, home, EVERYWHERE)]
    weighed = {"first_paint": first_paint, "scripts": scripts, "first_view": whole_view}
    weights = {kind: {view.page: weigh(real_site, view) for view in views} for kind, weigh in weighed.items()}
    assert weights.keys() == BUDGET.keys()
    heavy = [
        f"/{page}: {kind} of {weight:,} bytes, and {BUDGET[kind]:,} at most"
        for kind, pages in weights.items()
        for page, weight in pages.items()
        if weight > BUDGET[kind]
    ]
    assert not heavy, "\n".join(heavy)
    assert min(weights["scripts"].values()) > 1_000, "not everything was counted"
    assert min(weights["first_view"].values()) > 60_000, "not everything was counted"
