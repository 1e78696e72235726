"""Pictures as a reader meets them: large enough on a phone, whole, in any colours, and in one piece once all is open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import NARROW, PHONE, Visit
from playwright.sync_api import Page
from stage import choose
from test_real_site import FILM, NAV, url_of, whole

LAST = FILM.last_level
SMALLEST = 12  # pixels of a letter

LETTERS = """() => [...document.querySelectorAll('.drawing text')].map(text => {
    const svg = text.closest('svg'), scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return [text.textContent, parseFloat(getComputedStyle(text).fontSize) * scale];
  })"""
OUTSIDE = """() => [...document.querySelectorAll('.drawing text')].filter(text => {
    const here = text.getBoundingClientRect(), around = text.closest('svg').getBoundingClientRect();
    return here.left < around.left - 1 || here.right > around.right + 1
      || here.top < around.top - 1 || here.bottom > around.bottom + 1;
  }).map(text => text.textContent)"""
OVERLAPS = """() => [...document.querySelectorAll('.drawing')].flatMap(svg => {
    const nodes = [...svg.querySelectorAll(':scope > text, .token')];
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
    return nodes.flatMap((one, index) => nodes.slice(index + 1)
      .filter(other => meet(one.getBoundingClientRect(), other.getBoundingClientRect()))
      .map(other => `${one.textContent} / ${other.textContent}`));
  })"""
COLOURS = """() => [...document.querySelectorAll('.token path, .strand, .drawing text')].map(node => {
    const { stroke, fill } = getComputedStyle(node);
    return node.tagName === 'text' ? fill : stroke;
  })"""
EDGES = """() => [...document.querySelectorAll('.survivors .drawing')].map(svg => svg.getBoundingClientRect())
  .map(({ top, bottom }) => [top, bottom])"""


@pytest.fixture(scope="module")
def pictured(real_site: Path) -> list[str]:
    """The addresses of the pages that have pictures."""
    found = [url_of(name) for name in NAV if 'class="drawing"' in whole(real_site, name)]
    return found or pytest.skip("no page of this film has a picture")


def opened(page: Page, urls: list[str], address: str) -> Iterator[Page]:
    """Each page with all of it open."""
    choose(page, LAST)
    for url in urls:
        page.goto(address + url)
        yield page


@pytest.mark.parametrize("viewport", [PHONE, NARROW], ids=["phone", "narrow"])
def test_labels_are_readable_and_stay_in_their_picture(
    viewport: dict[str, int], visit: Visit, address: str, pictured: list[str]
) -> None:
    for page in opened(visit("", viewport=viewport), pictured, address):
        letters = page.evaluate(LETTERS)
        assert letters
        if viewport == PHONE:
            assert [text for text, size in letters if size < SMALLEST] == []
        assert [text for text, size in letters if len(text) > 2 and size < SMALLEST - 0.05] == []
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(OVERLAPS) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_pictures_are_seen_in_forced_colours(visit: Visit, address: str, pictured: list[str]) -> None:
    for page in opened(visit("", forced_colors="active"), pictured, address):
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        colours = page.evaluate(COLOURS)
        assert colours
        assert len(set(colours)) == 1
        assert ground not in colours


def test_pieces_stand_edge_on_edge_once_all_is_open(visit: Visit, address: str, pictured: list[str]) -> None:
    found = [edges for page in opened(visit("", viewport=PHONE), pictured, address) if (edges := page.evaluate(EDGES))]
    assert found
    for edges in found:
        assert [round(low[0] - high[1]) for high, low in zip(edges, edges[1:], strict=False)] == [0] * (len(edges) - 1)


def test_nothing_of_a_picture_moves_while_a_page_loads(visit: Visit, address: str, pictured: list[str]) -> None:
    page = visit("", viewport=PHONE)
    choose(page, LAST)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => { shift += entry.value }))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    for url in pictured:
        page.goto(address + url)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("shift") == 0, url
