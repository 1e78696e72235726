"""How a page opens: its title and its lead, which stand over its scene, before everything else."""

import re

from .html import parse
from .markup import ATTRIBUTES, NAME
from .spoiler_levels import spoilers_around

WORDS = rf"(?:[^<]|</?(?!(?:h1|p|details)[ >]){NAME}{ATTRIBUTES}>)*"
# How most pages start: with a title, and a lead if they have one.
START = re.compile(rf'\s*(?P<title><h1{ATTRIBUTES}>{WORDS}</h1>)(?:\s*(?P<lead><p class="lead">{WORDS}</p>))?')


def opening(html: str) -> tuple[str, str]:
    """A page's HTML, as it is written again once it is read, in two.

    That is its first title with its lead, as far as they are in the open, and the rest.
    """
    start = START.match(html)
    if start and (start["lead"] or "lead" not in html[start.end() :]):
        return "\n".join(filter(None, start.groups())), html[start.end() :].strip()
    return _looked_for(html)


def _looked_for(html: str) -> tuple[str, str]:
    body = parse(html)
    parts = []
    for kind in ("h1", "p.lead"):
        node = next((node for node in body.css(kind) if not spoilers_around(node)), None)
        if node is not None:
            parts.append(node.html or "")
            node.remove()
    return "\n".join(parts), (body.inner_html or "").strip()
