"""What a spoiler should look like in Markdown, and every way in which it may fail to be one.

    ??? spoiler LEVEL "A label that tells nothing"
        The body is indented by four spaces.

A block that is almost a spoiler is the worst of leaks: Markdown prints it for all to
read. So whatever looks meant as one is checked three times: its spelling, before
Markdown runs; whether Markdown made a spoiler of it, by a mark with its line; and
whether anything like one was printed as text.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from .film import Film
from .html import SPOILER, classes, look, take
from .markdown_lines import Line
from .problems import closest, did_you_mean, nearest

WORD = "spoiler"
BODY_INDENT = 4
LIKENESS = 0.75  # 'spolier' is as good as 'spoiler', 'spoken' is not
# The blocks of Material's admonitions, which `???` and `!!!` make besides spoilers.
KINDS = {
    *("abstract", "summary", "tldr", "info", "todo", "tip", "hint", "important", "success", "check", "done"),
    *("question", "help", "faq", "warning", "caution", "attention", "failure", "fail", "missing", "danger", "error"),
    *("bug", "example", "quote", "cite", "note", "seealso", WORD),
}
HEADER = re.compile(r'^ *\?\?\? ?spoiler(?: +(?P<level>[\w-]+))? +"(?P<label>[^"]*)"$')
# What Markdown takes for the first line of a block: pymdownx.details' and admonition's own pattern.
BLOCK = re.compile(r'^ *(?:\?{3}\+?|!{3}) ?(?:(?P<kind>[\w-]+)(?P<more>(?: +[\w-]+)*)(?: +"[^"]*")?|"[^"]*") *$')
# What somebody may have typed who meant a spoiler: marks and nearly the word, or the word and a label.
MEANT = re.compile(r"^[ >]*(?:[-*+] +|\d+\. +)?(?P<marker>[?!]{2,}\+?) *[\"“'‘]?(?P<word>[A-Za-z]+)(?P<rest>.*)$")
LOOSE = re.compile(
    r"(?:(?<![?!])[?!]{2,}+|\? \?|:{3}|/{3}|\[!)\W{0,6}spoiler\b(?: +[\w-]+)* *(?:[\"“|]|\])"
    r"|^\W*spoiler\b(?: +[\w-]+)? *[\"“][^\"”]+[\"”]\W*$",
    re.IGNORECASE,
)
PRINTED = re.compile(
    r"(?<![?!])(?:\?{2,}|!{3})\+? *[\"“]?(?:\*\*)?spoiler\b(?=[^\n]{0,200}[\"“])"
    r"|^[ \t]*(?:\?{3}\+?|!{3}) ?[\w-]+(?: +[\w-]+){0,2} +[\"“]|< *details\b",
    re.IGNORECASE | re.MULTILINE,
)
SUSPECT = re.compile(r"[?!？！sSſ](?:(?<=[sSſ])(?i:poiler)|(?<![sSſ])[?!？！])")  # what all of these have
ODD = re.compile("[\xa0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\f\v\x85？！]")
RAW = re.compile(r"<details\b", re.IGNORECASE)
MARK = re.compile(r"line-(\d+)")


def check_spoilers(lines: list[Line], film: Film) -> Iterator[tuple[int, str]]:
    """Everything about a page's spoilers that is not as it should be, by the look of its lines."""
    for index, line in enumerate(lines):
        if not (line.code or line.comment) and SUSPECT.search(line.text):
            yield from ((line.number, message) for message in _first_line(line, film))
            if HEADER.match(line.text):
                yield from _body(lines, index)


def line_levels(lines: list[Line], film: Film) -> dict[int, str]:
    """The level of each line that stands in a spoiler, by its number: the highest of the spoilers around it."""
    levels: dict[int, str] = {}
    around: list[tuple[int, str]] = []
    for line in lines:
        if not line.blank and not line.code:
            around = [(inside, level) for inside, level in around if line.indent >= inside]
        if around:
            levels[line.number] = max((level for _, level in around), key=film.rank)
        if (header := _header_of(line)) is not None:
            around.append((line.indent + BODY_INDENT, header["level"] or film.last_level))
    return levels


def mark_spoilers(lines: list[Line]) -> str:
    """The lines as Markdown for the next stage, each spoiler marked with the number of its line."""
    return "\n".join(_marked(line) for line in lines)


def unmade_spoilers(html: str, lines: list[Line]) -> Iterator[tuple[int, str]]:
    """Marked lines that Markdown made no spoiler of, and what else it printed of the kind."""
    body = look(html)
    made = {int(mark[1]) for node in body.css(SPOILER) for word in classes(node) if (mark := MARK.fullmatch(word))}
    unmade = [line for line in lines if _header_of(line) and line.number not in made]
    for line in unmade:
        yield line.number, (
            "Markdown sees no spoiler here: start it at the line's beginning, or in a list four spaces in, "
            "after a blank line, and not inside HTML; show examples in a fence (```)"
        )
    yield from _unforeseen(body.css("details"), lines)
    if not unmade and (printed := _printed(html)):
        words = printed[0].strip()
        places = [line.number for line in lines if not line.code and (PRINTED.search(line.text) or words[:3] in line.text)]
        yield places[0] if places else lines[0].number, f"this is printed as text: {words}"


