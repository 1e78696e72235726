"""HTML as a tree, and back: the few moves that the stages need of it.

selectolax's lexbor reads HTML as browsers do, so what is checked is what readers get.
"""

from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

SPOILER = "details.spoiler"
DRAWING = "svg[aria-hidden]"  # says nothing that is not said in words beside it
APART = f"{DRAWING}, .edit"  # nothing that is read: not searched, and it takes no time
IN_APART = f"{DRAWING} *, .edit *"


def parse(html: str) -> LexborNode:
    """The body that holds a fragment."""
    body = LexborHTMLParser(f"<!doctype html><body>{html}").body
    assert body is not None
    return body


@lru_cache(maxsize=1)
def look(html: str) -> LexborNode:
    """The same for those who change nothing in it: they read a page one after the other, and it is parsed once."""
    return parse(html)


def take(html: str) -> LexborNode:
    """The same for one who changes it: nobody else gets to see that tree again."""
    body = look(html)
    look.cache_clear()
    return body


def replace(node: LexborNode, html: str) -> None:
    """Put HTML in a node's place."""
    after(node, html)
    node.remove()


def after(node: LexborNode, html: str) -> None:
    """Put HTML after a node."""
    child = parse(html).last_child
    while child is not None:
        earlier = child.prev
        node.insert_after(child)
        child = earlier


def child(node: LexborNode, name: str) -> LexborNode | None:
    """The first child of this tag or, with a dot before it, of this class."""
    found = node.first_child
    while found is not None and not (name[1:] in classes(found) if name.startswith(".") else found.tag == name):
        found = found.next
    return found


def holds(node: LexborNode, name: str) -> bool:
    """Whether an element of this tag stands in a node."""
    return f"<{name}" in (node.inner_html or "") and node.css_first(name) is not None


def ancestors(node: LexborNode) -> list[LexborNode]:
    """The elements around a node, innermost first."""
    found = []
    while (node := node.parent) is not None and node.tag != "body":
        found.append(node)
    return found


def depth(body: LexborNode) -> int:
    """How many elements stand within each other, at most."""
    depths = {body.mem_id: 0}
    for node in body.css("*"):
        if node.parent is not None:
            depths[node.mem_id] = depths.get(node.parent.mem_id, 0) + 1
    return max(depths.values())


def classes(node: LexborNode) -> list[str]:
    """The words of an element's class; none for what is no element."""
    return (node.attributes.get("class") or "").split()
