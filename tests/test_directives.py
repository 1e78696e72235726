"""Directives put the film's data into pages, wherever they stand, and stay text in code."""

from collections.abc import Callable

import pytest
from microsite.html import DRAWING, parse
from selectolax.lexbor import LexborNode
from sites import CALIGARI, Built, page

NOTE = "docs/note.md"
Build = Callable[..., Built]


@pytest.fixture
def shown(build_site: Build) -> Callable[..., LexborNode]:
    """The article of a page with this Markdown, some data files changed: shown(markdown, quotes=("old", "new"))."""

    def show(markdown: str, **changes: tuple[str, str]) -> LexborNode:
        files = {NOTE: page(markdown)}
        for name, (old, new) in changes.items():
            text = (CALIGARI / "docs" / "_data" / f"{name}.yml").read_text(encoding="utf-8")
            assert old in text
            files[f"docs/_data/{name}.yml"] = text.replace(old, new)
        built = build_site(files)
        assert built.said == []
        article = parse(built.page("note")).css_first("article")
        for drawing in article.css(DRAWING):  # they have tests of their own, and words beside them
            drawing.remove()
        return article

    return show


def texts(article: LexborNode, css: str) -> list[str]:
    return [" ".join(node.text().split()) for node in article.css(css)]


def test_cast_is_a_table_with_a_caption_and_scoped_heads(shown: Callable[..., LexborNode]) -> None:
    article = shown("<!-- film:cast -->\n")
    assert texts(article, "caption") == ["The cast of The Cabinet of Dr. Caligari"]
    assert texts(article, 'th[scope="col"]') == ["Character", "Played by", "Known for", "Side", "Enters", "What becomes of them"]
    assert texts(article, 'th[scope="row"]') == ["Francis", "Cesare"]


def test_cast_takes_columns_rows_order_and_caption(shown: Callable[..., LexborNode]) -> None:
    article = shown('<!-- film:cast columns="actor, character" rows="Holstenwall" order=actor caption="Two & all" -->\n')
    assert texts(article, "caption") == ["Two & all"]
    assert texts(article, "thead th") == ["Played by", "Character"]
    assert texts(article, "tbody tr") == ["Friedrich Feher Francis", "Conrad Veidt Cesare"]
    article = shown('<!-- film:cast rows="cesare" order=character columns=character -->\n')
    assert texts(article, "tbody tr") == ["Cesare"]


def test_fates_are_sealed_at_their_level(shown: Callable[..., LexborNode]) -> None:
    article = shown("<!-- film:cast -->\n")
    assert [node.attributes["data-level"] for node in article.css("td .spoiler")] == ["asylum", "asylum"]
    assert texts(article, "td .spoiler .spoiler__body") == ["Has been a patient all along.", "Stands quietly among the patients."]


def test_fates_stand_in_the_open_within_a_spoiler_of_their_level(shown: Callable[..., LexborNode]) -> None:
    article = shown('??? spoiler asylum "All"\n    <!-- film:cast columns="character, fate" -->\n')
    assert len(article.css(".spoiler")) == 1
    assert "Has been a patient all along." in article.text()


def test_a_quote_is_a_figure_that_names_speaker_part_source_and_day(shown: Callable[..., LexborNode]) -> None:
    article = shown("<!-- film:quote hello -->\n")
    assert article.css_first("figure blockquote").attributes["cite"] == "https://en.wikipedia.org/wiki/The_Cabinet_of_Dr._Caligari"
    assert texts(article, "blockquote") == ["Good evening"]
    assert texts(article, "figcaption") == [
        "Conrad Veidt, who plays Cesare, in Wikipedia, 25 February 2003. The whole page gives away the asylum."
    ]
    assert article.css_first("time").attributes["datetime"] == "2003-02-25"
    assert article.css(".spoiler") == []


def test_a_source_without_a_day_says_when_it_was_read(shown: Callable[..., LexborNode]) -> None:
    article = shown("<!-- film:quote hello -->\n", sources=("  published: 2003-02-25\n", ""))
    assert "in Wikipedia, read on 22 November 2026." in texts(article, "figcaption")[0]


def test_a_crew_member_s_quote_names_their_role(shown: Callable[..., LexborNode]) -> None:
    assert "Robert Wiene, the film’s director, in Wikipedia" in texts(shown("<!-- film:quote become -->\n"), "figcaption")[0]


def test_a_quote_with_a_level_comes_in_a_spoiler_of_that_level(shown: Callable[..., LexborNode]) -> None:
    article = shown("<!-- film:quote become -->\n")
    assert article.css_first("figure").parent.parent.attributes["data-level"] == "murders"
    assert texts(article, ".spoiler__label") == ["The poster"]


@pytest.mark.parametrize(("around", "levels"), [("fair", ["fair", "murders"]), ("murders", ["murders"]), ("asylum", ["asylum"])])
def test_a_quote_needs_no_spoiler_in_one_of_its_level_or_beyond(
    around: str, levels: list[str], shown: Callable[..., LexborNode]
) -> None:
    article = shown(f'??? spoiler {around} "Around"\n    <!-- film:quote become -->\n')
    assert [node.attributes["data-level"] for node in article.css(".spoiler")] == levels


