"""Quotations: short enough to be fair, and with the place where they stand."""

import re
from collections.abc import Iterator

from .markdown_lines import COMMENT, Line
from .yaml_text import ListNode, MappingNode, Node, parse_yaml

LONGEST = 50  # words
SHORTEST = 10  # words between quotation marks that are no mere title, or word held at arm's length
QUOTED = re.compile("“(?P<curly>[^“”]*)”|\"(?P<straight>[^\"\n]*)\"")
NAMES_A_BLOCK = re.compile(r" *(?:\?\?\?|!!!|===)")
TAG = re.compile(r"<[^<>\n]*>|\{[^}\n]*\}")
CITATION = re.compile(r"\]\(source:[\w-]+\)|\bcite=")


def long_in_data(text: str, path: str) -> Iterator[tuple[int, str]]:
    """Quotations in the data that are too long to quote; that they name their source is seen to by the model."""
    node, _ = parse_yaml(text, path)
    for entry in node.items if isinstance(node, ListNode) else ():
        words = entry.entries.get("words") if isinstance(entry, MappingNode) else None
        if words is not None and (count := _count(_text(words))) > LONGEST:
            yield entry.lines["words"], _too_long(_text(words), count)


def in_page(lines: list[Line]) -> Iterator[tuple[int, str]]:
    """Quotations in a page's text that are too long, or that do not say where they stand."""
    paragraphs = list(_paragraphs(lines))
    for place, paragraph in enumerate(paragraphs):
        text = COMMENT.sub("", _prose(paragraph))
        before = _prose(paragraphs[place - 1]) if place else ""
        quoted = [_block(paragraph)] if _is_block(paragraph) else [match[1] or match[2] or "" for match in QUOTED.finditer(text)]
        for words in quoted:
            count = _count(words)
            if count > LONGEST:
                yield _line_of(words, paragraph), _too_long(words, count)
            cited = CITATION.search(text) or _is_block(paragraph) and CITATION.search(before)
            if not cited and (_is_block(paragraph) or count >= SHORTEST):
                yield _line_of(words, paragraph), f"this quotation does not say where it stands: “{_start(words)}”"


def _paragraphs(lines: list[Line]) -> Iterator[list[Line]]:
    """The lines of a page that are neither blank nor code nor comment, as far as they stand together."""
    paragraph: list[Line] = []
    for line in lines:
        if line.blank or line.code or line.comment:
            yield from [paragraph] if paragraph else []
            paragraph = []
        else:
            paragraph.append(line)
    yield from [paragraph] if paragraph else []


def _prose(paragraph: list[Line]) -> str:
    """What is read of a paragraph: no tags, and none of the lines that name a block, whose label stands in quotes."""
    return "\n".join("" if NAMES_A_BLOCK.match(line.text) else TAG.sub("", line.prose) for line in paragraph)


def _is_block(paragraph: list[Line]) -> bool:
    return paragraph[0].text.lstrip().startswith(">")


def _block(paragraph: list[Line]) -> str:
    return " ".join(line.prose.strip().removeprefix(">").strip() for line in paragraph)


def _line_of(words: str, paragraph: list[Line]) -> int:
    start = next(iter(words.split()), "")
    return next((line.number for line in paragraph if start in line.prose), paragraph[0].number)


def _too_long(words: str, count: int) -> str:
    return f"this quotation of {count} words is too long: “{_start(words)}”; {LONGEST} are the most"


def _start(words: str) -> str:
    return " ".join(words.split()[:4])


def _count(words: str) -> int:
    return len(re.findall(r"\w+(?:['’]\w+)*", re.sub(r"\]\([^)]*\)", "]", words)))


def _text(node: Node) -> str:
    return getattr(node, "text", "")
