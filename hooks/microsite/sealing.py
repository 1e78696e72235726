"""Spoilers in HTML: whatever made them, they leave this stage closed, named and marked."""

from collections.abc import Iterator

from markupsafe import Markup
from selectolax.lexbor import LexborNode

from .film import Film
from .html import SPOILER, ancestors, classes, parse, replace
from .models import PUBLIC
from .partials import Partials
from .problems import nearest

SEALED = "data-level"  # the attribute of a spoiler that has been through here


def spoiler_level(details: LexborNode, film: Film) -> str:
    """The level that a spoiler names, or the last one: what is not understood is sealed as tightly as can be."""
    named = [word for word in classes(details) if film.level(word)]
    return details.attributes.get(SEALED) or (named[0] if named else film.last_level)


def level_at(node: LexborNode, film: Film) -> str:
    """The level of a reader who can see this node: the highest of the spoilers around it."""
    around = [spoiler_level(parent, film) for parent in ancestors(node) if "spoiler" in classes(parent)]
    return max(around, key=film.rank, default=PUBLIC)


def seal(html: str, film: Film, partials: Partials) -> tuple[str, list[tuple[str, str]]]:
    """A page's HTML with every spoiler sealed, and (label, message) for each that is wrong.

    Sealing what is sealed changes nothing. Without levels there is nothing to seal by:
    then the data is at fault, and the build stops for that.
    """
    if not film.levels:
        return html, []
    body = parse(html)
    spoilers = [details for details in body.css(SPOILER) if SEALED not in details.attributes]
    problems = [(_label(details), message) for details in spoilers for message in _wrong(details, film)]
    for details in reversed(spoilers):  # inner ones first: each takes its body along as it is then
        replace(details, _sealed(details, film, partials))
    return (body.inner_html or "") if spoilers else html, problems


def _sealed(details: LexborNode, film: Film, partials: Partials) -> str:
    level = film.level(spoiler_level(details, film))
    label = _label(details)
    if (summary := _summary(details)) is not None:
        summary.remove()
    return partials.render("spoiler", label=label, level=level, body=Markup(details.inner_html or ""))


def _wrong(details: LexborNode, film: Film) -> Iterator[str]:
    """A spoiler has a label and a level that exists, and is closed."""
    if not _label(details):
        yield 'this spoiler has no label: give it a <summary> that tells nothing'
    if "open" in details.attributes:
        yield "a spoiler is never open: take the word 'open' away"
    for word in classes(details):
        if word != "spoiler" and (why := film.why_unknown("level", word)) is not None:
            yield f"'{word}' is not a level of film.yml{why}"


def _summary(details: LexborNode) -> LexborNode | None:
    child = details.first_child
    while child is not None and child.tag != "summary":
        child = child.next
    return child


def _label(details: LexborNode) -> str:
    summary = _summary(details)
    return " ".join(summary.text().split()) if summary else ""
