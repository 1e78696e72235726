"""How the site looks, as far as numbers can tell; and pictures of it in screenshots/ for eyes to tell the rest."""

from pathlib import Path

import pytest
from browser import DESKTOP, PHONE, Visit
from playwright.sync_api import expect
from stage import segment
from test_progress import PAINTED, SHIFTS
from test_real_site import FILM, NAV, most_sealed, page_with, url_of
from test_reflow import LOW

from screenshots import FOLDER, shoot

LYING = {"width": 844, "height": 390}  # a phone on its side
MEASURE = """() => {
  const measured = (node) => {
    const line = parseFloat(getComputedStyle(node).lineHeight);
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = new Set([...range.getClientRects()].map(box => Math.round((box.top + box.bottom) / 2 / line))).size;
    return [node.textContent.length, lines];
  };
  const found = [...document.querySelectorAll('.essay > p:not([class])')].map(measured).filter(([, lines]) => lines > 3);
  return found.map(([letters, lines]) => letters / (lines - 0.5));
}"""


def test_a_line_of_prose_has_sixty_to_seventy_five_letters(visit: Visit, address: str) -> None:
    page = visit("", viewport=DESKTOP)
    lines = []
    for name in NAV:
        page.goto(address + url_of(name))
        lines += page.evaluate(MEASURE)
    if len(lines) <= 5:
        pytest.skip("too little prose to be measured")
    assert 60 <= sum(lines) / len(lines) <= 75


def test_nothing_moves_while_a_page_loads_at_a_link_s_end(visit: Visit, address: str, real_site: Path) -> None:
    page = visit("", viewport=PHONE)
    url = page_with("a heading and a spoiler", r'(?s)<h2 id="(?!__).*class="spoiler-place|class="spoiler-place.*<h2 id="(?!__)', real_site)
    page.goto(address + url)
    for selector in (".essay > h2[id]", ".spoiler-place[id]"):
        target = page.locator(selector).last.get_attribute("id")
        page.goto("about:blank")
        page.goto(f"{address}{url}#{target}")
        page.evaluate(PAINTED)
        assert page.evaluate(SHIFTS) == [], selector


def test_the_title_is_in_the_first_view(visit: Visit, address: str) -> None:
    page = visit("")
    for name in NAV:
        page.goto(address + url_of(name))
        for viewport in (PHONE, DESKTOP, LYING, LOW):
            page.set_viewport_size(viewport)
            expect(page.locator("h1"), f"{name} at {viewport}").to_be_in_viewport(ratio=0.4)


def test_the_sky_is_night_in_both_schemes_and_the_paper_is_not(visit: Visit) -> None:
    colours = "['header', '.opening', 'body'].map(name => getComputedStyle(document.querySelector(name)).backgroundColor)"
    dark, light = (visit("", color_scheme=scheme).evaluate(colours) for scheme in ("dark", "light"))
    assert dark == [light[0]] * 3
    assert light[0] == light[1] != light[2]


def test_on_paper_there_is_no_night(visit: Visit) -> None:
    page = visit("", color_scheme="dark")
    page.emulate_media(media="print")
    expect(page.locator(".opening__scene")).to_be_hidden()
    expect(page.locator("header").first).to_be_hidden()
    ink = "getComputedStyle(document.querySelector('h1')).color.match(/\\d+/g).map(Number)"
    assert max(page.evaluate(ink)) < 80
    assert page.evaluate("getComputedStyle(document.querySelector('.opening')).backgroundColor") == "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_pictures_are_left_of_what_readers_see(size: str, scheme: str, visit: Visit, address: str, real_site: Path) -> None:
    page = visit("", viewport={"phone": PHONE, "desktop": DESKTOP}[size], color_scheme=scheme)
    FOLDER.mkdir(exist_ok=True)
    shoot(page, f"home-{size}-{scheme}", whole=False)
    page.goto(address + most_sealed(real_site))
    shoot(page, f"sealed-{size}-{scheme}")
    segment(page, FILM.last_level).click()
    shoot(page, f"open-{size}-{scheme}")
    page.goto(address + url_of(NAV[-1]))
    shoot(page, f"last-{size}-{scheme}")
    for name in ("home", "sealed", "open", "last"):
        assert (FOLDER / f"{name}-{size}-{scheme}.png").stat().st_size > 15_000
