"""What holds for every directive, every page and every markup, tried with those that a machine thinks of."""

from html import escape

from hypothesis import configuration, given, settings
from hypothesis import strategies as st
from microsite.built_files import read_surfaces
from microsite.directive_syntax import DirectiveError, parse_directive
from microsite.directives import DIRECTIVES
from microsite.film import load_film
from microsite.html import parse
from microsite.leaks import find_leaks
from microsite.opening import opening
from microsite.pages import read_page
from microsite.partials import Partials
from microsite.resolving import Site, resolve
from microsite.sealing import seal
from microsite.search_tiers import lighter
from microsite.spoiler_levels import spoilers_around
from microsite.words import WORD, stem_of, words
from selectolax.lexbor import LexborNode
from sites import CALIGARI, ROOT, page
from test_search_tiers import sections

FILM, _ = load_film(CALIGARI / "docs" / "_data", CALIGARI)
PARTIALS = Partials(ROOT / "overrides")
STEM = stem_of("en")
LEVELS = [level.id for level in FILM.levels]
configuration.set_hypothesis_home_dir(ROOT / ".cache" / "hypothesis")  # of what is the same for all: tables of letters
tried = settings(derandomize=True, database=None, deadline=None, max_examples=80)
tried_less = settings(tried, max_examples=40)

# Directives: each option of each, with values that are right.
PARTS = {name: [*directive.options, *(["word"] if directive.word else [])] for name, directive in DIRECTIVES.items()}
blanks = st.text(" \t\n", min_size=1, max_size=3)


def right(name: str, key: str) -> st.SearchStrategy[str]:
    option = DIRECTIVES[name].word if key == "word" else DIRECTIVES[name].options[key]
    choices = option.choices(FILM) if option.choices else None
    one = st.sampled_from(sorted(choices)) if choices else st.text(st.characters(exclude_characters='"“”„«»', categories=("L", "N", "P", "S")), min_size=1)
    return st.lists(one, min_size=1, max_size=3).map(", ".join) if option.many else one.filter(str.strip)


@st.composite
def directives(draw: st.DrawFn) -> tuple[str, str, dict[str, str]]:
    """A directive as it is typed, its name, and the texts of its arguments."""
    name = draw(st.sampled_from(sorted(DIRECTIVES)))
    keys = draw(st.permutations(PARTS[name]))
    keys = [key for key in keys if key == "word" or draw(st.booleans())]
    values = {key: draw(right(name, key)) for key in keys}
    typed = [f'"{value}"' if key == "word" else f'{key}="{value}"' for key, value in values.items()]
    gaps = [draw(blanks) for _ in typed]
    return f"film:{name}" + "".join(gap + part for gap, part in zip(gaps, typed, strict=True)) + draw(blanks), name, values


near_directives = st.lists(st.sampled_from([*"film:=\" ,“-\n", *DIRECTIVES, *LEVELS, "columns", "order", "flim", "-->", "x"]), max_size=12).map("".join)


@tried
@given(st.one_of(st.text(), near_directives, st.builds("film:{} {}".format, st.sampled_from(sorted(DIRECTIVES)), st.text())))
def test_a_directive_is_read_or_refused_in_words_and_never_breaks(text: str) -> None:
    try:
        found = parse_directive(text, DIRECTIVES, FILM)
    except DirectiveError as error:
        assert str(error)
    else:
        assert found is None or found[0] in DIRECTIVES


@tried
@given(directives())
def test_a_directive_is_read_as_it_was_meant(typed: tuple[str, str, dict[str, str]]) -> None:
    text, name, values = typed
    arguments = parse_directive(text, DIRECTIVES, FILM)[1]
    assert {key: ", ".join(value) if isinstance(value, tuple) else value for key, value in arguments.items()} == {
        key: value.strip() for key, value in values.items()
    }
    printed = " ".join(f'"{value}"' if key == "word" else f'{key}="{value if isinstance(value, str) else ",".join(value)}"' for key, value in arguments.items())
    assert parse_directive(f"film:{name} {printed}", DIRECTIVES, FILM) == (name, arguments)


SITE = Site(FILM, PARTIALS, lambda source: f"#source-{source}", lambda source: [], lambda name: None)
broken = st.builds("film:{} {}".format, st.sampled_from([*sorted(DIRECTIVES), "qoute", "x"]), st.text(st.characters(exclude_characters="<>-&\r", codec="ascii"), min_size=1))


