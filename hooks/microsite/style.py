"""The form of Markdown: rumdl looks for what would trip the next contributor, and mends what a machine can mend.

https://rumdl.dev
"""

import json
import re
import subprocess
import sysconfig
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from .markdown_lines import Line
from .pages import PageSource
from .problems import Problem

SETTINGS = Path(__file__).with_name("rumdl.toml")
KINDS = {"MD001": "heading", "MD045": "picture"}  # all others are style
# rumdl's findings in words for those who write, by rule; it says the rest well enough itself.
SAID = {
    "MD003": "a heading starts with #, with nothing at its end and no line below it",
    "MD004": "an item of a list starts with -",
    "MD009": "blanks at the end of this line",
    "MD010": "a tab: indent with four spaces",
    "MD011": "a link the wrong way round: the words stand in [ ], the address behind them in ( )",
    "MD012": "more than one blank line here: one is enough",
    "MD018": "no blank after the # of a heading, so it is none",
    "MD019": "more than one blank after the # of a heading",
    "MD022": "a heading needs a blank line before and after it",
    "MD023": "a heading starts at the beginning of its line",
    "MD027": "more than one blank after >",
    "MD030": "one blank stands after the mark of an item",
    "MD031": "a fence needs a blank line before and after it",
    "MD034": "an address in the open: give it words, as in [Wikipedia](https://…), or put it in < >",
    "MD037": "blanks inside of the asterisks, so nothing is emphasised: **word**, not ** word **",
    "MD039": "blanks inside of a link's brackets",
    "MD042": "a link that leads nowhere",
    "MD045": "this picture has no words for those who do not see it",
    "MD047": "the file's last line ends with one line break",
    "MD056": "this row of a table is shorter or longer than its first one",
    "MD058": "a table needs a blank line before and after it",
    "MD068": "a footnote that says nothing",
    "MD083": "letters that came out wrong, as from another encoding: type them again",
    "MD084": "a character that nobody sees: delete it",
    "MD092": "marks of two versions (<<<<<<<, =======, >>>>>>>): keep one of them, and delete the marks",
}
UNSEEN = SAID["MD084"]
# What nobody sees and what is needed all the same: after a letter of a script that joins its letters, or in an emoji.
JOINS = re.compile("(?<=[^\x00-\u02ff])[\u200c-\u200f\ufe0e\ufe0f]|[\ufe0e\ufe0f]\u20e3")
GARBLED = {SAID["MD083"], UNSEEN}  # no word of such a line can be looked up
LOST = "\ufffd"  # stands for a letter that could not be read
WRONG_LETTERS = re.compile(f"[ÃÂ][\x80-\xbf\u0152-\u2122]|â€|{LOST}")  # UTF-8 that was read as an older encoding, and LOST
SILENCER = re.compile(r"<!--\s*(?:rumdl|markdownlint)-")
WORDLESS = re.compile(r"<img\b(?![^>]*\salt\s*=)[^>]*>", re.IGNORECASE)
NAMED_AS_FILE = re.compile(r"!\[(?P<words>[^\]\n]*\.(?:svg|png|jpe?g|webp|gif|avif))\]", re.IGNORECASE)
ADORNS = re.compile(r"!\[\]\([^)\n]*\)\{[^}\n]*\brole=[\"']?presentation\b")  # a picture that needs no words
OPENS = re.compile(r" *(?:\?\?\?|!!!|===) ?")  # the line above a block's first one


def style_problems(pages: Collection[PageSource], root: Path) -> Iterator[Problem]:
    """What is wrong with the form of pages, whose paths are relative to `root`."""
    by_file = {str(root / page.path): page for page in pages}
    found = json.loads(_rumdl("check", "--output-format", "json", *by_file) or "[]") if by_file else []
    for each in found:
        page, rule = by_file[each["file"]], each["rule"]
        lines = {line.number: line for line in page.lines}
        if not _is_meant(rule, each["line"], each["column"], lines):
            message = SAID.get(rule) or each["message"][0].lower() + each["message"][1:]
            yield Problem(page.path, each["line"], message, KINDS.get(rule, "style"), each["column"])
    for page in pages:
        for number, match in page.found(SILENCER):
            yield Problem(page.path, number, "this comment would keep mistakes below it from being found: delete it", "style")
        lost = ((line.number, line.typed.find(LOST) + 1) for line in page.lines if LOST in line.typed)
        yield from (Problem(page.path, number, SAID["MD083"], "style", column) for number, column in lost)


def garbled_lines(text: str) -> Iterator[tuple[int, int, str]]:
    """The line, the column and what to say of letters that came out wrong, once for each line."""
    for number, line in enumerate(text.split("\n"), 1):
        if found := WRONG_LETTERS.search(line):
            yield number, found.start() + 1, SAID["MD083"]


def picture_problems(lines: Iterable[Line]) -> Iterator[tuple[int, str]]:
    """Pictures in HTML without a word for those who do not see them, and pictures whose words are a file's name."""
    for line in lines:
        if WORDLESS.search(line.prose):
            yield line.number, SAID["MD045"]
        if named := NAMED_AS_FILE.search(line.prose):
            yield line.number, f"'{named['words']}' is a file's name, which tells nothing to those who do not see the picture"


def _is_meant(rule: str, number: int, column: int, lines: dict[int, Line]) -> bool:
    """Whether what rumdl has found is as it should be here: it does not know all that a page may hold."""
    line, above = lines.get(number), lines.get(number - 1)
    if line is None:  # front matter, which is data
        return True
    if line.code and line.code < number and (number + 1) in lines and lines[number + 1].code == line.code:
        return rule != "MD083"  # an example in a fence is left alone
    if rule == "MD084":
        return JOINS.match(line.typed, column - 1) is not None
    if rule == "MD045":
        return ADORNS.match(line.typed, column - 1) is not None
    return rule == "MD022" and above is not None and OPENS.match(above.text) is not None


def mended_style(text: str) -> str:
    """A page's Markdown with what a machine can mend mended."""
    return _rumdl("fmt", "--stdin", "--silent", text=text) or text


def _rumdl(command: str, *arguments: str, text: str | None = None) -> str:
    """What rumdl prints; it exits with 1 where it finds something."""
    program = str(Path(sysconfig.get_path("scripts")) / "rumdl")
    settings = ["--no-cache", "--config", str(SETTINGS), "--respect-gitignore=false", "--no-exclude"]
    done = subprocess.run([program, command, *settings, *arguments], input=text, capture_output=True, encoding="utf-8", check=False)
    return done.stdout
