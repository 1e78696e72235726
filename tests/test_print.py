"""On paper the page is as its reader has it: what is closed stays closed, and says so."""


import pytest
from browser import Visit, printed
from playwright.sync_api import expect
from stage import FILM, FIRST, LAST, MIDDLE, SEALED, choose, open_labels, spoiler


@pytest.mark.parametrize("level", ["", FIRST, MIDDLE, LAST])
def test_the_page_prints_as_far_as_its_reader_is(level: str, visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    choose(page, level)
    before = open_labels(page)
    paper = printed(page)
    for other, word in SEALED.items():
        assert (f"{word} sealed" in paper) == (level != "" and FILM.rank(other) <= FILM.rank(level))
    assert ("Thirdly" in paper) == (level == LAST)
    assert paper.count("closed, not printed") == {"": 3, FIRST: 2, MIDDLE: 2, LAST: 0}[level]
    assert open_labels(page) == before
    assert page.locator("[data-closed]").count() == 0


def test_a_closed_spoiler_is_one_line_that_says_so(visit: Visit, stage: str) -> None:
    paper = printed(visit(stage + "doors/"))
    assert f"Spoiler: Four, gives away {FILM.level(LAST).name} (closed, not printed)" in paper


def test_what_is_opened_by_hand_prints(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    spoiler(page, "Four").locator("summary").click()
    paper = printed(page)
    assert "Fourthly" in paper
    assert "Secondly" not in paper


def test_printing_twice_and_being_told_twice_gives_away_nothing(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint')); dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".spoiler__body:visible").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="null")
    assert open_labels(page) == []
    assert "Firstly" not in printed(page) + printed(page)


def test_a_page_that_loads_for_print_gives_away_nothing(visit: Visit, stage: str) -> None:
    page = visit("about:blank")
    page.emulate_media(media="print")
    page.goto(stage + "doors/")
    page.wait_for_load_state("networkidle")
    assert page.locator(".spoiler__body:visible").count() == 0


def test_what_is_for_the_screen_does_not_print(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    spoiler(page, "Four").locator("summary").click()
    page.get_by_role("link", name="link into the second").click()
    for place in (".progress__levels", ".gate", ".spoiler[open] > .copy-link"):
        expect(page.locator(place)).to_be_visible()
    page.emulate_media(media="print")
    for place in (".progress__levels", ".progress__question", ".gate", ".spoiler[open] > .copy-link"):
        expect(page.locator(place)).to_be_hidden()


def test_without_scripts_what_is_open_prints(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", java_script_enabled=False)
    page.get_by_text("Four", exact=True).click()
    paper = printed(page)
    assert "Fourthly" in paper
    assert "Secondly" not in paper
