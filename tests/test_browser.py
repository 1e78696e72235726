"""The built site in a real Chromium, served under a sub-path, as a reader meets it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser import DESKTOP, NARROW, PHONE, SIZES, Visit
from microsite.html import parse
from microsite.spoiler_levels import level_at
from playwright.sync_api import expect
from selectolax.lexbor import LexborNode
from test_real_site import FILM, NAV, PAGES, url_of, whole

URLS = [url_of(name) for name in PAGES]
EVERYWHERE = [*URLS, "404.html"]
LIGHTNESS = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).reduce((sum, part) => sum + +part, 0) / 765"

@pytest.fixture
def spoiled(real_site: Path) -> str:
    """The address of a page with spoilers."""
    return next(url_of(name) for name in NAV if "spoiler__body" in whole(real_site, name))


def test_pages_ask_only_their_own_host_and_complain_of_nothing(visit: Visit, address: str) -> None:
    page = visit("about:blank")
    tabs = [page.context.new_page() for _ in URLS]  # side by side, since each has to fall silent
    for tab, url in zip(tabs, URLS, strict=True):
        tab.goto(address + url)
    for tab in tabs:
        tab.wait_for_load_state("networkidle")
    assert page.asked
    assert [asked for asked in page.asked if not asked.startswith(address)] == []
    assert page.complaints == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_every_spoiler_is_closed_when_a_page_arrives(scripts: bool, visit: Visit, address: str) -> None:
    page = visit("", java_script_enabled=scripts)
    for url in URLS:
        page.goto(address + url)
        assert page.locator("details.spoiler[open]").count() == 0, url
        assert page.locator(".spoiler__body:visible").count() == 0, url


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_spoiler_opens_and_shuts_by_keyboard(key: str, scripts: bool, visit: Visit, spoiled: str) -> None:
    page = visit(spoiled, java_script_enabled=scripts)
    spoiler = page.locator("details.spoiler").first
    spoiler.locator("summary").focus()
    page.keyboard.press(key)
    expect(spoiler.locator(".spoiler__body")).to_be_visible()
    page.keyboard.press(key)
    expect(spoiler.locator(".spoiler__body")).to_be_hidden()


def test_a_spoiler_opens_and_shuts_by_a_tap(visit: Visit, spoiled: str) -> None:
    page = visit(spoiled, viewport=PHONE, has_touch=True)
    spoiler = page.locator("details.spoiler").first
    spoiler.locator("summary").tap()
    expect(spoiler.locator(".spoiler__body")).to_be_visible()
    spoiler.locator("summary").tap()
    expect(spoiler.locator(".spoiler__body")).to_be_hidden()


def test_a_closed_spoiler_is_large_enough_for_a_thumb(visit: Visit, spoiled: str) -> None:
    page = visit(spoiled, viewport=PHONE)
    heights = [summary.bounding_box()["height"] for summary in page.locator("details.spoiler > summary").all()]
    assert heights
    assert min(heights) >= 48


def test_find_in_page_does_not_reach_into_a_closed_spoiler(visit: Visit, spoiled: str) -> None:
    page = visit(spoiled)
    hidden = page.locator("details.spoiler .spoiler__body p").first.evaluate("node => node.textContent.trim().slice(0, 24)")
    assert page.evaluate("text => window.find(text)", hidden) is False
    page.locator("details.spoiler summary").first.click()
    assert page.evaluate("text => window.find(text)", hidden) is True


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_text_fragment_does_not_open_what_it_names(scripts: bool, visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/#:~:text=Firstly%20sealed", java_script_enabled=scripts)
    expect(page.locator("details.spoiler").first).not_to_have_attribute("open", "")
    assert page.evaluate("scrollY") == 0
    assert visit(stage + "doors/#:~:text=Paragraph%2029").evaluate("scrollY") > 0, "text fragments do nothing here"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_keyboard_reaches_nothing_in_a_closed_spoiler(scripts: bool, visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", java_script_enabled=scripts)
    last = page.locator("details.spoiler", has_text="Fourthly")
    for inside in (False, True):
        last.locator("summary").focus()
        page.keyboard.press("Tab")
        if scripts and inside:
            page.keyboard.press("Tab")  # past the link to copy
        assert last.evaluate("node => node.contains(document.activeElement)") is inside
        last.locator("summary").click()


def test_a_picture_in_a_spoiler_loads_when_it_is_opened(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/#end")
    page.wait_for_load_state("networkidle")
    last = page.locator("details.spoiler", has_text="Fourthly")
    last.scroll_into_view_if_needed()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert not [url for url in page.asked if url.endswith("sealed.svg")]
    with page.expect_request("**/sealed.svg"):
        last.locator("summary").click()


def test_nothing_makes_a_page_scroll_sideways(visit: Visit, address: str) -> None:
    page = visit("", viewport=NARROW)
    for url in URLS:
        page.goto(address + url)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], f"{url} closed"
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], f"{url} open"


@SIZES
def test_every_page_is_reached_from_the_home_page(viewport: dict[str, int], visit: Visit, address: str) -> None:
    page = visit("", viewport=viewport, java_script_enabled=False)
    for url in URLS[1 : len(NAV)]:
        if viewport == PHONE:
            page.locator("header details summary").click()
        page.locator(f'header a[href$="{url}"]:visible').first.click()
        expect(page).to_have_url(address + url)
        expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_reader_s_own_scheme_is_followed(scripts: bool, visit: Visit) -> None:
    assert visit("", color_scheme="dark", java_script_enabled=scripts).evaluate(LIGHTNESS) < 0.2
    assert visit("", color_scheme="light", java_script_enabled=scripts).evaluate(LIGHTNESS) > 0.8


def test_the_scheme_can_be_changed_and_is_remembered(visit: Visit) -> None:
    page = visit("", color_scheme="dark")
    page.get_by_role("button", name="Change to light").click()
    assert page.evaluate(LIGHTNESS) > 0.8
    page.reload()
    assert page.evaluate(LIGHTNESS) > 0.8


@pytest.mark.parametrize("place", ["header button >> nth=0", "[data-md-component=search]"])
def test_what_needs_scripts_is_not_there_without_them(place: str, visit: Visit) -> None:
    expect(visit("", java_script_enabled=False).locator(place)).to_be_hidden()
    expect(visit("").locator(place)).to_be_attached()


def words(site: Path, wanted: Callable[[LexborNode], bool]) -> set[str]:
    """The long words of the articles' texts for whose nodes `wanted` holds."""
    articles = [parse(whole(site, name)).css_first("article") for name in PAGES]
    nodes = [node for article in articles for node in article.traverse(include_text=True) if node.is_text_node and wanted(node)]
    return {word for node in nodes for word in re.findall(r"[a-z]{9,}", node.text())}


