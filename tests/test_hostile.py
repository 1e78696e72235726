"""Whatever a stranger writes: nothing of it runs, nothing outside docs/ is read, and what is refused is told with its place, in time."""

import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from attacks import ATTACKS, TEXTS, attacked, data_files, dumped, refused_values
from browser import DESKTOP, serve
from cases import PLACED
from commands.building import examine
from hostile_site import CANARY, Hostile, hostile_site
from microsite.film import load_film
from microsite.front_matter import read_front_matter
from microsite.models import FILES
from microsite.pages import read_page
from microsite.problems import Problem
from microsite.reading import WRONG, Reader
from microsite.scenes import load_scenes
from microsite.svg_files import not_a_drawing
from microsite.yaml_text import parse_yaml
from playwright.sync_api import Browser, Page
from selectolax.lexbor import LexborHTMLParser
from sites import CALIGARI, Built, build_in, lay, page

FILM, _ = load_film(CALIGARI / "docs" / "_data", CALIGARI)
SECONDS = 20  # of the processor, for what is as much as a file may be
LAUGHS = "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))
RAW = [*ATTACKS["raw"], "9" * 5_000, "'" + "x" * 9_000 + "'", "[" * 9_000, "{" * 9_000, "- " * 4_000, f"\n{LAUGHS}", "x\0y", "'" + "\u202e" * 99 + "'"]
ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "srcset", "background", "ping", "cite", "content")
# What anything that runs would say, and what readers do to make it: all that opens is opened, all that can be touched is.
LISTEN = "window.pwned = () => { window.ran = document.location + ' ' + new Error().stack }; window.print = () => {}"
TOUCH = """() => {
  for (const node of document.querySelectorAll('details')) node.open = true;
  for (const node of document.querySelectorAll('body *')) {
    for (const kind of ['mouseover', 'mouseenter', 'mousemove', 'mousedown', 'mouseup', 'focus', 'focusin', 'toggle', 'animationstart'])
      node.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
    if (node.tabIndex >= 0) node.focus();
    if (!node.closest('a[href]') || !/^(https?|mailto|tel):$/.test(node.closest('a[href]').protocol))
      if (!node.closest('form, .md-search, .site-header__light')) node.click?.();
  }
}"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    return hostile_site(tmp_path_factory.mktemp("hostile") / "film")


def located(problems: list[str], root: Path) -> list[str]:
    """Those that name no place in a file that contributors write, or speak of what broke instead of what is wrong."""
    broken = re.compile(r"Traceback|broke off|Error\b|site-packages")
    return [text for text in problems if not (found := PLACED.fullmatch(text)) or not (root / found["path"]).exists() or broken.search(found["message"])]


def test_every_refusal_of_an_attack_has_its_place(hostile: Hostile) -> None:
    assert len(hostile.refused) > 300
    assert located(hostile.refused, hostile.built.site.parent) == []


def test_most_attacks_are_published_as_the_text_that_they_are(hostile: Hostile) -> None:
    assert hostile.built.said == []
    assert sum(len(page.parts) for page in hostile.pages.values()) > 200
    whole = hostile.built.page()
    for key in ("name", "person", "title", "label", "words", "publisher", "seen"):
        assert re.search(rf"\b{key}\d* &lt;script", whole), key


def live(html: str) -> Iterator[str]:
    """What would run, or lead away, in a page that came from an attack."""
    for node in LexborHTMLParser(html).css("*"):
        if node.tag in ("script", "style", "iframe", "object", "embed", "base") and re.search("pwned|evil", node.html or ""):
            if "json" not in (node.attributes.get("type") or ""):
                yield node.html or ""
        for name, value in node.attributes.items():
            runs = name.startswith("on") or name == "srcdoc" or (name == "style" and node.tag not in ("th", "td"))
            leads = name in ADDRESSES and re.match(r"[\x00-\x20]*(?!https?:|mailto:|tel:|data:image)[a-z]+:", value or "", re.IGNORECASE)
            if runs or leads and name != "content" or node.attributes.get("http-equiv") == "refresh":
                yield f"<{node.tag} {name}={value}>"


def test_no_built_page_holds_anything_that_runs(hostile: Hostile) -> None:
    found = {path.name: list(live(path.read_text(encoding="utf-8"))) for path in hostile.built.site.rglob("*.html")}
    assert len(found) > 0
    assert {name: parts for name, parts in found.items() if parts} == {}
    for path in hostile.built.site.rglob("*.xml"):
        assert "script" not in {element.tag.rpartition("}")[2] for element in ElementTree.parse(path).iter()}


def test_the_search_for_what_runs_would_notice() -> None:
    for part in ("<b onclick=pwned()>", "<script>pwned()</script>", "<a href=' java&Tab;script:pwned()'>", "<p style='x'>", "<iframe srcdoc=pwned>"):
        assert list(live(part.replace("&Tab;", ""))), part


def test_nothing_outside_of_docs_is_read(hostile: Hostile) -> None:
    said = "\n".join([*hostile.refused, *hostile.built.said])
    assert CANARY not in said
    for path in filter(Path.is_file, hostile.built.site.rglob("*")):
        assert CANARY.encode() not in path.read_bytes(), path
        assert b"root:x:0" not in path.read_bytes(), path


@pytest.fixture
def reader(browser: Browser, hostile: Hostile) -> Iterator[Callable[[str], Page]]:
    """Open a page of the hostile site as its readers do, but without a policy that would forbid what runs."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", viewport=DESKTOP)
    context.add_init_script(LISTEN)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    with serve(hostile.built.site) as host:

        def open_page(url: str) -> Page:
            there = context.pages[0] if context.pages else context.new_page()
            there.goto(f"{host}/{url}")
            return there

        yield open_page
        context.close()
    assert [url for url in asked if not url.startswith((host, "data:image/"))] == []


