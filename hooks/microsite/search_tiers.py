"""The search index in parts: what is public, which Material writes, and one more part for each level."""

import re
from collections.abc import Iterator
from html import escape

from selectolax.lexbor import LexborNode

from .film import Film
from .html import APART, SPOILER, parse
from .markup import ATTRIBUTES
from .spoiler_levels import level_at, spoilers_around

INDEX = "search/search_index.{level}.json"
PLACE = ".spoiler-place"
BLOCKS = {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption", "blockquote", "pre", "div", "caption"}

# What Material's index keeps of a page besides text, or leaves out with its text; all other tags it reads and forgets.
MEANT = "h[1-6]|p|code|pre|li|ol|ul|sub|sup|object|script|style"
FORGOTTEN = re.compile(rf"(?:</?(?!(?:{MEANT})[ >])[a-zA-Z][^ \t\n\f\r>/]*{ATTRIBUTES}>)+")
HEADING = re.compile(r"<h[1-6][ >]")
UNUSUAL = re.compile(r"data-search-|linenodiv|headerlink|<(?:object|script|style|textarea|iframe|xmp|noembed|noframes|plaintext|!)")
NOTHING = "<!---->"  # parts two texts as a tag does

Entry = dict[str, str]


def index_of(level: str) -> str:
    """The path in the site of the part of the index that a level's readers get besides those before."""
    return INDEX.format(level=level)


def lighter(body: LexborNode) -> str:
    """A page's HTML for Material's search, which makes the same index of it in half the time: without the tags that it forgets.

    What stands around a heading, though, is where a section ends: then, or if there is
    anything that the index heeds, the HTML is as it was.
    """
    html = body.inner_html or ""
    first = HEADING.search(html)
    if first is None or UNUSUAL.search(html) or body.css_first(":not(body) > :is(h1, h2, h3, h4, h5, h6)"):
        return html
    return html[: first.start()] + FORGOTTEN.sub(NOTHING, html[first.start() :])


def sealed_entries(html: str, url: str, film: Film) -> Iterator[tuple[str, Entry]]:
    """The (level, entry) of each spoiler of a sealed page, in the form of Material's own index.

    An entry has the spoiler's text without that of the spoilers in it, which have their own.
    """
    body = parse(html)
    for unread in body.css(APART):
        unread.remove()
    for details in body.css(SPOILER):
        around = details.parent
        address = around.attributes.get("id") or around.attributes.get("data-address") if around is not None else ""
        inner = details.css_first(".spoiler__body")
        label = details.css_first(".spoiler__label")
        if inner is None or label is None:
            continue
        entry = {"location": f"{url}#{address}", "title": escape(label.text().strip()), "text": _text(inner, details)}
        yield level_at(inner, film), entry


def _text(body: LexborNode, details: LexborNode) -> str:
    """The text as HTML of nothing but paragraphs, which is what Material shows in its results."""
    blocks: list[str] = [""]
    for node in body.traverse(include_text=True):
        if node.is_element_node and node.tag in BLOCKS:
            blocks.append("")
        elif node.is_text_node and (around := spoilers_around(node)) and around[0].mem_id == details.mem_id:
            blocks[-1] += node.text_content or ""
    return "".join(f"<p>{escape(' '.join(block.split()), quote=False)}</p>" for block in blocks if block.strip())
