"""A spoiler reaches the reader closed, named as one, with its level, whatever made it."""

import json
from collections.abc import Callable

import pytest
from microsite.film import load_film
from microsite.html import parse
from microsite.markdown_lines import body_lines
from microsite.partials import Partials
from microsite.sealing import seal
from microsite.spoiler_syntax import check_spoilers
from selectolax.lexbor import LexborNode
from sites import CALIGARI, ROOT, Built, page

FILM, _ = load_film(CALIGARI / "docs" / "_data", CALIGARI)
PARTIALS = Partials(ROOT / "overrides")
NOTE = "docs/note.md"

RIGHT = {
    "level and label": '??? spoiler asylum "Who"\n    A patient.\n',
    "no level": '??? spoiler "Who"\n    A patient.\n',
    "blank line before the body": '??? spoiler asylum "Who"\n\n    A patient.\n',
    "tab": '??? spoiler asylum "Who"\n\tA patient.\n',
    "in a list": '- item\n\n    ??? spoiler asylum "Who"\n        A patient.\n',
    "nested": '??? spoiler fair "Who"\n    Text.\n\n    ??? spoiler asylum "Why"\n        A patient.\n',
    "two in a row": '??? spoiler fair "Who"\n    Text.\n??? spoiler asylum "Why"\n    A patient.\n',
    "typographic label": '??? spoiler asylum "Who’s “telling” – and why?"\n    A patient.\n',
    "right after text": 'Text.\n??? spoiler asylum "Who"\n    A patient.\n',
    "several spaces": '??? spoiler   asylum   "Who"\n    A patient.\n',
}
NO_SPOILERS = {
    "a word": "This is a spoiler, and what of it???\n",
    "a fence": '```\n??? spoiler asylm\n```\n',
    "another block": '??? note "A note"\n    Text.\n',
    "an admonition": "!!! note\n    Text.\n",
    "surprise": "!!! Spoken aloud, it is harmless.\n",
}


def spoilers(html: str) -> list[LexborNode]:
    return parse(html).css("details.spoiler")


@pytest.mark.parametrize("markdown", [*RIGHT.values(), *NO_SPOILERS.values()], ids=[*RIGHT, *NO_SPOILERS])
def test_what_is_right_is_let_pass(markdown: str) -> None:
    assert list(check_spoilers(body_lines(markdown), FILM)) == []


@pytest.mark.parametrize("markdown", RIGHT.values(), ids=RIGHT)
def test_what_is_let_pass_becomes_a_sealed_spoiler(markdown: str, build_site: Callable[..., Built]) -> None:
    html = build_site({NOTE: page(markdown)}).page("note")
    for words in ("A patient.", "Text.\n??? spoiler"):
        assert words not in "".join(node.text(deep=False) for node in parse(html).css("p") if not _in_spoiler(node))
    assert spoilers(html)[-1].attributes["data-level"] == "asylum"
    assert "A patient." in spoilers(html)[-1].text()


def _in_spoiler(node: LexborNode | None) -> bool:
    while node is not None and node.tag != "details":
        node = node.parent
    return node is not None


def test_a_spoiler_says_that_it_is_one_and_what_it_gives_away() -> None:
    html, problems = seal('<details class="spoiler murders"><summary>Who</summary><p>Him.</p></details>', FILM, PARTIALS)
    summary = parse(html).css_first("summary")
    assert not problems
    assert " ".join(summary.text().split()) == "Spoiler: Who , gives away the murders"


def test_a_spoiler_is_closed_whatever_its_html_says() -> None:
    html, problems = seal('<details class="spoiler" open><summary>Who</summary>Him.</details>', FILM, PARTIALS)
    assert "open" not in spoilers(html)[0].attributes
    assert [message for _, message in problems] == ["a spoiler is never open: take the word 'open' away"]


def test_a_level_that_is_not_understood_is_sealed_as_the_last() -> None:
    html, _ = seal('<details class="spoiler asylm"><summary>Who</summary>Him.</details>', FILM, PARTIALS)
    assert spoilers(html)[0].attributes["data-level"] == "asylum"


def test_sealing_what_is_sealed_changes_nothing() -> None:
    markup = (
        '<details class="spoiler fair"><summary>A</summary><p>a</p>'
        '<details class="spoiler"><summary>B &amp; C</summary><ul><li>b</li></ul></details></details>'
    )
    once, _ = seal(markup, FILM, PARTIALS)
    twice, _ = seal(once, FILM, PARTIALS)
    assert once == twice
    assert [node.attributes["data-level"] for node in spoilers(once)] == ["fair", "asylum"]


def test_other_details_are_left_alone() -> None:
    markup = "<details class=\"note\" open><summary>A</summary><p>a</p></details>"
    assert seal(markup, FILM, PARTIALS) == (markup, [])


def test_a_spoiler_s_body_is_not_in_the_search_index(build_site: Callable[..., Built]) -> None:
    built = build_site({NOTE: page('??? spoiler asylum "Who"\n    Zanzibar.\n\nZephyr.\n')})
    index = json.loads((built.site / "search" / "search_index.json").read_text(encoding="utf-8"))
    text = json.dumps(index)
    assert "Zephyr" in text
    assert "Zanzibar" not in text
