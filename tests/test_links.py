"""Links that are right are let pass; those in refusals/ are not."""

from collections.abc import Callable

import pytest
from microsite.html import parse
from microsite.nav import nav_pages
from sites import Built, page

RIGHT = {
    "a page": "[x](ending.md)",
    "a heading": "[x](ending.md#the-frame)",
    "a heading of the page": "## Up here\n\n[x](#up-here)",
    "the top": "[x](#)",
    "a picture": "![A drawing](assets/favicon.svg)",
    "another site": "[x](https://example.org/nowhere)",
    "mail": "<mail@example.org>",
    "a built address": "[x](../ending/)",
    "a file with an accent": "[x](caf\u00e9.md) ![y](assets/d\u00e9j\u00e0%20vu.svg)",
    "the top by name": "[x](#top)",
    "an anchor of HTML": '<a name="here"></a>\n\n[x](#here)',
    "in code": "`[x](nowhere.md)`",
}


@pytest.mark.parametrize("markdown", RIGHT.values(), ids=RIGHT)
def test_is_let_pass(markdown: str, build_site: Callable[..., Built]) -> None:
    files = {"docs/note.md": page(markdown + "\n"), "docs/caf\u00e9.md": page("Text.\n"), "docs/assets/d\u00e9j\u00e0 vu.svg": "<svg/>"}
    assert build_site(files).said == []


SEALED = '??? spoiler asylum "Who"\n    ## The Frame\n\n    A patient.\n'


@pytest.mark.parametrize(
    ("target", "built"), [("more.md#the-frame", "../more/#s-"), ("more.md#s-b7a4d7", "../more/#s-"), ("#the-frame", "#s-")]
)
def test_a_link_to_something_sealed_leads_to_its_spoiler_and_tells_nothing(
    target: str, built: str, build_site: Callable[..., Built]
) -> None:
    address = parse(build_site({"docs/more.md": page(SEALED)}).page("more")).css_first(".spoiler-place").attributes["id"]
    target = target.replace("s-b7a4d7", address)
    html = build_site({"docs/more.md": page(SEALED), "docs/note.md": page(f"[See there]({target})\n\n{SEALED}")}).page("note")
    assert "the-frame" not in html
    (link,) = [node for node in parse(html).css("a") if node.text() == "See there"]
    assert link.attributes["href"] == built.replace("s-", address)


def test_a_wrong_link_is_reported_at_its_own_line_even_if_code_has_it_too(build_site: Callable[..., Built]) -> None:
    built = build_site({"docs/note.md": page("`[x](nowhere.md)`\n\n[x](nowhere.md)\n")})
    assert [problem.split(":")[1] for problem in built.problems] == ["8"]


def test_a_nav_is_read_however_deep_it_is() -> None:
    assert list(nav_pages([{"A": "a.md"}, "b.md", {"C": [{"D": "d.md"}, "e.md"]}])) == ["a.md", "b.md", "d.md", "e.md"]
