"""What a page may run, load and look like by, for browsers to see to: its Content-Security-Policy.

All that is not named is forbidden. Inline scripts and styles are allowed one by one, by their hashes, and only those
that a template has written: it marks them with a word that nobody else knows, and that no reader gets to see.
https://www.w3.org/TR/CSP3/
"""

import re
import secrets
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from hashlib import sha256
from operator import or_

from jinja2.ext import Extension
from selectolax.lexbor import LexborHTMLParser, LexborNode

# What runs, or tells browsers what to fetch. Every other kind of script is data.
# https://html.spec.whatwg.org/multipage/scripting.html#attr-script-type
RUNS = {"", "text/javascript", "application/javascript", "module", "importmap", "speculationrules"}
SELF, NONE = "'self'", "'none'"
# Besides scripts and styles. The theme's icons, and a few of ours, are drawn in styles, as data.
LOADS = {
    "img-src": f"{SELF} data:",
    "media-src": SELF,
    "font-src": SELF,
    "connect-src": SELF,
    "worker-src": SELF,
    "manifest-src": SELF,
    "object-src": NONE,
    "base-uri": NONE,
    "form-action": NONE,
}
WRITTEN = re.compile(r"<(?:script|style)(?=[\s>])")


@dataclass(frozen=True)
class Inline:
    """The scripts and styles that stand in pages, each as the source by which a policy allows it."""

    scripts: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()

    def __or__(self, other: "Inline") -> "Inline":
        return Inline(self.scripts | other.scripts, self.styles | other.styles)

    @property
    def directives(self) -> dict[str, str]:
        return {
            "script-src": " ".join([SELF, *sorted(self.scripts)]),
            "style-src": " ".join([SELF, *sorted(self.styles)]),
        }


class Marks(Extension):
    """Has each script and style that a template writes carry `mark`, a variable of its environment, as an attribute."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return WRITTEN.sub(r"\g<0> {{ mark }}", source)


def new_mark() -> str:
    """What marks the scripts and styles of one build, and the place of a policy: a word that nobody can guess."""
    return f"own-{secrets.token_hex(8)}"


def under_policy(html: str, mark: str) -> tuple[str, Inline]:
    """A page with its policy in the place of `mark`, and without the marks of its scripts and styles; and what is allowed."""
    inline = inline_of(html, mark)
    unmarked = re.sub(rf' {mark}(?:="")?(?=[\s>])', "", html)
    return unmarked.replace(mark, joined(policy_of(inline))), inline


def policy_of(inline: Inline) -> dict[str, str]:
    """What is allowed where these scripts and styles are: sources by directive."""
    return {"default-src": NONE, **inline.directives, **LOADS}


def joined(directives: dict[str, str]) -> str:
    """A policy as browsers are told of it."""
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def inline_of(html: str, mark: str) -> Inline:
    """The inline scripts and styles of a page that are marked. Only these are parsed, since a page may be long."""
    tag = rf"<(script|style) {mark}\b(?:[^\"'>]++|\"[^\"]*\"|'[^']*')*+>"
    written = rf"{tag}[^<]*+(?:<(?!!--|/\1[\s/>])[^<]*+)*+<(?:(!--)|/\1[\s/>])"
    own = list(re.finditer(written, html, re.IGNORECASE))
    whole = any(found[2] for found in own)  # behind the start of a comment, an end need be none
    return reduce(or_, (_found(part, mark) for part in ([html] if whole else [found[0] for found in own])), Inline())


@lru_cache(maxsize=64)  # most stand on every page
def _found(html: str, mark: str) -> Inline:
    """What some HTML has inline and marked."""
    page = LexborHTMLParser(html)
    return Inline(_sources(filter(_runs, page.css(f"script[{mark}]"))), _sources(page.css(f"style[{mark}]")))


def allowing(html: str, more: str) -> str:
    """A page whose policy also allows every script and style of some markup, wherever in it."""
    page = LexborHTMLParser(f"<!doctype html><body>{more}")
    trees = [page, *(fragment for template in page.css("template") for fragment in template.template_fragments())]
    scripts, styles = (_sources(node for tree in trees for node in tree.css(tag)) for tag in ("script", "style"))
    for directive, sources in Inline(scripts, styles).directives.items():
        html = html.replace(f"{directive} {SELF}", f"{directive} {sources}", 1)
    return html


def _runs(script: LexborNode) -> bool:
    return "src" not in script.attributes and (script.attributes.get("type") or "").strip().lower() in RUNS


def _sources(nodes: Iterable[LexborNode]) -> frozenset[str]:
    return frozenset(source_of(node.text()) for node in nodes)


def source_of(text: str) -> str:
    """The source that allows an inline script or style with this text, as browsers read it."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
