"""The scenes that stand at the head of pages: drawn in `docs/_data/scenes.svg`, put into pages as they are.

The file is one <svg>: <defs> with what scenes share, then an <svg id="…"> for each scene.
Whoever draws with a program writes all kinds of things into a file; only shapes get through.
"""

import re
from collections.abc import Iterator
from math import inf
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat  # xml.sax, on top of it, brings along all that it takes to ask servers for files

from .files import read_text, relative
from .problems import Problem, nearest

SCENES = "scenes.svg"
KIND = "scene"  # of a problem
SHAPES = {"svg", "g", "defs", "use", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon"}
PAINTS = {"linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern"}
USED = re.compile(r'(?:\bhref="|url\()#([^")]+)')
ADDRESS = re.compile(r"url\((?!#)|//|script:|data:|\\", re.IGNORECASE)
OWN = "__"  # ids that start like this are those that scripts look for
DEEPEST = 50  # elements within each other
MOST = 20_000  # shapes that a scene may come to, each <use> counted as what it shows
# Words that a file declares can stand for more of themselves without end; in another encoding it may read as something else.
ENCODING = re.compile(r"^<\?xml\b[^>]*?\bencoding\s*=\s*[\"'](?!(?:utf-8|us-ascii)[\"'])", re.IGNORECASE)
PLAIN = "save it as plain SVG"
Finding = tuple[int, str]


def load_scenes(folder: Path, root: Path) -> tuple[dict[str, str] | None, list[Problem]]:
    """The scenes by name, each as the markup that goes into an <svg>, in the order of the file.

    None are there without a file; None if something is wrong with it.
    """
    path = folder / SCENES
    if not path.exists():
        return {}, []
    name = relative(path, root)
    text, problems = read_text(path, name)
    if text is None:
        return None, problems
    if found := declared(text):
        return None, [Problem(name, *found, KIND)]
    drawing = _Drawing()
    try:
        drawing.read(text)
    except expat.ExpatError as error:
        return None, [Problem(name, error.lineno, f"this is not SVG: {expat.ErrorString(error.code)}", KIND)]
    except RecursionError as error:
        return None, [Problem(name, drawing.line, str(error), KIND)]
    problems = [Problem(name, line, message, KIND) for line, message in _wrong(drawing)]
    return None if problems else _scenes(drawing), problems


def declared(text: str) -> Finding | None:
    """What an SVG file says of itself, and may not: words that it declares, an encoding that is not UTF-8."""
    if (start := text.find("<!ENTITY")) >= 0:
        return text.count("\n", 0, start) + 1, f"a drawing declares no words of its own (<!ENTITY …>): {PLAIN}"
    return (1, f"a drawing is written in UTF-8: {PLAIN}") if ENCODING.search(text) else None


class _Drawing:
    """The elements of an SVG file with their lines. Its text and its comments are left out: a scene has no words."""

    def __init__(self) -> None:
        self.elements: list[tuple[int, Element]] = []
        self._open: list[Element] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end

    def read(self, text: str) -> None:
        """An ExpatError tells what is no XML, a RecursionError that it is too deep."""
        self._parser.Parse(text.encode(), True)

    @property
    def line(self) -> int:
        return self._parser.CurrentLineNumber

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) == DEEPEST:
            raise RecursionError(f"shapes within shapes without end: {PLAIN}")
        element = Element(name, attributes)
        if self._open:
            self._open[-1].append(element)
        self._open.append(element)
        self.elements.append((self.line, element))

    def _end(self, name: str) -> None:
        self._open.pop()

    @property
    def root(self) -> Element:
        return self.elements[0][1]

    @property
    def scenes(self) -> list[Element]:
        return self.root.findall("svg")


def _wrong(drawing: _Drawing) -> Iterator[Finding]:
    if drawing.root.tag != "svg" or not drawing.scenes:
        yield 1, 'there is no scene: write <svg id="night"> and its shapes into the outer <svg>'
    lines = {id(element): line for line, element in drawing.elements}
    for scene in drawing.scenes:
        if not scene.get("id"):
            yield lines[id(scene)], 'this scene has no name: write <svg id="night">'
    ids: dict[str, int] = {}
    for line, element in drawing.elements:
        yield from _foreign(line, element)
        if (element.get("id") or "").startswith(OWN):
            yield line, f"the id '{element.get('id')}' starts with '{OWN}', as only names do that scripts look for: choose another"
        if (name := element.get("id")) and ids.setdefault(name, line) != line:
            yield line, f"the id '{name}' is that of line {ids[name]} already"
    for line, element in drawing.elements:
        for name in USED.findall(_attributes(element)):
            if name not in ids:
                yield line, f"nothing here has the id '{name}'{nearest(name, ids)}"
    counts = shapes_shown(drawing.root)
    for name, count in counts.items():
        if count > MOST:
            yield ids[name], f"'{name}' shows itself, or others that show others, too often: no scene has more than {MOST:,} shapes"


def shapes_shown(root: Element) -> dict[str, float]:
    """How many shapes each id of a drawing comes to, with all that it uses; without end for one that uses itself."""
    named = {element.get("id", ""): list(element.iter()) for element in root.iter() if element.get("id")}
    uses = {name: [used for one in within for used in USED.findall(_attributes(one)) if used in named] for name, within in named.items()}
    counts: dict[str, float] = {}
    for start in named:
        stack = [start]
        while stack:  # a loop and not a recursion: they may lean on each other one by one
            name = stack[-1]
            if all(used in counts for used in uses[name]):
                counts[stack.pop()] = len(named[name]) + sum(counts[used] for used in uses[name])
            elif (missing := next(used for used in uses[name] if used not in counts)) in stack:
                counts[missing] = inf
            else:
                stack.append(missing)
    return counts


def _attributes(element: Element) -> str:
    return " ".join(f'{key}="{value}"' for key, value in element.items())


def _foreign(line: int, element: Element) -> Iterator[Finding]:
    """What is no drawing, or would ask another server for something."""
    if element.tag not in SHAPES | PAINTS:
        yield line, f"<{element.tag}> is no shape: a scene is drawn with {', '.join(sorted(SHAPES))}; save it as plain SVG"
    for key, value in element.items():
        does = key.lower() == "style" or key.lower().startswith("on") or (key.lower() == "href" and not value.startswith("#"))
        if does or (not key.startswith("xmlns") and (":" in key or ADDRESS.search(value))):
            yield line, f"{key}=\"{value}\" has no place in <{element.tag}>: a scene leads nowhere and does nothing; save it as plain SVG"


def _scenes(drawing: _Drawing) -> dict[str, str]:
    shared = {element.get("id", ""): _markup(element) for defs in drawing.root.findall("defs") for element in defs}
    scenes = {scene.get("id", ""): "".join(map(_markup, scene)) for scene in drawing.scenes}
    return {name: _with_shared(markup, shared) for name, markup in scenes.items()}


def _markup(element: Element) -> str:
    return ElementTree.tostring(element, encoding="unicode")


def _with_shared(markup: str, shared: dict[str, str]) -> str:
    """A scene after what it uses of the shared parts, and what these use."""
    used: dict[str, str] = {}
    wanted = USED.findall(markup)
    while wanted:
        name = wanted.pop()
        if name in shared and name not in used:
            used[name] = shared[name]
            wanted += USED.findall(shared[name])
    parts = "".join(part for name, part in shared.items() if name in used)
    return f"<defs>{parts}</defs>{markup}" if parts else markup
