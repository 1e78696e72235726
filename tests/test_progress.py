"""Progress: readers say how much they have seen, and the page is as far as they are."""

import gzip
import re
from pathlib import Path

import pytest
from browser import DESKTOP, NARROW, PHONE, SIZES, Visit, restyle
from microsite.html import parse
from playwright.sync_api import expect
from sites import ROOT
from stage import FIRST, LAST, MIDDLE, choose, open_labels, segment, spoiler
from test_real_site import FILM, NAV, PAGES, url_of, whole

LEVELS = [level.id for level in FILM.levels]
SHIFTS = """() => {
  const shifts = new PerformanceObserver(() => 0);
  shifts.observe({type: "layout-shift", buffered: true});
  return shifts.takeRecords().map(shift => [shift.value, ...shift.sources.map(source => source.node?.className)]);
}"""
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError') }})"


@pytest.mark.parametrize("name", [*PAGES, "404"])
def test_every_page_asks_in_the_film_s_own_words(name: str, real_site: Path) -> None:
    html = (real_site / "404.html").read_text(encoding="utf-8") if name == "404" else whole(real_site, name)
    (control,) = parse(html).css("article > .opening + .essay > .progress:first-child")
    asked = [(button.attributes["value"] or "", button.text()) for button in control.css("button")]
    assert [value for value, _ in asked] == ["", *LEVELS]
    assert [words.lower() for _, words in asked][1:] == [level.seen.lower() for level in FILM.levels]
    assert all(words[0].isupper() for _, words in asked)


def test_what_is_for_scripts_is_not_in_the_search_index(real_site: Path) -> None:
    index = (real_site / "search" / "search_index.json").read_text(encoding="utf-8")
    html = parse(whole(real_site, NAV[0]))
    for words in (".progress__question", ".progress__level"):
        assert html.css_first(words).text() not in index
    assert "Copy link" not in index
    assert "link that you followed" not in index


def test_the_script_in_the_head_is_the_same_on_every_page(real_site: Path) -> None:
    pages = [whole(real_site, name) for name in PAGES] + [(real_site / "404.html").read_text(encoding="utf-8")]
    scripts = {script for html in pages for script in re.findall(r"<script>(.*?)</script>", html, re.DOTALL) if "film" in script}
    assert len(scripts) == 1


def test_own_scripts_stay_small(real_site: Path) -> None:
    (inline,) = re.findall(r"<script>((?:(?!</script>).)*window\.film.*?)</script>", whole(real_site, NAV[0]), re.DOTALL)
    (script,) = (real_site / "assets").glob("film.*.js")
    assert len(gzip.compress(inline.encode())) + len(gzip.compress(script.read_bytes())) < 6000


def test_without_scripts_nobody_is_asked(visit: Visit, stage: str) -> None:
    expect(visit(stage + "doors/", java_script_enabled=False).locator(".progress")).to_be_hidden()
    expect(visit(stage + "doors/").get_by_role("group", name="How much have you seen?")).to_be_visible()


