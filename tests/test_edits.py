"""Every page, table, quotation and picture leads to the file that it is made of, and warns of what that file gives away."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser import Visit, printed
from microsite.contents import contents
from microsite.edits import edit_address, told_in
from microsite.html import parse
from microsite.models import FILES, PUBLIC
from microsite.spoiler_levels import spoiler_level, spoilers_around
from playwright.sync_api import expect
from selectolax.lexbor import LexborNode
from sites import CALIGARI, Built, build_in, lay, page
from stage import FILM, FIRST, LAST, MIDDLE, choose
from test_real_site import FILM as FILM_OF_SITE
from test_real_site import PAGES, most_sealed, page_with, whole

REPOSITORY = "https://example.org/a/film"
EDIT = f"{REPOSITORY}/edit/main/docs/"
DIRECTIVES = {
    "cast": "cast",
    "quote hello": "quotes",
    "quote become": "quotes",
    "timeline": "timeline",
    "survivors": "timeline",
    "ties": "ties",
    "credits": "film",
    "sources": "sources",
}
NOTE = "".join(
    f'??? spoiler {LAST} "All"\n    <!-- film:{name} -->\n\n' if level else f"## {name}\n\n<!-- film:{name} -->\n\n"
    for level in ("", LAST)
    for name in DIRECTIVES
    if not (level and name == "sources")  # its ids can stand on a page but once
)
CONFIG = (CALIGARI / "mkdocs.yml").read_text(encoding="utf-8")


def with_repository(url: str) -> str:
    assert 'repo_url: ""' in CONFIG
    return CONFIG.replace('repo_url: ""', f"repo_url: {url}")


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with a repository, and a page that has every directive, in the open and then in a spoiler."""
    files = {"docs/note.md": page(NOTE), "mkdocs.yml": with_repository(f"{REPOSITORY}/")}
    built = build_in(lay(tmp_path_factory.mktemp("edits"), files))
    assert built.said == []
    return built


@pytest.fixture(scope="module")
def links(noted: Built) -> list[LexborNode]:
    return parse(noted.page("note")).css("article .edit")


def file_of(link: LexborNode) -> str:
    assert link.attributes["rel"] == "nofollow" and "target" not in link.attributes
    return (link.attributes["href"] or "").removeprefix(EDIT)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_leads_to_its_own_source_and_warns_of_its_spoilers(name: str, real_site: Path) -> None:
    html = parse(whole(real_site, name))
    (link,) = html.css(".essay > .edit:last-child")
    highest = max((FILM_OF_SITE.rank(node.attributes["data-level"] or "") for node in html.css("details.spoiler")), default=0)
    warning = f" (the file gives away {FILM_OF_SITE.levels[highest - 1].name})" if highest else ""
    assert (link.attributes["href"] or "").endswith(f"/edit/main/docs/{name}")
    assert link.text() == f"Edit this page{warning}"


