"""Quotations: short enough to be fair, and with the place where they stand."""

import re
from collections.abc import Iterator

from .markdown_lines import Line, comments
from .yaml_text import ListNode, MappingNode, Node, parse_yaml

LONGEST = 50  # words
SHORTEST = 10  # words between quotation marks that are no mere title, or word held at arm's length
QUOTED = re.compile("“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»|\"([^\"\n]*)\"")
NAMES_A_BLOCK = re.compile(r" *(?:\?\?\?|!!!|===)")
TAG = re.compile(r"<[^<>\n]*>|\{[^}\n]*\}")
CITATION = re.compile(r"\bsource:[\w-]+|\bcite=")
# What a citation may stand in besides: a footnote, or the address of a link whose words stand elsewhere.
DEFINITION = re.compile(r"^ *(?P<name>\[[^\]\n]+\]): *(?P<text>[^\n]*(?:\n(?: {4}[^\n]*| *(?=\n {4})))*)", re.MULTILINE)
ITEM = re.compile(r" *(?:[-*+]|\d+[.)]) ")


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
    definitions = DEFINITION.finditer("\n".join(line.prose for line in lines))
    citing = [match["name"] for match in definitions if CITATION.search(match["text"])]
    for place, paragraph in enumerate(paragraphs):
        cited = any(_cites("\n".join(line.prose for line in one), citing) for one in _near(paragraphs, place))
        text = _prose(paragraph)
        for comment in reversed(list(comments(text))):
            text = text[: comment.start()] + text[comment.end() :]
        quoted = [_block(paragraph)] if _is_block(paragraph) else ["".join(filter(None, match.groups())) for match in QUOTED.finditer(text)]
        for words in quoted:
            count = _count(words)
            if count > LONGEST:
                yield _line_of(words, paragraph), _too_long(words, count)
            if not cited and (_is_block(paragraph) or count >= SHORTEST):
                yield _line_of(words, paragraph), f"this quotation does not say where it stands: “{_start(words)}”"


def _near(paragraphs: list[list[Line]], place: int) -> Iterator[list[Line]]:
    """Where a quotation's source may stand: with it; of a block also in the paragraph above, or in a line below that says little else."""
    yield paragraphs[place]
    if _is_block(paragraphs[place]):
        yield from paragraphs[max(0, place - 1) : place]
        yield from (below for below in paragraphs[place + 1 : place + 2] if _count(_prose(below)) <= SHORTEST)


def _cites(text: str, citing: list[str]) -> bool:
    """Whether a text names a source, by itself or by one of the names that lead to one."""
    return CITATION.search(text) is not None or any(name in text for name in citing)


def _paragraphs(lines: list[Line]) -> Iterator[list[Line]]:
    """The lines of a page that are neither blank nor code nor comment, as far as they stand together; each item is one of its own."""
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and (ITEM.match(line.text) or NAMES_A_BLOCK.match(paragraph[-1].text)):
            yield paragraph
            paragraph = []
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
