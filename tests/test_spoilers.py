"""A spoiler reaches the reader closed, named as one, with its level, whatever made it."""

from collections.abc import Callable
from itertools import product

import pytest
from markdown import Markdown
from microsite.film import load_film
from microsite.html import parse
from microsite.markdown_lines import body_lines
from microsite.pages import read_page
from microsite.partials import Partials
from microsite.sealing import public, seal, sealed_ahead
from microsite.spoiler_syntax import check_spoilers, unmade_spoilers
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
    "a long comment": '<!--\n??? spoiler asylm "Who"\n-->\n',
}


def spoilers(html: str) -> list[LexborNode]:
    return parse(html).css("details.spoiler")


@pytest.mark.parametrize("markdown", [*RIGHT.values(), *NO_SPOILERS.values()], ids=[*RIGHT, *NO_SPOILERS])
def test_what_is_right_is_let_pass(markdown: str) -> None:
    assert list(check_spoilers(body_lines(markdown), FILM)) == []


@pytest.mark.parametrize("markdown", RIGHT.values(), ids=RIGHT)
def test_what_is_let_pass_becomes_a_sealed_spoiler(markdown: str, build_site: Callable[..., Built]) -> None:
    html = build_site({NOTE: page(markdown)}).page("note")
    assert "A patient." not in public(html)
    assert spoilers(html)[-1].attributes["data-level"] == "asylum"
    assert "A patient." in spoilers(html)[-1].text()


def test_a_spoiler_says_that_it_is_one_and_what_it_gives_away() -> None:
    html, problems = seal('<details class="spoiler murders"><summary>Who</summary><p>Him.</p></details>', FILM, PARTIALS)
    summary = parse(html).css_first("summary")
    assert not problems
    assert " ".join(summary.text().split()) == "Spoiler: Who, gives away the murders"


def test_a_spoiler_is_closed_whatever_its_html_says() -> None:
    html, problems = seal('<details class="spoiler" open><summary>Who</summary>Him.</details>', FILM, PARTIALS)
    assert "open" not in spoilers(html)[0].attributes
    assert [message for _, message in problems] == ["a spoiler is never open: take the word 'open' away"]


def test_a_level_that_is_not_understood_is_sealed_as_the_last() -> None:
    html, _ = seal('<details class="spoiler asylm"><summary>Who</summary>Him.</details>', FILM, PARTIALS)
    assert spoilers(html)[0].attributes["data-level"] == "asylum"


AHEAD = '<details class="spoiler asylum"><summary>Who’s he</summary><p>A patient.</p></details>'


@pytest.mark.parametrize(
    "around",
    ["<p>A</p>{}", "{0}{0}", '<details class="spoiler fair"><summary>Out</summary><p>B</p>{}</details>', "<ul><li>{}</li></ul>"],
    ids=["alone", "twice", "in a spoiler", "in a list"],
)
def test_what_is_sealed_ahead_is_on_its_page_what_it_would_have_become_there(around: str) -> None:
    ahead = sealed_ahead(AHEAD, FILM, PARTIALS)
    assert ahead == seal(AHEAD, FILM, PARTIALS)[0] != AHEAD
    assert seal(around.format(ahead), FILM, PARTIALS) == seal(around.format(AHEAD), FILM, PARTIALS)


@pytest.mark.parametrize("markup", [AHEAD.replace("<p>", '<p id="he">'), AHEAD.replace(" class", " open class")], ids=["an id", "a problem"])
def test_nothing_is_sealed_ahead_of_which_its_page_has_something_to_tell(markup: str) -> None:
    assert sealed_ahead(markup, FILM, PARTIALS) == markup


def test_sealing_what_is_sealed_changes_nothing() -> None:
    markup = (
        '<details class="spoiler fair"><summary>A</summary><p>a</p>'
        '<details class="spoiler"><summary>B &amp; C</summary><ul><li>b</li></ul></details></details>'
    )
    once, _ = seal(markup, FILM, PARTIALS)
    twice, _ = seal(once, FILM, PARTIALS)
    assert once == twice
    assert [node.attributes["data-level"] for node in spoilers(once)] == ["fair", "asylum"]


def sealed(markup: str) -> LexborNode:
    html, problems = seal(markup, FILM, PARTIALS)
    assert not problems
    return parse(html)


def spoiler(body: str, level: str = "asylum", label: str = "Who") -> str:
    return f'<details class="spoiler {level}"><summary>{label}</summary>{body}</details>'


def test_search_engines_are_asked_to_print_nothing_of_a_spoiler() -> None:
    body = sealed(spoiler("Text.")).css_first("[data-nosnippet]")
    assert " ".join(body.text().split()) == "Text."


# The theme's own sidebar is not shown here, but any template may ask for a page's contents.
TOC = """def on_post_page(output, page, config):
    titles = " ".join(entry.title for top in page.toc for entry in [top, *top.children])
    return output.replace("</article>", f"<p id=contents>{titles}</p></article>")
"""


def test_the_table_of_contents_leaves_out_what_is_sealed(build_site: Callable[..., Built]) -> None:
    files = {"docs/note.md": page('# Open\n\n??? spoiler "Who"\n    # Zanzibar\n\n    Text.\n'), "plant.py": TOC}
    contents = parse(build_site(files).page("note")).css_first("#contents").text()
    assert "Open" in contents
    assert "Zanzibar" not in contents


