"""Markdown in which what strangers wrote does nothing: it names nobody, links to nothing, and ends no block.

Text in code is the one thing that GitHub leaves alone: elsewhere `@name` calls somebody even where Markdown
or HTML escapes it. https://github.github.com/gfm/#code-spans, https://github.github.com/gfm/#fenced-code-blocks
"""

import re
from collections.abc import Callable, Iterable
from textwrap import wrap
from typing import TypeVar
from urllib.parse import quote

Item = TypeVar("Item")
LONGEST = 160  # characters of a name
WIDTH = 100  # characters of a line in a fence, which does not wrap
TICKS = re.compile("`+")


def one_line(text: str) -> str:
    """A text on one line, with nothing in it that can't be seen or is no character at all."""
    return " ".join(_visible(text).split())


def code(text: str) -> str:
    """A short text as a code span, whatever backticks it has."""
    text = one_line(text)
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"
    marks = "`" * (_longest_row(text) + 1)
    room = " " if text.startswith("`") or text.endswith("`") or not text else ""
    return f"{marks}{room}{text}{room}{marks}"


def fenced(text: str, language: str = "text") -> str:
    """Lines as a block of code that ends after the last of them, and not before."""
    marks = "`" * max(3, _longest_row(text) + 1)
    lines = "\n".join(map(_visible, text.split("\n")))
    return f"{marks}{language}\n{lines}\n{marks}"


def diff_lines(text: str, mark: str) -> str:
    """A sentence as lines of a diff."""
    lines = wrap(one_line(text), WIDTH - 4, break_on_hyphens=False) or [""]
    return "\n".join(f"{mark} {line}" if number == 0 else f"{mark}   {line}" for number, line in enumerate(lines))


def address(base: str, path: str) -> str:
    """Where a file of a site is, as the target of a Markdown link; `base` is trusted."""
    return f"{base.rstrip('/')}/{quote(path, errors='replace')}"


def fitting(items: Iterable[Item], line: Callable[[Item], str], room: int, more: str = "- … and {} more") -> str:
    """Items by line, as many as there is room for, in bytes, and how many there are besides."""
    kept: list[str] = []
    items = list(items)
    for item in items:
        written = line(item).strip("\n")
        room -= len(written.encode("utf-8", "replace")) + 1
        if room < 0:
            break
        kept.append(written)
    left = len(items) - len(kept)
    return "\n".join([*kept, *([more.format(left)] if left else [])])


def size(count: int) -> str:
    """A number of bytes as people say it."""
    for unit, of in (("MB", 1_000_000), ("kB", 1_000)):
        if abs(count) >= of:
            return f"{count / of:.2f} {unit}" if of > 1_000 else f"{count / of:.1f} {unit}"
    return "1 byte" if abs(count) == 1 else f"{count} bytes"


def difference(before: int, after: int) -> str:
    """How much more or less, with its sign."""
    if before == after:
        return "the same"
    return f"{'+' if after > before else '−'}{size(abs(after - before))}"


def _visible(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _longest_row(text: str) -> int:
    return max(map(len, TICKS.findall(text)), default=0)


FILTERS: dict[str, Callable[..., str]] = {
    function.__name__: function for function in (code, fenced, diff_lines, address, fitting, size, difference)
}
