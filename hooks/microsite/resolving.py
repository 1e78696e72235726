"""Directives and citations in a page's HTML: each gives way to what it stands for.

This works on HTML, after Markdown has decided what is code: a directive in a code
block is text there, and stays text.
"""

from collections import Counter
from collections.abc import Callable, Mapping

from selectolax.lexbor import LexborNode

from .directive_syntax import DirectiveError, parse_directive
from .directives import DIRECTIVES, Place
from .film import Film
from .html import ancestors, parse, replace
from .pages import PageSource
from .partials import Partials
from .problems import closest
from .sealing import level_at

# Elements that hold words, not blocks: a table or a figure can't stand in one.
PHRASING = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "a", "em", "strong", "span", "summary", "code", "dt", "label", "caption"}


def resolve(
    html: str,
    page: PageSource,
    film: Film,
    partials: Partials,
    citing: Mapping[str, list[tuple[str, str]]],
    source_link: Callable[[str], str],
) -> tuple[str, list[tuple[int, str]]]:
    """A page's HTML with its directives and citations carried out, and (line, message) for those that can't be.

    Every comment goes: what a contributor notes for others is not for readers.
    """
    body = parse(html)
    problems: list[tuple[int, str]] = []
    seen: Counter[str] = Counter()
    for comment in [node for node in body.traverse() if node.is_comment_node]:
        text = comment.comment_content or ""
        try:
            replace(_room_for(comment), _shown(text, comment, film, partials, citing))
        except DirectiveError as error:
            problems.append((_place(page, text, seen[text]), str(error)))
        seen[text] += 1
    for link in body.css('a[href^="source:"]'):
        _cite(link, film, source_link)
    return body.inner_html or "", problems


def _shown(text: str, comment: LexborNode, film: Film, partials: Partials, citing: Mapping[str, list[tuple[str, str]]]) -> str:
    found = parse_directive(text, DIRECTIVES, film)
    if found is None:
        _refuse_near_miss(text)
        return ""
    name, arguments = found
    if any(parent.tag in PHRASING for parent in ancestors(comment)) and _room_for(comment) is comment:
        raise DirectiveError(f"film:{name} stands among words: give it a line of its own, with a blank line before and after")
    if film.about is None:  # nothing can be shown of a film that could not be read
        return ""
    values = DIRECTIVES[name].show(Place(film, level_at(comment, film), citing), arguments)
    return partials.render(name, **values) if values is not None else ""


def _refuse_near_miss(text: str) -> None:
    word, colon, _ = text.strip().partition(":")
    if colon and word.isalpha() and closest(word, ["film"]):
        raise DirectiveError(f"'{word}:' starts no directive; did you mean 'film:'?")


def _room_for(comment: LexborNode) -> LexborNode:
    """The node that a directive replaces: the paragraph around it too, if nothing else is in there."""
    parent = comment.parent
    if parent is None or parent.tag != "p" or (parent.text() or "").strip():
        return comment
    others = [node for node in parent.traverse() if node.mem_id not in (parent.mem_id, comment.mem_id)]
    return comment if others else parent


def _place(page: PageSource, text: str, nth: int) -> int:
    lines = page.comments(text)
    return lines[min(nth, len(lines) - 1)] if lines else 1


def _cite(link: LexborNode, film: Film, source_link: Callable[[str], str]) -> None:
    """Lead a citation to its source; to nowhere if that is not known, which is reported elsewhere."""
    source_id = (link.attributes["href"] or "").removeprefix("source:")
    link.attrs["class"] = "citation"
    if film.about and film.source(source_id):
        link.attrs["href"] = source_link(source_id)
    else:
        del link.attrs["href"]
