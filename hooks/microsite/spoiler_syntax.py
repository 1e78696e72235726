"""What a spoiler should look like in Markdown, and every way in which it may fail to be one.

    ??? spoiler LEVEL "A label that tells nothing"
        The body is indented by four spaces.

A block that is almost a spoiler is the worst of leaks: Markdown prints it for all to
read. So whatever looks meant as one, and is none, is a problem.
"""

import re
from collections.abc import Iterator

from .film import Film
from .markdown_lines import Line
from .problems import nearest

WORD = "spoiler"
BODY_INDENT = 4
HEADER = re.compile(r'^ *\?\?\? ?spoiler(?: +(?P<level>[\w-]+))? +"(?P<label>[^"]*)"$')
MEANT = re.compile(r"^[ >]*(?:[-*+] +|\d+\. +)?(?P<marker>[?!]{2,}\+?) *[\"“'‘]?(?P<word>[A-Za-z]+)(?P<rest>.*)$")
NEAR = re.compile(r"sp\w{0,2}[oi]\w*l\w*[er]+s?|spoil\w*", re.IGNORECASE)
EXAMPLE = '??? spoiler {level} "A label that tells nothing"'


def check_spoilers(lines: list[Line], film: Film) -> Iterator[tuple[int, str]]:
    """Every spoiler that Markdown would not make one, and every line that slips out of one."""
    for index, line in enumerate(lines):
        match = None if line.code else MEANT.match(line.text)
        if match and NEAR.fullmatch(match["word"]):
            yield from ((line.number, message) for message in _header(line, match, film))
            yield from _body(lines, index)


def _header(line: Line, meant: re.Match[str], film: Film) -> Iterator[str]:
    """A first line says `??? spoiler`, at most one level, and a label in straight quotes."""
    example = EXAMPLE.format(level=film.last_level)
    header = HEADER.match(line.text)
    if header:
        yield from _level(header["level"], film)
        if not header["label"].strip():
            yield f"this spoiler's label is empty; say what it is about without telling: {example}"
    elif meant.start("marker") != line.indent:
        yield "a spoiler starts a line of its own: in a list, put it on the next line, indented like the item's text"
    elif meant["marker"] in ("!!!", "???+"):
        yield f"a spoiler is never open: start it with '???' instead of '{meant['marker']}'"
    elif meant["marker"] != "???":
        yield f"a spoiler starts with '???', not with '{meant['marker']}'"
    elif meant["word"] != WORD:
        yield f"'{meant['word']}' is not a kind of block; did you mean '{WORD}'?"
    elif meant["rest"].count('"') > 2:
        yield f"only the label's ends are straight double quotes; within it use ‘ and ’: {example}"
    elif '"' in meant["rest"]:
        yield f"a spoiler takes one level and one label, in this order: {example}"
    elif re.search("[“”„'‘’«»]", meant["rest"]):
        yield f'a label stands in straight double quotes ("): {example}'
    else:
        yield f"this spoiler has no label; add one in double quotes: {example}"


def _level(level: str | None, film: Film) -> Iterator[str]:
    if level is not None and (why := film.why_unknown("level", level)) is not None:
        yield f"'{level}' is not a level of film.yml{why}"


def _body(lines: list[Line], index: int) -> Iterator[tuple[int, str]]:
    """The body is indented by four spaces more than its first line, and a blank line ends it."""
    header, rest = lines[index], lines[index + 1 :]
    inside = header.indent + BODY_INDENT
    first = next((line for line in rest if not line.blank), None)
    if first is None or first.indent < inside:
        yield header.number, f"this spoiler has no body: indent the text below it by {inside} spaces"
        return
    previous = header
    for line in rest:
        if not line.blank and line.indent < inside:
            yield from _after(line, previous, header)
            return
        previous = line


def _after(line: Line, previous: Line, header: Line) -> Iterator[tuple[int, str]]:
    inside = header.indent + BODY_INDENT
    if line.indent > header.indent:
        yield line.number, (
            f"indented by {line.indent} spaces, this line falls out of the spoiler of line {header.number}: "
            f"{inside} keep it in, {header.indent} end it"
        )
    elif not previous.blank and not MEANT.match(line.text):
        yield line.number, (
            f"this line follows the spoiler of line {header.number} too closely: indent it by {inside} spaces "
            "to keep it in, or leave a blank line before it"
        )