def test_nothing_runs_in_a_browser_whatever_its_reader_does(hostile: Hostile, reader: Callable[[str], Page]) -> None:
    urls = ["", *sorted(path.parent.name + "/" for path in hostile.built.site.glob("[mp]*/index.html"))]
    assert len(urls) > 15
    for url in urls:
        there = reader(url)
        address = there.url
        there.evaluate(TOUCH)
        assert there.evaluate("window.ran") is None, url
        assert there.url.partition("#")[0] == address, url


@pytest.mark.parametrize("html", ["<img src=x onerror=pwned()>", "<b onmouseover=pwned()>a</b>", "<a href='javascript:pwned()'>a</a>", "<input onfocus=pwned()>"])
def test_a_browser_would_notice(html: str, browser: Browser) -> None:
    with browser.new_page() as there:
        there.add_init_script(LISTEN)
        there.goto("data:text/html,<body>")
        there.evaluate("html => { document.body.innerHTML = html }", html)
        there.evaluate(TOUCH)
        there.wait_for_function("window.ran")


def test_nothing_runs_in_what_search_finds(reader: Callable[[str], Page]) -> None:
    there = reader("")
    there.locator(".md-search__input").click()
    for word in ("onerror", "pwned"):
        there.locator(".md-search__input").fill(word)
        there.keyboard.press("Shift")
        there.locator(".md-search-result__item").first.wait_for()
        there.evaluate("document.querySelectorAll('.md-search-result__item details').forEach(node => { node.open = true })")
        assert there.evaluate("window.ran") is None, word
        assert there.locator(".md-search-result__item :is(img, svg, style, link, script, iframe, input)").count() == 0, word


def complaints(folder: Path) -> list[Problem]:
    problems = load_film(folder, folder)[1]
    for problem in problems:
        assert problem.line >= 1
        assert problem.path.endswith(".yml")
    return problems


def test_the_fields_are_right_but_for_the_attacks_in_them(tmp_path: Path) -> None:
    for name, value in data_files().items():
        (tmp_path / f"{name}.yml").write_text(dumped(value), encoding="utf-8")
    assert complaints(tmp_path) == []


@pytest.mark.parametrize("name", FILES)
def test_a_value_that_should_be_more_than_text_is_refused_with_its_place(name: str) -> None:
    """Days, numbers, addresses, ids and lists: all of them at once."""
    model = FILES[name]
    for attack in [*TEXTS, *ATTACKS["address"][:-1]]:
        entry = attacked(model, 0, attack)
        keys = [key for key, _ in refused_values(model)]
        text = dumped(entry | dict.fromkeys(keys, attack))
        reader = Reader(f"{name}.yml")
        assert reader.entry(parse_yaml(text, reader.path)[0], model) is WRONG
        lines = text.split("\n")
        assert sorted(lines[problem.line - 1].partition(":")[0] for problem in reader.problems) == sorted(keys), attack


