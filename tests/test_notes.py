"""Footnotes and abbreviations stay in the spoilers that they belong to."""

from collections.abc import Callable

from microsite.html import parse
from microsite.sealing import public
from selectolax.lexbor import LexborNode
from sites import Built, page


def article(markdown: str, build_site: Callable[..., Built]) -> LexborNode:
    return parse(build_site({"docs/note.md": page(markdown)}, strict=True).page("note")).css_first("article")


def notes(node: LexborNode, css: str) -> list[str]:
    return [" ".join(item.text().replace("\u21a9", "").split()) for item in node.css(f"{css} li")]


SPOILER = '??? spoiler {level} "Who"\n    A word.[^{name}]\n\n'


def test_a_footnote_that_a_spoiler_cites_stands_at_the_foot_of_the_spoiler(build_site: Callable[..., Built]) -> None:
    text = "Open.[^1]\n\n" + SPOILER.format(level="asylum", name=2) + "[^1]: First.\n[^2]: Second.\n"
    built = article(text, build_site)
    assert notes(built, "div.footnote") == ["First."]
    assert notes(built, ".spoiler__body > .footnotes") == ["Second."]
    assert "Second." not in public(built.html)


def test_it_keeps_its_number(build_site: Callable[..., Built]) -> None:
    text = SPOILER.format(level="asylum", name=1) + "Open.[^2]\n\n[^1]: First.\n[^2]: Second.\n"
    built = article(text, build_site)
    assert [built.css_first(f"{css} li").attributes["value"] for css in (".footnotes", "div.footnote")] == ["1", "2"]
    assert [node.text() for node in built.css("sup")] == ["1", "2"]


def test_a_footnote_that_is_cited_in_the_open_too_stays_there(build_site: Callable[..., Built]) -> None:
    text = "Open.[^1]\n\n" + SPOILER.format(level="asylum", name=1) + "[^1]: First.\n"
    built = article(text, build_site)
    assert notes(built, "div.footnote") == ["First."]
    assert not built.css(".spoiler__body .footnotes")
    assert len(built.css(".footnote-backref")) == 1, "a way back into the spoiler is left"


def test_a_footnote_of_two_spoilers_is_in_both(build_site: Callable[..., Built]) -> None:
    spoilers = SPOILER.format(level="fair", name=1) + SPOILER.format(level="asylum", name=1)
    built = article(spoilers + "[^1]: First.\n", build_site)
    assert notes(built, ".spoiler__body > .footnotes") == ["First.", "First."]
    assert not built.css("div.footnote")


def test_a_footnote_goes_with_the_footnote_that_cites_it(build_site: Callable[..., Built]) -> None:
    built = article(SPOILER.format(level="asylum", name=1) + "[^1]: First.[^2]\n[^2]: Second.[^1]\n", build_site)
    assert notes(built, ".spoiler__body > .footnotes") == ["First.2", "Second.1"]
    assert not built.css("div.footnote")


def test_nothing_links_into_a_spoiler_s_footnotes(build_site: Callable[..., Built]) -> None:
    built = article(SPOILER.format(level="asylum", name=1) + "[^1]: First.\n", build_site)
    assert not built.css(".spoiler [id]")
    assert not built.css("[href*=fn]")


ABBREVIATION = 'The AD comes.\n\n??? spoiler {level} "Who"\n    The AD went.\n\n'


def test_an_abbreviation_of_a_spoiler_is_explained_in_it_alone(build_site: Callable[..., Built]) -> None:
    built = article(ABBREVIATION.format(level="murders") + "    *[AD]: Alan’s death\n", build_site)
    assert [node.attributes["title"] for node in built.css("abbr")] == ["Alan’s death"]
    assert built.css_first(".spoiler abbr") is not None


def test_an_abbreviation_of_a_later_spoiler_is_not_explained_in_an_earlier_one(build_site: Callable[..., Built]) -> None:
    text = ABBREVIATION.format(level="fair") + '??? spoiler asylum "Why"\n    AD.\n\n    *[AD]: after dark\n'
    assert [node.parent.parent.parent.attributes["data-level"] for node in article(text, build_site).css("abbr")] == ["asylum"]


def test_an_abbreviation_of_the_page_is_explained_everywhere(build_site: Callable[..., Built]) -> None:
    assert len(article(ABBREVIATION.format(level="fair") + "*[AD]: Anno Domini\n", build_site).css("abbr")) == 2