def _printed(html: str) -> re.Match[str] | None:
    """What looks like a block in a page's text, less its code."""
    text = look(html).text()
    if not any(sign in text for sign in ("??", "!!!", "<")):
        return None
    body = take(html)
    for code in body.css("code, pre, script, style"):
        code.remove()
    return PRINTED.search(body.text())


def _unforeseen(details: list[LexborNode], lines: list[Line]) -> Iterator[tuple[int, str]]:
    """Blocks that Markdown made of what looks like code or a comment, so that nothing in them was checked."""
    live = [line for line in lines if not line.code and not line.comment]
    foreseen = sum(bool(line.text.lstrip().startswith("???") and BLOCK.match(line.text)) for line in live)
    foreseen += sum(len(RAW.findall(line.prose)) for line in lines)
    hidden = [line for line in lines if (line.code or line.comment) and line.text.lstrip(" >-*").startswith("???")]
    if len(details) > foreseen and hidden:
        yield hidden[0].number, "Markdown sees no code here: give the fence around it the same marks, at the same indent, at both ends"


def _header_of(line: Line) -> re.Match[str] | None:
    """The parts of a spoiler's first line; None if it is not one."""
    return HEADER.match(line.text) if "???" in line.text and not line.code and not line.comment else None


def _marked(line: Line) -> str:
    return line.typed.replace('"', f'line-{line.number} "', 1) if _header_of(line) else line.typed


def _first_line(line: Line, film: Film) -> Iterator[str]:
    """A line that starts a spoiler, or was meant to, or starts a block that nobody knows."""
    plain = ODD.sub(lambda odd: {"？": "?", "！": "!"}.get(odd[0], " "), line.prose)
    meant = MEANT.match(plain)
    block = BLOCK.match(line.text)
    if not (meant and closest(meant["word"], [WORD], LIKENESS)) and not LOOSE.search(plain):
        if block and block["kind"] is None:
            yield f"this block has no kind; if it gives something away, write {_example(film)}"
        elif block and block["kind"] not in KINDS:
            yield _unknown_kind(block["kind"], film)
        elif block and WORD in block["more"].split():
            yield f"a spoiler is no other kind of block: write {_example(film)}"
    elif odd := ODD.search(line.text):
        yield f"a character that looks like another (U+{ord(odd[0]):04X}) keeps this from being a spoiler: type it again"
    elif header := HEADER.match(line.text):
        yield from _header(header, film)
    else:
        yield _near_miss(line, meant, film)


def _unknown_kind(kind: str, film: Film) -> str:
    if film.level(kind):
        return f'\'{kind}\' is a level: write {_example(film, kind)}'
    return f"'{kind}' is not a kind of block{nearest(kind, KINDS)}"


def _header(header: re.Match[str], film: Film) -> Iterator[str]:
    """A first line that Markdown understands names a level that exists, and has a label."""
    level = header["level"]
    if level is not None and (why := film.why_unknown("level", level)):
        yield f"'{level}' {why}"
    if not header["label"].strip():
        yield f"this spoiler's label is empty; say what it is about without telling: {_example(film)}"


def _near_miss(line: Line, meant: re.Match[str] | None, film: Film) -> str:
    """What to say of a line that was meant to start a spoiler."""
    if meant is None or meant.start("marker") != line.indent:
        return f"a spoiler starts a line of its own, in a list four spaces in and after a blank line: {_example(film)}"
    if meant["marker"] in ("!!!", "???+"):
        return f"a spoiler is never open: start it with '???' instead of '{meant['marker']}'"
    if meant["marker"] != "???":
        return f"a spoiler starts with '???', not with '{meant['marker']}'"
    if meant["word"] != WORD:
        return f"'{meant['word']}' is not a kind of block{did_you_mean(WORD)}"
    if meant["rest"].count('"') > 2:
        return f"only the label's ends are straight double quotes; within it use ‘ and ’: {_example(film)}"
    if '"' in meant["rest"]:
        return f"a spoiler takes one level and one label, in this order: {_example(film)}"
    if re.search("[“”„'‘’«»]", meant["rest"]):
        return f'a label stands in straight double quotes ("): {_example(film)}'
    return f"this spoiler has no label; add one in double quotes: {_example(film)}"


def _example(film: Film, level: str = "") -> str:
    words = [level or (film.last_level if film.levels else "")]
    return " ".join(["??? spoiler", *filter(None, words), '"A label that tells nothing"'])


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
    """The first line outside: it stands where the spoiler stands, after a blank line or as the next block."""
    inside = header.indent + BODY_INDENT
    if header.number < line.code < line.number:
        yield line.number, f"this line falls out of its fence and of the spoiler of line {header.number}: indent it by {inside} spaces"
    elif line.indent > header.indent:
        yield line.number, (
            f"indented by {line.indent} spaces, this line falls out of the spoiler of line {header.number}: "
            f"{inside} keep it in, {header.indent} end it"
        )
    elif not previous.blank and not BLOCK.match(line.text) and not _starts_anew(line, header):
        yield line.number, (
            f"this line follows the spoiler of line {header.number} too closely: indent it by {inside} spaces "
            "to keep it in, or leave a blank line before it"
        )


def _starts_anew(line: Line, header: Line) -> bool:
    """Whether a line that follows closely can't be meant as the spoiler's: a heading, a tab, the next item of the list around it."""
    item = line.indent < header.indent and re.match(r" *(?:[-*+]|\d+[.)]) ", line.text)
    return bool(item or re.match(r" *(?:#{1,6} |=== )", line.text))
