"""Every page at every progress, read in every way that a browser offers: nothing is told that its reader has not reached."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Visit, printed
from microsite.built_files import read_surfaces
from microsite.leaks import DOUBT, find_leaks
from microsite.models import PUBLIC
from microsite.surfaces import Surface
from microsite.words import clean, stem_of
from playwright.sync_api import Page
from test_real_site import CONFIG, FILM, PAGES, most_sealed, url_of

Built = dict[str, list[Surface]]
PROGRESS = ["", *(level.id for level in FILM.levels)]
LANGUAGE = CONFIG.theme["language"]
SETTINGS = {"viewport": {"width": 390, "height": 844}}
# The first words of each closed spoiler, with which a reader might look for it.
CLOSED = """nodes => nodes.filter(node => !node.open).map(node =>
  node.querySelector('.spoiler__body').textContent.trim().split(/\\s+/).slice(0, 5).join(' '))"""


@pytest.fixture(scope="session")
def built(real_site: Path) -> Built:
    """The real site's pages as the audit reads them, so that words of spoilers are known."""
    paths = {url_of(name) + "index.html" for name in PAGES}
    return {path: read_surfaces(path, (real_site / path).read_bytes(), FILM) for path in paths}


def told(texts: dict[str, str], progress: str, built: Built) -> list[str]:
    """What texts tell that a reader with this progress has not reached."""
    rank = FILM.rank(progress or PUBLIC)
    read = {name: [Surface("text", clean(text), rank, flows=True)] for name, text in texts.items()}
    leaks = find_leaks({**built, **read}, FILM, stem_of(LANGUAGE), LANGUAGE)
    return [f"{leak.file}: {' '.join(leak.words)}" for leak in leaks if leak.secret != DOUBT]


def walk(page: Page, address: str, progress: str) -> Iterator[tuple[str, Page]]:
    """Each page of the site, as it is for a reader who has said how far they are."""
    page.locator(f'.progress__level[value="{progress}"]').click()
    for name in PAGES:
        page.goto(address + url_of(name))
        yield name, page


def readings(page: Page) -> dict[str, str]:
    """What a page tells to the eye, to a screen reader and on paper."""
    return {
        "text": page.evaluate("document.body.innerText"),
        "accessibility tree": page.locator("body").aria_snapshot(),
        "print": printed(page) if page.locator(".spoiler").count() else "",  # what takes longest
    }


@pytest.mark.parametrize("progress", PROGRESS)
def test_no_page_shows_or_speaks_or_prints_or_finds_too_much(
    progress: str, visit: Visit, address: str, built: Built
) -> None:
    texts = {}
    for name, page in walk(visit("", **SETTINGS), address, progress):
        texts |= {f"{way} of {name}": text for way, text in readings(page).items() if text}
        hidden = page.locator("details.spoiler").evaluate_all(CLOSED)
        assert [words for words in hidden if page.evaluate("words => window.find(words)", words)] == [], name
    assert told(texts, progress, built) == []


def test_the_walk_would_notice(visit: Visit, address: str, built: Built, real_site: Path) -> None:
    """Where all is open the same readings find what would be too much for somebody who has seen nothing."""
    page = visit("", **SETTINGS)
    page.locator(f'.progress__level[value="{PROGRESS[-1]}"]').click()
    page.goto(address + most_sealed(real_site))
    for way, text in readings(page).items():
        assert len(told({way: text}, "", built)) > min(len(PROGRESS), len(FILM.secrets)), way
    words = page.locator("details.spoiler .spoiler__body").last.evaluate("node => node.textContent.trim().split(/\\s+/)[0]")
    assert page.evaluate("words => window.find(words)", words)


def sealed_words(built: Built, ranks: range) -> list[str]:
    """Long words that stand in spoilers of these ranks and, by their beginnings, nowhere before."""
    texts: dict[bool, str] = {True: "", False: ""}
    for surface in (surface for surfaces in built.values() for surface in surfaces if surface.flows):
        texts[surface.rank in ranks] += f" {surface.text.lower()} "
    known = {word[:4] for word in re.findall(r"[a-z]{4,}", texts[False])}
    return sorted({word for word in re.findall(r"\b[a-z]{8,}\b", texts[True]) if word[:4] not in known})


@pytest.mark.parametrize("progress", PROGRESS)
def test_search_finds_what_its_reader_has_reached_and_nothing_beyond(
    progress: str, visit: Visit, built: Built
) -> None:
    page = visit("", viewport={"width": 1440, "height": 900})
    page.locator(f'.progress__level[value="{progress}"]').click()
    reached = FILM.rank(progress or PUBLIC)
    result = page.locator(".md-search-result__meta")
    search = page.locator(".md-search__input")
    search.click()
    for rank in FILM.ranks:
        wanted = sealed_words(built, range(rank, len(FILM.levels) + 1))[:3]
        if not wanted:
            pytest.skip("no spoiler of this film has a long word of its own")
        for word in wanted if rank > reached else ():
            search.fill(word)
            page.keyboard.press("Shift")  # Material listens for keys
            result.filter(has_text="No matching documents").wait_for()
        own = sealed_words(built, range(rank, rank + 1))[:3]
        for word in own if rank <= reached else ():
            search.fill(word)
            page.keyboard.press("Shift")
            result.filter(has_text="matching document").filter(has_not_text="No ").wait_for()
