"""Each level has a part of the search index with what is sealed at that level, and nothing else."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from material.plugins.search.plugin import Parser
from microsite.film import load_film
from microsite.html import parse
from microsite.search_tiers import lighter
from sites import CALIGARI, Built, page

FILM, _ = load_film(CALIGARI / "docs" / "_data", CALIGARI)
NESTED = """\
Open.

??? spoiler fair "The booth & the <i>man</i>"
    Outer words.

    ??? spoiler asylum "Inside"
        Inner words.

    - more
    - and more

??? spoiler asylum "Inside"
    Other words.
"""

LIGHTER = [
    "<h1 id='a'>A <em>title</em></h1><p>Text <b>bold</b>\n <i>slant</i>.</p><table><tr><td>one</td>\n<td><p>two</p></td></tr></table>",
    "<h1 id='a'>A</h1><div class='x'><details><summary> B \n</summary></details></div><ul><li><a href='b>c'>d</a><br>e</li></ul>",
    "<h1 id='a'>A</h1><h2 id='b'><span>B</span></h2><blockquote><pre><code>c\n\n  <span>d</span></code></pre></blockquote><sub></sub>",
    "<h1 id='a'>A</h1>\n<p>B</p>\n<div> <b> c</b> <i>\n</i><s> </s>\nd&nbsp;<u>&nbsp;</u></div>\n<div>\n<b></b>\n<p> </p>\n</div> <i>e</i>",
    "<h1 id='a'>A  <b> </b> <i>\n</i>b</h1><pre><code>a</code>\n<b> </b>\n</pre>c<a title='<p>x<b\" c=\"d'>d</a>",
]
AS_IT_WAS = [
    "<p>No <b>heading</b>.</p>",
    "<h1 id='a'>A</h1><div><h2 id='b'>B</h2><span>c</span></div><span>d</span>",
    "<h1 id='a'>A</h1><span data-search-exclude>b</span><span>c</span>",
    "<h1 id='a'>A <a class='headerlink'>¶</a></h1><span>b</span>",
    "<h1 id='a'>A</h1><pre><span><pre>a</pre></span> <b> </b> </pre>",
    "<h1 id='a'>A</h1><script>'<b>'</script><textarea><b></textarea>",
]


def sections(html: str) -> list[tuple[str, str | None, str, str]]:
    """What Material's search makes an index of."""
    parser = Parser()
    parser.feed(html)
    parser.close()
    return [(section.el.tag, section.id, "".join(section.title), "".join(section.text)) for section in parser.data]


def entries(site: Path, level: str) -> list[dict[str, str]]:
    docs = json.loads((site / "search" / f"search_index.{level}.json").read_text(encoding="utf-8"))["docs"]
    return [entry for entry in docs if entry["location"].startswith("note/")]


def test_every_level_has_an_index_even_if_nothing_is_sealed_at_it(build_site: Callable[..., Built]) -> None:
    site = build_site().site
    assert {path.name for path in (site / "search").glob("search_index.*.json")} == {
        f"search_index.{level.id}.json" for level in FILM.levels
    }


def test_a_spoiler_is_an_entry_of_its_level_without_those_inside_it(build_site: Callable[..., Built]) -> None:
    site = build_site({"docs/note.md": page(NESTED)}).site
    assert [(entry["title"], entry["text"]) for entry in entries(site, "fair")] == [
        ("The booth &amp; the man", "<p>Outer words.</p><p>more</p><p>and more</p>")
    ]
    assert [(entry["title"], entry["text"]) for entry in entries(site, "asylum")] == [
        ("Inside", "<p>Inner words.</p>"),
        ("Inside", "<p>Other words.</p>"),
    ]
    assert entries(site, "murders") == []


def test_every_entry_has_an_address_of_its_own_that_is_on_the_page(build_site: Callable[..., Built]) -> None:
    built = build_site({"docs/note.md": page(NESTED)})
    locations = [entry["location"] for level in FILM.levels for entry in entries(built.site, level.id)]
    assert len(set(locations)) == len(locations) == 3
    for location in locations:
        assert f'="{location.removeprefix("note/#")}"' in built.page("note")


@pytest.mark.parametrize("html", LIGHTER + AS_IT_WAS)
def test_material_makes_the_same_index_of_a_page_without_the_tags_that_it_forgets(html: str) -> None:
    before, after = parse(html).inner_html or "", lighter(parse(html))
    assert sections(after) == sections(before)
    assert (after == before) == (html in AS_IT_WAS)
