"""A page's Markdown, line by line, knowing what is code: enough to say where something stands.

What Markdown makes of a page is decided by Markdown alone; these lines only serve
checks of spelling and the places that messages name.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

FENCE = re.compile(r"^[ >]*(?:[-*+]\s+|\d+\.\s+)?(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
COMMENT = re.compile(r"<!--(?P<text>.*?)-->", re.DOTALL)
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
TAB_LENGTH = 4


class Line(NamedTuple):
    """A line as it was typed; `number` counts from 1 in the file.

    `text` is the line with its tabs expanded, as Markdown does, and without spaces at its end,
    `indent` the number of spaces before it, `prose` the text without what stands in code, which
    is left as blanks. `code` is the number of the line at which the fence around it starts, 0
    outside of fences; `comment` is true within a comment of several lines.
    """

    number: int
    typed: str
    text: str
    prose: str
    indent: int
    blank: bool
    code: int = 0
    comment: bool = False


def comments(text: str) -> Iterator[re.Match[str]]:
    """The comments of a text; where no more is closed, none is looked for, since each would be to its end."""
    start = text.find("<!--")
    while start >= 0 and (found := COMMENT.match(text, start)):
        yield found
        start = text.find("<!--", found.end())


def front_matter(text: str) -> str | None:
    """The YAML between the two lines of dashes that a page starts with, if it does."""
    match = FRONT_MATTER.match(text)
    return match["yaml"] if match else None


def body_lines(text: str) -> list[Line]:
    """The lines of a page below its front matter."""
    match = FRONT_MATTER.match(text)
    start = match.end() if match else 0
    return _lines(text[start:], text.count("\n", 0, start) + 1)


def _lines(body: str, first: int) -> list[Line]:
    typed = body.split("\n")
    texts = [(line.expandtabs(TAB_LENGTH) if "\t" in line else line).rstrip(" ") for line in typed]
    code = {index: first + start for start, end in _fences(texts) for index in range(start, start if end is None else end + 1)}
    prose = ["" if index in code else _without_code(text) for index, text in enumerate(texts)]
    inside = _in_comments("\n".join(prose), texts) if "<!--" in body else set()
    return [
        Line(first + index, line, text, prose[index], len(text) - len(text.lstrip(" ")), not line.strip(), code.get(index, 0), index in inside)
        for index, (line, text) in enumerate(zip(typed, texts, strict=True))
    ]


def _without_code(text: str) -> str:
    return INLINE_CODE.sub(lambda match: " " * len(match[0]), text) if "`" in text else text


def _in_comments(prose: str, texts: Sequence[str]) -> set[int]:
    """The indices of the lines that stand in comments of several lines; the last of each may go on after it, and then does not."""
    found: set[int] = set()
    for comment in comments(prose):
        start, end = prose.count("\n", 0, comment.start()), prose.count("\n", 0, comment.end())
        found.update(range(start, end + (end > start and texts[end].endswith("-->"))))
    return found


def _fences(texts: Sequence[str]) -> Iterator[tuple[int, int | None]]:
    """The indices of each fence's first and last line; no last one if it is never closed, so that Markdown sees no fence."""
    marks = [(index, match) for index, text in enumerate(texts) if ("```" in text or "~~~" in text) and (match := FENCE.match(text))]
    inside_until = -1
    for place, (index, opening) in enumerate(marks):
        if index > inside_until and "`" not in opening["info"]:
            end = next((later for later, mark in islice(marks, place + 1, None) if _closes(mark, opening["fence"])), None)
            yield index, end
            inside_until = index if end is None else end


def _closes(mark: re.Match[str], fence: str) -> bool:
    return mark["fence"].startswith(fence) and not mark["info"].strip()


def check_fences(lines: list[Line]) -> Iterator[tuple[int, str]]:
    """A fence that is never closed is printed as it stands, and what follows is no code."""
    for start, end in _fences([line.text for line in lines]):
        if end is None:
            mark = FENCE.match(lines[start].text)
            yield lines[start].number, f"this fence is never closed: end it with {mark['fence'] if mark else '```'} on a line of its own"


def check_comments(lines: list[Line]) -> Iterator[tuple[int, str]]:
    """A comment that is never closed, or that Markdown prints since it neither starts a line nor ends in its paragraph."""
    prose = "\n".join(line.prose for line in lines)
    for comment in comments(prose):
        start = prose.rfind("\n", 0, comment.start()) + 1
        if "\n\n" in re.sub(r"\n *(?=\n)", "\n", comment[0]) and not re.fullmatch(" {0,3}", prose[start : comment.start()]):
            yield lines[prose.count("\n", 0, comment.start())].number, (
                "a comment of several paragraphs starts at the beginning of a line, and outside of lists and spoilers"
            )
    start = prose.find("<!--", prose.rfind("-->") + 1)
    if start >= 0:
        yield lines[prose.count("\n", 0, start)].number, "this comment is never closed: end it with '-->'"
