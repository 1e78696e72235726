"""What was taken out of the styles is missed by nobody: each element looks as it would with all of them, whatever readers do."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import material
import pytest
from browser import DESKTOP, PHONE, Visit
from microsite.stylesheets import UNSEEN
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, expect
from rcssmin import cssmin
from sites import ROOT
from stage import choose
from test_browser import EVERYWHERE
from test_progress import PAINTED
from test_real_site import FILM, most_sealed

Act = Callable[[Page], object]
LATER_PARTS = "header details > ul, .md-top, .md-overlay"  # marked so, or nothing to see
# Gives a page all styles instead of its own; what of every element, and of what stands before and after it, changes by that.
WITH_ALL = """([css, skip, unseen]) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const rules = list => [...list].flatMap(rule => [rule, ...rules(rule.cssRules ?? [])]);
  const names = [...new Set(rules(sheet.cssRules).flatMap(rule => [...rule.style ?? []]))] // all that is said in any rule
    .filter(name => !["--", ...unseen].some(start => name.startsWith(start)));
  const nodes = [...document.querySelectorAll("html, body, body *")].filter(node => !node.closest(skip));
  const looks = () => nodes.flatMap(node => ["", "::before", "::after"].map(part => {
    const style = getComputedStyle(node, part);
    return part && style.content === "none" ? [] : names.map(name => style.getPropertyValue(name));
  }));
  const dress = all => {
    document.adoptedStyleSheets = all ? [sheet] : [];
    for (const own of document.styleSheets) own.disabled = all;
    return document.body.offsetHeight;
  };
  dress(true); // so that in both states all is computed anew
  dress(false);
  const own = looks();
  dress(true);
  const full = looks();
  const changed = index => names.filter((name, at) => own[index][at] !== full[index][at]).map(name => {
    const at = names.indexOf(name);
    return `${name}: ${own[index][at]} -> ${full[index][at]}`;
  });
  const found = full.flatMap((_, index) => changed(index).length ? [`${nodes[Math.floor(index / 3)].outerHTML.slice(0, 80)} ${changed(index)}`] : []);
  return [nodes.length, found];
}"""
WITH_ITS_OWN = "() => { document.adoptedStyleSheets = []; for (const own of document.styleSheets) own.disabled = false; }"
OPENED = """() => {
  for (const node of document.querySelectorAll("details, dialog")) node.open = true;
  for (const link of document.querySelectorAll(".footnote-ref")) link.click();
}"""
ROUNDED = 2  # of 255: what a pixel may be off when it is painted again


def full_styles() -> str:
    """All styles of the theme and of overrides/, in the order of the built ones."""
    (theme,) = (Path(material.__file__).parent / "templates/assets/stylesheets").glob("main.*.min.css")
    own = sorted((ROOT / "overrides" / "assets").glob("*.css"))
    return "".join([theme.read_text(encoding="utf-8"), *(cssmin(path.read_text(encoding="utf-8")) for path in own)])


FULL = full_styles()
WORD = FILM.about.title
SIZES = pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"])


def differences(page: Page, skip: str = "none", unseen: frozenset[str] = frozenset()) -> list[str]:
    """What changes when a page gets all styles instead of its own: elements, and pixels; but for what is to be skipped and is not seen."""
    picture = _pictures(page)
    own = picture()
    count, found = page.evaluate(WITH_ALL, [FULL, skip, sorted(unseen)])
    full = picture()
    looked_closely = page.screenshot() if own != full else b""
    page.evaluate(WITH_ITS_OWN)
    assert count > 50
    return found + list(_other_pixels(page.screenshot(), looked_closely) if looked_closely else [])


def _pictures(page: Page) -> Callable[[], str]:
    """A way to picture a page that is quick, since nothing is made small, and that a blinking caret can be seen in."""
    session = page.context.new_cdp_session(page)
    return lambda: session.send("Page.captureScreenshot", {"optimizeForSpeed": True})["data"]


def _other_pixels(own: bytes, full: bytes) -> Iterator[str]:
    """Where a picture differs by more than what a browser does to it when it paints it anew."""
    one, other = (Image.open(BytesIO(png)).convert("RGB") for png in (own, full))
    difference = ImageChops.difference(one, other)
    if box := difference.convert("L").point(lambda value: 255 if value > ROUNDED else 0).getbbox():
        yield f"pixels in {box}, by {max(high for _, high in difference.getextrema())}"


def without_scripts_of_its_own(browser: Browser, **settings: object) -> Page:
    """A page of which only what stands in itself is there: neither its scripts nor all styles."""
    page = browser.new_context(reduced_motion="reduce", **settings).new_page()
    page.route(re.compile(r"\.(js|css)$"), lambda route: route.abort())
    return page


@SIZES
def test_a_first_view_needs_no_more_than_the_page_carries(viewport: dict[str, int], scheme: str, browser: Browser, home: str) -> None:
    level = FILM.last_level if viewport == DESKTOP else ""
    page = without_scripts_of_its_own(browser, viewport=viewport, color_scheme=scheme)
    page.add_init_script(f"localStorage.setItem('/.progress', '\"{level}\"')")
    for name in EVERYWHERE:
        page.goto(home + name)
        assert page.evaluate("document.documentElement.dataset.progress") == level
        assert differences(page, LATER_PARTS, UNSEEN) == [], name
    page.context.close()


def test_a_rule_that_is_missing_is_found(browser: Browser, home: str) -> None:
    page = without_scripts_of_its_own(browser, viewport=PHONE)
    page.goto(home)
    rules = "[...document.styleSheets[0].cssRules]"
    page.evaluate(f"document.styleSheets[0].deleteRule({rules}.findIndex(rule => rule.selectorText?.endsWith('.opening__label')))")
    *looks, pixels = differences(page, LATER_PARTS, UNSEEN)
    assert any("opening__label" in look for look in looks)
    assert pixels.startswith("pixels in")
    page.context.close()


def open_search(page: Page) -> None:
    page.locator("[data-search]:visible, .md-search__input:visible").first.click()
    page.locator(".md-search__input").fill(WORD)
    page.locator(".md-search__input").press("End")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    if page.viewport_size == PHONE:
        page.wait_for_selector("body[data-md-scrolllock]")  # the page is held fast


def open_menu(page: Page) -> None:
    page.locator("header summary").evaluate("node => node.click()")


def follow_to_a_gate(page: Page) -> None:
    page.evaluate("location.hash = document.querySelector('.spoiler-place[id]').id")
    expect(page.locator(".gate")).to_have_count(1)


def go_back_to_the_top(page: Page) -> None:
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.mouse.wheel(0, -200)
    expect(page.locator(".md-top")).to_be_visible()


# What readers do, one after the other.
ACTS: dict[str, Act] = {
    "nothing": lambda page: None,
    "menu": open_menu,
    "menu again": open_menu,
    "gate": follow_to_a_gate,
    "opened": lambda page: page.locator(".gate__way").first.click(),
    "middle": lambda page: choose(page, FILM.levels[len(FILM.levels) // 2].id),
    "copied": lambda page: page.locator(".copy-link:visible").first.click(),
    "everything": lambda page: choose(page, FILM.last_level),
    "focus": lambda page: page.locator(".essay a").first.focus(),
    "hover": lambda page: page.locator(".site-footer a").first.hover(),
    "top": go_back_to_the_top,
    "forced colours": lambda page: page.emulate_media(forced_colors="active"),
    "print": lambda page: page.emulate_media(media="print", forced_colors="none"),
    "scheme": lambda page: page.emulate_media(media="screen") or page.locator(".site-header__light").click(),
    "keys": lambda page: page.keyboard.press("?"),
    "no keys": lambda page: page.keyboard.press("Escape"),
    "search": open_search,
}


@SIZES
def test_whatever_readers_do_all_looks_as_with_all_styles(viewport: dict[str, int], scheme: str, visit: Visit, address: str, real_site: Path) -> None:
    page = visit(most_sealed(real_site), viewport=viewport, color_scheme=scheme)
    for name, act in ACTS.items():
        act(page)
        page.evaluate(PAINTED)
        assert differences(page) == [], name


def test_every_page_looks_as_with_all_styles(visit: Visit, home: str) -> None:
    page = visit("about:blank", viewport=DESKTOP)
    for name in EVERYWHERE:
        page.goto(home + name)
        page.evaluate(OPENED)
        assert differences(page) == [], name
