"""Directives and citations in a page's HTML: each gives way to what it stands for.

This works on HTML, after Markdown has decided what is code: a directive in a code
block is text there, and stays text.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from .directive_syntax import DirectiveError, parse_directive
from .directives import DIRECTIVES, Arguments, Place
from .edits import Edit, told_in
from .film import Film, by_id
from .html import ancestors, classes, replace, take
from .pages import PageSource
from .partials import Partials
from .problems import MOST, closest, did_you_mean
from .sealing import sealed_ahead
from .spoiler_levels import LEVEL, level_at

# Elements that hold words, not blocks: a table or a figure can't stand in one.
PHRASING = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "a", "em", "strong", "span", "summary", "code", "dt", "label", "caption"}
CITING = "source:"
START = re.compile(r"(?P<film>[^\s:.;,：-]+)[\s:.;,：-]+(?P<name>[^\s:.;,：-]+)")
LIKENESS = 0.75  # 'flim' is as good as 'film', 'fixme' is not


@dataclass(frozen=True)
class Site:
    """What a page needs of the rest: the film, the partials, and how to reach other pages from this one.

    `source_link` makes the link to a source, by its id; `citing` lists (title, link) of
    the pages that cite it. `edit_link` makes the link to where a data file is edited, by
    its name; None if there is no such place. `shown` has the HTML of directives that have
    been carried out, by their text and level, for pages that want the same.
    """

    film: Film
    partials: Partials
    source_link: Callable[[str], str]
    citing: Callable[[str], list[tuple[str, str]]]
    edit_link: Callable[[str], str | None]
    shown: dict[tuple[str, str], str] = field(default_factory=dict)


def resolve(html: str, page: PageSource, site: Site) -> tuple[str, list[tuple[str, int, str]]]:
    """A page's HTML with its directives and citations carried out, and (kind, line, message) for those that can't be.

    Every comment goes: what a contributor notes for others is not for readers.
    """
    body = take(html)
    for node in body.css(f"[{LEVEL}]:not(details)"):  # only what is made of data may say how much it tells
        del node.attrs[LEVEL]
    problems = [("directive", *found) for found in _resolve_directives(body, page, site)]
    problems += [("reference", *found) for found in _resolve_citations(body, page, site)]
    return body.inner_html or "", problems


def _resolve_directives(body: LexborNode, page: PageSource, site: Site) -> list[tuple[int, str]]:
    problems = []
    seen: Counter[str] = Counter()
    for comment in [node for node in body.traverse() if node.is_comment_node]:
        text = comment.comment_content or ""
        try:
            replace(_room_for(comment), _shown(text, comment, site))
        except DirectiveError as error:
            if len(problems) == MOST:
                break
            wanted = [f"<!-- {text} -->", f"<!--{text}-->", text, *text.split()[:1]]  # HTML leaves out some letters, and changes others
            problems.append((page.place(*wanted, nth=seen[text]), str(error)))
        seen[text] += 1
    return problems


def _shown(text: str, comment: LexborNode, site: Site) -> str:
    found = parse_directive(text, DIRECTIVES, site.film)
    if found is None:
        _refuse_near_miss(text)
        return ""
    name, arguments = found
    if any(parent.tag in PHRASING for parent in ancestors(comment)) and _room_for(comment) is comment:
        raise DirectiveError(f"film:{name} stands among words: give it a line of its own, with a blank line before and after")
    if not site.film.levels:
        return ""
    place = Place(site.film, level_at(comment, site.film), site.citing)
    if not DIRECTIVES[name].alike:
        return _html(name, arguments, place, site)
    if (text, place.level) not in site.shown:
        site.shown[text, place.level] = sealed_ahead(_html(name, arguments, place, site), site.film, site.partials)
    return site.shown[text, place.level]


def _html(name: str, arguments: Arguments, place: Place, site: Site) -> str:
    directive = DIRECTIVES[name]
    values = directive.show(place, arguments)
    if values is None:
        return ""
    own = values.get("sealed")  # the spoiler that it brings along, if it needs one
    edit = _edit(directive.file, Place(site.film, own.id, site.citing) if own else place, site)
    return site.partials.render(name, **values, edit=edit)


def _edit(file: str, place: Place, site: Site) -> Edit | None:
    """The way to the data that is shown, with a warning unless it stands where as much is told."""
    address = site.edit_link(file)
    return Edit("data", address, place.sealed(told_in(file, site.film))) if address else None


def _refuse_near_miss(text: str) -> None:
    """A comment that starts almost like a directive: nearly `film`, and nearly the name of one."""
    start = START.match(text.strip())
    name = start and closest(start["film"], ["film"], LIKENESS) and closest(start["name"], DIRECTIVES, LIKENESS)
    if start and name:
        raise DirectiveError(f"'{start[0]}' starts no directive{did_you_mean(f'film:{name}')}")


def _room_for(comment: LexborNode) -> LexborNode:
    """The node that a directive replaces: the paragraph around it too, if nothing else is in there."""
    parent = comment.parent
    if parent is None or parent.tag != "p" or (parent.text() or "").strip():
        return comment
    others = [node for node in parent.traverse() if node.mem_id not in (parent.mem_id, comment.mem_id)]
    return comment if others else parent


def _resolve_citations(body: LexborNode, page: PageSource, site: Site) -> list[tuple[int, str]]:
    problems = []
    seen: Counter[str] = Counter()
    for link in body.css(f'a[href^="{CITING}" i]'):
        target = link.attributes["href"] or ""
        source_id = target[len(CITING) :]
        if len(problems) < MOST and (why := site.film.why_unknown("source", source_id)):
            problems.append((page.place(target, nth=seen[target]), f"'{source_id}' {why}"))
        seen[target] += 1
        link.attrs["class"] = " ".join([*classes(link), "citation"])
        if site.film.levels and by_id(site.film.sources, source_id):
            link.attrs["href"] = site.source_link(source_id)
        else:  # it leads nowhere, which is reported here or with the data
            del link.attrs["href"]
    return problems
