"""Spoilers in HTML: whatever made them, they leave this stage closed, named and marked."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import blake2s
from typing import NamedTuple

from markupsafe import Markup
from selectolax.lexbor import LexborNode

from .film import Film
from .html import APART, SPOILER, ancestors, child, classes, holds, look, replace, take
from .notes import seal_abbreviations, seal_footnotes
from .partials import Partials
from .problems import closest
from .spoiler_levels import LEVEL, highest, named_levels, spoilers_around
from .spoiler_syntax import LIKENESS, WORD

INSIDE = f"{SPOILER} :is([id], a[name])"
MEDIA = ", ".join(f"{SPOILER} {tag}" for tag in ("img", "iframe", "video", "audio"))
OWN = "__"  # ids that start like this are a widget's, which tell nothing and which it can't do without
PLACE = "spoiler-place"  # the element around a spoiler that has its address


class Spoiler(NamedTuple):
    """A spoiler as a page has it: the levels that it names, that which counts, its label as one line of text, and the address that it will have."""

    details: LexborNode
    named: list[str]
    level: str
    label: str
    address: str


def seal(
    html: str, film: Film, partials: Partials, terms: Mapping[str, str] | None = None
) -> tuple[str, list[tuple[str, str]]]:
    """A page's HTML with every spoiler sealed, and (words to look for, message) for each that is wrong.

    `terms` are the abbreviations that spoilers explain, with their levels. Sealing what
    is sealed changes nothing. Without levels there is nothing to seal by: then the data
    is at fault, and the build stops for that.
    """
    if not film.levels:
        return html, []
    body = take(html)
    spoilers = _spoilers(body, film)
    problems = [*_impostors(body, film), *((spoiler.label, message) for spoiler in spoilers for message in _wrong(spoiler, film))]
    seal_footnotes(body, film, partials)
    seal_abbreviations(body, terms or {}, film)
    for node in body.css(f"{INSIDE}, {MEDIA}") if spoilers else ():
        _quieten(node)
    for spoiler in reversed(spoilers):  # inner ones first: each takes its body along as it is then
        _seal_one(spoiler, film, partials)
    return (body.inner_html or "") if spoilers else html, problems


def addresses_in_spoilers(html: str, film: Film) -> dict[str, str]:
    """What becomes of the ids that stand in spoilers: the address of the outermost spoiler takes the place of each."""
    body = look(html)
    inside = [node for node in body.css(INSIDE) if not _name(node).startswith(OWN)]
    addresses = {spoiler.details.mem_id: spoiler.address for spoiler in _spoilers(body, film)} if inside else {}
    return {_name(node): addresses[spoilers_around(node)[-1].mem_id] for node in inside}


def sealed_ahead(html: str, film: Film, partials: Partials) -> str:
    """What stands on many pages, sealed before it gets there; as it was if there is anything that only a page can tell."""
    if addresses_in_spoilers(html, film):
        return html
    sealed, problems = seal(html, film, partials)
    return html if problems else sealed


def _spoilers(body: LexborNode, film: Film) -> list[Spoiler]:
    """All spoilers, each with an id that stays when others come and go, made of nothing but what is public: its label and level."""
    seen: Counter[str] = Counter()
    found = []
    for details in body.css(SPOILER):
        named, label = named_levels(details), _label(details)
        level = highest(named, film)
        address = f"s-{blake2s(f'{level} {label}'.encode(), digest_size=3).hexdigest()}"
        seen[address] += 1
        found.append(Spoiler(details, named, level, label, address if seen[address] == 1 else f"{address}-{seen[address]}"))
    return found


def _name(node: LexborNode) -> str:
    return node.attributes.get("id") or node.attributes.get("name") or ""


def _quieten(node: LexborNode) -> None:
    """Something in a spoiler can't be linked to, nor does it load before the spoiler is open."""
    for attribute in ("id", "name") if node.tag == "a" else ("id",):
        if attribute in node.attributes and not _name(node).startswith(OWN):
            del node.attrs[attribute]
    if node.tag in ("img", "iframe"):
        node.attrs["loading"] = "lazy"
    elif node.tag in ("video", "audio"):
        node.attrs["preload"] = "none"


def public(html: str) -> str:
    """A page's HTML without the bodies of its spoilers, and without what is not read: what search may know."""
    return public_part(html).inner_html or ""


