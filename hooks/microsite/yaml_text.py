"""YAML as contributors mean it: every value is the text that they typed, and knows its line.

YAML guesses types from a value's look: `No` becomes false, `1:30` becomes 90, a date
loses its leading zeros. Here nothing is guessed. A scalar stays text until a model
(models.py) says what it should be, so those traps cannot spring.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

import yaml

from .limits import too_much_data
from .problems import Problem

# The C parser is ten times as fast; the other one is for machines that lack it.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class ScalarNode:
    text: str
    line: int


@dataclass(frozen=True)
class ListNode:
    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True)
class MappingNode:
    """`lines` has the line of each key: a long value starts on a later one."""

    entries: dict[str, "Node"]
    line: int
    lines: dict[str, int] = field(default_factory=dict, compare=False)


Node = ScalarNode | ListNode | MappingNode

NULLS = ("", "~", "null", "Null", "NULL")  # what YAML takes for nothing, where it is not in quotes
DEEPEST = 20  # levels of nesting; the data needs four
ENDLESS = "lists within lists without end"
# Control characters, those that end a line for YAML but not for an editor, and those that part a word or turn a text around unseen.
ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")

# What the parser says, and what a contributor can do about it.
ADVICE = {
    "exceeded maximum nesting depth": ENDLESS,  # said by newer parsers, before they say anything else
    "mapping values are not allowed": "a colon where none can stand: put the value in quotes, or check the indentation",
    "found character '\\t'": "a tab: indent with spaces",
    "found a tab character": "a tab: indent with spaces",
    "found character that cannot start any token": "this character cannot start a value: put the value in quotes",
    "found unexpected end of stream": "a quote is opened and never closed",
    "did not find expected key": "this line does not fit the lines above it: check indentation and quotes",
    "expected <block end>": "this line does not fit the lines above it: check indentation and quotes",
    "did not find expected '-' indicator": "this line does not fit the list above it: check its indentation",
    "did not find expected ',' or": "a bracket is opened and never closed",
    "could not find expected ':'": "a key without its colon",
    "did not find expected node content": "a value is missing, or starts with a special character: put it in quotes",
    "did not find expected comment": "something follows the end of a value: put the whole value in quotes",
    "did not find expected <document start>": "this line does not fit the lines above it: check indentation and quotes",
    "but found another document": "a line of dashes starts a second document: delete it",
    "did not find expected whitespace": "a value starts with a special character: put the value in quotes",
    "did not find expected alphabetic": "a value starts with & or *: put the value in quotes",
    "did not find expected hexdecimal": "a backslash in double quotes: use single quotes",
    "found unknown escape character": "a backslash in double quotes: use single quotes",
    "block sequence entries are not allowed": "a value starts with a special character: put the value in quotes",
    "mapping keys are not allowed": "a value starts with a special character: put the value in quotes",
}
# What a line looks like at which the parser stops, or the line above it, and says nothing that helps.
SLIPS = [
    (
        re.compile(r"^(?P<at>)(?:<{7}|={7}|>{7})"),
        "marks of two versions (<<<<<<<, =======, >>>>>>>): keep one of them, and delete the marks",
    ),
    (re.compile("^ *(?P<at>[\xa0\u2000-\u200a\u202f\u3000])"), "a blank that only looks like one: type it again"),
    (re.compile(r"^ *(?P<at>[–—•*]) *\w"), "an entry starts with a hyphen and a blank: '- '"),
    (re.compile(r"^ *(?P<at>-)[a-z_]+:(?:\s|$)"), "a blank is missing after the hyphen: '- '"),
    (re.compile(r"^[ -]*[a-z_]+(?P<at>：)"), "a colon of another script: type it again, with a blank after it"),
    (re.compile(r"^(?: *- +| *)[a-z_]+(?P<at>:)[^\s:/]"), "a blank is missing after the colon: 'key: value'"),
    (
        re.compile(r"^[ -]*[a-z_]+: +(?P<at>\"[^\"]*\"|'[^']*'|\[[^\]]*\]|\{[^}]*\}) *[^\s#,]"),
        "a value is more than what its marks enclose: put all of it in quotes",
    ),
]


def parse_yaml(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """Read one YAML document.

    Returns its root (None if empty or broken) and what is wrong with it: at most one
    syntax error, since nothing after it can be trusted, or every duplicate key.
    `first_line` is the line of the file at which `text` starts.
    """
    offset = first_line
    if found := too_much_data(text):
        return None, [Problem(path, offset + found[0] - 1, found[1], "yaml")]
    if odd := ODD.search(text):
        line, column = offset + text.count("\n", 0, odd.start()), odd.start() - text.rfind("\n", 0, odd.start())
        return None, [Problem(path, line, f"broken YAML: an invisible character (U+{ord(odd[0]):04X}): delete it", "yaml", column)]
    try:
        events: list[yaml.Event] = []
        problems = [Problem(path, offset + line, message, "yaml") for line, message in _refused(text, events)]
        node = None if problems else _document(events, path, offset, problems)
    except yaml.MarkedYAMLError as error:
        line, column, advice = _slip(text.split("\n"), *_place_of(error), _explain(error))
        return None, [Problem(path, offset + line, f"broken YAML: {advice}", "yaml", column + 1)]
    return None if node == ScalarNode("", offset) else node, problems


def _refused(text: str, events: list[yaml.Event]) -> Iterator[tuple[int, str]]:
    """Anchors, aliases, tags and endless nesting: no data file needs them, and they can be made to run away.

    `events` takes all that the parser has read.
    """
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        events.append(event)
        line = event.start_mark.line
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            yield line, f"broken YAML: {ENDLESS}"
            return
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield line, "a value starts with & or *, which YAML takes for an anchor or an alias: put it in quotes"
        elif (getattr(event, "tag", None) or "").startswith(("!", "tag:")):
            yield line, "a value starts with !, which YAML takes for a tag: put it in quotes"


def _document(events: list[yaml.Event], path: str, offset: int, problems: list[Problem]) -> Node | None:
    """The root of the one document; None if there is none."""
    starts = [event for event in events if isinstance(event, yaml.DocumentStartEvent)]
    if len(starts) > 1:
        raise yaml.MarkedYAMLError(problem="but found another document", problem_mark=starts[1].start_mark)
    left = iter(events[2:])  # after the starts of the stream and of the document
    return _node(next(left), left, path, offset, problems) if starts else None


def _node(event: yaml.Event, left: Iterator[yaml.Event], path: str, offset: int, problems: list[Problem]) -> Node:
    """The node that an event starts; those that belong to it are taken from `left`."""
    line = event.start_mark.line + offset
    if isinstance(event, yaml.ScalarEvent):
        return ScalarNode("" if event.implicit[0] and event.value in NULLS else event.value.strip(), line)
    if isinstance(event, yaml.SequenceStartEvent):
        return ListNode(tuple(_node(item, left, path, offset, problems) for item in takewhile(_is_no_end, left)), line)
    entries: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for key in takewhile(_is_no_end, left):
        key_line, found = key.start_mark.line + offset, list[Problem]()
        name = key.value if isinstance(key, yaml.ScalarEvent) else ""
        if not isinstance(key, yaml.ScalarEvent):
            _node(key, left, path, offset, [])
        value = _node(next(left), left, path, offset, found)
        if not name:
            problems.append(Problem(path, key_line, "a key should be a word", "yaml"))
        elif name in entries:
            problems.append(Problem(path, key_line, f"the key '{name}' stands here twice; only one can count", "yaml"))
        else:
            problems += found
            entries[name] = value
            lines[name] = key_line
    return MappingNode(entries, line, lines)


def _is_no_end(event: yaml.Event) -> bool:
    return not isinstance(event, yaml.CollectionEndEvent)


def _place_of(error: yaml.MarkedYAMLError) -> tuple[int, int]:
    """The line and the column of a syntax error, counted from 0: where what is never closed was opened."""
    opened = "unexpected end of stream" in (error.problem or "") or "flow" in (error.context or "")
    mark = error.context_mark if opened and error.context_mark else error.problem_mark or error.context_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _slip(lines: list[str], line: int, column: int, advice: str) -> tuple[int, int, str]:
    """A syntax error where it was made, and in plain words, if it is one of those that many make; else as it was told."""
    for number in range(line, max(-1, line - 2), -1):
        for look, said in SLIPS:
            if number < len(lines) and (found := look.match(lines[number])):
                return number, found.start("at"), said
    return line, column, advice


def _explain(error: yaml.MarkedYAMLError) -> str:
    said = error.problem or str(error.context)
    return next((advice for start, advice in ADVICE.items() if said.startswith(start)), said)


def extent(number: int, lines: list[str]) -> Iterator[int]:
    """The numbers of the lines of a value: the one with its key, and those below that are indented further."""
    key = len(lines[number - 1]) - len(lines[number - 1].lstrip(" -"))
    yield number
    for later in range(number + 1, len(lines) + 1):
        line = lines[later - 1]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= key:
            return
        yield later
