"""What a page may not load is found however it is written, and nothing else is."""

from collections.abc import Callable

import pytest
from browser import Visit, serve
from microsite.forbidden import aligned, find_elsewhere
from sites import Built, page

FOUND = {
    "<IMG SRC='//other.example/x'>": "//other.example/x",
    '<img src="https:&#47;&#47;other.example">': "https://other.example",
    '<video poster="https://other.example/x.png">': "https://other.example/x.png",
}
NOT_FOUND = [
    "<pre><code>&lt;img src=\"//other.example\" ></code></pre>",
    "<img src='x.png' title='//other.example'>",
    "<a href='https://other.example'>Elsewhere</a>",
    "<textarea><img src='//other.example'></textarea>",
]


@pytest.mark.parametrize(("html", "what"), FOUND.items(), ids=FOUND)
def test_is_found(html: str, what: str) -> None:
    (_, message), *more = find_elsewhere(html)
    assert what in message and not more


@pytest.mark.parametrize("html", NOT_FOUND)
def test_is_not_found(html: str) -> None:
    assert list(find_elsewhere(html)) == []


@pytest.mark.parametrize(("cell", "written"), [
    ('<td style="text-align: right;">x</td>', '<td class="align-right">x</td>'),
    ('<th style="text-align:center" class="own">x</th>', '<th class="own align-center">x</th>'),
    ('<td style="text-align: right; color: red">x</td>', '<td style="text-align: right; color: red">x</td>'),
    ('<td style="text-align: justify">x</td>', '<td style="text-align: justify">x</td>'),
])  # fmt: skip
def test_only_an_alignment_becomes_a_class(cell: str, written: str) -> None:
    assert aligned(f"<table><tbody><tr>{cell}</tr></tbody></table>") == f"<table><tbody><tr>{written}</tr></tbody></table>"


ALIGNED = """| left | centre | right |
| :-- | :-: | --: |
| one | *two*{ .own } | three |
"""


def test_cells_are_aligned_without_styles_of_their_own(build_site: Callable[..., Built], visit: Visit) -> None:
    built = build_site({"docs/note.md": page(ALIGNED)})
    assert built.said == []
    with serve(built.site) as home:
        tab = visit("about:blank")
        tab.goto(f"{home}/note/")
        for row in ("th", "td"):
            how = tab.locator(f"table {row}").evaluate_all("cells => cells.map(cell => getComputedStyle(cell).textAlign)")
            assert how == ["left", "center", "right"]
