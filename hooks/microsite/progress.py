"""The control by which readers say how much they have seen, put where a page has introduced itself."""

from .html import after, parse
from .spoiler_levels import spoilers_around


def with_progress(html: str, control: str) -> str:
    """A page's HTML with the control after its lead; without a lead, after its first h1; without both, at its start."""
    body = parse(html)
    for kind in ("p.lead", "h1"):
        place = next((node for node in body.css(kind) if not spoilers_around(node)), None)
        if place is not None:
            after(place, control)
            return body.inner_html or ""
    return f"{control}{html}"  # not added: to markup that would escape it
