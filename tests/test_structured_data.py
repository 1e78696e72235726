"""Machines are told who made the film, and nothing that happens in it."""

import json
from collections.abc import Callable

from microsite.film import load_film
from microsite.html import parse
from microsite.structured_data import movie
from sites import CALIGARI, Built, page

FILM, _ = load_film(CALIGARI / "docs" / "_data", CALIGARI)


def test_a_movie_has_its_makers_its_length_and_its_first_day() -> None:
    data = movie(FILM)
    assert data["duration"] == "PT74M"
    assert data["datePublished"] == "1920-02-26"
    assert data["director"] == [{"@type": "Person", "name": "Robert Wiene"}]
    assert [actor["name"] for actor in data["actor"]] == ["Friedrich Feher", "Conrad Veidt"]


def test_a_movie_tells_no_fate_no_event_and_no_quotation() -> None:
    told = json.dumps(movie(FILM))
    sealed = [fate.text for character in FILM.cast for fate in character.fates]
    sealed += [event.text for event in FILM.timeline] + [quote.words for quote in FILM.quotes]
    assert not [text for text in sealed if text in told]


def test_a_page_carries_an_article_that_parses_whatever_its_title(build_site: Callable[..., Built]) -> None:
    text = page("Text.\n", title="'</script> \"A & B\"'")
    tree = parse(build_site({"docs/note.md": text}).page("note"))
    article = json.loads(tree.css_first('script[type="application/ld+json"]').text())
    assert article["headline"] == '</script> "A & B"'
    assert article["about"]["name"] == "The Cabinet of Dr. Caligari"
    assert article["url"].endswith("/note/")
    assert tree.css_first('meta[property="og:title"]').attributes["content"] == '</script> "A & B"'


def test_markup_in_a_title_or_a_description_stays_text(build_site: Callable[..., Built]) -> None:
    hostile = '"><script>alert(1)</script> and some more words for length'
    index = f"---\ntitle: '{hostile}'\ndescription: '{hostile}'\n---\n\n# A page\n"
    built = build_site({"docs/index.md": index})
    for url in ("", "ending"):  # as itself, and as the page before
        assert "<script>alert" not in built.page(url)
    assert parse(built.page()).css_first('meta[name="description"]').attributes["content"] == hostile
