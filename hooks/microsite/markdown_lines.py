"""A page's Markdown, line by line, knowing what is code: enough to say where something stands.

What Markdown makes of a page is decided by Markdown alone; these lines only serve
checks of spelling and the places that messages name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

FENCE = re.compile(r"^[ >]*(?:[-*+]\s+|\d+\.\s+)?(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
COMMENT = re.compile(r"<!--(?P<text>.*?)-->", re.DOTALL)
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
TAB_LENGTH = 4


@dataclass(frozen=True)
class Line:
    """A line as it was typed; `number` counts from 1 in the file.

    `code` is the number of the line at which the fence around it starts, 0 outside of
    fences; `comment` is true within a comment of several lines.
    """

    number: int
    typed: str
    code: int = 0
    comment: bool = False

    @cached_property
    def text(self) -> str:
        """The line with its tabs expanded, as Markdown does, and without spaces at its end."""
        return self.typed.expandtabs(TAB_LENGTH).rstrip(" ")

    @cached_property
    def indent(self) -> int:
        """Spaces before the text."""
        return len(self.text) - len(self.text.lstrip(" "))

    @cached_property
    def blank(self) -> bool:
        return not self.typed.strip()

    @cached_property
    def prose(self) -> str:
        """The text without what stands in code, which is left as blanks."""
        return "" if self.code else INLINE_CODE.sub(lambda match: " " * len(match[0]), self.text)


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
    lines = [Line(number, typed) for number, typed in enumerate(body.split("\n"), first)]
    for start, end in _fences(lines):
        for index in range(start, start if end is None else end + 1):
            lines[index] = replace(lines[index], code=lines[start].number)
    prose = "\n".join(line.prose for line in lines)
    for comment in comments(prose):
        start, end = prose.count("\n", 0, comment.start()), prose.count("\n", 0, comment.end())
        for index in range(start, end):
            lines[index] = replace(lines[index], comment=True)
        if end > start and lines[end].text.endswith("-->"):
            lines[end] = replace(lines[end], comment=True)
    return lines


def _fences(lines: list[Line]) -> Iterator[tuple[int, int | None]]:
    """The indices of each fence's first and last line; no last one if it is never closed, so that Markdown sees no fence."""
    marks = [(index, match) for index, line in enumerate(lines) if (match := FENCE.match(line.text))]
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
    for start, end in _fences(lines):
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
