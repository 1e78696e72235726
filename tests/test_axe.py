"""axe finds nothing that would shut a reader out: on no page, in no state, in neither scheme, at no size."""

from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from browser import DESKTOP, PHONE, SIZES, Visit, restyle
from playwright.sync_api import Page, expect
from test_browser import EVERYWHERE

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
    "iframes": False,
}
COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
RUN = """async options => (await axe.run(document, options)).violations.flatMap(
  ({ id, nodes }) => nodes.map(node => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`))"""


def violations(page: Page, options: dict[str, object] = OPTIONS) -> list[str]:
    """What axe has against a page as it is: each with its rule and its place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"() => {{ {AXE_SCRIPT} }}")
    return page.evaluate(RUN, options)


def states(page: Page) -> Iterator[tuple[str, dict[str, object]]]:
    """A page at both sizes, closed and open, in both schemes: eight states of one load; and what to look for.

    From one scheme to the other nothing but colours changes. One load, since axe is the quicker the longer it runs.
    """
    sealed = page.locator("details.spoiler").count()  # else there is nothing to open
    for size, viewport in {"phone": PHONE, "desktop": DESKTOP}.items():
        page.set_viewport_size(viewport)
        for progress, levels in {"closed": "first", **({"open": "last"} if sealed else {})}.items():
            getattr(page.locator(".progress__level"), levels).click()
            for scheme, options in {"one scheme": OPTIONS, "the other": COLOURS}.items():
                yield f"{size}, {progress}, {scheme}", options
                page.get_by_role("button", name="Change to").click()


def test_axe_finds_nothing_on_any_page_in_any_state(visit: Visit, home: str) -> None:
    page = visit(home)
    found = {}
    for url in EVERYWHERE:
        page.goto(home + url)
        found |= {f"{url} {state}": said for state, options in states(page) if (said := violations(page, options))}
    assert found == {}


@SIZES
def test_axe_finds_nothing_where_search_is_open(viewport: dict[str, int], visit: Visit) -> None:
    page = visit("", viewport=viewport)
    page.keyboard.press("/")
    page.keyboard.type("film")
    expect(page.locator(".md-search-result__item")).not_to_have_count(0)
    assert violations(page) == []


def test_axe_finds_nothing_where_the_menu_is_open(visit: Visit) -> None:
    page = visit("", viewport=PHONE)
    page.locator("header summary").click()
    assert violations(page) == []


def test_axe_would_notice(visit: Visit) -> None:
    page = visit("")
    bad = '<button></button><p class="faint">Faint</p>'
    restyle(page, ".faint { color: #777; background: #888 }")
    page.locator("article").evaluate("(article, bad) => article.insertAdjacentHTML('beforeend', bad)", bad)
    assert {said.split(":")[0] for said in violations(page)} == {"button-name", "color-contrast"}
