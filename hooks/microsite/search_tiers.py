"""The search index in parts: what is public, which Material writes, and one more part for each level."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from selectolax.lexbor import LexborNode

from .film import Film
from .html import APART, IN_APART, SPOILER, child, look, parse
from .markup import ATTRIBUTES, NAME, RAW
from .spoiler_levels import level_at

INDEX = "search/search_index.{level}.json"
PLACE = ".spoiler-place"
BLOCKS = {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption", "blockquote", "pre", "div", "caption"}

BLOCK = re.compile(rf"<(?:{'|'.join(sorted(BLOCKS))}){ATTRIBUTES}>")
TAG = re.compile(rf"</?{NAME}{ATTRIBUTES}>")
COMMENT = re.compile("<!--.*?-->", re.DOTALL)

# What Material's index keeps of a page besides text, or leaves out with its text; all other tags it reads and forgets.
MEANT = "h[1-6]|p|code|pre|li|ol|ul|sub|sup|object|script|style"
FORGOTTEN = re.compile(rf"</?(?!(?:{MEANT})[ >]){NAME}{ATTRIBUTES}>")
KEPT = re.compile(rf"(<(?P<whole>h[1-6]|pre){ATTRIBUTES}>.*?</(?P=whole)>|</?(?:{MEANT}){ATTRIBUTES}>)", re.DOTALL)
HEADING = re.compile(r"<h[1-6][ >]")
UNUSUAL = ["data-search-", "linenodiv", "headerlink", "<!", "<object", "<textarea", *(f"<{name}" for name in RAW)]
ODD = ":not(body) > :is(h1, h2, h3, h4, h5, h6), pre pre"
BLANK, NOTHING = " ", "<!---->"  # the second parts two texts as a tag does

Entry = dict[str, str]


def index_of(level: str) -> str:
    """The path in the site of the part of the index that a level's readers get besides those before."""
    return INDEX.format(level=level)


def lighter(body: LexborNode) -> str:
    """A page's HTML for Material's search, which makes the same index of it in a third of the time: without the tags that it forgets.

    What stands around a heading, though, is where a section ends: then, or if there is
    anything that the index heeds, the HTML is as it was.
    """
    html = body.inner_html or ""
    first = HEADING.search(html)
    if first is None or any(word in html for word in UNUSUAL) or body.css_first(ODD):
        return html
    parts = KEPT.split(html[first.start() :])  # texts with what is forgotten; between each two what is kept, and the name of what is kept whole
    for number in range(0, len(parts), 3):
        parts[number] = _one_text(parts[number])
    del parts[2::3]
    return html[: first.start()] + "".join(parts)


@lru_cache(maxsize=64)  # most pages have the same tables
def _one_text(html: str) -> str:
    """Texts between two tags that are kept as one text, with as many blanks as the index would have of it.

    It takes one of several blanks in a row, and none if there is one before these: so blanks at either end stay apart.
    """
    texts = [BLANK if _is_blank(text) else text for text in FORGOTTEN.split(html) if text]
    texts = [text for text, before in zip(texts, ["", *texts], strict=False) if not text == before == BLANK]
    ends = (texts[:1] == [BLANK], texts[-1:] == [BLANK])
    if len(texts) < 2:
        return "".join(texts)
    inner = "".join(texts[ends[0] : len(texts) - ends[1]])
    return NOTHING.join([*[BLANK] * ends[0], inner, *[BLANK] * ends[1]])


def _is_blank(text: str) -> bool:
    return text.replace("&nbsp;", BLANK).isspace()


def sealed_entries(html: str, url: str, film: Film) -> Iterator[tuple[str, Entry]]:
    """The (level, entry) of each spoiler of a sealed page, in the form of Material's own index.

    An entry has the spoiler's text without that of the spoilers in it, which have their own.
    """
    for details in look(html).css(f"{SPOILER}:not({IN_APART})"):
        around = details.parent
        address = around.attributes.get("id") or around.attributes.get("data-address") if around is not None else ""
        inner, label = child(details, ".spoiler__body"), details.css_first(".spoiler__label")
        if inner is None or label is None:
            continue
        entry = {"location": f"{url}#{address}", "title": escape(label.text().strip()), "text": _text(inner.inner_html or "")}
        yield level_at(inner, film), entry


@lru_cache(maxsize=256)  # many pages have the same tables
def _text(html: str) -> str:
    """The text of a spoiler as HTML of nothing but paragraphs, which is what Material shows in its results."""
    if any(sign in html for sign in ("<!", "<details", "<svg", "edit")):
        html = _own(html)
    texts = (" ".join(TAG.sub("", block).replace("&nbsp;", BLANK).split()) for block in BLOCK.split(html))
    return "".join(f"<p>{text}</p>" for text in texts if text)


def _own(html: str) -> str:
    """The HTML in a spoiler less that of spoilers in it, and less what is not read."""
    body = parse(html)
    for apart in body.css(f"{APART}, {SPOILER}"):
        apart.remove()
    return COMMENT.sub("", body.inner_html or "")
