"""How a page opens, and what is said of it elsewhere: its scene, its title and lead, how long it takes, how much it gives away."""

from collections.abc import Callable
from pathlib import Path

import pytest
from browser import Visit
from microsite.contents import WORDS_A_MINUTE, contents
from microsite.html import parse
from microsite.opening import opening
from microsite.scenes import load_scenes
from playwright.sync_api import expect
from sites import ROOT, Built
from stage import choose
from test_real_site import FILM, NAV, PAGES, whole

SPOILER = '<details class="spoiler" data-level="{level}"><summary>A label</summary>{words}</details>'
SCENES = """<svg xmlns="http://www.w3.org/2000/svg">
  <!-- Cesare is alive -->
  <defs>
    <linearGradient id="scene-air"><stop stop-color="#fff"/></linearGradient>
    <circle id="scene-moon" r="3" fill="url(#scene-air)"/>
    <circle id="scene-star" r="1"/>
  </defs>
  <svg id="night"><use href="#scene-moon"/></svg>
  <svg id="dusk"><use href="#scene-star"/></svg>
</svg>"""
LAST = FILM.last_level


@pytest.mark.parametrize(
    ("html", "head", "rest"),
    [
        ('<h1>A</h1><p class="lead">B</p><p>C</p>', '<h1>A</h1>\n<p class="lead">B</p>', "<p>C</p>"),
        ('<p class="lead">B</p><div><h1>A</h1></div>', '<h1>A</h1>\n<p class="lead">B</p>', "<div></div>"),
        ("<h1>A</h1><h1>B</h1>", "<h1>A</h1>", "<h1>B</h1>"),
        ("<p>C</p>", "", "<p>C</p>"),
        (SPOILER.format(level=LAST, words="<h1>A</h1>"), "", SPOILER.format(level=LAST, words="<h1>A</h1>")),
    ],
    ids=["title and lead", "wherever they stand", "the first of two", "neither", "in a spoiler"],
)
def test_a_page_opens_with_its_public_title_and_lead(html: str, head: str, rest: str) -> None:
    assert opening(html) == (head, rest)


@pytest.mark.parametrize("lead", ["", "A lead.\n{ .lead }\n\n"], ids=["no lead", "a lead"])
def test_a_page_without_a_heading_opens_with_its_title(lead: str, build_site: Callable[..., Built]) -> None:
    text = f"---\ntitle: A & B\ndescription: A description that is long enough for this.\n---\n\n{lead}Text.\n"
    html = parse(build_site({"docs/note.md": text}).page("note/"))
    assert [node.text() for node in html.css("article .opening h1")] == ["A & B"]
    assert html.css_first(".essay > p").text() == "Text."
    assert html.css_first(".opening__minutes").text() == "1 minute to read"


def test_a_page_takes_as_long_as_all_of_its_words_open_or_not() -> None:
    words = "word " * WORDS_A_MINUTE
    assert contents("<p>A few words</p>", FILM).minutes == 1
    assert contents(f"<p>{words * 2}</p>{SPOILER.format(level=LAST, words=words)}", FILM).minutes == 3


def test_what_is_not_read_takes_no_time_wherever_it_stands() -> None:
    words, read = "word " * WORDS_A_MINUTE, "read " * 2 * WORDS_A_MINUTE
    edit = f"<p><i><a class='edit'>{words}</a></i></p>"
    assert contents(f"{edit}<div class='picture'>{words}{edit}</div><p>{read}</p>", FILM).minutes == 2


def test_a_page_gives_away_its_highest_level() -> None:
    low, high = FILM.levels[0], FILM.levels[-1]
    sealed = [SPOILER.format(level=level.id, words="A") for level in (high, low)]
    assert contents("<p>A</p>", FILM).gives_away is None
    assert contents(sealed[1], FILM).gives_away == low
    assert contents("".join(sealed), FILM).gives_away == high


def test_the_home_page_has_a_card_for_every_page(real_site: Path) -> None:
    cards = parse(whole(real_site, NAV[0])).css(".contents__page")
    assert [card.css_first("a").attributes["href"].rstrip("/") for card in cards] == [Path(name).stem for name in NAV[1:]]
    for card, name in zip(cards, NAV[1:], strict=True):
        told = card.css_first(".glance").text()
        sealed = parse(whole(real_site, name)).css("details.spoiler")
        highest = max((one.attributes["data-level"] for one in sealed), key=FILM.rank, default=None)
        assert "min" in told
        assert (f"Spoilers up to {FILM.level(highest).name}" if highest else "No spoilers") in told, name


def test_cards_tell_what_the_reader_has_reached(visit: Visit) -> None:
    page = visit("")
    reached = page.locator(".glance__level[data-reached]")
    expect(reached).to_have_count(0)
    choose(page, LAST)
    assert reached.count() == page.locator(".glance__level").count() > 1
    page.reload()
    assert reached.count() == page.locator(".glance__level").count()


def test_what_is_said_of_a_page_is_the_same_on_its_card_and_where_it_is_next(real_site: Path) -> None:
    cards = parse(whole(real_site, NAV[0])).css(".contents .glance")
    for card, before in zip(cards, NAV[:-1], strict=True):
        assert parse(whole(real_site, before)).css_first(".site-footer__next .glance").html == card.html


def test_each_page_has_its_own_scene_and_one_that_names_none_the_first(build_site: Callable[..., Built]) -> None:
    page = "---\ntitle: A page\ndescription: A description that is long enough for this.\n{scene}---\n\n# A\n"
    files = {"a": "scene: dusk\n", "b": ""}
    built = build_site({"docs/_data/scenes.svg": SCENES} | {f"docs/{name}.md": page.format(scene=text) for name, text in files.items()})
    lost = (built.site / "404.html").read_text(encoding="utf-8")
    named, first, nowhere = (parse(html).css_first(".opening__scene").html for html in (built.page("a/"), built.page("b/"), lost))
    assert "scene-star" in named and "scene-moon" not in named
    assert "scene-moon" in first and "scene-air" in first and "scene-star" not in first
    assert nowhere == first
    assert "Cesare" not in built.page("b/")


def test_a_film_without_scenes_has_none(build_site: Callable[..., Built]) -> None:
    built = build_site()
    assert built.problems == []
    assert "opening__scene" not in built.page()


def test_six_lights_burn_on_every_page_whatever_happens_on_it(real_site: Path) -> None:
    scenes, problems = load_scenes(ROOT / "docs" / "_data", ROOT)
    assert problems == []
    if not scenes:
        pytest.skip("this film has no scenes")
    for name, scene in scenes.items():
        assert (scene.count('href="#scene-light"'), scene.count('<use href="#scene-station"')) == (len(FILM.cast), 1), name
    used = {parse(whole(real_site, name)).css_first(".opening__scene").html for name in PAGES}
    assert len(used) >= len(NAV) - 1
