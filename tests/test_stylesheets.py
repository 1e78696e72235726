"""Of a stylesheet, what is used is kept as it was, and what cannot be used is gone."""

import re
from collections.abc import Callable

import pytest
from microsite.stylesheets import parse, reduced
from microsite.used_styles import Styles, names_in, sheet, start_tags, unmarked
from sites import Built, page

PAGE = '<html class="no-js" lang="en"><body dir="ltr"><p class="a b" id="top">x<details><summary>y</summary></details></p></body></html>'


def styles(css: str, *, first_scripts: str = "", scripts: str = "", scripted: str = "") -> Styles:
    return Styles(sheet((css,), first_scripts), scripts, scripted)


def first_view(css: str, html: str = PAGE, **settings: str) -> str:
    return styles(css, **settings).first_view("index.html", html)[1]


def whole(css: str, html: str = PAGE, **settings: str) -> str:
    found = styles(css, **settings)
    found.first_view("index.html", html)
    return found.whole()


USED = [
    ".a{color:red}",
    "p.a.b#top{color:red}",
    "details>summary{color:red}",
    "[dir=ltr] .a{color:red}",
    ".js .a{color:red}",
    ".a:not(.c,[hidden]){color:red}",
    ":is(.c,.a) summary{color:red}",
    "*,:after,:before{color:red}",
    "details:not([open])>:not(summary){display:none}",
    'p::before{content:"}"}',
    "@media screen and (min-width:60em){.a{color:red}}",
    "@supports (color:light-dark(#fff,#000)){.a{color:red}}",
    ".a{--x:1px;width:var(--x)}",
    ":root{--x:var(--y);--y:1px}.a{width:var(--x)}",
    ".a{animation:go 1s}@keyframes go{from{opacity:0}}",
    "P.a{color:red!important}",
    ".a{background:url(\"data:image/svg+xml,<svg xmlns='x'/>\")}",
]
UNUSED = [
    ".c{color:red}",
    "p.c{color:red}",
    ".a .c{color:red}",
    "[dir=rtl] .a{color:red}",
    ".a[data-x]{color:red}",
    ":is(.c,.d) .a{color:red}",
    ".a:has(.c){color:red}",
    "@media screen{.c{color:red}}",
    "@keyframes go{from{opacity:0}}",
    ":root{--x:1px;--y:var(--x)}",
    "#bottom{color:red}",
]


@pytest.mark.parametrize("css", USED)
def test_what_a_page_uses_is_kept_to_the_letter(css: str) -> None:
    assert first_view(css) == whole(css) == css


@pytest.mark.parametrize("css", UNUSED)
def test_what_no_page_can_use_is_gone(css: str) -> None:
    assert first_view(css) == whole(css) == ""


def test_of_a_list_only_the_selectors_that_are_used_are_kept() -> None:
    assert whole(".c,.a,.d{color:red}") == ".a{color:red}"


def test_rules_keep_their_order() -> None:
    css = ".a{color:red}@media screen{.a{color:blue}}.b{color:green}"
    assert whole(css) == css


@pytest.mark.parametrize(
    ("css", "script"),
    [
        (".c{color:red}", 'node.classList.add("c")'),
        (".c{color:red}", "node.innerHTML = `<p class='b c'>`"),
        ("nav{color:red}", 'h("nav")'),
        ("[data-one-two]{color:red}", "node.dataset.oneTwo = 1"),
        ("[aria-expanded=true]{color:red}", 'node.ariaExpanded = "true"'),
        (".a[hidden]{color:red}", "node.hidden = true"),
    ],
)
def test_what_a_script_may_add_is_kept_for_when_it_does(css: str, script: str) -> None:
    assert whole(css, scripts=script) == css
    assert whole(css) == ""


@pytest.mark.parametrize("script", ['find(".c")', 'find("#c")', "word.c", 'node.dir = "rtl"'])
def test_what_a_script_only_looks_for_is_not(script: str) -> None:
    assert whole(".c,[dir=rtl]{color:red}", scripts=script) == ""


def test_a_custom_property_that_a_script_reads_is_kept() -> None:
    css = ":root{--x:1px}"
    assert whole(css, scripts='getPropertyValue("--x")') == css


@pytest.mark.parametrize(
    "css", [".a:hover{color:red}", ".a:is(:focus,:active){color:red}", "::selection{color:red}", "@media print{.a{color:red}}", ".a{cursor:pointer}"]
)
def test_what_waits_for_a_reader_is_in_no_first_view(css: str) -> None:
    assert first_view(css) == ""
    assert whole(css) == css


def test_what_the_first_scripts_change_decides_nothing_in_a_first_view() -> None:
    css = '[data-progress="ending"] .a{color:red}'
    assert first_view(css, first_scripts="root.dataset.progress = level") == css


def test_what_comes_later_is_in_no_first_view_and_is_unmarked() -> None:
    html = "<p><!-- later --><b class='late'></b><!-- /later --></p>"
    found = styles(".late{color:red}p{color:red}")
    assert found.first_view("index.html", html) == ("<p><b class='late'></b></p>", "p{color:red}")
    assert found.whole() == ".late{color:red}p{color:red}"
    assert unmarked(html) == "<p><b class='late'></b></p>"


def test_a_comment_goes_with_the_end_of_the_line_before_it() -> None:
    assert unmarked("<p>a \n\n\t<!-- later --> b\n<!-- /later -->\nc\n</p>") == "<p>a  b\nc\n</p>"


def test_what_scripts_put_into_every_page_belongs_to_its_first_view() -> None:
    assert first_view(".gate{color:red}", scripted='<p class="gate"></p>') == ".gate{color:red}"


def test_pages_of_the_same_kinds_of_elements_have_the_same_style() -> None:
    found = styles(".a{color:red}.c{color:red}")
    pages = [f'<a class="a" href="{number}.html">{number}</a>' for number in range(3)]
    assert len({found.first_view("", html)[1] for html in pages}) == 1


@pytest.mark.parametrize("tag", ["<p>", "<a href='x>y' class=\"b\">", "<br/>", "<img alt=\"a > b\" src=x>", "<input\nchecked>"])
def test_a_start_tag_is_found_whatever_its_attributes_hold(tag: str) -> None:
    assert start_tags(f"text < 5 {tag} more") == {tag}


def test_names_of_attributes_are_read_as_html_has_them() -> None:
    names = names_in("a.dataset.byHand; b.ariaExpanded")
    assert {"by-hand", "aria-expanded"} <= names.attributes


def test_nothing_is_kept_of_nothing() -> None:
    assert reduced(parse(""), lambda selector: True) == ""


def test_one_stylesheet_is_built_and_each_page_has_its_own_few_rules(build_site: Callable[..., Built]) -> None:
    built = build_site({"docs/note.md": page("```\nsome code\n```\n")})
    (sheet,) = built.site.rglob("*.css")
    assert re.fullmatch(r"styles\.[0-9a-f]{8}\.css", sheet.name)
    for url in ("", "note"):
        assert f"assets/{sheet.name}" in built.page(url)
        assert "00000000" not in built.page(url)
        assert "later -->" not in built.page(url)
    with_code, without = (re.search("<style>(.*?)</style>", built.page(url), re.DOTALL)[1] for url in ("note", ""))
    assert ".md-typeset pre>code" in with_code
    assert ".md-typeset pre>code" not in without
