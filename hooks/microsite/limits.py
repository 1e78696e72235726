"""How much of everything a file may have, so that no build takes without end, whoever wrote it.

Python-Markdown looks from each bracket and each `<` that is never closed to the end of its paragraph or page, and
calls itself for each list in a list. What people write is far below all of this.
"""

import re
from collections.abc import Callable, Iterator

LONGEST_PAGE = 100_000  # characters; a film's longest page has a fifth of it
LONGEST_DATA = 200_000  # characters of a data file
LONGEST_LINE, LONGEST_LINE_OF_DATA = 4_000, 10_000  # characters
INDENT = 100  # spaces: 25 blocks within each other
DEEPEST = 100  # brackets, or tags, within each other
MOST_TERMS = 200  # footnotes and abbreviations of a page
MOST_DIRECTIVES = 100  # of a page: a line of nothing else may become a table of a hundred
ROW = re.compile(r"[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]*){12}")
DIRECTIVE = re.compile(r"<!--\s*film\b", re.IGNORECASE)
TERM = re.compile(r" {0,3}(?:\*\[|\[\^)")
Finding = tuple[int, str]


def too_much(text: str) -> Finding | None:
    """The line at which a page is more than Markdown should be given, and of what; None if it is not."""
    if len(text) > LONGEST_PAGE:
        return 1, f"this page has {len(text):,} characters; {LONGEST_PAGE:,} are the most: make several of it"
    return next((found for check in (_lines, _brackets, _tags, _terms, _directives) for found in check(text)), None)


def too_much_data(text: str) -> Finding | None:
    """The same of a data file."""
    if len(text) > LONGEST_DATA:
        return 1, f"this file has {len(text):,} characters; {LONGEST_DATA:,} are the most"
    return next(_too_long(text.split("\n"), LONGEST_LINE_OF_DATA), None)


def _too_long(lines: list[str], most: int) -> Iterator[Finding]:
    for number, line in enumerate(lines, 1):
        if len(line) > most:
            yield number, f"this line has {len(line):,} characters; {most:,} are the most: break it into several"


def _lines(text: str) -> Iterator[Finding]:
    lines = text.split("\n")
    yield from _too_long(lines, LONGEST_LINE)
    for number, line in enumerate(lines, 1):
        if line.startswith((" ", "\t")) and line.strip() and _indent(line) > INDENT:
            yield number, f"this line is indented by more than {INDENT} spaces: take some away"
        if ROW.match(line):
            yield number, "lists and quotations within each other without end: a line starts with fewer marks"


def _indent(line: str) -> int:
    blanks = line.expandtabs(4)
    return len(blanks) - len(blanks.lstrip(" "))


def _brackets(text: str) -> Iterator[Finding]:
    yield from _depths(text, "[", "]", "square brackets", over=lambda line: not line.strip())


def _tags(text: str) -> Iterator[Finding]:
    yield from _depths(text, "<", ">", "signs (<)", over=lambda line: False)


def _depths(text: str, opens: str, closes: str, what: str, over: Callable[[str], bool]) -> Iterator[Finding]:
    """The line at which too many signs stand open that are closed by others; none is any more where it is `over`."""
    depth = 0
    for number, line in enumerate(text.split("\n") if text.count(opens) > DEEPEST else (), 1):
        depth = 0 if over(line) else depth
        for sign in line if opens in line or closes in line else "":
            depth = depth + 1 if sign == opens else max(0, depth - 1) if sign == closes else depth
        if depth > DEEPEST:
            yield number, f"more than {DEEPEST} {what} stand open here: close them"


def _terms(text: str) -> Iterator[Finding]:
    many = text.count("*[") + text.count("[^") > MOST_TERMS
    found = [number for number, line in enumerate(text.split("\n"), 1) if TERM.match(line)] if many else []
    if len(found) > MOST_TERMS:
        yield found[MOST_TERMS], f"more than {MOST_TERMS} footnotes and abbreviations on one page: make several pages of it"


def _directives(text: str) -> Iterator[Finding]:
    many = text.count("<!--") > MOST_DIRECTIVES
    found = [number for number, line in enumerate(text.split("\n"), 1) for _ in DIRECTIVE.finditer(line)] if many else []
    if len(found) > MOST_DIRECTIVES:
        yield found[MOST_DIRECTIVES], f"more than {MOST_DIRECTIVES} directives on one page: make several pages of it"
