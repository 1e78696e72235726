"""Spoilers in HTML: whatever made them, they leave this stage closed, named and marked."""

import re
from collections.abc import Iterator

from markupsafe import Markup
from selectolax.lexbor import LexborNode

from .film import Film
from .html import SPOILER, ancestors, child, classes, parse, replace
from .models import PUBLIC
from .partials import Partials
from .problems import closest
from .spoiler_syntax import LIKENESS, MARK, WORD

HEADINGS = ", ".join(f"{SPOILER} h{rank}" for rank in range(1, 7))
LEVEL = "data-level"  # the attribute in which a sealed spoiler keeps its level


def spoiler_level(details: LexborNode, film: Film) -> str:
    """The highest level that a spoiler names; if none that is known, the last: what is not understood is sealed tightest."""
    return max((word for word in _named(details) if film.level(word)), key=film.rank, default=film.last_level)


def level_at(node: LexborNode, film: Film) -> str:
    """The level of a reader who can see this node: the highest of the spoilers around it."""
    around = [spoiler_level(parent, film) for parent in ancestors(node) if parent.tag == "details" and WORD in classes(parent)]
    return max(around, key=film.rank, default=PUBLIC)


def seal(html: str, film: Film, partials: Partials) -> tuple[str, list[tuple[str, str]]]:
    """A page's HTML with every spoiler sealed, and (words to look for, message) for each that is wrong.

    Sealing what is sealed changes nothing. Without levels there is nothing to seal by:
    then the data is at fault, and the build stops for that.
    """
    if not film.levels:
        return html, []
    body = parse(html)
    spoilers = body.css(SPOILER)
    problems = [*_impostors(body, film), *((_label(details), message) for details in spoilers for message in _wrong(details, film))]
    for heading in body.css(HEADINGS):
        if "id" in heading.attributes:  # made of the heading's words, it would tell them in every link
            del heading.attrs["id"]
    for details in reversed(spoilers):  # inner ones first: each takes its body along as it is then
        replace(details, _sealed(details, film, partials))
    return (body.inner_html or "") if spoilers else html, problems


def public(html: str) -> str:
    """A page's HTML without the bodies of its spoilers: what search may know."""
    body = parse(html)
    sealed = body.css(f"{SPOILER} > .spoiler__body")
    for inner in reversed(sealed):
        inner.remove()
    return (body.inner_html or "") if sealed else html


def headings_in_spoilers(html: str) -> set[str]:
    """The ids of the headings that stand in spoilers, before they are sealed."""
    return {heading.attributes["id"] or "" for heading in parse(html).css(HEADINGS) if "id" in heading.attributes}


def _sealed(details: LexborNode, film: Film, partials: Partials) -> str:
    level, label = film.level(spoiler_level(details, film)), _label(details)
    if (summary := child(details, "summary")) is not None:
        summary.remove()
    inner = child(details, ".spoiler__body") if _is_sealed(details) else details
    return partials.render("spoiler", label=label, level=level, body=Markup((inner.inner_html or "").strip()))


def _is_sealed(details: LexborNode) -> bool:
    """Whether a spoiler, less its label, has the shape that sealing gives it: its body and nothing else."""
    elements = [node for node in details.iter(include_text=True) if not node.is_empty_text_node]
    return LEVEL in details.attributes and [classes(node) for node in elements] == [["spoiler__body"]]


def _named(details: LexborNode) -> list[str]:
    """The words with which a spoiler may name its level."""
    words = [word for word in classes(details) if word != WORD and not MARK.fullmatch(word)]
    return [*words, *filter(None, [details.attributes.get(LEVEL)])]


def _wrong(details: LexborNode, film: Film) -> Iterator[str]:
    """A spoiler has a label and one level that exists, and is closed."""
    if not _label(details):
        yield "this spoiler has no label: give it a <summary> that tells nothing"
    if (summary := child(details, "summary")) is not None and summary.css_first("details"):
        yield "a label can't hold a spoiler: put it below"
    if not _body_tells(details):
        yield "this spoiler is empty: what it should hide stands outside of it, or nowhere"
    if "open" in details.attributes:
        yield "a spoiler is never open: take the word 'open' away"
    for word in _named(details):
        if why := film.why_unknown("level", word):
            yield f"'{word}' {why}"
    if len(_named(details)) > 1:
        yield f"a spoiler has one level, not {len(_named(details))}"


def _body_tells(details: LexborNode) -> bool:
    """Whether anything stands below a spoiler's label."""
    parts = [node for node in details.iter(include_text=True) if node.tag != "summary"]
    return any(node.text().strip() or node.is_element_node and node.css_first("img, svg, video, audio, hr") for node in parts)


def _impostors(body: LexborNode, film: Film) -> Iterator[tuple[str, str]]:
    """What calls itself a spoiler and is none would be open to all."""
    for details in body.css("details"):
        said = " ".join([*details.attributes, *filter(None, details.attributes.values())])
        words = set(re.split(r"[^a-z0-9]+", said.lower()))
        if WORD not in classes(details) and (WORD in words or any(level.id in words for level in film.levels)):
            yield said, "this <details> hides nothing: write <details class=\"spoiler LEVEL\">, or ??? spoiler"
    for node in body.css("[class]"):
        for word in classes(node):
            nearly = "__" not in word and closest(word, [WORD], LIKENESS)
            if nearly and not (node.tag == "details" and word == WORD):
                yield word, f"<{node.tag} class=\"{word}\"> hides nothing; write ??? spoiler, or <details class=\"spoiler\">"


def _label(details: LexborNode) -> str:
    """A spoiler's label as one line of text, less any spoiler that somebody put into it."""
    summary = child(details, "summary")
    if summary is None:
        return ""
    label = summary.css_first(".spoiler__label") or summary
    texts = [node for node in label.traverse(include_text=True) if node.is_text_node]
    return " ".join("".join(node.text() for node in texts if _nearest_details(node).mem_id == details.mem_id).split())


def _nearest_details(node: LexborNode) -> LexborNode:
    return next(parent for parent in ancestors(node) if parent.tag == "details")
