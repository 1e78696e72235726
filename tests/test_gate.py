"""A link to a spoiler leads to a gate that says what it gives away, and asks."""


import pytest
from browser import SIZES, Visit
from playwright.sync_api import Page, expect
from stage import FILM, FIRST, LAST, MIDDLE, address_of, choose, open_labels, segment, spoiler


def at(visit: Visit, stage: str, label: str, **settings: object) -> Page:
    """A reader who has followed a link to a spoiler from somewhere else."""
    page = visit(f"{stage}doors/#{address_of(stage, label)}", **settings)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")  # focus has settled
    return page


@SIZES
def test_a_link_from_elsewhere_meets_a_gate(viewport: dict[str, int], visit: Visit, stage: str) -> None:
    page = at(visit, stage, "Two", viewport=viewport)
    gate = page.locator(".gate")
    expect(gate).to_contain_text(f"It gives away {FILM.level(MIDDLE).name}.")
    expect(gate.get_by_role("button")).to_have_text(["Open this one", f"I have seen {FILM.level(MIDDLE).seen}"])
    expect(gate).to_be_in_viewport(ratio=1)
    expect(gate).to_be_focused()
    assert open_labels(page) == []


def test_the_gate_says_what_it_is_to_a_screen_reader(visit: Visit, stage: str) -> None:
    page = at(visit, stage, "Two")
    name = f"The link that you followed leads to a spoiler. It gives away {FILM.level(MIDDLE).name}."
    expect(page.get_by_role("group", name=name)).to_be_focused()


def test_a_spoiler_within_another_is_behind_one_gate_at_the_higher_level(visit: Visit, stage: str) -> None:
    page = at(visit, stage, "Three, in two")
    expect(page.locator(".gate")).to_contain_text(FILM.level(LAST).name)
    expect(page.locator(".gate + details")).to_contain_text("Two")
    page.get_by_role("button", name="Open this one").click()
    assert open_labels(page) == ["Two", "Three, in two"]
    expect(spoiler(page, "Three, in two").locator("summary")).to_be_focused()
    expect(page.locator(".gate")).to_have_count(0)
    expect(segment(page, "")).to_have_attribute("aria-pressed", "true")


def test_who_has_got_so_far_says_so_and_reads_on(visit: Visit, stage: str) -> None:
    page = at(visit, stage, "Two")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert open_labels(page) == ["One", "Two"]
    expect(segment(page, MIDDLE)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".gate")).to_have_count(0)
    expect(spoiler(page, "Two").locator("> summary")).to_be_focused()


def test_where_labels_are_gone_the_place_itself_has_focus(visit: Visit, stage: str) -> None:
    page = at(visit, stage, "Four")
    page.get_by_role("button", name=f"I have seen {FILM.level(LAST).seen}").click()
    assert page.evaluate("document.activeElement.id") == address_of(stage, "Four")
    expect(page.get_by_text("Fourthly sealed.")).to_be_in_viewport()


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_a_link_on_the_page_meets_a_gate_each_time(by: str, visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    link = page.get_by_role("link", name="link to the last")
    for _ in range(2):
        link.click() if by == "mouse" else link.press("Enter")
        expect(page.locator(".gate")).to_be_focused()
        assert open_labels(page) == []
        page.get_by_role("button", name="Open this one").click()
        assert open_labels(page) == ["Four"]
        spoiler(page, "Four").locator("summary").click()
        assert open_labels(page) == []


def test_another_link_moves_the_gate(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    page.get_by_role("link", name="link to the last").click()
    page.get_by_role("link", name="link into the second").click()
    expect(page.locator(".gate")).to_have_count(1)
    expect(page.locator(".gate")).to_contain_text(FILM.level(MIDDLE).name)


def test_a_gate_goes_when_the_way_is_open(visit: Visit, stage: str) -> None:
    page = at(visit, stage, "Two")
    choose(page, FIRST)
    expect(page.locator(".gate")).to_have_count(1)
    choose(page, MIDDLE)
    expect(page.locator(".gate")).to_have_count(0)


def test_a_gate_goes_when_its_spoiler_is_opened_by_hand(visit: Visit, stage: str) -> None:
    page = at(visit, stage, "Four")
    spoiler(page, "Four").locator("summary").click()
    expect(page.locator(".gate")).to_have_count(0)


def test_a_gate_moves_inwards_with_progress(visit: Visit, stage: str) -> None:
    page = at(visit, stage, "Three, in two")
    choose(page, MIDDLE)
    expect(page.locator(".gate + details")).to_contain_text("Three, in two")
    expect(page.locator(".gate")).to_have_count(1)


def test_who_is_that_far_meets_no_gate(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    choose(page, MIDDLE)
    spoiler(page, "Two").locator("> summary").click()
    page.get_by_role("link", name="link into the second").click()
    expect(page.get_by_text("Secondly sealed.")).to_be_visible()
    expect(page.locator(".gate")).to_have_count(0)


def test_without_scripts_a_link_lands_at_the_closed_spoiler(visit: Visit, stage: str) -> None:
    address = address_of(stage, "Two")
    page = visit(f"{stage}doors/#{address}", java_script_enabled=False)
    lit, unlit = page.locator(f"#{address} > details > summary"), page.get_by_text("Four", exact=True).locator("xpath=ancestor::summary")
    expect(lit).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("Secondly sealed.")).to_be_hidden()
    edge = "node => getComputedStyle(node).borderTopColor"
    assert lit.evaluate(edge) != unlit.evaluate(edge)


def test_a_hash_that_names_no_spoiler_is_left_alone(visit: Visit, stage: str) -> None:
    page = visit("about:blank")
    for hash_ in ("#end", "#nothing", "#%", '#"]'):
        page.goto("about:blank")
        page.goto(f"{stage}doors/{hash_}")
        expect(page.locator(".gate")).to_have_count(0)
        assert page.complaints == [], hash_


# ── The address, shared ──


def test_an_open_spoiler_offers_its_address(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/?h=word#end", permissions=["clipboard-read", "clipboard-write"])
    link = spoiler(page, "Four").get_by_role("link", name="Copy link")
    expect(link).to_be_hidden()
    spoiler(page, "Four").locator("summary").click()
    link.click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    expect(spoiler(page, "Four").locator(".copy-link")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{stage}doors/#{address_of(stage, 'Four')}"
    assert open_labels(page) == ["Four"]
    segment(page, "").focus()
    expect(link).to_have_text("Copy link")


def test_the_address_of_an_inner_spoiler_is_copied_by_keyboard(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", permissions=["clipboard-read", "clipboard-write"])
    choose(page, MIDDLE)
    spoiler(page, "Three, in two").locator("summary").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{stage}doors/#{address_of(stage, 'Three, in two')}"


def test_without_a_clipboard_the_address_bar_has_it(visit: Visit, stage: str) -> None:
    page = visit("about:blank")
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(stage + "doors/")
    spoiler(page, "Four").locator("summary").click()
    spoiler(page, "Four").locator(".copy-link").click()
    expect(page).to_have_url(f"{stage}doors/#{address_of(stage, 'Four')}")
    assert open_labels(page) == ["Four"]
