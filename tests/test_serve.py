"""`make serve`: what is saved is seen, what is wrong is told in the terminal and in the page, and nothing ends it but Ctrl-C."""

import errno
import signal
import socket
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import Mock
from urllib.parse import urljoin

import pytest
from browser import PHONE, SIZES, watch_policy
from commands import serve
from commands.live_server import LiveServer
from microsite.breakdowns import error_problem
from microsite.files import is_an_editors
from microsite.verdicts import Verdict
from playwright.sync_api import Browser, Locator, Page, expect
from preview import Preview, preview
from sites import Built, lay, page
from test_axe import violations
from watchdog.observers.polling import PollingObserver

LONG = "\n\n".join(f"Paragraph {number} of what anyone may read, long enough to fill a line or two." for number in range(60))
QUOTE = "overrides/film/quote.html"
FILM = {
    "docs/note.md": page(f"# Note\n\nFirst words.\n\n{LONG}\n\n<!-- film:quote hello -->\n"),
    "docs/hello.md": page("# Hello\n\n<!-- film:quote hello -->\n"),
    QUOTE: "<p class=\"quote\">{{ quote.words }}</p>\n",
    "plant.py": "def on_page_markdown(markdown, page, **_):\n    if 'break off' in markdown:\n        return markdown.nothing\n",
}
HOSTILE = "<img src=x onerror=document.title='hacked'>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(tmp_path_factory.mktemp("preview") / "film", FILM)


@pytest.fixture(scope="module")
def shared(folder: Path) -> Iterator[Preview]:
    with preview(folder) as running:
        running.until("built in")
        yield running


@pytest.fixture
def film(shared: Preview) -> Iterator[Preview]:
    """A preview of a film that stands again as it stood when the test is over."""
    yield shared
    shared.undo()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab in which nothing may come of the preview that the site's own policy would not have."""
    opened = browser.new_page(viewport=PHONE)
    opened.violations = watch_policy(opened.context)
    yield opened
    opened.close()
    assert opened.violations == []


def panel(tab: Page) -> Locator:
    return tab.locator("#__verdict").get_by_role("alert")


def test_a_change_in_page_data_partial_and_style_shows_in_an_open_page(film: Preview, tab: Page) -> None:
    tab.goto(film.address + "hello/")
    film.change("docs/hello.md", "# Hello", "# Hello again")
    expect(tab.locator("h1")).to_have_text("Hello again")
    film.change("docs/_data/quotes.yml", "Good evening", "Good night")
    expect(tab.locator(".quote")).to_have_text("Good night")
    film.change(QUOTE, "{{ quote.words }}", "{{ quote.words }}, said somebody")
    expect(tab.locator(".quote")).to_have_text("Good night, said somebody")
    film.change("overrides/assets/film.css", ".opening {", ".opening { outline: 7px solid;")
    expect(tab.locator(".opening")).to_have_css("outline-width", "7px")
    expect(panel(tab)).to_have_count(0)


def test_the_preview_is_under_the_policy_of_the_site(film: Preview, tab: Page) -> None:
    tab.goto(film.address)
    tab.evaluate("""() => new Promise(done => {
        addEventListener("securitypolicyviolation", done);
        document.body.append(Object.assign(document.createElement("script"), { textContent: "document.title = 1" }));
    })""")
    assert any("script-src-elem" in told for told in tab.violations)
    tab.violations.clear()


def test_mistakes_are_told_in_terminal_and_page_and_the_mended_page_comes_back_where_it_was(film: Preview, tab: Page) -> None:
    tab.goto(film.address + "note/")
    tab.get_by_text("Paragraph 40 ").scroll_into_view_if_needed()
    place = tab.evaluate("scrollY")
    film.change("docs/note.md", "First words.", '??? spoiler asylm "Who"\n    A patient.\n\n[The end](endng.md).')
    told = [
        "docs/note.md:8:13: 'asylm' is not a level of film.yml; did you mean 'asylum'?",
        "docs/note.md:11:11: 'endng.md' leads to no page or file; did you mean 'ending.md'?",
    ]
    expect(panel(tab).get_by_role("listitem")).to_have_text(told)
    expect(tab.get_by_text("First words.")).to_be_attached()
    assert tab.evaluate("scrollY") == place
    film.until("2 problems to mend; the site was left as it is:")
    assert [film.until("docs/note.md"), film.until("docs/note.md")] == told
    film.change("docs/note.md", "spoiler asylm", "spoiler asylum")
    expect(panel(tab).get_by_role("listitem")).to_have_count(1)
    film.write("docs/note.md", FILM["docs/note.md"].replace("First words.", "Last words."))
    expect(panel(tab)).to_have_count(0)
    expect(tab.get_by_text("Last words.")).to_be_attached()
    assert tab.evaluate("scrollY") == place
    assert "Traceback" not in "\n".join(film.said)