def test_search_finds_public_text_and_nothing_sealed(visit: Visit, real_site: Path) -> None:
    public = words(real_site, lambda node: level_at(node, FILM) == "public")
    stems = {word[:5] for word in public}
    sealed = {word for word in words(real_site, lambda node: level_at(node, FILM) != "public") if word[:5] not in stems}
    page = visit("", viewport=DESKTOP)
    page.wait_for_load_state("networkidle")
    search = page.locator(".md-search__input")
    search.press_sequentially(min(public))
    expect(page.locator(".md-search-result__meta")).to_contain_text("matching document")
    expect(page.locator(".md-search-result__meta")).not_to_have_text("No matching documents")
    box = page.locator(".md-search__inner").bounding_box()
    assert 0 <= box["x"] < box["x"] + box["width"] <= 1440, "the search box leaves the window"
    for word in sorted(sealed)[:5]:
        search.clear()
        search.press_sequentially(word)
        expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")


def test_the_cast_is_a_table_to_a_screen_reader_on_a_phone_too(visit: Visit, real_site: Path) -> None:
    page = visit(next(url_of(name) for name in NAV if 'class="cast"' in whole(real_site, name)), viewport=PHONE)
    table = page.get_by_role("table")
    assert table.get_by_role("columnheader").count() == 6
    assert table.get_by_role("rowheader").count() == len(FILM.cast)
    assert table.get_by_role("row").count() == len(FILM.cast) + 1
