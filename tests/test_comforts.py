"""What readers of essays expect: notes and addresses at hand, keys, the way back to the top."""

import re
from pathlib import Path

import pytest
from browser import DESKTOP, PHONE, SIZES, Visit
from playwright.sync_api import expect
from test_real_site import NAV, PAGES, page_with, url_of, whole

READ = "new DOMMatrix(getComputedStyle(document.querySelector('header'), '::after').transform).a"


@pytest.fixture(scope="session")
def noted(real_site: Path) -> str:
    """The address of a page with a footnote that anyone may read."""
    return page_with("a footnote", 'class="footnote-ref"', real_site)


@pytest.fixture(scope="session")
def long(real_site: Path) -> str:
    """The address of a page with headings, and so long that one has to scroll."""
    return url_of(max(PAGES, key=lambda name: len(re.findall('<h2 id="(?!__)', whole(real_site, name)))))


def test_a_footnote_opens_below_the_lines_that_cite_it_and_shuts(visit: Visit, noted: str) -> None:
    page = visit(noted, viewport=PHONE)
    link, note = page.locator(".footnote-ref").first, page.locator("p + .cited")
    words = page.locator(".footnote li").first.locator("p").first.evaluate("node => node.firstChild.data.trim()")
    link.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    link.focus()
    page.keyboard.press("Enter")
    expect(note).to_contain_text(words)
    expect(note.locator("a")).to_have_count(0)
    expect(link).to_have_attribute("aria-expanded", "true")
    assert page.evaluate("scrollY") == before
    link.click()
    expect(note).to_have_count(0)
    expect(link).to_have_attribute("aria-expanded", "false")


def test_a_footnote_may_have_a_name_in_any_letters(visit: Visit, noted: str) -> None:
    page = visit(noted)
    page.locator(".footnote li").first.evaluate("node => { node.id = 'fn:über' }")
    page.locator(".footnote-ref").first.evaluate("link => { link.href = '#fn:über'; link.click() }")
    expect(page.locator("p + .cited")).to_be_visible()


def test_without_scripts_a_footnote_is_at_the_foot(visit: Visit, noted: str) -> None:
    page = visit(noted, java_script_enabled=False)
    page.locator(".footnote-ref").first.click()
    expect(page.locator(".footnote li").first).to_be_in_viewport()


def test_a_heading_s_address_can_be_copied(visit: Visit, long: str) -> None:
    page = visit(long, permissions=["clipboard-read", "clipboard-write"])
    heading = page.locator(".essay > h2").first
    link = page.locator(".essay > h2 + .copy-link").first
    line, offered = heading.bounding_box(), link.bounding_box()
    assert line["y"] < offered["y"] + offered["height"] / 2 < line["y"] + line["height"], "not in the heading's line"
    link.click()
    expect(link).to_have_text("Copied")
    address = page.url + "#" + heading.get_attribute("id")
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.goto(address)
    expect(heading).to_be_in_viewport()


def test_keys_are_explained_by_a_key_and_by_a_button(visit: Visit, long: str) -> None:
    page = visit(long, viewport=DESKTOP)
    keys, button = page.get_by_role("dialog", name="By keyboard"), page.get_by_role("button", name="Keyboard")
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    button.click()
    keys.get_by_role("button", name="Close").click()
    expect(keys).to_be_hidden()
    expect(button).to_be_focused()


def test_single_keys_can_be_put_off_and_stay_so(visit: Visit, long: str) -> None:
    """Who speaks to a computer would press them without meaning to (WCAG 2.1.4)."""
    page = visit(long, viewport=DESKTOP)
    button, box = page.get_by_role("button", name="Keyboard"), page.get_by_role("checkbox")
    button.click()
    page.keyboard.press("n")  # not while the help is read
    box.uncheck()
    page.keyboard.press("Escape")
    page.reload()
    for key in ("?", "/", "n"):
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#__search")).not_to_be_checked()
    assert page.url.endswith(long)
    button.click()
    expect(box).not_to_be_checked()
    box.check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.type("?n/")
    expect(page.locator(".md-search__input")).to_have_value("?n/")


def test_a_key_leads_to_the_next_page(visit: Visit, address: str) -> None:
    page = visit("")
    page.wait_for_load_state()
    page.keyboard.press("n")
    page.wait_for_url(address + url_of(NAV[1]))


@SIZES
def test_readers_see_how_far_they_are_and_get_back_to_the_top(viewport: dict[str, int], visit: Visit, long: str) -> None:
    page = visit(long, viewport=viewport)
    top = page.get_by_role("button", name="Back to top")
    assert page.evaluate(READ) < 0.01
    expect(top).to_be_hidden()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_function(f"() => {READ} > 0.99")
    page.mouse.wheel(0, -300)
    expect(top).to_be_visible()
    box, control = top.bounding_box(), page.locator(".progress__levels").bounding_box()
    assert 24 <= box["height"] < 60
    assert box["y"] + box["height"] <= control["y"] or box["y"] >= control["y"] + control["height"], "over the control"
    top.click()
    page.wait_for_function("() => scrollY === 0")
    expect(top).to_be_hidden()


def test_what_needs_scripts_or_keys_is_not_offered_without_them(visit: Visit, long: str) -> None:
    page = visit(long, java_script_enabled=False)
    for name in ("Keyboard", "Back to top"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    touched = visit(long, viewport=PHONE, has_touch=True, is_mobile=True)
    expect(touched.get_by_role("button", name="Keyboard")).to_have_count(0)
