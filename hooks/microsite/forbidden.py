"""What a page may not hold: what its policy keeps browsers from running, loading or showing."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from .files import relative
from .html import classes, parse
from .problems import Problem

INSTEAD = {
    "script": "put what it does into a file of docs/assets/ that mkdocs.yml names in extra_javascript",
    "style": "put it into a file of docs/assets/ that mkdocs.yml names in extra_css",
    **dict.fromkeys(("iframe", "frame", "object", "embed"), "link to what it would show"),
    **dict.fromkeys(("audio", "video"), "link to what it would play"),
    **dict.fromkeys(("base", "meta", "link"), "the theme writes the head of each page"),
    "form": "nobody here receives what it sends; link to a page where somebody does",
}
STYLED = "say in a file of docs/assets/ that mkdocs.yml names in extra_css how that looks"
ELSEWHERE = "'{}' is not loaded from another site: put the file into docs/assets/, if its licence allows"
LOADING = ("src", "srcset", "poster")
SUSPECTS = ", ".join([*INSTEAD, "[style]", *(f"[{name}]" for name in LOADING)])
# What may be one, in small letters. A pattern that starts with letters is looked for ten times as fast as any other.
HANDLER = re.compile(r"on(?<=[\s\"'/]on)\w+\s*=")
STYLE = re.compile(r"style\s*=")
LOADED = [re.compile(rf"{name}\s*=\s*(?:\"[^\"]*|'[^']*|[^\s>]*)(?://|&)") for name in LOADING]
ALIGNMENT = re.compile(r"\s*text-align:\s*(left|center|right)\s*;?\s*")
Finding = tuple[tuple[str | re.Pattern[str], ...], str]


def aligned(html: str) -> str:
    """A page's HTML whose cells are aligned by classes: Markdown does so by inline styles, which no policy allows one by one."""
    if "text-align" not in html:
        return html
    body = parse(html)
    for cell in body.css("th[style], td[style]"):
        if found := ALIGNMENT.fullmatch(cell.attributes["style"] or ""):
            cell.attrs["class"] = " ".join([*classes(cell), f"align-{found[1]}"])
            del cell.attrs["style"]
    return body.inner_html or ""


def find_forbidden(html: str) -> Iterator[Finding]:
    """Yield (places, message) for what the policy would keep from working in a page; `places` is for PageSource.place."""
    if not (selector := _suspects(html.lower())):
        return
    for node in _elements(parse(html), selector):
        tag, attributes = node.tag or "", node.attributes
        if tag in INSTEAD:
            yield (f"<{tag}",), f"'<{tag}>' can't stand in a page: {INSTEAD[tag]}"
            continue
        for name, value in attributes.items():
            if name == "style":
                yield _attribute(name, value), f"'style=\"{value}\"' can't stand in a page: give it a class, and {STYLED}"
            elif name.startswith("on"):
                yield _attribute(name, value), f"'{name}=\"{value}\"' can't stand in a page: {INSTEAD['script']}"
            elif name in LOADING and is_elsewhere(value or ""):
                yield (value or "",), ELSEWHERE.format(value)


def _suspects(html: str) -> str:
    """A selector of whatever has to be looked at; nothing for most pages, which then need no parsing."""
    if HANDLER.search(html):
        return "*"
    some = STYLE.search(html) or any(f"<{tag}" in html for tag in INSTEAD) or any(pattern.search(html) for pattern in LOADED)
    return SUSPECTS if some else ""


def _elements(body: LexborNode, selector: str) -> Iterator[LexborNode]:
    """The elements that a selector finds, also in templates."""
    yield from body.css(selector)
    for template in body.css("template"):
        for fragment in template.template_fragments():
            yield from _elements(fragment, selector)


def _attribute(name: str, value: str | None) -> tuple[re.Pattern[str], ...]:
    """Where an attribute with a value stands, in HTML or in braces; else where any of its name does."""
    written = re.escape(value or "")
    return re.compile(rf"\b{name}\s*=\s*[\"']?{written}", re.IGNORECASE), re.compile(rf"\b{name}\s*=", re.IGNORECASE)


def is_elsewhere(address: str) -> bool:
    """Whether something is loaded from another host; an address that can't be read is told of with the links."""
    try:
        return any(urlsplit(part.strip()).netloc for part in address.split(","))
    except ValueError:
        return False


def check_extras(names: Iterable[str], config_file: Path, root: Path) -> Iterator[Problem]:
    """Styles and scripts that mkdocs.yml would have loaded from another site."""
    text = config_file.read_text(encoding="utf-8")
    for name in names:
        if is_elsewhere(name):
            line = text.count("\n", 0, max(text.find(name), 0)) + 1
            yield Problem(relative(config_file, root), line, ELSEWHERE.format(name), "site")
