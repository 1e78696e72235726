"""The feed is valid Atom of public words, and every page leads to it."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from cases import changed
from microsite.dates import newest_day
from microsite.feed import FeedEntry, newest_first
from microsite.film import load_film
from microsite.html import parse
from mkdocs.config import load_config
from sites import CALIGARI, ROOT, Built

ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOSTILE = "A & B <b>\"'</title>"
FILM, _ = load_film(CALIGARI / "docs" / "_data", CALIGARI)


def read(site: Path) -> Element:
    return ElementTree.parse(site / "feed.xml").getroot()


def texts(root: Element, path: str) -> list[str]:
    return [node.text or "" for node in root.findall(path, ATOM)]


def check(feed: Element, address: str) -> None:
    """What RFC 4287 wants of a feed and of its entries, as far as ours have it."""
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    assert texts(feed, "a:author/a:name")[0]
    assert [link.get("href") for link in feed.findall("a:link[@rel='self']", ATOM)] == [address]
    ids = [*texts(feed, "a:id"), *texts(feed, "a:entry/a:id")]
    assert len({*ids}) == len(ids)
    assert all(urlsplit(each).scheme for each in ids)
    for element in (feed, *feed.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(texts(element, f"a:{name}")) == 1
        assert datetime.fromisoformat(texts(element, "a:updated")[0]).tzinfo
        assert element.find("a:link[@rel='alternate']", ATOM).get("href").startswith("https://")
    assert texts(feed, "a:updated")[0] == max(texts(feed, "a:entry/a:updated"))


def test_the_real_feed_is_valid_and_names_every_page_of_the_nav(real_site: Path) -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))
    feed = read(real_site)
    check(feed, urljoin(config.site_url, "feed.xml"))
    for url, title, summary in zip(*(texts(feed, f"a:entry/a:{name}") for name in ("id", "title", "summary")), strict=True):
        page = parse((real_site / urlsplit(url).path.lstrip("/") / "index.html").read_text(encoding="utf-8"))
        assert page.css_first('meta[property="og:title"]').attributes["content"] == title
        assert page.css_first('meta[name="description"]').attributes["content"] == summary
    assert len(texts(feed, "a:entry/a:id")) == len(config.nav)


def test_markup_in_a_title_stays_text(build_site: Callable[..., Built]) -> None:
    site = build_site({"docs/ending.md": changed("docs/ending.md", "title: The ending", f"title: {HOSTILE}")}).site
    assert HOSTILE in texts(read(site), "a:entry/a:title")


def test_what_changed_last_comes_first_and_the_rest_as_in_the_nav() -> None:
    entries = [FeedEntry(f"https://example.org/{day}/", "A page", "What it is about.", date(2026, 1, day)) for day in (1, 3, 2)]
    same = [FeedEntry(f"https://example.org/{name}/", "A page", "What it is about.", date(2026, 1, 2)) for name in "ba"]
    assert newest_first([*entries, *same]) == [entries[1], entries[2], *same, entries[0]]


def test_a_page_whose_own_day_is_not_known_has_the_newest_of_the_data(build_site: Callable[..., Built]) -> None:
    feed = read(build_site().site)
    check(feed, "https://iss-explained.example/feed.xml")
    assert texts(feed, "a:entry/a:updated") == [f"{newest_day(FILM)}T00:00:00Z"] * 2


def test_every_page_leads_to_the_feed_from_any_depth(build_site: Callable[..., Built]) -> None:
    built = build_site(site_url="https://example.org/films/caligari/")
    check(read(built.site), "https://example.org/films/caligari/feed.xml")
    for url, path in (("", "feed.xml"), ("ending", "../feed.xml")):
        page = parse(built.page(url))
        assert page.css_first('link[rel~="alternate"][type="application/atom+xml"]').attributes["href"] == path
        assert page.css_first(".site-footer a[href$='feed.xml']").attributes["href"] == path


def test_a_site_without_an_address_has_no_feed_and_says_so_nowhere(build_site: Callable[..., Built]) -> None:
    built = build_site(site_url="", strict=True)
    assert built.said == []
    assert not (built.site / "feed.xml").exists()
    assert "feed.xml" not in built.page()


def test_nothing_sealed_is_in_the_feed(build_site: Callable[..., Built]) -> None:
    told = (build_site().site / "feed.xml").read_text(encoding="utf-8")
    sealed = [event.text for event in FILM.timeline] + [quote.words for quote in FILM.quotes] + ["A patient"]
    assert not [text for text in sealed if text in told]