@pytest.mark.parametrize("name", ["film", "timeline", "secrets"])  # one entry, a list of them, and what is never published
def test_yaml_that_does_more_than_say_something_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    """In place of each value, each key and each entry; whatever is let in is text."""
    began = time.process_time()
    for raw in RAW:
        for text in (raw, f"- {raw}", f"id: {raw}", f"- id: a\n  text: {raw}", f"? {raw}\n: a", f"{raw}: a", f"- {{id: {raw}}}", f"- id: a\n  {raw}: a"):
            (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
            assert complaints(tmp_path), text[:80]
    assert not list(tmp_path.glob("touch*"))
    assert time.process_time() - began < SECONDS


def test_front_matter_takes_no_attack_for_more_than_text() -> None:
    for attack in [*TEXTS, *RAW]:
        for text in (f"title: {attack}", f"{attack}: a", f"description: {attack}", f"scene: {attack}", f"template: {attack}", f"hide: [{attack}]"):
            meta, problems = read_front_matter(f"---\n{text}\n---\n", "a.md", [])
            assert problems, text[:80]
            assert meta == {}
            assert all(problem.line >= 1 for problem in problems)


def in_full(sign: str) -> str:
    """A page full of a sign, in as long lines as it may have."""
    return "\n".join([sign * (3_900 // len(sign))] * 8)


# What makes each stage look far ahead, or far around. Those of them that Markdown can't be given are refused before.
FULL = ["<!--", "<!-- a -->", "<", "<a ", "<a href='", "<img ", "[", "[](a)", "[a][", "![a.svg", "`", "` `` ", "*", "**a*b ", "_", "{", "(", "((([", "???"]
FULL += ["!!! ", '"', "“", "[^a]", "*[a]: b ", "&", "|", "a|b", "<div>", "<details>", "</p>", "source:", "http://", "<![", "<?", "\t", "\\", "1. ", "a: ", "x"]
LINES = ['??? spoiler "a"\n', "# a\n\n", "- a\n", "```\n", '=== "a"\n\n    a\n\n', "[^a]: b\n", "*[a]: b\n", "> a\n\n", "<!-- film:cast -->\n\n", "a|b\n-|-\n", "\n"]


@pytest.mark.parametrize("text", [*FULL, *LINES], ids=repr)
def test_reading_a_page_full_of_a_sign_takes_no_longer_than_reading_words(text: str) -> None:
    """What is ours; what Markdown is given afterwards is bounded by it."""
    full = in_full(text) if text in FULL else text * (30_000 // len(text))
    began = time.process_time()
    read_page(page(full), "a.md", FILM, [])
    assert time.process_time() - began < 2


@pytest.mark.parametrize("text", ["[](a) ", "**a*b ", "<!-- a -->", '"', "`` ` ", "<b>x</b>", "|"], ids=repr)
def test_building_a_page_full_of_a_sign_ends(text: str, tmp_path: Path) -> None:
    began = time.process_time()
    built = build_in(lay(tmp_path / "film", {"docs/note.md": page(in_full(text)[:8_000])}))
    assert time.process_time() - began < SECONDS
    assert located(built.problems, tmp_path / "film") == []


def test_a_page_longer_than_any_is_refused_at_once_and_in_little_memory(tmp_path: Path) -> None:
    folder = lay(tmp_path / "film", {"docs/note.md": page("<!--" * 2_000_000)})

    def limits() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, preexec_fn=limits)
    assert done.returncode == 1
    assert re.search(r"^docs/note\.md:1:1: this page has 8,000,\d+ characters; 100,000 are the most: make several of it$", done.stderr, re.MULTILINE)
    assert "Traceback" not in done.stderr


def test_a_check_reads_no_more_of_it_than_a_build(tmp_path: Path) -> None:
    folder = lay(tmp_path, {"docs/note.md": page("*a `b [c " * 200_000)})
    began = time.process_time()
    assert [problem.kind for problem in examine(folder / "mkdocs.yml").problems] == ["markdown"]
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("name", ["a\nb.md", "a\u2028b.md", "a\x1b[31m.svg", "a\rb.md"], ids=repr)
def test_a_file_whose_name_would_be_obeyed_by_a_terminal_is_refused_in_words_that_are_not(name: str, build_site: Callable[..., Built]) -> None:
    (problem,) = build_site({f"docs/{name}": page("Words.")}).problems
    assert problem.isprintable()
    assert problem.endswith("a character in this file's name can't be seen: rename it")


@pytest.mark.parametrize("name", ["%2e%2e%2fa.md", "a&b.md", "a'b.md", 'a"b.md', "<b>.md", "{{ 7 }}.md", "a#b.md", "a?b.md", "-a.md", "$(x).md", "a b.md"])
def test_a_file_of_any_other_name_is_a_page_like_others(name: str, build_site: Callable[..., Built]) -> None:
    built = build_site({f"docs/{name}": page("Words.", title="Odd"), "docs/see.md": page("Words.")})
    assert located(built.problems, built.site.parent) == []
    for path in built.site.rglob("*.html"):
        assert list(live(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("inside", ["docs/note.md", "docs/_data/cast.yml", "docs/_data/scenes.svg", "docs/_data/words.txt", "docs/assets/a.svg", "docs/more", "docs/_data"])
def test_a_link_that_leads_out_of_docs_is_not_followed(inside: str, tmp_path: Path) -> None:
    folder, outside = lay(tmp_path / "film"), tmp_path / "outside"
    text = f"---\ntitle: {CANARY}\ndescription: {CANARY} {CANARY}\n---\n\n# {CANARY}\n"
    if Path(inside).suffix:
        outside.write_text(text, encoding="utf-8")
        (folder / inside).unlink(missing_ok=True)
    else:
        (folder / inside).rename(outside) if (folder / inside).exists() else outside.mkdir()
        (outside / "note.md").write_text(text, encoding="utf-8")
    (folder / inside).symlink_to(outside)
    built = build_in(folder)
    assert any(re.match(rf"{inside}(/film\.yml)?:1:1: this is a link to another place", problem) for problem in built.problems) or inside.endswith("words.txt")
    assert CANARY not in "\n".join(built.said)
    assert not built.site.exists() or inside.endswith("words.txt")


def test_drawings_end_in_time() -> None:
    for shape in ("<g>", "<use href='#a'/>", "<!ENTITY ", "<!DOCTYPE ", "<style>", "<?a ?>", "<a b='"):
        began = time.process_time()
        list(not_a_drawing(f'<svg xmlns="http://www.w3.org/2000/svg">{shape * 50_000}'))
        assert time.process_time() - began < SECONDS


def test_scenes_that_show_each_other_end_in_time(tmp_path: Path) -> None:
    chain = "".join(f'<g id="a{n}"><use href="#a{n + 1}"/><use href="#a{n + 1}"/></g>' for n in range(2_000))
    (tmp_path / "scenes.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><defs>{chain}<g id="a2000"/></defs><svg id="b"/></svg>', encoding="utf-8")
    began = time.process_time()
    scenes, problems = load_scenes(tmp_path, tmp_path)
    assert scenes is None
    assert "too often" in problems[-1].message
    assert time.process_time() - began < SECONDS


def test_a_pattern_that_may_go_on_without_end_is_never_run(tmp_path: Path) -> None:
    secrets = "- id: patient\n  level: asylum\n  phrases: [a patient]\n  patterns: ['(a+)+b']\n"
    began = time.process_time()
    built = build_in(lay(tmp_path / "film", {"docs/_data/secrets.yml": secrets, "docs/note.md": page("a" * 3_000)}))
    assert time.process_time() - began < SECONDS
    assert ["may go on without end" in problem for problem in built.problems] == [True]


def test_data_that_runs_away_is_told_in_one_line() -> None:
    for text in (LAUGHS, "[" * 9_000, "a: " * 3_000, "x" * 300_000):
        _, problems = parse_yaml(text, "a.yml")
        assert problems
        assert all(len(str(problem)) < 500 for problem in problems)