def test_what_a_message_quotes_is_text_and_no_markup(film: Preview, tab: Page) -> None:
    film.change("docs/_data/quotes.yml", "speaker: Conrad Veidt", f"speaker: {HOSTILE}")
    for url in ("hello/", "nowhere/"):
        tab.goto(film.address + url)
        expect(tab.get_by_role("listitem").filter(has_text="is not in cast or crew")).to_contain_text(HOSTILE)
        assert tab.title() != "hacked"
        assert tab.locator("img[src=x]").count() == 0


def test_a_leak_and_a_doubt_are_told_as_every_build_tells_them(film: Preview, tab: Page) -> None:
    tab.goto(film.address + "hello/")
    film.change("docs/hello.md", "# Hello", "# Hello\n\nAlan dies.")
    expect(panel(tab).get_by_role("listitem")).to_contain_text("gives away 'alan-dies'")
    film.change("docs/hello.md", "Alan dies.", "Cesare kills Francis.")
    expect(tab.get_by_text("Cesare kills Francis.", exact=True)).to_be_attached()
    expect(panel(tab)).to_contain_text("make site would not publish this")
    expect(panel(tab).get_by_role("listitem")).to_contain_text("docs/hello.md:8:1: this may tell who does what to whom")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (QUOTE, "<p>\n{% if %}\n", f"{QUOTE}:2:1: broken template: Expected an expression, got 'end of statement block'"),
        (QUOTE, "<p>\n\n{{ qoute.words }}\n", f"{QUOTE}:3:4: broken template: 'qoute' is undefined"),
        (QUOTE, "\n{% include 'none.html' %}\n", f"{QUOTE}:2:13: broken template: there is no 'none.html'"),
        ("overrides/404.html", '{% extends "main.html" %}\n{{ nobody.name.first }}{% block', "overrides/404.html:2:11: broken template: "),
        ("docs/hello.md", page("# Break off\n\nbreak off\n"), "plant.py:3:25: the build broke off here: AttributeError: 'str' object has no attribute"),
        ("mkdocs.yml", "INHERIT: base.yml\nsite_name: '\n", "mkdocs.yml:2:12: broken YAML: a quote is opened and never closed"),
        ("mkdocs.yml", "INHERIT: base.yml\n\ndocs_dir: nowhere\n", "mkdocs.yml:3:1: docs_dir: The path"),
        ("mkdocs.yml", None, "mkdocs.yml:1:1: this file is missing"),
    ],
    ids=["syntax", "undefined", "include", "static", "hook", "yaml", "setting", "no-config"],
)
def test_whatever_else_breaks_is_told_with_its_place_and_no_traceback(name: str, text: str | None, told: str, film: Preview, tab: Page) -> None:
    tab.goto(film.address)
    film.write(name, text)
    expect(panel(tab).get_by_role("listitem")).to_contain_text(told)
    assert film.until(told).startswith(told)
    assert not [line for line in film.said if "Traceback" in line or "stuck" in line]


def test_a_page_that_goes_is_not_found_and_comes_back_by_itself(film: Preview, tab: Page) -> None:
    text = FILM["docs/hello.md"]
    tab.goto(film.address + "hello/")
    film.write("docs/hello.md", None)
    expect(tab.locator("h1")).to_have_text("Nothing out here")
    film.write("docs/hello.md", text.replace("# Hello", "# Back"))
    expect(tab.locator("h1")).to_have_text("Back")


