"""Everything by keyboard alone: each stop of the Tab key is seen, and seen to have the focus, in the order of reading."""

from typing import Any

import pytest
from browser import DESKTOP, PHONE, SIZES, Visit, restyle
from playwright.sync_api import Page, expect
from stage import MIDDLE, choose, open_labels
from test_browser import EVERYWHERE, LIGHTNESS

# Everything that can have the focus and is in sight, numbered in the order of the document.
NUMBER = """() => [...document.querySelectorAll('a[href], button, input, summary, [tabindex]:not([tabindex="-1"])')]
  .filter(node => node.checkVisibility({ visibilityProperty: true }))
  .map((node, index) => { node.stop = index; return node.outerHTML.slice(0, 120) })"""
# What has the focus: which of those it is, and what is wrong with how it is seen.
STOP = """() => {
  const node = document.activeElement;
  if (node === document.body) return null;
  const problems = [];
  const style = getComputedStyle(node);
  const paint = window.paint ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const luminance = color => {
    paint.fillStyle = color;
    paint.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map(part => part / 255)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) problems.push('no focus ring');
  let ground = node.parentElement;
  while (ground !== document.body && getComputedStyle(ground).backgroundColor.startsWith('rgba')) ground = ground.parentElement; // a tint
  const [dark, light] = [luminance(style.outlineColor), luminance(getComputedStyle(ground).backgroundColor)].sort((a, b) => a - b);
  if ((light + 0.05) / (dark + 0.05) < 3) problems.push('a faint focus ring');
  const boxes = [...node.getClientRects()].filter(box => box.width > 1 && box.height > 1);
  if (!boxes.length) problems.push('no size');
  for (const box of boxes) {
    const right = Math.min(box.right, innerWidth) - 2, bottom = box.bottom - 2;
    for (const [x, y] of [[box.left + 2, box.top + 2], [right, bottom], [(box.left + right) / 2, (box.top + bottom) / 2]]) {
      const top = document.elementFromPoint(x, y);
      if (!top) problems.push(`outside of the window at ${Math.round(x)}, ${Math.round(y)}`);
      else if (!node.contains(top) && !top.contains(node)) problems.push(`under ${top.outerHTML.slice(0, 60)}`);
    }
  }
  const box = node.getBoundingClientRect();
  const flows = node.closest('article') && !node.closest('.progress');
  return { stop: node.stop, problems, flows: !!flows, top: box.top + scrollY, bottom: box.bottom + scrollY };
}"""
SMALL = """([selector, least]) => [...document.querySelectorAll(selector)]
  .filter(node => node.checkVisibility({ visibilityProperty: true }) && !node.classList.contains('md-skip'))
  .filter(node => getComputedStyle(node).display !== 'inline')
  .map(node => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < least).map(([html]) => html)"""
MAIN = "header button, header summary, header details a, .progress__level, details:not([open]) > .spoiler__summary"


def walk(page: Page) -> list[str]:
    """Press Tab from the top of a page to its end; what is wrong on the way."""
    page.evaluate("() => { scrollTo(0, 0); document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex') }")
    names = page.evaluate(NUMBER)
    stops: list[dict[str, Any]] = []
    for _ in names:
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    wrong = [f"{names[stop['stop']]}: {problem}" for stop in stops for problem in stop["problems"]]
    if [stop["stop"] for stop in stops] != list(range(len(names))):
        missing = sorted(set(range(len(names))) - {stop["stop"] for stop in stops})
        wrong.append(f"not the order of the document, or not all of it: {[names[number] for number in missing]}")
    for before, after in zip(stops, stops[1:], strict=False):
        if before["flows"] and after["flows"] and after["bottom"] < before["top"]:
            wrong.append(f"above what comes before it: {names[after['stop']]}")
    return wrong


