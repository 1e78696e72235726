"""The site as a host serves it that sends its headers: all that readers do works, and no policy is in the way."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import DESKTOP, PHONE, Visit
from hosts import host
from playwright.sync_api import Page, expect
from stage import choose
from test_real_site import PAGES, most_sealed, page_with, url_of


def search(tab: Page) -> None:
    tab.locator(".md-search__input").click()
    tab.locator(".md-search__input").press_sequentially(max(tab.locator("h1").inner_text().split(), key=len))
    tab.locator(".md-search-result__item").first.wait_for()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Escape")


def scheme(tab: Page) -> None:
    tab.locator(".site-header__light").click()
    tab.locator(".site-header__light").click()


def keys(tab: Page) -> None:
    tab.keyboard.press("?")
    expect(tab.locator(".keys")).to_be_visible()
    tab.locator(".keys__close").click()


def top(tab: Page) -> None:
    tab.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    tab.mouse.wheel(0, -300)
    tab.get_by_role("button", name="Back to top").click()


def printing(tab: Page) -> None:
    tab.pdf()
    tab.emulate_media(media="print")
    tab.emulate_media(media="screen")


def spoilers(tab: Page) -> None:
    for level in tab.locator(".progress__level").evaluate_all("buttons => buttons.map(button => button.value)"):
        choose(tab, level)
    choose(tab, "")
    label = tab.locator("details.spoiler > summary").first
    label.click()
    tab.locator("details.spoiler[open] .copy-link").first.click()


def gate(tab: Page) -> None:
    tab.evaluate("location.hash = document.querySelector('.spoiler-place').id")
    tab.locator(".gate__way").first.click()


@pytest.fixture
def hosted(real_site: Path, visit: Visit) -> Iterator[Visit]:
    """Open a page from a host that sends the headers of the site."""
    with host(real_site) as home:
        yield lambda url, **settings: visit(home + url, **settings)


@pytest.mark.parametrize("deed", [search, scheme, keys, top, printing], ids=lambda deed: deed.__name__)
def test_the_theme_works_under_the_headers(deed: Callable[[Page], None], hosted: Visit, real_site: Path) -> None:
    deed(hosted(most_sealed(real_site), viewport=DESKTOP))


@pytest.mark.parametrize("deed", [spoilers, gate], ids=lambda deed: deed.__name__)
def test_spoilers_work_under_the_headers(deed: Callable[[Page], None], hosted: Visit, real_site: Path) -> None:
    deed(hosted(most_sealed(real_site), viewport=PHONE))


def test_every_page_and_the_404_page_work_under_the_headers(hosted: Visit) -> None:
    tab = hosted("", viewport=PHONE)
    home = tab.url
    for url in [*map(url_of, PAGES), "nowhere/at/all"]:
        answer = tab.goto(home + url)
        assert "frame-ancestors 'none'" in answer.header_value("Content-Security-Policy")
        tab.locator("header details summary").click()
        tab.wait_for_load_state("networkidle")
        assert tab.evaluate("document.documentElement.classList.contains('js')")
    assert answer.status == 404


def test_footnotes_work_under_the_headers(hosted: Visit, real_site: Path) -> None:
    tab = hosted(page_with("a footnote", 'class="footnote-ref"', real_site))
    tab.locator(".footnote-ref").first.click()
    expect(tab.locator("p + .cited")).to_be_visible()
