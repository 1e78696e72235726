"""Documents are read whole, as browsers read them, and lines that many have are read in each place for what they are there."""

from itertools import chain

import pytest
from microsite.built_files import read_parts, read_surfaces
from microsite.documents import Known
from microsite.film import load_film
from microsite.surfaces import Surface
from microsite.words import words
from selectolax.lexbor import LexborHTMLParser
from sites import CALIGARI

FILM, _ = load_film(CALIGARI / "docs" / "_data", CALIGARI)
SPOILER = '<details class="spoiler" data-level="{}">\n<summary>Label</summary>\n{}</details>\n'
LINE = "<p>He <b>did</b> it.</p>\n"
ODD = [
    "<p>text",
    "<p title='a\n > b'>c</p>",
    "<!-- a > b\n<p> --><p>c</p><!-- after",
    "<script>if (a < b)\n'</p>'</script><style>a::after { content: '<b>' }\n</style>",
    "<script><!--\n<script></script>\n--></script>after",
    "<svg><style><g>a</g>&lt;b</style><source>c</source><title>d\ne</title></svg>",
    "<title>a\nb &amp; c</title><textarea>\n\n<b></textarea>",
    "a<?php secret ?>b<!doctype html>",
    '<a<b "c=d =e=f>g</a<b>',
    "<details class=spoiler><p>no label",
    "</p></div>" * 3 + "<table><td>a<tr><p>b</table>",
    "<plaintext>a</plaintext><kills Anna>",
    "<script><!--<script></script><kills Anna>--></script>",
    "<svg><style>&lt;/style>&lt;kills Anna></style></svg>",
    "<svg><style>kills <g>Anna</g></style></svg>",
]


def texts(found: list[Surface], kind: str) -> list[str]:
    return [surface.text.strip() for surface in found if surface.kind == kind]


@pytest.mark.parametrize("markup", ODD)
def test_all_that_a_document_says_is_read_in_its_order(markup: str) -> None:
    root = LexborHTMLParser(markup).root
    assert root is not None
    said = [word for text in root.traverse(include_text=True) if text.is_text_node for word in words(text.text_content or "")]
    read = iter(word for surface in read_surfaces("a.html", markup.encode(), FILM) for word in words(surface.text))
    assert all(word in read for word in said)


@pytest.mark.parametrize("markup", ["<!-- secret --><html>", "<p>a<?secret?>", "</html><!-- secret -->"])
def test_what_browsers_pass_over_is_read_too(markup: str) -> None:
    assert "secret" in " ".join(texts(read_surfaces("a.html", markup.encode(), FILM), "comment"))


def test_a_line_is_read_for_what_it_is_where_it_stands() -> None:
    known, many = Known(), LINE * 100
    for markup, level in ((LINE, ""), (SPOILER.format("asylum", many), "asylum"), (SPOILER.format("fair", many), "fair"), (LINE, "")):
        parts = list(read_parts("a.html", markup.encode(), FILM, None, known))
        ranks = {surface.rank for part in parts for surface in part.surfaces if "did" in surface.text}
        assert ranks == {FILM.rank(level) if level else 0}


def test_lines_are_read_alone_as_they_are_among_others() -> None:
    """Groups of lines that were read in one document are the same in another, with more around them."""
    known = Known()
    documents = [SPOILER.format("fair", LINE), f"<div>\n{SPOILER.format('asylum', SPOILER.format('fair', LINE))}{LINE}</div>\n", LINE * 3]
    for markup in [*documents, "".join(documents), "".join(reversed(documents))]:
        parts = list(read_parts("a.html", markup.encode(), FILM, None, known))
        again = list(read_parts("a.html", markup.encode(), FILM, None, Known()))
        assert list(chain.from_iterable(part.surfaces for part in parts)) == list(chain.from_iterable(part.surfaces for part in again))
        alone = [(surface.kind, surface.rank, surface.tells, surface.text) for part in parts for surface in part.surfaces if "did" in surface.text]
        assert len(alone) == markup.count("did")


def test_a_label_is_read_from_outside_even_if_its_spoiler_begins_on_another_line() -> None:
    for markup in (SPOILER.format("asylum", LINE), SPOILER.format("asylum", LINE * 100)):
        found = read_surfaces("a.html", markup.encode(), FILM)
        assert [surface.rank for surface in found if surface.text == "Label"] == [0]


def test_a_spoiler_that_stands_open_is_named_by_its_label_however_far_its_lines_go() -> None:
    markup = f'<details class="spoiler">\n<summary>Who\n<b>did</b> it</summary>\n{LINE * 100}</details>'
    assert texts(read_surfaces("a.html", markup.encode(), FILM), "unsealed spoiler") == ["Who did it"]