@pytest.mark.parametrize(
    ("level", "viewport"), [(0, PHONE), (-1, PHONE), (-2, DESKTOP)], ids=["closed on a phone", "open on a phone", "half open on a desktop"]
)
def test_each_stop_of_the_tab_key_is_seen_in_order_and_large_enough(level: int, viewport: dict[str, int], visit: Visit, home: str) -> None:
    """24 px are enough for all but links in sentences, 44 px for what a page is steered by."""
    page = visit(home, viewport=viewport)
    for url in EVERYWHERE:
        page.goto(home + url)
        page.locator(".progress__level").nth(level).click()
        assert page.evaluate(SMALL, [MAIN, 44]) == [], url
        assert page.evaluate(SMALL, ["a[href], button, input, summary", 24]) == [], url
        assert walk(page) == [], url


def test_the_walk_would_notice(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", viewport=PHONE)
    assert walk(page) == []
    restyle(page, "article a { outline: none !important } .copy-link { left: -999px !important }")
    assert page.evaluate(SMALL, ["article a", 24]) == []
    assert page.evaluate(SMALL, [".progress__level", 99])
    choose(page, MIDDLE)
    wrong = "\n".join(walk(page))
    assert "no focus ring" in wrong
    assert "outside of the window" in wrong


def test_the_first_stop_leads_past_the_header(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_light_is_changed_by_keyboard(key: str, visit: Visit, stage: str) -> None:
    page = visit(stage, color_scheme="dark")
    page.get_by_role("button", name="Change to light").press(key)
    assert page.evaluate(LIGHTNESS) > 0.8
    expect(page.get_by_role("button", name="Change to dark")).to_be_focused()
    page.get_by_role("button", name="Change to dark").press(key)
    assert page.evaluate(LIGHTNESS) < 0.2


@SIZES
@pytest.mark.parametrize("key", ["/", "f", "s"])
def test_a_key_opens_search_and_escape_leads_back(key: str, viewport: dict[str, int], visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", viewport=viewport)
    link = page.get_by_role("link", name="link to the last")
    link.focus()
    page.keyboard.press(key)
    query = page.get_by_role("textbox", name="Search")
    expect(query).to_be_focused()
    expect(query).to_be_in_viewport()
    expect(query).to_have_value("")
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    expect(page.get_by_role("button", name="Close search")).to_be_hidden()


@SIZES
def test_what_is_found_is_reached_by_keyboard(viewport: dict[str, int], visit: Visit, stage: str) -> None:
    page = visit(stage, viewport=viewport)
    page.keyboard.press("/")
    page.keyboard.type("paragraph")
    found = page.locator(".md-search-result__link").first
    expect(found).to_be_visible()
    expect(page.get_by_role("search").get_by_role("status")).to_have_text("1 matching document")
    page.keyboard.press("ArrowDown")
    expect(found).to_be_focused()
    assert page.evaluate(STOP)["problems"] == []
    assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineOffset)") < 0, "cut off by what scrolls"
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{stage}doors/?h=paragraph")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_on_a_phone_search_opens_by_its_button_and_gives_the_focus_back(key: str, visit: Visit, stage: str) -> None:
    page = visit(stage, viewport=PHONE)
    button = page.get_by_role("button", name="Search", exact=True)
    for way_back in ("Escape", "Close search"):
        button.press(key)
        expect(page.get_by_role("textbox", name="Search")).to_be_focused()
        expect(button).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("Escape") if way_back == "Escape" else page.get_by_role("button", name=way_back).click()
        expect(button).to_be_focused()
        expect(button).to_have_attribute("aria-expanded", "false")


def test_the_tab_key_leaves_search(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", viewport=DESKTOP)
    query = page.get_by_role("textbox", name="Search")
    page.get_by_role("button", name="Change to").focus()
    page.keyboard.press("Tab")
    expect(query).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.keyboard.press("Shift+Tab")
    expect(query).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Change to")).to_be_focused()


def test_escape_shuts_the_menu_and_so_does_going_on(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", viewport=PHONE)
    menu = page.locator("header summary")
    links = page.locator("header details a")
    menu.press("Enter")
    assert page.evaluate(SMALL, [MAIN, 44]) == []
    links.first.focus()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(links.first).to_be_hidden()
    menu.press("Enter")
    links.last.focus()
    page.keyboard.press("Tab")
    expect(links.first).to_be_hidden()
    assert page.evaluate("document.activeElement.closest('header') === null")
    assert open_labels(page) == []