def test_a_page_that_is_not_there_has_nothing_to_edit(real_site: Path) -> None:
    assert "Edit this" not in (real_site / "404.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "file"), DIRECTIVES.items())
def test_what_a_directive_shows_leads_to_the_file_that_it_is_made_of(name: str, file: str, links: list[LexborNode]) -> None:
    link = links[list(DIRECTIVES).index(name)]
    assert file_of(link) == f"_data/{file}.yml"
    assert (CALIGARI / "docs" / "_data" / f"{file}.yml").exists()
    assert [spoiler_level(node, FILM) for node in spoilers_around(link)] == ([MIDDLE] if name == "quote become" else [])


def test_in_a_spoiler_the_link_is_in_the_spoiler(links: list[LexborNode]) -> None:
    inside = links[len(DIRECTIVES) : -1]
    assert [file_of(link) for link in inside] == [f"_data/{file}.yml" for file in DIRECTIVES.values() if file != "sources"]
    assert {spoiler_level(spoilers_around(link)[0], FILM) for link in inside} == {LAST}


def test_a_link_warns_of_what_its_file_gives_away_but_not_where_as_much_is_told(links: list[LexborNode]) -> None:
    name = {level.id: f"Edit this data (the file gives away {level.name})" for level in FILM.levels}
    plain = "Edit this data"
    told = [link.text() for link in links[:-1]]
    assert told[: len(DIRECTIVES)] == [name[LAST], name[MIDDLE], plain, *[name[LAST]] * 3, plain, plain]
    assert set(told[len(DIRECTIVES) :]) == {plain}
    assert all(link.css_first(".gives-away") for link in links if "gives away" in link.text())


def test_the_same_warning_in_a_spoiler_and_in_the_open_is_no_leak(build_site: Callable[..., Built]) -> None:
    note = page(f'<!-- film:timeline -->\n\n??? spoiler {FIRST} "A"\n    <!-- film:timeline -->\n')
    built = build_site({"docs/note.md": note, "mkdocs.yml": with_repository(REPOSITORY)})
    assert built.said == []
    assert built.page("note").count("(the file gives away") == 3


def test_a_file_gives_away_as_much_as_the_last_of_its_entries() -> None:
    assert {name: told_in(name, FILM) for name in ("cast", "quotes", "timeline", "ties", "sources", "film")} == {
        "cast": LAST,
        "quotes": MIDDLE,
        "timeline": LAST,
        "ties": LAST,
        "sources": PUBLIC,
        "film": PUBLIC,
    }
    assert all(told_in(name, type(FILM)()) == PUBLIC for name in FILES)


@pytest.mark.parametrize("url", ["", None])
def test_without_a_repository_there_are_no_links_and_no_complaints(url: str | None, build_site: Callable[..., Built]) -> None:
    built = build_site({"docs/note.md": page(NOTE), "mkdocs.yml": with_repository(json.dumps(url))}, strict=True)
    assert built.said == []
    assert [path for path in built.site.rglob("*.html") if "Edit this" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(("named", "found"), [("https://example.org/of/the-host", True), ("", False)])
def test_a_host_may_name_the_repository(named: str, found: bool, build_site: Callable[..., Built], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPO_URL", named)
    built = build_site({"mkdocs.yml": CONFIG.replace('repo_url: ""\n', "")})
    assert built.said == []
    assert ("Edit this" in built.page()) == found
    assert (f'"{named}/edit/main/docs/index.md"' in built.page()) == found


def test_whoever_read_something_too_early_can_say_so_on_every_page(noted: Built, build_site: Callable[..., Built]) -> None:
    for path in noted.site.rglob("*.html"):
        (link,) = parse(path.read_text(encoding="utf-8")).css('footer a[href*="/issues/"]')
        assert (link.attributes["href"], link.text()) == (f"{REPOSITORY}/issues/new/choose", "Read something too early?")
    assert "/issues/" not in build_site().page()


def test_a_name_with_a_blank_is_an_address_all_the_same() -> None:
    assert edit_address("https://e.org/r", "edit/main/docs/", "a b/é.md") == "https://e.org/r/edit/main/docs/a%20b/%C3%A9.md"
    assert edit_address("https://e.org/r", None, "a.md") is None


def test_the_links_are_not_searched(noted: Built) -> None:
    indexes = [path.read_text(encoding="utf-8") for path in (noted.site / "search").glob("*.json")]
    assert len(indexes) == len(FILM.levels) + 1
    assert "Good evening" in "".join(indexes)
    assert not re.search(r"Edit this|the file gives away", "".join(indexes))


def test_the_links_take_no_time_to_read() -> None:
    long = f'<a class="edit">{"word " * 900}</a>'
    assert contents(f"<p>A</p>{long}<div class='picture'><svg aria-hidden='true'></svg>{long}</div>", FILM).minutes == 1


def test_a_repository_brings_nothing_else_and_asks_nobody(visit: Visit, real_site: Path, address: str) -> None:
    page = visit(most_sealed(real_site))
    page.wait_for_load_state("networkidle")
    assert [url for url in page.asked if not url.startswith(address)] == []
    assert page.locator(".md-source, [data-md-component=source]").count() == 0


def test_the_warning_is_seen_and_heard_with_the_link(visit: Visit, real_site: Path) -> None:
    page = visit(page_with("a spoiler for the last level", f'data-level="{FILM_OF_SITE.last_level}"', real_site))
    last = FILM_OF_SITE.levels[-1].name
    link = page.get_by_role("link", name=f"Edit this page (the file gives away {last})", exact=True)
    expect(link).to_be_visible()
    expect(link.locator(".gives-away")).to_be_visible()


def test_nobody_edits_paper(visit: Visit, real_site: Path) -> None:
    page = visit(most_sealed(real_site))
    choose(page, FILM_OF_SITE.last_level)
    expect(page.locator(".edit").first).to_be_visible()
    assert "Edit this" not in printed(page)