def test_timeline_has_a_public_label_and_a_sealed_body_for_each_event(shown: Callable[..., LexborNode]) -> None:
    article = shown("<!-- film:timeline -->\n")
    assert texts(article, "ol > li .spoiler__label") == ["A booth at the fair", "A night in town", "The courtyard"]
    assert [node.attributes["data-level"] for node in article.css("li .spoiler")] == ["fair", "murders", "asylum"]
    assert "Francis, Cesare" in texts(article, ".spoiler__body")[2]


def test_timeline_takes_levels(shown: Callable[..., LexborNode]) -> None:
    article = shown('<!-- film:timeline levels="fair, asylum" -->\n')
    assert texts(article, ".spoiler__label") == ["A booth at the fair", "The courtyard"]


def test_sources_are_listed_once_with_who_cites_them(shown: Callable[..., LexborNode]) -> None:
    article = shown("<!-- film:sources -->\n\nSo it is said ([W](source:wikipedia)) ([W](source:wikipedia)).\n")
    assert len(article.css("li[id]")) == 1
    assert texts(article, ".sources__cited") == ["Cited in Caligari, explained, The ending, A page."]
    assert [node.attributes["href"] for node in article.css(".sources__cited a")] == ["../", "../ending/", "./"]


def test_citations_lead_to_the_list_of_sources(shown: Callable[..., LexborNode]) -> None:
    article = shown("So it is said ([Wikipedia](source:wikipedia)).\n")
    assert article.css_first("a.citation").attributes["href"] == "../ending/#source-wikipedia"


def test_citations_lead_to_the_source_itself_where_no_page_lists_them(build_site: Build) -> None:
    ending = (CALIGARI / "docs" / "ending.md").read_text(encoding="utf-8").replace("<!-- film:sources -->", "")
    built = build_site({"docs/ending.md": ending})
    link = parse(built.page()).css_first("a.citation")
    assert link.attributes["href"] == "https://en.wikipedia.org/wiki/The_Cabinet_of_Dr._Caligari"


def test_credits_show_what_the_film_is_and_who_made_it(shown: Callable[..., LexborNode]) -> None:
    article = shown("<!-- film:credits -->\n")
    assert texts(article, "dt") == ["Film", "Berlin", "Director"]
    assert "26 February 1920" in texts(article, "dd")[1]


PLACES = {
    "a list": "- item\n\n    <!-- film:quote hello -->\n",
    "a tight list": "- item\n- <!-- film:quote hello -->\n",
    "a tab": '=== "One"\n\n    <!-- film:quote hello -->\n\n=== "Two"\n\n    Text.\n',
    "an admonition": "!!! note\n\n    <!-- film:quote hello -->\n",
    "a nested spoiler": '??? spoiler fair "A"\n\n    ??? spoiler asylum "B"\n\n        <!-- film:quote hello -->\n',
    "a quotation": "> <!-- film:quote hello -->\n",
    "several lines": "<!-- film:quote\n     hello\n-->\n",
    "no spaces": "<!--film:quote hello-->\n",
}
CODE = {
    "a fence": "```\n<!-- film:quote helo -->\n```\n",
    "a fence in a spoiler": '??? spoiler "A"\n    ```html\n    <!-- film:quote helo -->\n    ```\n',
    "inline code": "Write `<!-- film:quote helo -->` here.\n",
}


@pytest.mark.parametrize("markdown", PLACES.values(), ids=PLACES)
def test_a_directive_works_in(markdown: str, shown: Callable[..., LexborNode]) -> None:
    article = shown(markdown)
    assert texts(article, "figure blockquote") == ["Good evening"]
    assert article.css("p figure") == []
    assert "film:" not in (article.html or "")


@pytest.mark.parametrize("markdown", CODE.values(), ids=CODE)
def test_a_directive_stays_text_in(markdown: str, shown: Callable[..., LexborNode]) -> None:
    article = shown(markdown)
    assert article.css("figure") == []
    assert "<!-- film:quote helo -->" in article.text()


def test_other_comments_are_not_published(shown: Callable[..., LexborNode]) -> None:
    assert "he did it" not in (shown("Text.\n\n<!-- remember: he did it -->\n\nMore <!-- he did it --> text.\n").html or "")


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "{{ config }}", "{% raw %}", "\"><img src=x onerror=alert(1)>"])
def test_markup_in_data_is_shown_as_text(hostile: str, shown: Callable[..., LexborNode]) -> None:
    typed = "'" + hostile.replace("'", "''") + "'"
    changes = {"quotes": ("Good evening", typed), "timeline": ("A night in town", typed)}
    article = shown("<!-- film:quote hello -->\n\n<!-- film:timeline -->\n", **changes)
    assert hostile in texts(article, "blockquote")[0]
    assert article.css("script, img") == []