@tried_less
@given(broken, st.integers(0, 5))
def test_a_refused_directive_is_told_at_its_line(text: str, above: int) -> None:
    lines = "Words.\n\n" * above
    comment = f"<!-- {' '.join(text.split())} -->"
    source, _ = read_page(page(f"{lines}{comment}\n"), "a.md", FILM, [])
    _, problems = resolve(f"{'<p>Words.</p>' * above}{comment}", source, SITE)
    assert [line for _, line, _ in problems] in ([], [6 + 2 * above])


@tried_less
@given(st.one_of(broken, directives().map(lambda typed: typed[0])), st.sampled_from(["<code>{}</code>", "<pre><code>{}</code></pre>", "<p>{}</p>"]))
def test_a_directive_in_code_stays_text(text: str, around: str) -> None:
    source, _ = read_page(page("Words.\n"), "a.md", FILM, [])
    html = around.format(escape(f"<!-- {text} -->"))
    after, problems = resolve(html, source, SITE)
    assert problems == []
    assert parse(after).text() == parse(html).text()


# Markup: elements within elements, some of them spoilers, with words that are all different.
KINDS = ("p", "div", "ul", "blockquote", "b", "i", "span", "section", "details", "spoiler", "table")


@st.composite
def markup(draw: st.DrawFn, depth: int = 4) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from((*KINDS, "word", "word")))
        inner = draw(markup(depth=depth - 1)) if depth and kind != "word" else draw(st.from_regex(r"[a-zé&<\"' ]{0,6}", fullmatch=True))
        inner = inner if depth and kind != "word" else escape(inner)
        if kind == "spoiler":
            level = draw(st.sampled_from(["", *LEVELS, "unknown"]))
            inner = f'<details class="spoiler {level}"><summary>{draw(st.sampled_from(["A", "B", "<b>C</b>", ""]))}</summary>{inner}</details>'
        elif kind == "ul":
            inner = f"<ul><li>{inner}</li></ul>"
        elif kind == "table":
            inner = f"<table><tbody><tr><td>{inner}</td></tr></tbody></table>"
        elif kind != "word":
            inner = f"<{kind}>{inner}</{kind}>"
        parts.append(inner)
    return "".join(parts)



def said(html: str) -> str:
    """All the text of a piece of HTML in its order, but for white space and the words that sealing puts around a label."""
    body = parse(html)
    for node in reversed(body.css(".spoiler__kind, .spoiler__level")):
        node.decompose()
    return "".join(body.text().split())


@tried
@given(markup())
def test_sealing_twice_is_sealing_once(html: str) -> None:
    once, _ = seal(html, FILM, PARTIALS)
    twice, _ = seal(once, FILM, PARTIALS)
    assert twice == once


@tried
@given(markup())
def test_sealing_keeps_every_word_in_its_place(html: str) -> None:
    sealed, _ = seal(html, FILM, PARTIALS)
    assert said(sealed) == said(parse(html).inner_html or "")


@tried_less
@given(markup(), st.text(max_size=20))
def test_every_spoiler_is_sealed_whatever_is_around_it(html: str, text: str) -> None:
    sealed = parse(seal(html + escape(text), FILM, PARTIALS)[0])
    for details in sealed.css("details.spoiler"):
        assert "open" not in details.attributes
        assert details.attributes["data-level"] in LEVELS
        assert [child.tag for child in _elements(details)] == ["summary", "div"]


def _elements(node: LexborNode) -> list[LexborNode]:
    return [child for child in node.iter() if child.is_element_node]


# The audit: a secret's words, parted and wrapped in whatever does not part them for readers.
SECRET = next(secret for secret in FILM.secrets if secret.phrases)
PHRASE = SECRET.phrases[0].split()
between = st.lists(st.sampled_from([" ", "\n", "&nbsp;", "<b>", "</b>", "<i>", "</i>", "<!-- -->", "<a href='#'>", "</a>", "<wbr>", "&shy;", "\u200b", "<span>", "</span>", ", "]), max_size=4).map("".join)
SPLITS = st.sampled_from(["", "<b>", "</b>", "&shy;", "\u200b", "<wbr>", "<!-- a -->", "\u00ad", "<span></span>"])


