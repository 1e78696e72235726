"""What a screen reader is told: the right things, by the right names, in the right order, and no spoiler."""

import re
import unicodedata
from pathlib import Path

import pytest
from browser import PHONE, SIZES, Visit
from microsite.html import ancestors, parse
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser
from test_real_site import CONFIG, FILM, PAGES, url_of, whole

EVERY = [*PAGES, "404"]
LANDMARK = re.compile(r"^ *- (banner|main|contentinfo|navigation|search|region|complementary|form)\b(?: \"(.*?)\")?", re.MULTILINE)


def html_of(site: Path, name: str) -> str:
    return (site / "404.html").read_text(encoding="utf-8") if name == "404" else whole(site, name)


def test_every_page_has_a_title_of_its_own(real_site: Path) -> None:
    titles = [LexborHTMLParser(html_of(real_site, name)).css_first("title").text() for name in EVERY]
    assert all(titles)
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", EVERY)
def test_a_page_says_its_language_and_so_does_what_is_in_another_script(name: str, real_site: Path) -> None:
    tree = LexborHTMLParser(html_of(real_site, name))
    assert tree.root.attributes["lang"] == CONFIG.theme["language"]
    for node in tree.body.traverse(include_text=True):
        if node.is_text_node and node.parent.tag not in ("script", "style") and not _is_latin(node.text()):
            assert any("lang" in around.attributes for around in ancestors(node)), node.text()


def _is_latin(text: str) -> bool:
    return all("LATIN" in unicodedata.name(letter, "") for letter in text if letter.isalpha() and letter not in "ªº")


@pytest.mark.parametrize("name", EVERY)
def test_headings_go_down_one_step_at_a_time(name: str, real_site: Path) -> None:
    depths = [int(node.tag[1]) for node in parse(html_of(real_site, name)).css("main :is(h1, h2, h3, h4, h5, h6)")]
    assert depths[0] == 1
    assert [pair for pair in zip(depths, depths[1:], strict=False) if pair[1] > pair[0] + 1 or pair[1] == 1] == []


@pytest.mark.parametrize("name", EVERY)
def test_a_drawing_has_a_name_or_is_nothing_to_a_screen_reader(name: str, real_site: Path) -> None:
    body = parse(html_of(real_site, name))
    for drawing in body.css("svg"):
        named = drawing.attributes.get("role") == "img" and {"aria-label", "aria-labelledby"} & drawing.attributes.keys()
        hidden = any(node.tag == "button" or node.attributes.get("aria-hidden") == "true" for node in (drawing, *ancestors(drawing)))
        assert bool(named) != hidden, drawing.html[:200]
    assert [picture.html for picture in body.css("img") if "alt" not in picture.attributes] == []


@SIZES
def test_landmarks_are_there_once_or_have_names_of_their_own(viewport: dict[str, int], visit: Visit, address: str) -> None:
    page = visit("", viewport=viewport)
    for name in PAGES:
        page.goto(address + url_of(name))
        landmarks = LANDMARK.findall(page.locator("body").aria_snapshot())
        assert [kind for kind, _ in landmarks if kind in ("banner", "main", "contentinfo")] == ["banner", "main", "contentinfo"]
        ways = [words for kind, words in landmarks if kind == "navigation"]
        assert len(set(ways)) == len(ways) > 0
        assert "" not in ways


def test_a_closed_page_is_told_in_its_order(visit: Visit, address: str, real_site: Path) -> None:
    """The heading, the lead, the question with its answers, then the text and labels; and nothing of what is sealed."""
    name = max(PAGES, key=lambda name: whole(real_site, name).count("<details"))
    page = visit(url_of(name), viewport=PHONE)
    told = page.locator("main").aria_snapshot()
    order = ["- heading ", "How much have you seen?", '- button "', "- group: "]
    places = [told.index(words) for words in order]
    assert places == sorted(places)
    sealed = [node.text().split()[:6] for node in parse(whole(real_site, name)).css(".spoiler__body p")]
    assert sealed
    assert [words for words in sealed if len(words) == 6 and " ".join(words) in told] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_spoiler_s_name_is_its_label_and_its_level(name: str, visit: Visit, real_site: Path) -> None:
    spoilers = parse(whole(real_site, name)).css("details.spoiler")
    if not spoilers:
        return
    told = visit(url_of(name)).locator("main").aria_snapshot()
    for spoiler in spoilers:
        level = FILM.level(spoiler.attributes["data-level"])
        label = " ".join(spoiler.css_first(".spoiler__label").text().split())
        if any("details" == around.tag for around in ancestors(spoiler)):
            continue  # told when the outer one is open
        assert f"Spoiler: {label} , gives away {level.name}" in told, label


def test_what_is_pressed_and_what_is_expanded_is_told(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", viewport=PHONE)
    expect(page.get_by_role("button", name="Nothing yet", pressed=True)).to_be_visible()
    expect(page.get_by_role("button", name="Search", exact=True, expanded=False)).to_be_visible()
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("button", name="Search", exact=True, expanded=True)).to_be_attached()
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    expect(page.get_by_role("textbox", name="Search")).to_have_accessible_description("The arrow keys lead to what is found, Escape leads back.")
