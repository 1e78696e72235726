"""SVG files that are published as they stand. In a page they are pictures; opened by themselves they are documents, which can run scripts.

Drawing programs leave much in a file that does nothing, under names of their own: that may stay. https://svgwg.org/svg2-draft/
"""

import re
from collections.abc import Iterator
from io import BytesIO
from xml.sax import SAXException, SAXParseException, make_parser
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl, InputSource, Locator

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


def not_a_drawing(text: str) -> Iterator[Finding]:
    """The lines at which an SVG file is more than a drawing, and why."""
    if found := declared(text):
        yield found
    else:
        yield from _read(text)


def _read(text: str) -> Iterator[Finding]:
    reader, source, drawing = make_parser(), InputSource(), _Document()
    reader.setFeature(feature_namespaces, True)
    reader.setContentHandler(drawing)
    source.setByteStream(BytesIO(text.encode()))
    try:
        reader.parse(source)
    except SAXParseException as error:
        drawing.found.append((error.getLineNumber() or 1, f"this is not SVG: {error.getMessage()}"))
    except SAXException:
        drawing.found.append((drawing.line, f"shapes within shapes without end: {PLAIN}"))
    yield from drawing.found


class _Document(ContentHandler):
    """What is no drawing in an SVG file, with its lines."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Finding] = []
        self._open: list[list[str] | None] = []  # of each open element its text, if that is a style

    def setDocumentLocator(self, locator: Locator) -> None:
        self._locator = locator

    @property
    def line(self) -> int:
        return self._locator.getLineNumber() or 1

    def processingInstruction(self, target: str, data: str) -> None:
        self.found.append((self.line, f"<?{target} …?> brings in another file: {PLAIN}"))

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl) -> None:
        self._open.append([] if name[1] == "style" else None)
        if len(self._open) > DEEPEST:
            raise SAXException("too deep")
        self.found += [(self.line, message) for message in _wrong(name, attrs)]

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:
        text = self._open.pop()
        if text and ASKS.search("".join(text)):
            self.found.append((self.line, f"a style that asks another place for something: {PLAIN}"))

    def characters(self, content: str) -> None:
        if (text := self._open[-1]) is not None:
            text.append(content)


def _wrong(name: tuple[str | None, str], attrs: AttributesNSImpl) -> Iterator[str]:
    space, tag = name
    drawn = tag in SHAPES | PAINTS | WORDS or EFFECT.fullmatch(tag)
    if space in LIVE or (space == SVG and not drawn):
        yield f"<{tag}> is no part of a drawing, which does nothing and leads nowhere: {PLAIN}"
    for (of, key), value in attrs.items():
        address = key == "href" and of in (None, XLINK)
        if of is None and key.lower().startswith("on"):
            yield f"'{key}' would run something, and a drawing does nothing: {PLAIN}"
        elif (of, key) == (XML, "base") or (address and not PICTURE.match(value)) or (space == SVG and ASKS.search(value)):
            yield f"{key}=\"{value}\" leads to another place: {PLAIN}"
