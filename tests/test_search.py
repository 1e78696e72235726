"""Search knows how far its reader is, and finds nothing beyond."""

from collections.abc import Callable

import pytest
from browser import DESKTOP, PHONE, Visit
from playwright.sync_api import Page, Route, expect
from stage import FIRST, LAST, MIDDLE, SEALED, choose, spoiler

FOUND = ".md-search-result__item"


@pytest.fixture
def searching(visit: Visit, stage: str) -> Callable[..., Page]:
    """A page with search at hand."""

    def open_page(level: str = "", **settings: object) -> Page:
        page = visit(stage + "doors/", viewport=DESKTOP, **settings)
        choose(page, level)
        return page

    return open_page


def reach(page: Page, level: str) -> None:
    """Choose a level; search, which lies over the page, is put away before."""
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    choose(page, level)


def ask(page: Page, word: str) -> None:
    query = page.locator(".md-search__input")
    query.fill("")
    query.press_sequentially(word)


def expect_found(page: Page, word: str) -> None:
    ask(page, word)
    expect(page.locator(FOUND).filter(has_text=word)).to_have_count(1)


def expect_nothing(page: Page, word: str) -> None:
    """The public paragraphs are found first, so that an answer is known to have come."""
    ask(page, "paragraph")
    expect(page.locator(FOUND)).not_to_have_count(0)
    ask(page, word)
    expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")


def test_search_finds_what_is_reached_and_no_more(searching: Callable[..., Page]) -> None:
    page = searching(MIDDLE)
    expect_found(page, SEALED[FIRST])
    expect_found(page, SEALED[MIDDLE])
    expect_nothing(page, SEALED[LAST])


def test_nothing_is_fetched_for_search_until_somebody_searches(searching: Callable[..., Page]) -> None:
    page = searching(LAST)
    page.wait_for_load_state("networkidle")
    assert not [url for url in page.asked if "search" in url]
    expect_found(page, SEALED[LAST])


def test_an_index_is_fetched_only_when_reached_and_once(searching: Callable[..., Page]) -> None:
    page = searching()
    page.wait_for_load_state("networkidle")
    sealed = [f"search_index.{level}.json" for level in (FIRST, MIDDLE, LAST)]

    def asked() -> list[str]:
        page.wait_for_load_state("networkidle")
        return sorted(name for url in page.asked for name in sealed if url.endswith(name))

    assert asked() == []
    reach(page, MIDDLE)
    expect_found(page, SEALED[MIDDLE])
    reach(page, "")
    reach(page, MIDDLE)
    expect_found(page, SEALED[MIDDLE])
    assert asked() == sorted(sealed[:2])


def test_going_back_takes_effect_at_once(searching: Callable[..., Page]) -> None:
    page = searching(LAST)
    expect_found(page, SEALED[LAST])
    page.evaluate("level => { __md_set('progress', level); dispatchEvent(new StorageEvent('storage')) }", FIRST)
    assert page.locator(FOUND).count() == 0
    expect(page.locator(".md-search__input")).to_have_value("")
    expect_nothing(page, SEALED[LAST])
    expect_found(page, SEALED[FIRST])


def test_a_change_does_not_take_the_focus(searching: Callable[..., Page]) -> None:
    page = searching()
    expect_found(page, "link")
    page.keyboard.press("Escape")
    reach(page, MIDDLE)
    expect(page.locator(f'.progress__level[value="{MIDDLE}"]')).to_be_focused()
    expect(page.locator("#__search")).not_to_be_checked()


def test_what_was_reached_before_is_found_from_the_start(searching: Callable[..., Page]) -> None:
    page = searching(MIDDLE)
    page.reload()
    expect_found(page, SEALED[MIDDLE])


def test_an_index_that_fails_leaves_search_as_it_is_and_is_asked_for_again(searching: Callable[..., Page]) -> None:
    page = searching()
    failing = f"**/search_index.{FIRST}.json"

    def fail(route: Route) -> None:
        route.abort()

    page.route(failing, fail)
    expect_found(page, "link")
    with page.expect_event("requestfailed"):
        reach(page, FIRST)
    expect_nothing(page, SEALED[FIRST])
    page.unroute(failing, fail)
    reach(page, MIDDLE)
    expect_found(page, SEALED[FIRST])
    expect_found(page, SEALED[MIDDLE])


def test_no_suggestion_is_beyond_the_reader(searching: Callable[..., Page]) -> None:
    """Material suggests words of titles, which for a spoiler is its label."""
    page = searching(FIRST)
    suggestion = page.locator(".md-search__suggest")
    ask(page, "on")
    expect(suggestion).to_have_text("one")
    ask(page, "fou")
    expect(suggestion).to_have_text("")
    reach(page, LAST)
    ask(page, "fou")
    expect(suggestion).to_have_text("four")


def test_other_workers_are_left_alone(searching: Callable[..., Page]) -> None:
    page = searching(MIDDLE)
    answer = page.evaluate("""() => new Promise(done => {
        const echo = new Worker("../assets/echo.js");
        echo.onmessage = event => done([event.data, echo instanceof Worker]);
        echo.postMessage({type: 0, data: "as it was"});
    })""")
    assert answer == [{"type": 0, "data": "as it was"}, True]


def test_marked_words_are_in_no_closed_spoiler(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/?h=sealed+paragraph")
    expect(page.locator("mark").first).to_be_visible()
    assert page.locator("details.spoiler:not([open]) .spoiler__body mark").count() == 0
    reach(page, FIRST)
    page.reload()
    expect(spoiler(page, "One").locator("mark")).to_have_count(1)
    assert page.locator("details.spoiler:not([open]) .spoiler__body mark").count() == 0


def test_on_a_phone_search_is_as_far_as_the_reader(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", viewport=PHONE)
    reach(page, FIRST)
    page.get_by_role("button", name="Search", exact=True).click()
    expect_found(page, SEALED[FIRST])
    expect_nothing(page, SEALED[LAST])