@st.composite
def wrapped(draw: st.DrawFn) -> str:
    """The phrase with other letters of the same words, markup within and between them."""
    written = []
    for word in PHRASE:
        word = draw(st.sampled_from([str.lower, str.upper, str.title]))(word)
        at = draw(st.integers(0, len(word)))
        written.append(word[:at] + draw(SPLITS) + word[at:])
    return draw(between) + f" {draw(between)} ".join(written) + draw(between)


def leaks_of(html: str) -> set[str]:
    surfaces = read_surfaces("index.html", html.encode(), FILM)
    return {leak.secret for leak in find_leaks({"index.html": surfaces}, FILM, STEM, "en")}


@tried
@given(st.text(st.one_of(st.characters(), st.sampled_from("ab1_-'’ʼ`´\0\u0301\u00a0 \n"))))
def test_the_words_of_a_text_are_those_that_their_pattern_finds(text: str) -> None:
    assert words(text) == WORD.findall(text)


@tried
@given(wrapped(), markup(depth=2), st.sampled_from(["p", "li", "h2", "td", "div", "figcaption"]))
def test_a_secret_is_found_in_the_open_whatever_its_words_are_wrapped_in(text: str, around: str, tag: str) -> None:
    table = tag == "td"
    html = f"<{tag}>{text}</{tag}>"
    html = f"<table><tr>{html}</tr></table>" if table else html
    sealed, _ = seal(around, FILM, PARTIALS)
    assert SECRET.id in leaks_of(f"<body>{sealed}{html}")


@tried
@given(wrapped(), st.sampled_from(LEVELS))
def test_a_secret_in_a_spoiler_is_found_below_its_level_only(text: str, level: str) -> None:
    sealed, _ = seal(f'<details class="spoiler {level}"><summary>A label</summary><p>{text}</p></details>', FILM, PARTIALS)
    assert (SECRET.id in leaks_of(f"<body>{sealed}")) == (FILM.rank(level) < FILM.rank(SECRET.level))


@tried
@given(st.binary(max_size=300), st.sampled_from(["a.html", "a.svg", "a.json", "a.css", "a.js", "a.png", "a.gz", "a.xml", "a", "search/search_index.json", "a.html.gz"]))
def test_the_audit_reads_whatever_a_file_holds(data: bytes, name: str) -> None:
    surfaces = read_surfaces(name, data, FILM)
    list(find_leaks({name: surfaces}, FILM, STEM, "en"))


@tried
@given(st.text(max_size=200), st.sampled_from(["", "# ", "- ", '??? spoiler "a"\n    ', "> ", "[a](", "<!-- ", "---\n"]))
def test_reading_a_page_never_breaks(text: str, start: str) -> None:
    for written in (text, page(start + text), f"---\n{text}\n---\n"):
        _, problems = read_page(written, "a.md", FILM, [])
        assert all(1 <= problem.line <= written.count("\n") + 1 for problem in problems)


STARTS = ["<h1 id='a'>A <i>title</i></h1>", "<h1>A</h1>\n<p class='lead'>A <b>lead</b></p>", "<h1>A</h1><p>B</p>", "<p>B</p>", "<h2 id='b'>C</h2>"]
TAGS = ["p", "b", "div", "td", "table", "ul", "li", "pre", "code", "h1", "h2", "br", "details", "p class='lead'", "h3 id='c'", "a title='<p>x<b\" c=\"d'"]
bits = st.one_of(st.sampled_from(["a", "b ", " c", "\n", " ", "\xa0", "&lt;"]), st.sampled_from(TAGS).flatmap(lambda tag: st.sampled_from([f"<{tag}>", f"</{tag.split()[0]}>"])))


@st.composite
def written(draw: st.DrawFn) -> str:
    """A page's HTML as stages hand it on: read and written until that changes nothing."""
    html, before = draw(st.sampled_from(STARTS)) + draw(st.lists(bits, max_size=30).map("".join)), ""
    while html != before:
        html, before = parse(html).inner_html or "", html
    return html


@tried
@given(written())
def test_search_has_the_same_of_a_page_without_the_tags_that_it_forgets(html: str) -> None:
    assert sections(lighter(parse(html))) == sections(html)


@tried
@given(written())
def test_a_page_opens_with_its_first_title_and_lead_wherever_they_stand(html: str) -> None:
    body, parts = parse(html), []
    for kind in ("h1", "p.lead"):
        for node in [node for node in body.css(kind) if not spoilers_around(node)][:1]:
            parts.append(node.html)
            node.remove()
    assert opening(html) == ("\n".join(parts), body.inner_html.strip())
