"""The policy of every page: what nobody of the project wrote neither runs nor loads, and all that is here works under it."""

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from browser import Visit, serve
from microsite.policy import Inline, allowing, inline_of, new_mark, policy_of, under_policy
from sites import Built, page

MARK = new_mark()
META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
HEARD = "() => new Promise(done => setTimeout(done))"  # until all that was kept out has been told of
STRANGE = "window.strange = true"
WORDS = f"<p class=\"strange\" style=\"color: rgb(1, 2, 3)\">Words.</p><script>{STRANGE}</script><style>.strange {{ top: 7px }}</style>"
# A hook that writes into pages after all checks, as a mistake of ours would.
PLANT = f"""
from mkdocs.plugins import event_priority

@event_priority(-1000)
def on_page_context(context, *, page, config, nav):
    page.content += {WORDS!r}
"""


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def policies(site: Path) -> dict[str, dict[str, list[str]]]:
    """What the policy of each page allows: sources by directive, by the page's path."""
    found = {path.relative_to(site).as_posix(): META.findall(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    assert [path for path, metas in found.items() if len(metas) != 1] == []
    return {path: directives(policy) for path, [policy] in found.items()}


def directives(policy: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (directive.split() for directive in policy.split(";"))}


WRITTEN = {
    "plain": "ran++",
    "empty": "",
    "ends that are none": "ran++; '</scripty>', '</ script>'",
    "a script in a comment": "ran++; '<!--'; '<script>x</script>'; '-->'",
    "ends of lines": "ran++\r\nran--\rran++",
    "any letters": "ran++; 'é 🌑 &amp; \u2028'",
    "blanks": "\n  ran++\n",
}
ATTRIBUTES = ["", " id='a>b' data-x=\"</script>\"", ' type="module"']


@pytest.mark.parametrize("attributes", ATTRIBUTES, ids=["bare", "attributes", "module"])
@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_a_script_is_allowed_by_what_browsers_read_of_it(written: str, attributes: str) -> None:
    read = {hashed(written.replace("\r\n", "\n").replace("\r", "\n"))}
    script = f"<SCRIPT {MARK}{attributes}>{written}</SCRIPT >"
    assert inline_of(f"<head></head><body><p>é</p>\n{script}<p>Text.</p>", MARK).scripts == read
    assert inline_of(f"<head>{script}</head><body><p>Text.</p>", MARK).scripts == read


def test_a_browser_runs_whatever_was_allowed(visit: Visit, tmp_path: Path) -> None:
    scripts = [f"<script {MARK}{attributes}>{written}</script>" for attributes in ATTRIBUTES for written in WRITTEN.values()]
    head = f'<!doctype html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{MARK}">'
    html, _ = under_policy(f"{head}<script {MARK}>ran = 0</script></head><body>{''.join(scripts)}<script>ran = NaN</script>", MARK)
    (tmp_path / "index.html").write_bytes(html.encode())
    with serve(tmp_path) as home:
        tab = visit("about:blank")
        tab.goto(home)
        tab.evaluate(HEARD)
        assert tab.evaluate("ran") == len(ATTRIBUTES) * (len(WRITTEN) - 1)
    assert sum("script-src-elem" in told for told in tab.violations) == 1, "not the last alone was kept out"
    tab.violations.clear()


def test_only_marked_scripts_are_allowed_and_no_mark_stays() -> None:
    html = f"<head><script {MARK}>own()</script></head><meta content='{MARK}'><script {MARK} src=own.js></script><script>not()</script>"
    page, inline = under_policy(html, MARK)
    assert inline.scripts == {hashed("own()")}
    assert MARK not in page
    assert page.startswith("<head><script>own()</script></head><meta content='default-src 'none'; script-src 'self' 'sha256-")
    assert page.endswith("<script src=own.js></script><script>not()</script>")


@pytest.mark.parametrize("kind", ["application/json", "application/ld+json", "text/plain", "text/x-template"])
def test_data_is_no_script_and_needs_no_leave(kind: str) -> None:
    assert inline_of(f'<body><script {MARK} id="__config" type="{kind}">{{}}</script>', MARK) == Inline()


@pytest.mark.parametrize("kind", ["module", "importmap", "speculationrules", "text/javascript", " TEXT/JavaScript "])
def test_whatever_browsers_act_on_needs_leave(kind: str) -> None:
    assert inline_of(f'<body><script {MARK} type="{kind}">{{}}</script>', MARK).scripts == {hashed("{}")}


def test_styles_are_allowed_where_a_template_writes_them_and_nowhere_else() -> None:
    head = f"<head><style>a {{}}</style><style {MARK}>b {{}}</style><noscript><style {MARK}>c {{}}</style></noscript></head>"
    assert inline_of(f"{head}<style>d {{}}</style><style {MARK}>e {{}}</style>", MARK).styles == {hashed("b {}"), hashed("c {}"), hashed("e {}")}


def test_what_the_preview_adds_is_allowed_on_top() -> None:
    before = policy_of(Inline(frozenset({hashed("own()")})))
    html = f'<meta content="{"; ".join(f"{name} {sources}" for name, sources in before.items())}">'
    added = "<template shadowrootmode=open><style>a {}</style></template><script>reload()</script>"
    after = directives(re.findall('content="(.*)"', allowing(html, added))[0])
    assert {*after["script-src"]} == {"'self'", hashed("own()"), hashed("reload()")}
    assert {*after["style-src"]} == {"'self'", hashed("a {}")}


def test_every_page_has_a_strict_policy_before_all_that_it_is_about(real_site: Path) -> None:
    found = policies(real_site)
    assert {"index.html", "404.html"} < found.keys()
    for path, policy in found.items():
        html = (real_site / path).read_text(encoding="utf-8")
        before = html[: META.search(html).start()]
        assert re.search(r'<meta charset="utf-8">\s*(<meta name="robots" content="noindex">\s*)?$', before), path
        assert not re.search("<(script|style|link)", before), path
        assert policy["default-src"] == ["'none'"]
        sources = {source for sources in policy.values() for source in sources}
        assert {source for source in sources if not source.startswith("'sha256-")} == {"'none'", "'self'", "data:"}
        assert [name for name, sources in policy.items() if "data:" in sources] == ["img-src"]


def test_what_the_content_of_a_page_has_gets_no_leave_and_does_not_run(build_site: Callable[..., Built], visit: Visit) -> None:
    built = build_site({"docs/note.md": page("Text."), "plant.py": PLANT})
    assert STRANGE in built.page("note")
    assert hashed(STRANGE) not in built.page("note") and hashed(STRANGE) not in (built.site / "_headers").read_text()
    with serve(built.site) as home:
        for leave in (False, True):
            tab = visit("about:blank")
            if leave:  # the same page, were it as other sites are
                note = built.site / "note" / "index.html"
                note.write_text(META.sub("", note.read_text(encoding="utf-8")), encoding="utf-8")
            tab.goto(f"{home}/note/")
            tab.evaluate(HEARD)
            assert tab.evaluate("window.strange") is (True if leave else None)
            assert (tab.locator(".strange").evaluate("node => getComputedStyle(node).color") == "rgb(1, 2, 3)") is leave
            assert (tab.locator(".strange").evaluate("node => getComputedStyle(node).top") == "7px") is leave
            assert any("script-src" in told for told in tab.violations) is not leave
            tab.violations.clear()


def test_violations_are_noticed_by_every_test_that_visits(visit: Visit) -> None:
    tab = visit("")
    assert tab.violations == []
    tab.evaluate("""() => new Promise(done => {
        let told = 0;
        addEventListener("securitypolicyviolation", () => ++told === 3 && done());
        document.body.setAttribute("style", "color: red");
        document.body.append(Object.assign(document.createElement("script"), { textContent: "strange = 1" }));
        new Image().src = "https://other.invalid/";
    })""")
    told = " ".join(tab.violations)
    assert all(directive in told for directive in ("style-src-attr", "img-src", "script-src-elem"))
    tab.violations.clear()


def test_nothing_of_the_theme_or_of_ours_is_styled_in_place(real_site: Path) -> None:
    for path in real_site.rglob("*.html"):
        assert not re.search(r"<[^>]*\s(style|on\w+)=", path.read_text(encoding="utf-8")), path
