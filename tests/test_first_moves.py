"""Material's script starts at a reader's first move, and no first move is lost by that."""

from collections.abc import Callable, Iterator

import pytest
from browser import DESKTOP, PHONE
from playwright.sync_api import Browser, Page, Route, expect
from test_real_site import NAV, url_of

Open = Callable[..., Page]
SCHEME = "document.body.dataset.mdColorScheme"


@pytest.fixture
def arrived(browser: Browser, home: str) -> Iterator[Open]:
    """A page at which its reader has just arrived, and done nothing yet; what it asked for is in `asked`."""
    contexts = []

    def open_page(url: str = "", **settings: object) -> Page:
        contexts.append(browser.new_context(reduced_motion="reduce", **settings))
        page = contexts[-1].new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(home + url)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_nothing_is_started_before_a_reader_s_first_move(arrived: Open) -> None:
    page = arrived()
    page.wait_for_selector("html[data-dressed]", state="attached")
    page.wait_for_selector("link[rel=prefetch][as=script]", state="attached")
    assert not page.evaluate("'started' in document.documentElement.dataset")
    assert page.locator("script[src*=bundle]").count() == 0
    page.mouse.move(10, 10)
    expect(page.locator("html[data-started]")).to_have_count(1)


def test_a_key_works_at_once(arrived: Open) -> None:
    page = arrived(viewport=DESKTOP)
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()


def test_a_key_works_while_the_script_is_on_its_way(arrived: Open) -> None:
    page = arrived()
    page.evaluate("dispatchEvent(new Event('pointermove'))")
    page.keyboard.press("n")
    page.wait_for_url(f"**/{url_of(NAV[1])}")


def test_the_scheme_changes_at_the_first_press(arrived: Open) -> None:
    page = arrived(color_scheme="light")
    assert page.evaluate(SCHEME) == "default"
    page.locator(".site-header__light").evaluate("button => button.click()")
    page.wait_for_selector("body[data-md-color-scheme=slate]")
    page.reload()
    assert page.evaluate(SCHEME) == "slate", "it was forgotten"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_scheme_of_the_machine_is_there_from_the_first_paint(scheme: str, arrived: Open) -> None:
    page = arrived(color_scheme=scheme)
    assert page.evaluate(SCHEME) == {"light": "default", "dark": "slate"}[scheme]


def test_search_opens_at_the_first_press(arrived: Open) -> None:
    page = arrived(viewport=PHONE)
    page.locator(".site-header__search").evaluate("button => button.click()")
    expect(page.locator(".md-search__input")).to_be_focused()


def test_the_next_page_is_fetched_by_who_reads_on_and_by_nobody_else(arrived: Open, home: str) -> None:
    page = arrived(viewport=PHONE)
    page.wait_for_selector("html[data-dressed]", state="attached")
    page.wait_for_load_state("networkidle")
    following = home + url_of(NAV[1])
    assert following not in page.asked
    with page.expect_request(following):
        page.evaluate("scrollBy(0, 300)")


@pytest.fixture
def held(browser: Browser, home: str) -> Iterator[tuple[Page, list[Route]]]:
    """A page whose own script is asked for and does not come before its route is let go."""
    context, routes = browser.new_context(reduced_motion="reduce"), []
    page = context.new_page()
    page.route("**/assets/film.*.js", lambda route: routes.append(route))
    with page.expect_request("**/assets/film.*.js"):
        page.goto(home + url_of(NAV[1]))
    yield page, routes
    context.close()


def test_a_press_before_the_script_has_come_is_not_lost(held: tuple[Page, list[Route]]) -> None:
    page, routes = held
    page.locator(".progress__level").last.click()
    assert page.locator("details.spoiler[open]").count() == 0
    routes[0].continue_()
    expect(page.locator(".progress__level").last).to_have_attribute("aria-pressed", "true")
    expect(page.locator("details.spoiler:not([open])")).to_have_count(0)


def test_a_key_before_the_script_has_come_is_not_lost(held: tuple[Page, list[Route]]) -> None:
    page, routes = held
    page.keyboard.press("/")
    routes[0].continue_()
    expect(page.locator(".md-search__input")).to_be_focused()


def test_a_door_opened_before_the_script_has_come_stays_open(held: tuple[Page, list[Route]]) -> None:
    page, routes = held
    page.locator("details.spoiler summary").first.click()
    routes[0].continue_()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.locator("details.spoiler[open]").count() == 1


def test_the_script_and_all_styles_wait_until_the_page_has_been_painted(arrived: Open) -> None:
    page = arrived()
    page.wait_for_selector("html[data-dressed]", state="attached")
    painted, asked = page.evaluate(
        """() => [
          performance.getEntriesByName("first-contentful-paint")[0].startTime,
          Math.min(...performance.getEntriesByType("resource").filter(entry => /film|styles/.test(entry.name)).map(entry => entry.startTime)),
        ]"""
    )
    assert painted <= asked


def test_a_browser_that_does_not_say_when_it_paints_gets_them_too(browser: Browser, home: str) -> None:
    with browser.new_context() as context:
        context.add_init_script("PerformanceObserver.prototype.observe = () => {}")
        page = context.new_page()
        page.goto(home)
        page.wait_for_selector("html[data-dressed]", state="attached")
