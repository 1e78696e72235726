"""The HTML that a page may hold: words and pictures. Nothing in it runs, asks readers for something, or brings in another site.

Strangers edit pages by pull request, so what is not on these lists is refused, whatever it does today or in
the next browser. Ids and data attributes are in it because scripts look for them: a page that brings its own
`__config` would tell Material's script what to load.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from .html import depth, parse
from .markdown_lines import Line
from .problems import nearest

TEXT = {
    *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby"),
    *("s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
}
BLOCKS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "blockquote", "hr", "div", "section", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("details", "summary", "figure", "figcaption", "img", "audio", "video", "source", "track"),
}
EVERYWHERE = {"id", "class", "title", "lang", "dir", "role", "hidden", "translate", "data-level"}
OF_MEDIA = {"src", "controls", "loop", "muted", "preload", "width", "height"}
ATTRIBUTES = {
    "a": {"href", "name", "rel", "target", "hreflang", "download"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "audio": OF_MEDIA,
    "video": {*OF_MEDIA, "poster", "playsinline"},
    "source": {"src", "type", "media"},
    "track": {"src", "kind", "label", "srclang", "default"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "th": {"colspan", "rowspan", "scope", "headers", "abbr"},
    "td": {"colspan", "rowspan", "headers"},
    "col": {"span"},
    "colgroup": {"span"},
    "time": {"datetime"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "details": {"open", "name"},
}
# What to do instead, by element.
INSTEAD = {
    **dict.fromkeys(("script", "noscript", "template", "slot", "canvas", "dialog"), "a page runs nothing"),
    **dict.fromkeys(("iframe", "frame", "frameset", "object", "embed", "portal"), "link to the other page instead, as in [words](https://…)"),
    **dict.fromkeys(("form", "input", "button", "select", "option", "textarea", "label"), "a page asks its readers for nothing"),
    **dict.fromkeys(("base", "meta", "link", "title", "head", "html", "body"), "what stands at a page's head is made of its front matter"),
    **dict.fromkeys(("style", "font", "center"), "a page has no looks of its own; all have those of overrides/assets/film.css"),
    **dict.fromkeys(("svg", "math"), "put a drawing into a file, and show it with ![what it shows](assets/drawing.svg)"),
}
OTHERWISE = "write it in Markdown, or between backticks if it is to be read as it stands"
ALIGNED = re.compile(r"text-align: (?:left|right|center);")  # what Markdown makes of a table's second line
# What Markdown makes of tabs: radio buttons, their labels, and the ids by which these find each other.
TABS = {"input": {"type", "id", "name", "checked"}, "label": {"for"}, "div": {"data-tabs"}}
TAB = re.compile(r"__tabbed_\d+(?:_\d+)?")
# What all but a few pages are made of, which spares these a walk through their elements.
ATTRIBUTE = r'\s(?:class|title|lang|role|id)="(?!__)[^"<>]*"'
PLAIN = re.compile(
    rf"</?(?:{'|'.join(sorted(TEXT | BLOCKS))})(?:{ATTRIBUTE})*\s?/?>"
    rf'|<a(?:{ATTRIBUTE}|\shref="[^"<>]*")*>|<t[hd] style="text-align: (?:left|right|center);">|<!--[^<>]*-->'
)
DEEPEST = 150  # elements within each other
OWN = "__"  # ids that start like this are those that scripts look for


class Found(NamedTuple):
    """What a page may not hold: how its source has it, which mention it is of those (from 0), and what to say of it."""

    wanted: re.Pattern[str]
    nth: int
    message: str


def not_allowed(html: str) -> Iterator[Found]:
    """All that a page's own HTML holds and may not, in the order in which it stands there."""
    if "<" not in PLAIN.sub("", html):
        return
    body = parse(html)
    seen: Counter[str] = Counter()
    refused: set[int] = set()
    for node in [*filter(None, (body.parent, body)), *body.css("*")]:
        tag = node.tag or ""
        if node.parent is not None and node.parent.mem_id in refused:
            refused.add(node.mem_id)
        elif node.attributes if tag in ("html", "body") else not _may_stand(node):  # the first two are ours, less what is put on them
            refused |= {node.mem_id} - {body.mem_id, body.parent.mem_id if body.parent else 0}
            yield _found(rf"<\s*{re.escape(tag)}\b", f"<{tag}> can't stand in a page: {INSTEAD.get(tag, OTHERWISE)}", seen)
        else:
            yield from _attributes(node, seen)


def _attributes(node: LexborNode, seen: Counter[str]) -> Iterator[Found]:
    for name, value in node.attributes.items():
        if why := _why_not(node.tag or "", name, value or ""):
            looked_for = re.escape(value or "") if f"'{value}'" in why else rf"(?<![\w<-]){re.escape(name)}(?![\w>-])"
            yield _found(looked_for, why, seen)


def too_deep(html: str, lines: list[Line]) -> int | None:
    """The line at which a page's source starts to nest more elements than any page needs; None if it does not.

    What Markdown nests is bounded by how far lines are indented, so this is about tags that somebody has typed.
    """
    typed = [line.number for line in lines for _ in range(line.text.count("<"))]
    if len(typed) <= DEEPEST or depth(parse(html)) <= DEEPEST:
        return None
    return typed[0]


def _may_stand(node: LexborNode) -> bool:
    if node.tag in TABS and node.tag != "div":
        return bool(TAB.fullmatch(node.attributes.get("id") or node.attributes.get("for") or ""))
    return node.tag in TEXT or node.tag in BLOCKS


def _why_not(tag: str, name: str, value: str) -> str | None:
    """Why an element can't have an attribute; None if it can."""
    if name.startswith("on"):
        return f"'{name}' would run something: take it away, since a page runs nothing"
    if name == "style" and not (tag in ("th", "td") and ALIGNED.fullmatch(value)):
        return "'style' gives this looks of its own: take it away; all pages have those of overrides/assets/film.css"
    if name in ("id", "name", "for") and value.startswith(OWN) and not TAB.fullmatch(value):
        return f"'{value}' starts with '{OWN}', as only names do that scripts look for: choose another"
    if name.startswith("data-") and name not in ("data-level", "data-tabs"):
        return f"'{name}' is for scripts, and a page runs nothing: take it away"
    if tag == "details" and not value:  # perhaps meant as a spoiler's level: then that is what has to be said
        return None
    known = EVERYWHERE | ATTRIBUTES.get(tag, set()) | TABS.get(tag, set())
    if name in known or name == "style" or name.startswith("aria-"):
        return None
    return f"<{tag}> can't have '{name}' in a page{nearest(name, known)}"


def _found(pattern: str, message: str, seen: Counter[str]) -> Found:
    seen[pattern] += 1
    return Found(re.compile(pattern, re.IGNORECASE), seen[pattern] - 1, message)
