"""Two tiny sites as builds might leave them, and the comment that tells them apart, taken to pieces."""

import re
from html import escape
from pathlib import Path

from commands.preview_report import Revision, comment
from microsite.built_site import Site
from microsite.film import load_film
from sites import CALIGARI

FILM, _ = load_film(CALIGARI / "docs" / "_data", CALIGARI)
HOME = "https://caligari.example/"
PREVIEW = "https://previews.example/7/"
SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)  # https://spec.commonmark.org/0.31.2/#code-spans
FENCE = re.compile(r"^(```+)\w*\n.*?^\1`*$", re.DOTALL | re.MULTILINE)
Files = dict[str, str | bytes | None]


def built(body: str, title: str = "A page", *, nav: str = "The cast", head: str = "") -> bytes:
    """A page with what surrounds every text."""
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(title)} · Caligari</title>'
        f'<meta property="og:site_name" content="Caligari">{head}</head>'
        f'<body><nav><a href="#top">{nav}</a></nav><article>{body}</article><footer>Public domain.</footer></body></html>'
    ).encode()


def spoiler(label: str, body: str, level: str = "asylum", address: str = "s-0a1b2c") -> str:
    return (
        f'<div class="spoiler-place" id="{address}"><details class="spoiler" data-level="{level}">'
        f'<summary><span>Spoiler:</span> <span class="spoiler__label">{label}</span></summary>'
        f'<div class="spoiler__body">{body}</div></details></div>'
    )


TEXT = "<h1 id=caligari>Caligari</h1><p>A silent film. It was shown in Berlin.</p>"
BASE = {
    "index.html": built(TEXT, "Caligari explained"),
    "ending/index.html": built(f"<h1>The ending</h1>{spoiler('Who tells it', '<p>Somebody in a garden.</p>')}", "The ending"),
    "404.html": built("<h1>Nothing here</h1>", "Not found"),
    "assets/film.css": b"body{}",
}


def site(files: Files | None = None) -> Site:
    """The site above, with some of its files changed, added or (None) taken away; a text is the body of a page."""
    laid = BASE | {path: content if isinstance(content, bytes) else built(content or "") for path, content in (files or {}).items()}
    return Site({path: data for path, data in laid.items() if (files or {}).get(path, "") is not None}, FILM, HOME)


def index(old: str, new: str) -> Files:
    """The first page with some of its HTML replaced."""
    assert old.encode() in BASE["index.html"]
    return {"index.html": BASE["index.html"].replace(old.encode(), new.encode())}


def told(base: Site | None, head: Site, url: str = PREVIEW) -> str:
    """The comment; with no base, on a head whose base was not built."""
    before = Revision("1111111111", None if base else ["docs/a.md:1: wrong"], "", base)
    return comment(before, Revision("2222222222", None, "No leak: 3 surfaces read in 1 files", head), url)


def told_of(head: Files, base: Files | None = None) -> str:
    return told(site(base), site(head))


def diff(report: str) -> list[str]:
    """The lines of the text diff."""
    found = re.search(r"^(```+)diff\n(.*?)\n\1$", report, re.DOTALL | re.MULTILINE)
    return found[2].splitlines() if found else []


def section(report: str, heading: str) -> str:
    return report.partition(f"### {heading}\n")[2].partition("\n### ")[0].strip()


def outside_code(markdown: str) -> str:
    """What of some Markdown is not code, and can do something."""
    return SPAN.sub("", FENCE.sub("", markdown))


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
