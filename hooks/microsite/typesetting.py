"""Words set in lines that fit a box, by the widths that a font gives its letters.

A drawing has no flow of text: whoever draws must know where a line ends.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import fsum
from pathlib import Path

from fontTools.ttLib import TTFont

SPACES = re.compile(r"[ \t\n]+")  # where a line may end; not at one that does not break


@dataclass(frozen=True)
class Font:
    """A TrueType font; `tracking` is put after each letter, in ems."""

    path: Path
    tracking: float = 0

    def width(self, text: str) -> float:
        """How wide a text is in ems, or a little less: some pairs of letters are drawn closer together."""
        return fsum(self._widths.get(letter, 1.0) + self.tracking for letter in text)

    def lacks(self, text: str) -> list[str]:
        """The letters of a text that this font has not got."""
        return sorted({*text} - self._widths.keys() - {*" \t\n"})

    @cached_property
    def _widths(self) -> dict[str, float]:
        return widths(self.path)


@cache
def widths(path: Path) -> dict[str, float]:
    """The width of each letter of a font, in ems."""
    with TTFont(path, lazy=True) as font:
        metrics, em = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}


@dataclass(frozen=True)
class Style:
    """How a kind of text is set: its sizes in pixels, largest first; the height in pixels that it should
    not exceed; the height of a line, in its size.
    """

    font: Font
    sizes: Sequence[int]
    height: float
    leading: float


@dataclass(frozen=True)
class Setting:
    """Lines of text and their size in pixels."""

    style: Style
    size: int
    lines: Sequence[str]

    @property
    def drop(self) -> float:
        """From the foot of the first line to that of the last, in pixels."""
        return (len(self.lines) - 1) * self.size * self.style.leading


def fit(text: str, style: Style, width: float) -> Setting:
    """A text at the first size at which it fits into so many pixels without breaking a word.

    What fits at none is set at the last, the words broken that are too wide.
    """
    for size in style.sizes:
        lines = balanced(text, style.font, width / size)
        if widest_word(text, style.font) * size <= width and len(lines) * size * style.leading <= style.height:
            break
    return Setting(style, size, lines)


def balanced(text: str, font: Font, width: float) -> list[str]:
    """A text in as few lines of a width (in ems) as it needs, these as even as can be."""
    lines = wrap(text, font.width, width)
    while (narrower := max(map(font.width, lines)) - 0.01) >= widest_word(text, font):
        closer = wrap(text, font.width, narrower)
        if len(closer) > len(lines):
            break
        lines = closer
    return lines


def wrap(text: str, width_of: Callable[[str], float], room: float) -> list[str]:
    """A text in lines that fit into `room`, each as full as can be; a word that is wider is broken."""
    lines: list[str] = []
    for word in SPACES.split(text.strip()):
        for part in _parts(word, width_of, room):
            if lines and width_of(f"{lines[-1]} {part}") <= room:
                lines[-1] += f" {part}"
            else:
                lines.append(part)
    return lines


def widest_word(text: str, font: Font) -> float:
    """In ems."""
    return max(map(font.width, SPACES.split(text)))


def _parts(word: str, width_of: Callable[[str], float], room: float) -> Iterator[str]:
    """A word in parts that are no wider than a line; one, if it fits."""
    part = ""
    for letter in word if width_of(word) > room else ():
        if part and width_of(part + letter) > room:
            yield part
            part = ""
        part += letter
    yield part or word
