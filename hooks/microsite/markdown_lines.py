"""A page's Markdown, line by line, knowing what is code: enough to say where something stands.

What Markdown makes of a page is decided by Markdown alone; these lines only serve
checks of spelling and the places that messages name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

FENCE = re.compile(r"^[ >]*(?:[-*+]\s+|\d+\.\s+)?(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
TAB_LENGTH = 4


@dataclass(frozen=True)
class Line:
    """`number` counts from 1 in the file; `text` has its tabs expanded; `code` is true within a fence and on its edges."""

    number: int
    text: str
    code: bool = False

    @property
    def indent(self) -> int:
        """Spaces before the text."""
        return len(self.text) - len(self.text.lstrip(" "))

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def prose(self) -> str:
        """The text without what stands in code, which is left as blanks."""
        return "" if self.code else INLINE_CODE.sub(lambda match: " " * len(match[0]), self.text)


def front_matter(text: str) -> str | None:
    """The YAML between the two lines of dashes that a page starts with, if it does."""
    match = FRONT_MATTER.match(text)
    return match["yaml"] if match else None


def body_lines(text: str) -> list[Line]:
    """The lines of a page below its front matter."""
    match = FRONT_MATTER.match(text)
    start = match.end() if match else 0
    return list(_lines(text[start:], text.count("\n", 0, start) + 1))


def _lines(body: str, first: int) -> Iterator[Line]:
    fence = ""
    for number, text in enumerate(body.split("\n"), first):
        text = text.expandtabs(TAB_LENGTH).rstrip()
        match = FENCE.match(text)
        if fence:
            yield Line(number, text, code=True)
            if match and match["fence"].startswith(fence) and not match["info"].strip():
                fence = ""
        elif match and "`" not in match["info"]:
            fence = match["fence"]
            yield Line(number, text, code=True)
        else:
            yield Line(number, text)


def places(lines: list[Line], wanted: str) -> list[int]:
    """The numbers of the lines whose prose holds `wanted`."""
    return [line.number for line in lines if wanted in line.prose]


def first_place(lines: list[Line], *wanted: str) -> int:
    """The first line with any of `wanted`, tried in order; the page's first line if there is none."""
    found = (number for words in wanted for number in places(lines, words))
    return next(found, lines[0].number if lines else 1)