def test_what_is_reached_opens_and_what_is_not_closes(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    for level, labels in [
        (MIDDLE, ["One", "Two"]),
        (LAST, ["One", "Two", "Three, in two", "Four"]),
        (FIRST, ["One"]),
        ("", []),
    ]:
        choose(page, level)
        assert open_labels(page) == labels
        assert page.locator(".progress__level[aria-pressed=true]").get_attribute("value") == level
        expect(page.get_by_role("status")).to_have_text(f"Spoilers on this page: {len(labels)} open, {4 - len(labels)} closed")


def test_a_page_without_spoilers_says_so(visit: Visit, stage: str) -> None:
    page = visit(stage + "404.html")
    choose(page, MIDDLE)
    expect(page.get_by_role("status")).to_have_text("No spoilers on this page")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_by_keyboard_only_a_chosen_level_counts(key: str, visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    segment(page, "").focus()
    for arrow in ("ArrowRight", "ArrowDown", "ArrowLeft", "End"):
        page.keyboard.press(arrow)
    assert open_labels(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press(key)
    assert open_labels(page) == ["One"]
    expect(segment(page, FIRST)).to_be_focused()


def test_progress_is_remembered_on_every_page(visit: Visit, stage: str) -> None:
    page = visit(stage + "404.html")
    choose(page, MIDDLE)
    page.goto(stage + "doors/")
    assert open_labels(page) == ["One", "Two"]
    page.goto(stage + "404.html")
    expect(segment(page, MIDDLE)).to_have_attribute("aria-pressed", "true")
    assert page.complaints == []


def test_what_is_reached_is_open_before_any_script_of_the_page_s_end(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    choose(page, MIDDLE)
    page.route("**/*.js", lambda route: route.abort())
    with page.expect_event("load"):
        page.evaluate("location.reload()")
    assert open_labels(page) == ["One", "Two"]
    expect(segment(page, MIDDLE)).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(("level", "viewport"), [("", PHONE), (LEVELS[0], DESKTOP), (LEVELS[-1], PHONE), (LEVELS[-1], DESKTOP)])
def test_nothing_moves_while_a_page_loads(level: str, viewport: dict[str, int], visit: Visit, address: str, real_site: Path) -> None:
    page = visit("", viewport=viewport)
    choose(page, level)
    for name in (name for name in NAV if "spoiler__body" in whole(real_site, name)):
        page.goto(address + url_of(name))
        page.evaluate(PAINTED)
        shut = [spoiler.get_attribute("data-level") for spoiler in page.locator("details.spoiler:not([open])").all()]
        assert [one for one in shut if FILM.rank(one) <= FILM.rank(level) and level] == []
        assert page.evaluate(SHIFTS) == [], name


@pytest.mark.parametrize("stored", ['"nowhere"', "3", "not json", "null", '["x"]'])
def test_an_unknown_level_counts_as_nothing(stored: str, visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    page.evaluate("stored => localStorage.setItem(__md_scope.pathname + '.progress', stored)", stored)
    page.reload()
    assert open_labels(page) == []
    expect(segment(page, "")).to_have_attribute("aria-pressed", "true")
    choose(page, FIRST)
    assert open_labels(page) == ["One"]


def test_where_storage_is_denied_progress_holds_for_the_page(visit: Visit, stage: str) -> None:
    page = visit("about:blank")
    page.add_init_script(NO_STORAGE)
    page.goto(stage + "doors/")
    choose(page, MIDDLE)
    assert open_labels(page) == ["One", "Two"]
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert open_labels(page) == ["One", "Two"]


def test_two_tabs_are_at_one_level(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    other = page.context.new_page()
    other.goto(stage + "doors/")
    choose(other, MIDDLE)
    expect(segment(page, MIDDLE)).to_have_attribute("aria-pressed", "true")
    assert open_labels(page) == ["One", "Two"]
    choose(page, "")
    expect(segment(other, "")).to_have_attribute("aria-pressed", "true")
    assert open_labels(other) == []


def test_a_page_that_comes_back_as_it_was_left_catches_up(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    page.evaluate("level => __md_set('progress', level)", FIRST)
    assert open_labels(page) == []
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert open_labels(page) == ["One"]
    page.goto(stage + "404.html")
    choose(page, MIDDLE)
    page.go_back()
    expect(segment(page, MIDDLE)).to_have_attribute("aria-pressed", "true")
    assert open_labels(page) == ["One", "Two"]


def test_what_is_opened_by_hand_stays_so_until_progress_changes(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    spoiler(page, "Four").locator("summary").click()
    choose(page, "")
    page.evaluate("dispatchEvent(new StorageEvent('storage', {key: 'other'}))")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert open_labels(page) == ["Four"]
    choose(page, FIRST)
    assert open_labels(page) == ["One"]


def test_a_change_is_told_to_whoever_listens(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    page.evaluate("told = []; document.addEventListener('progress', () => told.push(document.documentElement.dataset.progress))")
    for level in (MIDDLE, MIDDLE, LAST, ""):
        choose(page, level)
    assert page.evaluate("told") == [MIDDLE, LAST, ""]


@SIZES
def test_the_reader_s_place_stays_on_the_screen(viewport: dict[str, int], visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", viewport=viewport)
    between = page.get_by_text("Between the two.")
    top = "node => node.getBoundingClientRect().top"
    # At the top of what can be read, below the header and what sticks to it.
    between.evaluate("node => scrollBy(0, node.getBoundingClientRect().top - 2 - parseFloat(getComputedStyle(node.closest('article')).scrollMarginTop))")
    before = between.evaluate(top)
    for level in (MIDDLE, LAST, FIRST, ""):
        choose(page, level)
        assert abs(between.evaluate(top) - before) < 1.5, level


@SIZES
def test_what_closes_around_the_reader_leaves_its_label_in_sight(viewport: dict[str, int], visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", viewport=viewport)
    choose(page, MIDDLE)
    page.get_by_text("Secondly sealed.").evaluate("node => { node.style.height = '150vh'; scrollBy(0, node.getBoundingClientRect().top + 300) }")
    choose(page, "")
    expect(spoiler(page, "Two").locator("> summary")).to_be_in_viewport(ratio=1)


def test_with_everything_seen_the_page_is_an_article(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/")
    choose(page, LAST)
    assert page.locator(".spoiler__summary:visible").count() == 0
    assert page.locator(".copy-link:visible").count() == 0
    assert spoiler(page, "Four").evaluate("node => getComputedStyle(node).borderLeftWidth") == "0px"
    page.goto(stage + "ending/")
    assert page.locator(".timeline .spoiler__label:visible").count() == page.locator(".timeline .spoiler").count() > 0
    choose(page, MIDDLE)
    assert page.locator("details.spoiler:not([open]) > summary:visible").count() > 0


def test_only_a_door_that_a_reader_opens_moves(visit: Visit, stage: str) -> None:
    moving = "() => document.getAnimations().filter(one => one.effect.target.matches('.spoiler__body')).length"
    page = visit(stage + "doors/", reduced_motion="no-preference")
    choose(page, FIRST)
    assert page.evaluate(moving) == 0
    page.reload()
    assert open_labels(page) == ["One"]
    assert page.evaluate(moving) == 0
    clicked = spoiler(page, "Four").locator("summary").evaluate(f"node => {{ node.click(); return ({moving})() }}")
    assert clicked == 1


def test_on_a_phone_it_is_a_bar_for_the_thumb(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", viewport=PHONE)
    bar = page.locator(".progress").bounding_box()
    assert bar["y"] + bar["height"] == PHONE["height"]
    assert min(button.bounding_box()["height"] for button in page.locator(".progress__level").all()) >= 44
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    last = page.locator("footer").bounding_box()
    assert last["y"] + last["height"] <= bar["y"] + 1


@pytest.mark.parametrize("opener", ["header summary", "header button[aria-controls=__search-box]"], ids=["menu", "search"])
def test_the_bar_stays_below_what_opens_over_the_page(opener: str, visit: Visit) -> None:
    page = visit("", viewport={"width": 390, "height": 480})  # in a lower one there is no bar
    restyle(page, "header details ul { min-height: 30rem }")
    page.locator(opener).click()
    if "search" in opener:
        expect(page.locator(".md-search__input")).to_be_focused()
    opened = page.locator(".md-search__inner" if "search" in opener else "header details ul")
    opened.evaluate("node => Promise.all(node.getAnimations().map(one => one.finished))")
    box = opened.bounding_box()
    assert box["y"] + box["height"] > 470
    assert page.locator(".progress").bounding_box()["y"] < 470
    x, y = box["x"] + box["width"] / 2, 470
    assert page.evaluate("([x, y]) => !document.elementFromPoint(x, y).closest('.progress')", [x, y])


def test_at_320_px_every_level_s_words_fit(visit: Visit) -> None:
    page = visit("", viewport=NARROW)
    for button in page.locator(".progress__level").all():
        assert button.evaluate("node => node.scrollWidth <= node.clientWidth && node.clientHeight < 60")


def test_on_a_desktop_it_follows_the_reader_small(visit: Visit, stage: str) -> None:
    page = visit(stage + "doors/", viewport=DESKTOP)
    row, text = page.locator(".progress__levels"), page.locator("#end")
    page.evaluate("scrollTo(0, 600)")
    below = text.evaluate("node => node.getBoundingClientRect().top")
    expect(row).to_have_attribute("data-stuck", "")
    header = page.locator("header").bounding_box()
    assert abs(row.bounding_box()["y"] - header["y"] - header["height"]) <= 1
    assert row.bounding_box()["height"] < 50
    assert abs(text.evaluate("node => node.getBoundingClientRect().top") - below) < 0.5
    page.evaluate("scrollTo(0, 0)")
    expect(row).not_to_have_attribute("data-stuck", "")


def test_levels_are_known_to_no_script_or_style() -> None:
    for path in (*(ROOT / "overrides").rglob("*.js"), *(ROOT / "overrides").rglob("*.css")):
        assert not {level for level in LEVELS if f'"{level}"' in path.read_text(encoding="utf-8")}