def test_an_address_without_a_page_shows_what_is_wrong_until_it_is_mended(film: Preview, tab: Page) -> None:
    film.write("docs/fresh.md", page('??? spoiler asylm "Who"\n    A patient.\n'))
    film.until("docs/fresh.md:6")
    tab.goto(film.address + "fresh/")
    assert violations(tab) == []
    expect(tab.get_by_role("heading")).to_have_text("1 problem to mend")
    expect(tab.get_by_role("listitem")).to_contain_text("docs/fresh.md:6:13: 'asylm' is not a level")
    film.write("docs/fresh.md", page("# Fresh\n"))
    expect(tab.get_by_role("heading", level=1)).to_have_text("Fresh")


@SIZES
def test_the_panel_leaves_the_page_in_sight_and_folds_until_there_is_news(viewport: dict[str, int], film: Preview, tab: Page) -> None:
    film.write("docs/_data/secrets.yml", "".join(f"- id: s{number}\n  level: nowhere\n  phrases: [one two]\n" for number in range(40)))
    film.until("docs/_data/secrets.yml")
    tab.set_viewport_size(viewport)
    tab.goto(film.address + "note/")
    expect(panel(tab).get_by_role("listitem")).not_to_have_count(0)
    assert violations(tab) == []
    open_height = panel(tab).bounding_box()["height"]
    assert 100 < open_height < viewport["height"] / 2
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panel(tab).locator("summary").click()
    assert panel(tab).bounding_box()["height"] < 100
    tab.goto(film.address + "hello/")
    expect(panel(tab).get_by_role("listitem").first).to_be_hidden()
    film.write("docs/hello.md", page("[No](way.md)\n"))
    expect(panel(tab).get_by_role("listitem").first).to_be_visible()


def test_what_editors_leave_beside_a_file_neither_builds_nor_breaks(film: Preview, tab: Page) -> None:
    tab.goto(film.address + "hello/")
    count = len(film.said)
    for name in ("docs/.hello.md.swp", "docs/hello.md~", "docs/#hello.md#", "docs/4913", "docs/_data/quotes.yml~", "overrides/film/.quote.html.swx"):
        film.write(name, "half of it")
    text = FILM["docs/hello.md"].replace("# Hello", "# Renamed")
    (film.folder / "docs" / "hello.md.tmp").write_text(text, encoding="utf-8")
    (film.folder / "docs" / "hello.md.tmp").rename(film.folder / "docs" / "hello.md")
    expect(tab.locator("h1")).to_have_text("Renamed")
    film.write("docs/hello.md", "")
    film.write("docs/hello.md", FILM["docs/hello.md"])
    expect(tab.locator("h1")).to_have_text("Hello")
    film.until("built in")
    film.until("built in")
    assert not [line for line in film.said[count:] if "built in" not in line]


def test_editors_files_are_no_part_of_a_built_site_and_live_reload_is_neither(build_site: Callable[..., Built]) -> None:
    built = build_site({"docs/index.md~": "half", "docs/_data/quotes.yml~": "half", "docs/.index.md.swp": "half"})
    assert built.problems == []
    names = [path.name for path in built.site.rglob("*")]
    assert not [name for name in names if is_an_editors(name) or "verdict" in name]
    pages = "".join(path.read_text(encoding="utf-8") for path in built.site.rglob("*.html"))
    assert "livereload" not in pages
    assert "__verdict" not in pages


@pytest.mark.parametrize("name", ["index.md", "film.css", "a.b.md", "notes 4913.md"])
def test_what_authors_write_is_no_editor_s(name: str) -> None:
    assert not is_an_editors(name)


def test_a_first_build_that_fails_is_served_and_mended_like_any_other(tmp_path: Path, tab: Page) -> None:
    lay(tmp_path / "film", {"docs/note.md": page('??? spoiler asylm "Who"\n    A patient.\n')})
    with preview(tmp_path / "film") as running:
        tab.goto(running.address)
        expect(tab.get_by_role("alert").get_by_role("listitem")).to_contain_text("docs/note.md:6:13: 'asylm' is not a level")
        running.write("docs/note.md", page("Text.\n"))
        expect(tab.get_by_role("heading", level=1)).to_have_text("Caligari")