def test_nothing_in_a_spoiler_has_an_address_but_what_a_widget_needs() -> None:
    body = sealed(spoiler('<h2 id="mad">Mad</h2><a name="mad2"></a><p id="x">Text.</p><input id="__tabbed_1_1">'))
    assert [node.attributes.get("id") for node in body.css(".spoiler__body [id], .spoiler__body [name]")] == ["__tabbed_1_1"]


def test_a_spoiler_s_address_is_around_it_and_made_of_its_label_and_level_alone() -> None:
    one = sealed("<p>Before.</p>" + spoiler("One.") + spoiler("Two.", label="Why")).css(".spoiler-place")
    two = sealed(spoiler("Two, said otherwise.", label="Why") + "<p>After.</p>").css(".spoiler-place")
    assert [place.css_first("details").parent.mem_id for place in one] == [place.mem_id for place in one]
    assert len({place.attributes["id"] for place in one}) == 2
    assert one[1].attributes["id"] == two[0].attributes["id"]


def test_two_spoilers_with_one_label_have_two_addresses() -> None:
    assert len({place.attributes["id"] for place in sealed(spoiler("One.") * 3).css(".spoiler-place")}) == 3


def test_a_spoiler_within_a_spoiler_has_no_id_that_could_open_the_outer_one() -> None:
    outer, inner = sealed(spoiler(spoiler("Text."), "fair")).css(".spoiler-place")
    assert outer.attributes["id"]
    assert "id" not in inner.attributes
    assert inner.attributes["data-address"] != outer.attributes["id"]


def test_what_a_spoiler_shows_is_not_loaded_before_it_is_open() -> None:
    body = sealed(spoiler('<img src="a.png"><video src="b.webm"></video><iframe src="c.html"></iframe>') + '<img src="d.png">')
    assert [node.attributes.get("loading") for node in body.css("img, iframe")] == ["lazy", "lazy", None]
    assert body.css_first("video").attributes["preload"] == "none"


def test_other_details_are_left_alone() -> None:
    markup = "<details class=\"note\" open><summary>A</summary><p>a</p></details>"
    assert seal(markup, FILM, PARTIALS) == (markup, [])


def test_copied_out_of_a_built_page_a_spoiler_is_sealed_again() -> None:
    html, problems = seal('<details class="spoiler" data-level="murders" open><summary>Who</summary>Him.</details>', FILM, PARTIALS)
    assert [message for _, message in problems] == ["a spoiler is never open: take the word 'open' away"]
    assert "Him." not in public(html)


def test_of_several_levels_the_highest_counts() -> None:
    html, _ = seal('<details class="spoiler asylum fair"><summary>Who</summary>Him.</details>', FILM, PARTIALS)
    assert spoilers(html)[0].attributes["data-level"] == "asylum"


BODIES = {
    "words": "    Zanzibar.\n",
    "after a note": "    !!! note\n        Text.\n\n    Zanzibar.\n",
    "after a fence": "    ```\n    Text.\n    ```\n\n    Zanzibar.\n",
    "after a table of characters": "    <!-- film:cast -->\n\n    Zanzibar.\n",
    "after another spoiler": '    ??? spoiler "Why"\n        Text.\n\n    Zanzibar.\n',
    "in a tab": '    === "One"\n\n        Zanzibar.\n',
    "in a list with a note": "    - item\n\n        !!! note\n            Zanzibar.\n",
    "as a heading": "    ## Zanzibar\n\n    Text.\n",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_search_and_contents_know_nothing_of_a_spoiler_s_body(body: str, build_site: Callable[..., Built]) -> None:
    built = build_site({NOTE: page(f'??? spoiler asylum "Who"\n{body}\nZephyr.\n')})
    index = (built.site / "search" / "search_index.json").read_text(encoding="utf-8").lower()
    assert "zephyr" in index
    assert "zanzibar" not in index
    assert "Zanzibar" in built.page("note")
    assert "zanzibar" not in public(built.page("note")).lower()


PREFIXES = [
    *("", "- item\n\n", "- item\n", "1. item\n\n", "Text.\n\n", "Text.\n", "> Quoted.\n\n", "<div>\n\n", "# Head\n", "```\n\n"),
    *("- a\n    - b\n\n", '??? spoiler fair "A"\n    Text.\n\n', '=== "Tab"\n\n'),
]
EXTENSIONS = ["admonition", "pymdownx.details", "pymdownx.superfences", "pymdownx.tabbed"]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_spoiler_is_sealed_or_refused_wherever_and_however_it_is_indented(prefix: str) -> None:
    for indent, inner, gap in product(range(10), (2, 3, 4, 5, 8), ("\n", "\n\n")):
        markdown = f'{prefix}{" " * indent}??? spoiler asylum "Who"{gap}{" " * (indent + inner)}Zanzibar.\n'
        text = page(markdown)
        source, problems = read_page(text, "note.md", FILM, [])
        html = Markdown(extensions=EXTENSIONS).convert(source.markdown)
        refused = problems or list(unmade_spoilers(html, source.lines))
        sealed, _ = seal(html, FILM, PARTIALS)
        assert refused or "Zanzibar" not in public(sealed), markdown
