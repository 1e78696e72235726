"""However readers set up what they read on, nothing is cut off, covered or lost: size, spacing, colours, motion."""


from browser import DESKTOP, NARROW, PHONE, Visit, launch, restyle, watch_policy
from playwright.sync_api import Browser, Page
from test_browser import EVERYWHERE, URLS

Size = dict[str, int]
LOW = {"width": 320, "height": 256}  # 1280 × 1024 at four times its size
# https://www.w3.org/TR/WCAG22/#text-spacing
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
# Text that its own box cuts off, and boxes of the header or the control that lie on one another.
LOST = """() => {
  const seen = [...document.querySelectorAll('body *')].filter(node => node.checkVisibility({ visibilityProperty: true }));
  const cut = seen.filter(node => {
    const { overflowX, overflowY, position, clipPath } = getComputedStyle(node);
    const holds = [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
    if (!holds || clipPath !== 'none' || node.closest('.visually-hidden, svg, pre, input')) return false;
    const boxed = node.matches('button, summary, td, th'), shows = overflow => boxed ? overflow === 'auto' : ['auto', 'visible'].includes(overflow);
    return node.clientWidth && node.scrollWidth > node.clientWidth + 1 && !shows(overflowX)
      || node.clientHeight && node.scrollHeight > node.clientHeight + 1 && !shows(overflowY);
  });
  const covered = ['.site-header__inner', '.progress__levels'].flatMap(place => {
    const boxes = [...document.querySelector(place).children]
      .filter(node => node.checkVisibility({ visibilityProperty: true }))
      .map(node => [node, node.getBoundingClientRect()]).filter(([, box]) => box.width && box.height);
    return boxes.filter(([, a], index) => boxes.slice(index + 1).some(([, b]) =>
      a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).map(([node]) => node);
  });
  const wide = document.documentElement.scrollWidth > innerWidth ? [document.documentElement] : [];
  return [...cut, ...covered, ...wide].map(node => node.cloneNode(node.childElementCount === 0).outerHTML.slice(0, 120));
}"""
# What stays in the window while the page moves on.
STUCK = """() => {
  scrollTo(0, document.documentElement.scrollHeight / 2);
  return [...document.querySelectorAll('body *')].filter(node => {
    const box = node.getBoundingClientRect();
    return ['fixed', 'sticky'].includes(getComputedStyle(node).position) && node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && box.width && box.height && box.top < innerHeight && box.bottom > 0;
  }).map(node => node.cloneNode().outerHTML);
}"""
MOVING = """() => [...document.querySelectorAll('*')].filter(node => ['', '::before', '::after'].some(part => {
  const style = getComputedStyle(node, part);
  return style.animationName !== 'none' && style.animationTimeline === 'auto' || style.transitionDuration.split(', ').some(time => parseFloat(time));
})).map(node => node.cloneNode().outerHTML.slice(0, 100))"""


def lost(page: Page, *sizes: Size) -> dict[str, list[str]]:
    """What is lost on a page in windows of these sizes, open and at last closed."""
    found = {}
    for level, windows in {"last": sizes, "first": sizes[::-1]}.items():
        getattr(page.locator(".progress__level"), level).click()
        for size in windows:
            page.set_viewport_size(size)
            found[f"{page.url} at {size}, {level} level"] = page.evaluate(LOST)
    return {where: nodes for where, nodes in found.items() if nodes}


def test_nothing_is_lost_or_in_the_way_or_moves_in_a_small_window_or_where_a_reader_spaces_text(visit: Visit, home: str) -> None:
    page = visit(home)
    for url in EVERYWHERE:
        page.goto(home + url)
        for size in ({"width": 1280, "height": 400}, LOW):
            page.set_viewport_size(size)
            assert page.evaluate(STUCK) == [], f"{url} at {size}"
            assert page.evaluate(MOVING) == [], f"{url} at {size}"
        assert lost(page, LOW, NARROW) == {}
        restyle(page, SPACED)
        assert lost(page, PHONE, DESKTOP) == {}


def test_nothing_is_lost_in_letters_of_twice_the_size(browser: Browser, home: str) -> None:
    large = launch(browser.browser_type, "--blink-settings=defaultFontSize=32")
    page = large.new_page(viewport={"width": 1280, "height": 1024}, reduced_motion="reduce")
    kept_out = watch_policy(page.context)
    for url in EVERYWHERE:
        page.goto(home + url)
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 40
        assert lost(page, {"width": 1280, "height": 1024}) == {}
    large.close()
    assert kept_out == []


def test_in_a_window_high_enough_the_header_and_the_control_stay(visit: Visit, address: str) -> None:
    page = visit(URLS[-1])
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        assert len(page.evaluate(STUCK)) >= 2


def test_what_is_lost_would_be_noticed(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", reduced_motion="no-preference")
    assert page.evaluate(MOVING)
    restyle(page, "p { width: 30rem } .progress__level { height: 1rem; min-height: 0 !important; overflow: hidden }")
    (said, *_) = lost(page, NARROW).values()
    assert {words.split()[0] for words in said} >= {"<html", "<button"}


def test_in_colours_of_the_reader_s_own_everything_is_told_apart(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", forced_colors="active", viewport=DESKTOP)
    paint = "([selector, part]) => getComputedStyle(document.querySelector(selector), part)"

    def of(selector: str, what: str, part: str | None = None) -> str:
        return page.evaluate(f"{paint}.{what}", [selector, part])

    canvas = of("body", "backgroundColor")
    assert of(".progress__level[aria-pressed=true]", "backgroundColor") != of(".progress__level[aria-pressed=false]", "backgroundColor")
    assert of(".spoiler__summary", "backgroundColor", "::before") != canvas, "the lock"
    for box in (".spoiler__summary", ".progress__level", ".md-search__form"):
        assert of(box, "borderTopStyle") == "solid"
        assert of(box, "borderTopColor") != canvas
    assert of(".site-header__pages a:not([aria-current])", "borderBottomColor") == canvas
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineColor") != canvas