def test_a_first_config_that_is_broken_is_mended_like_any_other(tmp_path: Path, tab: Page) -> None:
    good = (lay(tmp_path / "film") / "mkdocs.yml").read_text(encoding="utf-8")
    (tmp_path / "film" / "mkdocs.yml").write_text(f"{good}\ttab: no\n", encoding="utf-8")
    with preview(tmp_path / "film") as running:
        tab.goto(running.address)
        expect(tab.get_by_role("alert").get_by_role("listitem")).to_contain_text("mkdocs.yml:13:2: broken YAML: ")
        running.write("mkdocs.yml", good)
        expect(tab.get_by_role("heading", level=1)).to_have_text("Caligari")
        running.change("docs/index.md", "# Caligari", "# Still here")
        expect(tab.get_by_role("heading", level=1)).to_have_text("Still here")


def test_below_a_path_with_drafts_and_by_looking_again_and_again(tmp_path: Path, tab: Page) -> None:
    lay(tmp_path / "film", {"docs/draft.md": page("# Draft\n")})
    with (tmp_path / "film" / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("draft_docs: draft.md\n")
    with preview(tmp_path / "film", "--poll", SITE_URL="https://example.org/films/one/") as running:
        running.until("built in")
        tab.goto(running.address)
        assert tab.url.endswith("/films/one/")
        tab.goto(urljoin(tab.url, "draft/"))
        expect(tab.get_by_role("heading", level=1)).to_have_text("Draft")
        running.write("docs/draft.md", page("# Draft, again\n"))
        expect(tab.get_by_role("heading", level=1)).to_have_text("Draft, again")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_nothing_is_left_when_it_ends(number: signal.Signals, tmp_path: Path) -> None:
    lay(tmp_path / "film", {"docs/note.md": page("[No](way.md)\n")})
    (tmp_path / "temporary").mkdir()
    with preview(tmp_path / "film", TMPDIR=str(tmp_path / "temporary")) as running:
        running.until("docs/note.md:6")
        assert list((tmp_path / "temporary").iterdir())
        assert running.end(number) == (0, "")
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not list((tmp_path / "film").glob(".site-*")) + list((tmp_path / "film").glob("site"))


def test_a_port_that_is_taken_is_told_with_the_way_to_another(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AssertionError, match=rf"port {port} is in use.*make serve PORT={port + 1}$"), preview(lay(tmp_path), "--port", str(port)):
            pass


def test_an_error_with_no_line_of_the_project_s_is_told_with_the_page_that_was_built() -> None:
    problem = error_problem(OSError("no space left"), Path("mkdocs.yml"), ["Error building page 'a.md': no space left"])
    assert str(problem) == "mkdocs.yml:1:1: the build broke off here: OSError: no space left (at the page a.md)"


def test_when_its_own_partial_is_what_is_broken_the_words_stand_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PROJECT", lay(tmp_path, {"overrides/film/verdict_page.html": "{% if %}"}))
    broken = serve.Preview(tmp_path / "mkdocs.yml", tmp_path, Namespace(port=0, poll=False, verbose=False))
    broken.server.server_close()
    drawn = broken._drawn("verdict_page", Verdict(False, "1 problem to mend:", (f"docs/note.md:1:1: {HOSTILE}",)))
    assert "docs/note.md:1:1: &lt;img" in drawn
    assert "overrides/film/verdict_page.html:1:1: broken template: " in drawn


def test_where_the_system_tells_of_no_more_files_they_are_looked_at_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = LiveServer(lambda: None, "127.0.0.1", 0, tmp_path, poll=False)
    server.server_close()
    monkeypatch.setattr(server.observer, "schedule", Mock(side_effect=OSError(errno.ENOSPC, "inotify watch limit reached")))
    server.watch(str(tmp_path))
    assert isinstance(server.observer, PollingObserver)
    assert [Path(emitter.watch.path) for emitter in server.observer.emitters] == [tmp_path]
    server.observer.stop()
    server.observer.join()


def test_a_file_that_changes_as_the_preview_ends_is_told_by_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    server = LiveServer(lambda: None, "127.0.0.1", 0, tmp_path, poll=False)
    server.watch(str(tmp_path))
    server.observer.start()
    (emitter,) = server.observer.emitters
    server.shutdown()
    emitter.queue_events(0)  # what its thread does then
    server.observer.join()
    assert caplog.messages == []
