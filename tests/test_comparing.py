"""Two builds side by side: what changed for readers is told once and without noise, and nothing that is sealed is told."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from microsite.built_site import Site
from microsite.comparing import SEALED, compare
from microsite.film import Film, load_film
from microsite.public_words import sentences
from sites import CALIGARI, build_in, lay, page
from two_sites import BASE, FILM, HOME, PREVIEW, Files, built, diff, files_of, index, section, site, spoiler, told, told_of

NEW = "What an unspoiled reader now sees"


# Pages


def test_pages_that_came_changed_and_went_are_told_with_a_link_to_each_that_is_there() -> None:
    report = told_of({"a b/index.html": "<p>New.</p>", "ending/index.html": None, "index.html": built("<p>Other.</p>", "Caligari")})
    assert section(report, "Pages").splitlines() == [
        f"- changed: [`Caligari`]({PREVIEW}), in the open",
        f"- added: [`A page`]({PREVIEW}a%20b/)",
        "- removed: `The ending`",
    ]


def test_a_change_inside_of_spoilers_is_told_as_one_and_shows_nothing_to_the_unspoiled() -> None:
    before, after = ({"ending/index.html": f"<h1>The ending</h1>{spoiler('Who', text)}"} for text in ("A garden.", "Another garden."))
    report = told_of(after, before)
    assert section(report, "Pages") == f"- changed: [`A page`]({PREVIEW}ending/), {SEALED}"
    assert section(report, NEW) == "An unspoiled reader sees nothing new."
    assert "nother" not in report


def test_style_and_pictures_alone_are_lines_and_no_pages() -> None:
    report = told_of({"assets/film.css": b"p{}", "assets/a.png": b"\x89PNG"})
    pictures, styles = "Behind the words, pictures:\n\n- added: `assets/a.png`", "Behind the words, styles:\n\n- changed: `assets/film.css`"
    assert section(report, "Pages") == f"{pictures}\n\n{styles}"


def test_markup_alone_is_counted() -> None:
    report = told_of({path: content.replace(b"<article>", b'<article class="x" id="y"><i></i>') for path, content in BASE.items()})
    assert section(report, "Pages") == "3 pages changed in markup alone, and read as before."


def test_when_nothing_changed_it_is_said_without_noise() -> None:
    report = told_of({})
    assert section(report, "Pages") == "None changed."
    assert section(report, NEW) == "An unspoiled reader sees nothing new."
    assert section(report, "Spoilers") == "None added, moved, removed or changed."


def test_the_same_sites_make_the_same_bytes_in_whatever_order_their_files_come() -> None:
    links = '<a href="https://a.example">a</a><a href="https://b.example">b</a>'
    head = site({"a/index.html": f"<p>One. Two.</p>{links}", "b/index.html": "<p>One.</p>"})
    turned = [replace(each, files=dict(reversed(each.files.items()))) for each in (site(), head)]
    assert told(*turned) == told(site(), head)


# What an unspoiled reader sees


def test_one_changed_word_prints_its_sentence_and_not_its_paragraph() -> None:
    text = "<h2>The film</h2><p>It is long. It was shown in {}. J. Janowitz and Dr. Mayer wrote it.</p>"
    report = told_of({"index.html": text.format("Vienna")}, {"index.html": text.format("Berlin")})
    assert diff(report) == ["@@ A page › The film · text @@", "- It was shown in Berlin.", "+ It was shown in Vienna."]


def test_initials_end_no_sentence_and_quotes_stay_with_theirs() -> None:
    text = "Dr. Caligari and J. Doe met. “Who?” They did not say."
    assert list(sentences(text)) == ["Dr. Caligari and J. Doe met.", "“Who?”", "They did not say."]


def test_a_sentence_without_end_is_cut() -> None:
    assert [len(part) for part in sentences("x" * 700)] == [300, 300, 100]


def test_what_several_surfaces_of_a_page_say_is_told_once() -> None:
    def titled(title: str) -> bytes:
        meta = f'<meta property="og:title" content="{title}"><meta name="description" content="{title}">'
        return built(f'<h1>{title}</h1><img src="a.png" alt="{title}">', title, head=meta)

    place, *lines = diff(told_of({"index.html": titled("Of madness")}, {"index.html": titled("Of a fair")}))
    assert lines == ["- Of a fair", "+ Of madness"]
    assert place == "@@ Of madness · title, link card, description, heading, alt text @@"


def test_what_changed_alike_on_many_pages_is_told_once_with_their_number() -> None:
    report = told_of({path: content.replace(b"The cast", b"Who is who") for path, content in BASE.items()})
    assert diff(report) == ["@@ 3 pages · navigation @@", "- The cast", "+ Who is who"]
    assert section(report, "Pages") == "3 pages changed only in what stands around the text: see the end of the next section."


def test_what_a_new_page_has_in_common_with_all_is_not_new() -> None:
    assert diff(told_of({"a/index.html": "<h1>New</h1>"})) == ["@@ A page · new page @@", "+ A page", "+ New"]


def test_what_only_moved_within_its_page_is_no_news() -> None:
    assert diff(told_of({"a/index.html": "<h2>B</h2><p>A.</p>"}, {"a/index.html": "<p>A.</p><p>B</p>"})) == []


def structured(data: str) -> Files:
    return index("</head>", f'<script type="application/ld+json">{data}</script></head>')


SILENT: dict[str, Files] = {
    "ids, classes": index("<p>", '<p id="s-123456" class="killer" style="x: y" rel="a b" aria-labelledby="a b">'),
    "script": {"assets/bundle.00000000.min.js": b"var words = 'some more';"},
    "structured data": structured('{"headline": "A silent film.", "url": "https://x.example/a/", "dateModified": "2026-02-03"}'),
    "search": {"search/search_index.json": b'{"docs": [{"location": "ending/#a", "text": "A silent film. It was shown in Berlin."}]}'},
    "moments": {"feed.xml": b"<feed><updated>2026-02-03T00:00:00Z</updated><id>https://x.example/a/</id></feed>"},
    "addresses": {"sitemap.xml": b"<loc>https://x.example/</loc>"},
    "settings": index("</head>", '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'),
}


@pytest.mark.parametrize("change", SILENT.values(), ids=SILENT.keys())
def test_what_is_no_reading_matter_makes_no_noise(change: Files) -> None:
    assert diff(told_of(change)) == []


def test_a_hash_in_the_name_of_a_file_is_no_new_name() -> None:
    report = told_of({"assets/bundle.11111111.min.js": b"2"}, {"assets/bundle.00000000.min.js": b"1"})
    assert "- changed: `assets/bundle.11111111.min.js`" in report


SPOKEN: dict[str, Files] = {
    "heading": index("</p>", "</p><h2>Some words</h2>"),
    "link": index("</p>", '</p><a href="ending/">Some words</a>'),
    "footer": index("Public domain.", "Public domain. Some words"),
    "label": index("</p>", f"</p>{spoiler('Some words', 'x').replace('<span>Spoiler:</span> ', '')}"),
    "caption": index("</p>", "</p><table><caption>Some words</caption></table>"),
    "alternative text": index("</p>", '</p><img alt="Some words">'),
    "spoken label": index("<p>", '<p aria-label="Some words">'),
    "tooltip": index("<p>", '<p title="Some words">'),
    "words for scripts": index("<p>", '<p data-words="Some words">'),
    "template": index("</p>", "</p><template><p>Some words</p></template>"),
    "title": index("<title>", "<title>Some words</title><title>"),
    "description": index("</head>", '<meta name="description" content="Some words"></head>'),
    "link card": index("</head>", '<meta property="og:image:alt" content="Some words"></head>'),
    "structured data": structured('{"a": "Some words"}'),
    "drawing": index("</p>", "</p><svg><title>Some words</title></svg>"),
    "search": {"search/search_index.json": b'{"docs": [{"text": "Some words"}]}'},
    "feed": {"feed.xml": b"<feed><summary>Some words</summary></feed>"},
    "text": {"robots.txt": b"Some words"},
    "picture": {"a.svg": b"<svg><text>Some words</text></svg>"},
}


@pytest.mark.parametrize("change", SPOKEN.values(), ids=SPOKEN.keys())
def test_every_public_surface_is_read(change: Files) -> None:
    assert "+ Some words" in diff(told_of(change))


def test_a_new_address_of_a_heading_is_told_if_it_says_more_than_the_page() -> None:
    assert "+ #the-showman" in diff(told_of(index("id=caligari", "id=the-showman")))
    assert diff(told_of(index("id=caligari", "id=a-silent-film"))) == []


# What is sealed


def test_no_planted_word_of_any_sealed_place_is_in_the_comment(tmp_path: Path) -> None:
    """Whatever changes around them, and wherever in the data or on a page they stand."""
    old, new = (_with_planted(tmp_path / word, word) for word in ("onezebra", "twozebra"))
    for base, head in ((old, new), (site(), new), (None, new), (old, site())):
        assert "zebra" not in told(base, head)
    assert "+ Spoiler: A label for two, gives away the fair" in diff(told(old, new))
    assert "- **added**: one inside of `A label for two`, `asylum`" in told(old, new)


def _with_planted(folder: Path, word: str) -> Site:
    """The second film with a word in every sealed place."""
    body = f'    {word}body ![{word}alt](assets/favicon.svg "{word}title") [a](https://{word}.example/) note[^1]\n\n    ### {word}heading\n'
    inner = f'    ??? spoiler asylum "{word}label"\n        {word}inner\n'
    text = f'# Caligari {word[:3]}\n\n??? spoiler fair "A label for {word[:3]}"\n{body}\n{inner}\n[^1]: {word}note\n'
    files: Files = {"docs/index.md": page(text, "Caligari")}
    for name in ("cast", "timeline", "ties", "quotes"):
        data = (CALIGARI / "docs" / "_data" / f"{name}.yml").read_text(encoding="utf-8")
        files[f"docs/_data/{name}.yml"] = re.sub(r"((?:text|words): .*)", rf"\1 {word}{name}", data)
    result = build_in(lay(folder, files))
    assert result.said == []
    laid = files_of(result.site)
    assert len(re.findall(rf"{word}[a-z]+", "".join(data.decode("utf-8", "ignore") for data in laid.values()))) > 20
    film, _ = load_film(folder / "docs" / "_data", folder)
    return Site(laid, film, "https://iss-explained.example/")


def test_a_sentence_that_left_its_spoiler_is_counted_and_not_quoted() -> None:
    report = told_of({"ending/index.html": "<p>It began well. Somebody in a garden.</p>"})
    assert "**1 sentence that was sealed, or tells a secret, now stands in the open.**" in report
    assert "garden" not in report
    assert {"+ It began well.", "! 1 sentence not quoted here"} <= set(diff(report))


def test_a_sentence_that_went_into_a_spoiler_is_counted_and_not_quoted() -> None:
    report = told_of({"index.html": spoiler("Where", "It was shown in Berlin.")})
    assert "1 sentence no longer in the open, and not quoted here" in report
    assert "Berlin" not in report


def test_words_of_a_spoiler_in_another_sentence_are_not_quoted() -> None:
    before: Files = {"ending/index.html": spoiler("Who", "We see that somebody has slept in the long box for years.")}
    for text in ("As it seems, somebody has slept in the long box, or not.", "Slept in the long box.", "<b>Slept</b> in the long box"):
        report = told_of({"index.html": f"<p>{text}</p>"}, before)
        assert "box" not in report
        assert "not quoted here" in report


def test_a_secret_of_the_base_is_not_quoted_even_if_the_head_knows_it_no_more() -> None:
    report = told(site(), replace(site({"index.html": "<p>At night, Alan dies.</p>"}), film=replace(FILM, secrets=())))
    assert "Alan" not in report
    assert "**1 sentence that was sealed, or tells a secret" in report


def test_a_secret_in_a_title_an_address_or_a_name_is_not_told() -> None:
    files: Files = {
        "alan-dies/index.html": built("<p>New.</p>", "How Alan dies"),
        "b/index.html": built("<p>New.</p>", "Alan dies here"),
        "assets/KillsAlan.png": b"\x89PNG",
        "a/index.html": '<a href="https://x.example/alan-dies">a</a>',
    }
    report = told(site(), replace(site(files), film=replace(FILM, secrets=())))
    assert not re.search("alan", report, re.IGNORECASE)
    assert "- added: a page whose name is not told here" in report
    assert f"- added: [`b/`]({PREVIEW}b/)" in report
    assert "- added: a file whose name is not told here" in report
    assert "1 new (1 not quoted here)" in report


def test_a_secret_in_the_name_of_an_attribute_is_not_told() -> None:
    named = '<p data-alan-dies="Some words"></p><meta name="alan-dies:title" content="More words"></article>'
    report = told(site(), replace(site(index("</article>", named)), film=replace(FILM, secrets=())))
    assert {"+ Some words", "+ More words"} <= set(diff(report))
    assert "alan" not in report


def test_a_label_that_is_a_secret_is_not_told() -> None:
    report = told(site(), replace(site({"index.html": spoiler("Alan dies", "x")}), film=replace(FILM, secrets=())))
    assert "- **added**: one whose label is not told here, `asylum`" in report
    assert "Alan" not in report


def test_the_label_of_a_spoiler_in_a_spoiler_is_sealed_and_not_told() -> None:
    report = told_of({"ending/index.html": spoiler("Who tells it", spoiler("A patient in it", "<p>Yes.</p>"))})
    assert "A patient in it" not in report
    assert "- **added**: one inside of `Who tells it`, `asylum`" in report


def test_if_spoilers_are_not_sealed_or_no_level_is_known_no_text_is_quoted_at_all() -> None:
    opened = site({"index.html": '<details class="spoiler" open><summary>Who</summary>A garden at night.</details>'})
    unknown = replace(site({"a/index.html": "<p>A garden at night.</p>"}), film=Film())
    for report in (told(site(), opened), told(opened, site()), told(site(), unknown)):
        assert diff(report) == []
        assert "night" not in report
        assert section(report, NEW).startswith("Not told: one of the two sites has spoilers that are not sealed")


# Spoilers


SPOILERS = {
    "added": ("", spoiler("A label", "Text.")),
    "removed": (spoiler("A label", "Text."), ""),
    "opens earlier": (spoiler("A label", "Text."), spoiler("A label", "Text.", "fair")),
    "opens later": (spoiler("A label", "Text.", "fair"), spoiler("A label", "Text.", "murders")),
    "changed inside": (spoiler("A label", "Text."), spoiler("A label", "Other text.")),
    "new label": (spoiler("Another label", "Text."), spoiler("A label", "Text.")),
}


@pytest.mark.parametrize("what", SPOILERS)
def test_tells_of_a_spoiler_by_label_level_and_page(what: str) -> None:
    before, after = ({"index.html": f"<p>Words.</p>{body}"} for body in SPOILERS[what])
    (line,) = section(told_of(after, before), "Spoilers").splitlines()
    assert line.startswith(f"- **{what}**: `A label`, `")
    assert f"on [`A page`]({PREVIEW})" in line
    assert "ext." not in line
    assert ("`asylum` → `fair`" in line) == (what == "opens earlier")
    assert ("before: `Another label`" in line) == (what == "new label")


def test_a_spoiler_with_a_new_level_and_a_new_text_is_told_once() -> None:
    report = told_of({"index.html": spoiler("A", "Text.", "fair")}, {"index.html": spoiler("A", "Other.")})
    (line,) = section(report, "Spoilers").splitlines()
    assert line.startswith("- **opens earlier**")
    assert line.endswith("changed inside, too")


def test_a_spoiler_that_went_to_another_page_is_told_once() -> None:
    before: Files = {"index.html": spoiler("A", "Text."), "b/index.html": "B"}
    after: Files = {"index.html": "A", "b/index.html": spoiler("A", "Text.")}
    line = f"- **moved**: `A`, `asylum`, from [`A page`]({PREVIEW}) to [`A page`]({PREVIEW}b/)"
    assert section(told_of(after, before), "Spoilers") == line


def test_a_spoiler_of_several_pages_is_told_once() -> None:
    text = section(told_of({f"{name}/index.html": built(spoiler("A", "Text."), name) for name in "abcde"}), "Spoilers")
    assert text == f"- **added**: `A`, `asylum`, on [`a`]({PREVIEW}a/), [`b`]({PREVIEW}b/), [`c`]({PREVIEW}c/) and 2 more"


def test_a_picture_is_a_change_inside_and_an_address_of_its_own_is_none() -> None:
    before: Files = {"index.html": spoiler("A", '<img src="a.png">')}
    assert "**changed inside**" in told_of({"index.html": spoiler("A", '<img src="b.png">')}, before)
    moved: Files = {"index.html": spoiler("A", '<img src="a.png" class="x">', address="s-999999")}
    assert section(told_of(moved, before), "Spoilers") == "None added, moved, removed or changed."


# Links and weight


def leads(*addresses: str) -> str:
    return "".join(f'<a href="{address}">a</a>' for address in addresses)


def test_links_outside_that_are_new_or_gone_are_named_and_those_in_spoilers_counted() -> None:
    before: Files = {"index.html": leads("https://old.example/", f"{HOME}x", "https://both.example/")}
    after: Files = {"index.html": leads("https://new.example/", "https://both.example/") + spoiler("A", leads("https://sealed.example/"))}
    report = told_of(after, before)
    assert "outside, 2 new (1 not quoted here), 1 gone\n  - new: `https://new.example/`\n  - gone: `https://old.example/`\n" in report
    assert "sealed.example" not in report


def test_links_to_the_sources_of_pages_are_no_news() -> None:
    head = replace(site(index("</p>", f"</p>{leads('https://git.example/edit/index.md')}")), repository="https://git.example/")
    assert "outside, none new, none gone" in told(site(), head)


def test_links_inside_are_counted_and_those_that_lead_nowhere_too() -> None:
    files = {"index.html": leads("ending/", "none/", "ending/#none").encode(), "ending/index.html": leads("../").encode()}
    links = compare(site(), site(files)).links
    assert (links.inside, links.dead) == (4, 2)


def test_weight_is_of_all_files_and_of_the_heaviest_page_that_changed() -> None:
    files: Files = {"big/index.html": f"<p>{' '.join(map(str, range(999)))}</p>"}
    report = told_of({**files, "ending/index.html": "<p>Short.</p>", "a.txt": b"x" * 300_000}, files)
    assert re.search(r"all files [\d.]+ kB → 30\d\.\d kB \(\+[23]\d\d\.\d kB\); \[`A page`\]\(\S+/ending/\), compressed, \d+ bytes → \d", report)
