"""A page's front matter: its public face. Every page has a title and a description, and nothing of it is sealed."""

import re
from collections.abc import Collection, Iterator
from typing import Annotated

from msgspec import Meta
from msgspec.structs import asdict

from .markdown_lines import front_matter
from .models import Entry, Refers, Text
from .problems import Problem, nearest
from .reading import WRONG, Reader
from .yaml_text import ListNode, MappingNode, Node, ScalarNode, parse_yaml

KIND = "front matter"  # of a problem
SEALED = re.compile(r"[?!]{3}\+?\s*spoiler|<details|<!--\s*film:", re.IGNORECASE)


class FrontMatter(Entry, frozen=True, kw_only=True):
    """`title` and `description` are what search engines and link previews show to anyone; `scene` stands at the page's head."""

    title: Annotated[str, Meta(min_length=1, max_length=70, title="a title of at most 70 characters")]
    description: Annotated[
        str, Meta(min_length=40, max_length=200, title="a sentence or two of 40 to 200 characters that anyone may read")
    ]
    scene: Annotated[Text, Refers("scene")] | None = None


def read_front_matter(text: str, path: str, scenes: Collection[str] | None) -> tuple[dict[str, object], list[Problem]]:
    """A page's front matter as a dict of texts, and what is wrong with it; `scenes` is None if they could not be read."""
    yaml = front_matter(text)
    if yaml is None:
        what = "never closed: end it with a line '---'" if text.startswith("---") else "missing: start the page with"
        example = "" if text.startswith("---") else " '---', a title, a description and '---', a line each"
        return {}, [Problem(path, 1, f"the front matter is {what}{example}", KIND)]
    node, problems = parse_yaml(yaml, path, first_line=2)
    if node is None and problems:
        return {}, problems
    reader = Reader(path, problems, kind=KIND)
    page = reader.entry(node or MappingNode({}, 1), FrontMatter)
    reader.problems += _spoilers(node, path)
    for mention in reader.mentions if scenes is not None else ():
        if mention.word not in scenes:
            reader.problems.append(Problem(path, mention.line, f"'{mention.word}' is no scene of scenes.svg{nearest(mention.word, scenes)}", "reference"))
    return {} if page is WRONG else asdict(page), reader.problems


def _spoilers(node: Node | None, path: str) -> Iterator[Problem]:
    """Front matter is printed in search results and link previews: a spoiler can't be sealed there."""
    if isinstance(node, ScalarNode) and SEALED.search(node.text):
        yield Problem(path, node.line, "front matter is public: no spoiler and no directive can stand here", KIND)
    children = node.entries.values() if isinstance(node, MappingNode) else node.items if isinstance(node, ListNode) else ()
    for child in children:
        yield from _spoilers(child, path)
