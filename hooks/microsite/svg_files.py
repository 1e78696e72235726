"""SVG files that are published as they stand. In a page they are pictures; opened by themselves they are documents, which can run scripts.

Drawing programs leave much in a file that does nothing, under names of their own: that may stay. https://svgwg.org/svg2-draft/
"""

import re
from collections.abc import Iterator
from xml.parsers import expat

from .scenes import PAINTS, PLAIN, SHAPES, declared

SVG, XLINK, XML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
LIVE = {"http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2001/xml-events"}
WORDS = {"title", "desc", "metadata", "text", "tspan", "textPath", "style", "symbol", "marker", "switch", "image", "filter", "view"}
EFFECT = re.compile(r"fe[A-Z]\w+")
# What another server would be asked for: an address in a style or a paint, whatever its letters are written as.
ASKS = re.compile(r"url\(\s*[\"']?(?!#|data:image/(?:png|jpeg|gif|webp);)|@import|image-set|\\", re.IGNORECASE)
PICTURE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)
DEEPEST = 100  # elements within each other
Finding = tuple[int, str]
Name = tuple[str, str]  # the address of what it belongs to, or nothing, and the rest


def not_a_drawing(text: str) -> Iterator[Finding]:
    """The lines at which an SVG file is more than a drawing, and why."""
    if found := declared(text):
        yield found
    else:
        yield from _read(text)


def _read(text: str) -> Iterator[Finding]:
    drawing = _Document()
    try:
        drawing.read(text)
    except expat.ExpatError as error:
        drawing.found.append((error.lineno, f"this is not SVG: {expat.ErrorString(error.code)}"))
    except RecursionError:
        drawing.found.append((drawing.line, f"shapes within shapes without end: {PLAIN}"))
    yield from drawing.found


class _Document:
    """What is no drawing in an SVG file, with its lines."""

    def __init__(self) -> None:
        self.found: list[Finding] = []
        self._open: list[list[str] | None] = []  # of each open element its text, if that is a style
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.ProcessingInstructionHandler, self._parser.CharacterDataHandler = self._instruction, self._text

    def read(self, text: str) -> None:
        """An ExpatError tells what is no XML, a RecursionError that it is too deep."""
        self._parser.Parse(text.encode(), True)

    @property
    def line(self) -> int:
        return self._parser.CurrentLineNumber

    def _instruction(self, target: str, data: str) -> None:
        self.found.append((self.line, f"<?{target} …?> brings in another file: {PLAIN}"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _split(name)
        self._open.append([] if tag[1] == "style" else None)
        if len(self._open) > DEEPEST:
            raise RecursionError
        named = {_split(key): value for key, value in attributes.items()}
        self.found += [(self.line, message) for message in _wrong(tag, named)]

    def _end(self, name: str) -> None:
        text = self._open.pop()
        if text and ASKS.search("".join(text)):
            self.found.append((self.line, f"a style that asks another place for something: {PLAIN}"))

    def _text(self, content: str) -> None:
        if (text := self._open[-1]) is not None:
            text.append(content)


def _split(name: str) -> Name:
    space, _, rest = name.rpartition(" ")
    return space, rest


def _wrong(name: Name, attributes: dict[Name, str]) -> Iterator[str]:
    space, tag = name
    drawn = tag in SHAPES | PAINTS | WORDS or EFFECT.fullmatch(tag)
    if space in LIVE or (space == SVG and not drawn):
        yield f"<{tag}> is no part of a drawing, which does nothing and leads nowhere: {PLAIN}"
    for (of, key), value in attributes.items():
        address = key == "href" and of in ("", XLINK)
        if not of and key.lower().startswith("on"):
            yield f"'{key}' would run something, and a drawing does nothing: {PLAIN}"
        elif (of, key) == (XML, "base") or (address and not PICTURE.match(value)) or (space == SVG and ASKS.search(value)):
            yield f"{key}=\"{value}\" leads to another place: {PLAIN}"
