"""Spoilers in HTML: whatever made them, they leave this stage closed, named and marked."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import blake2s

from markupsafe import Markup
from selectolax.lexbor import LexborNode

from .film import Film
from .html import APART, SPOILER, ancestors, child, classes, parse, replace
from .notes import seal_abbreviations, seal_footnotes
from .partials import Partials
from .problems import closest
from .spoiler_levels import LEVEL, named_levels, spoiler_level, spoilers_around
from .spoiler_syntax import LIKENESS, WORD

INSIDE = f"{SPOILER} :is([id], a[name])"
MEDIA = ", ".join(f"{SPOILER} {tag}" for tag in ("img", "iframe", "video", "audio"))
OWN = "__"  # ids that start like this are a widget's, which tell nothing and which it can't do without
PLACE = "spoiler-place"  # the element around a spoiler that has its address


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
    body = parse(html)
    spoilers = body.css(SPOILER)
    problems = [*_impostors(body, film), *((_label(details), message) for details in spoilers for message in _wrong(details, film))]
    ids = _addresses(spoilers, film)
    seal_footnotes(body, film, partials)
    seal_abbreviations(body, terms or {}, film)
    for node in body.css(f"{INSIDE}, {MEDIA}") if spoilers else ():
        _quieten(node)
    for details in reversed(spoilers):  # inner ones first: each takes its body along as it is then
        around = details.parent if details.parent is not None and PLACE in classes(details.parent) else details
        replace(around, _sealed(details, ids[details.mem_id], film, partials))
    return (body.inner_html or "") if spoilers else html, problems


def addresses_in_spoilers(html: str, film: Film) -> dict[str, str]:
    """What becomes of the ids that stand in spoilers: the address of the outermost spoiler takes the place of each."""
    body = parse(html)
    ids = _addresses(body.css(SPOILER), film)
    inside = [node for node in body.css(INSIDE) if not _name(node).startswith(OWN)]
    return {_name(node): ids[spoilers_around(node)[-1].mem_id] for node in inside}


def _addresses(spoilers: list[LexborNode], film: Film) -> dict[int, str]:
    """An id for each spoiler that stays when others come and go, made of nothing but what is public: its label and level."""
    seen: Counter[str] = Counter()
    ids = {}
    for details in spoilers:
        words = f"{spoiler_level(details, film)} {_label(details)}"
        address = f"s-{blake2s(words.encode(), digest_size=3).hexdigest()}"
        seen[address] += 1
        ids[details.mem_id] = address if seen[address] == 1 else f"{address}-{seen[address]}"
    return ids


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
    body = parse(html)
    for inner in reversed(body.css(f"{SPOILER} > .spoiler__body, {APART}")):
        inner.remove()
    return body


def _sealed(details: LexborNode, address: str, film: Film, partials: Partials) -> str:
    level, label = film.level(spoiler_level(details, film)), _label(details)
    if (summary := child(details, "summary")) is not None:
        summary.remove()
    inner = child(details, ".spoiler__body") if _is_sealed(details) else details
    body = Markup((inner.inner_html or "").strip())
    return partials.render("spoiler", address=address, nested=bool(spoilers_around(details)), label=label, level=level, body=body)


def _is_sealed(details: LexborNode) -> bool:
    """Whether a spoiler, less its label, has the shape that sealing gives it: its body and nothing else."""
    elements = [node for node in details.iter(include_text=True) if not node.is_empty_text_node]
    return LEVEL in details.attributes and [classes(node) for node in elements] == [["spoiler__body"]]


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
    for word in named_levels(details):
        if why := film.why_unknown("level", word):
            yield f"'{word}' {why}"
    if len(named_levels(details)) > 1:
        yield f"a spoiler has one level, not {len(named_levels(details))}"


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
    if label.css_first("details") is None:
        return " ".join(label.text().split())
    texts = [node for node in label.traverse(include_text=True) if node.is_text_node]
    return " ".join("".join(node.text() for node in texts if _nearest_details(node).mem_id == details.mem_id).split())


def _nearest_details(node: LexborNode) -> LexborNode:
    return next(parent for parent in ancestors(node) if parent.tag == "details")