def public_part(html: str) -> LexborNode:
    """The same, as a tree."""
    body = take(html)
    for inner in reversed(body.css(f"{SPOILER} > .spoiler__body, {APART}")):
        inner.remove()
    return body


def _seal_one(spoiler: Spoiler, film: Film, partials: Partials) -> None:
    """Put a spoiler's sealed form in its place, unless it has that already."""
    details, parent = spoiler.details, spoiler.details.parent
    around = parent if parent is not None and PLACE in classes(parent) else details
    summary = child(details, "summary")
    body = _sealed_body(details, summary)
    before = around.html if body else None
    if body is None and summary is not None:
        summary.remove()
    sealed = partials.again(
        "spoiler",
        address=spoiler.address,
        nested=bool(spoilers_around(details)),
        label=spoiler.label,
        level=film.level(spoiler.level),
        body=Markup(((body or details).inner_html or "").strip()),
    )
    if sealed != before:
        replace(around, sealed)


def _sealed_body(details: LexborNode, summary: LexborNode | None) -> LexborNode | None:
    """The body of a spoiler that has, below its label, the shape that sealing gives it: that body and nothing else."""
    label = summary.mem_id if summary else None
    parts = [node for node in details.iter(include_text=True) if not node.is_empty_text_node and node.mem_id != label]
    return parts[0] if LEVEL in details.attributes and [classes(node) for node in parts] == [["spoiler__body"]] else None


def _wrong(spoiler: Spoiler, film: Film) -> Iterator[str]:
    """A spoiler has a label and one level that exists, and is closed."""
    details, named = spoiler.details, spoiler.named
    if not spoiler.label:
        yield "this spoiler has no label: give it a <summary> that tells nothing"
    if (summary := child(details, "summary")) is not None and holds(summary, "details"):
        yield "a label can't hold a spoiler: put it below"
    if not _body_tells(details):
        yield "this spoiler is empty: what it should hide stands outside of it, or nowhere"
    if "open" in details.attributes:
        yield "a spoiler is never open: take the word 'open' away"
    for word in named:
        if why := film.why_unknown("level", word):
            yield f"'{word}' {why}"
    if len(named) > 1:
        yield f"a spoiler has one level, not {len(named)}"


def _body_tells(details: LexborNode) -> bool:
    """Whether anything stands below a spoiler's label."""
    parts = [node for node in details.iter(include_text=True) if node.tag != "summary"]
    return any(node.text().strip() or node.is_element_node and node.css_first("img, svg, video, audio, hr") for node in parts)


def _impostors(body: LexborNode, film: Film) -> Iterator[tuple[str, str]]:
    """What calls itself a spoiler and is none would be open to all."""
    for details in body.css("details"):
        if WORD in classes(details):
            continue
        said = " ".join([*details.attributes, *filter(None, details.attributes.values())])
        words = set(re.split(r"[^a-z0-9]+", said.lower()))
        if WORD in words or any(level.id in words for level in film.levels):
            yield said, "this <details> hides nothing: write <details class=\"spoiler LEVEL\">, or ??? spoiler"
    for node in body.css("[class]"):
        for word in _likenesses(node.attributes["class"] or ""):
            if not (node.tag == "details" and word == WORD):
                yield word, f"<{node.tag} class=\"{word}\"> hides nothing; write ??? spoiler, or <details class=\"spoiler\">"


@lru_cache(maxsize=1_000)  # every page has the same
def _likenesses(said: str) -> list[str]:
    """The words of a class that mean, or may have been meant, to say that something is a spoiler."""
    return [word for word in said.split() if "__" not in word and closest(word, [WORD], LIKENESS)]


def _label(details: LexborNode) -> str:
    """A spoiler's label as one line of text, less any spoiler that somebody put into it."""
    summary = child(details, "summary")
    if summary is None:
        return ""
    label = summary.css_first(".spoiler__label") or summary
    if not holds(label, "details"):
        return " ".join(label.text().split())
    texts = [node for node in label.traverse(include_text=True) if node.is_text_node]
    return " ".join("".join(node.text() for node in texts if _nearest_details(node).mem_id == details.mem_id).split())


def _nearest_details(node: LexborNode) -> LexborNode:
    return next(parent for parent in ancestors(node) if parent.tag == "details")
