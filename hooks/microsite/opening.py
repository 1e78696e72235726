"""How a page opens: its title and its lead, which stand over its scene, before everything else."""

from .html import parse
from .spoiler_levels import spoilers_around


def opening(html: str) -> tuple[str, str]:
    """A page's HTML in two: its first title with its lead, as far as they are in the open, and the rest."""
    body = parse(html)
    parts = []
    for kind in ("h1", "p.lead"):
        node = next((node for node in body.css(kind) if not spoilers_around(node)), None)
        if node is not None:
            parts.append(node.html or "")
            node.remove()
    return "\n".join(parts), (body.inner_html or "").strip()
