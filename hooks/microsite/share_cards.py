"""The picture that goes with a link to a page: its public words over a scene, drawn when the site is built."""

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

import font_source_serif_pro
import resvg_py

from .claims import claim
from .partials import Partials
from .typesetting import Font, Style, fit

WIDTH, HEIGHT, MARGIN = 1200, 630, 80  # pixels; the size that every network asks for: https://ogp.me
FOLDER = "assets/cards"
CACHE, PART = ".cache/cards", ".part"  # below mkdocs.yml's folder; how the name of a picture ends that is not all there
FONTS = [Path(font_source_serif_pro.font_files_ttf[name]) for name in ("SourceSerifPro", "SourceSerifProSemibold")]


@dataclass(frozen=True)
class Card:
    """A card's path in the site, what is drawn on it, and its words for those who don't see it."""

    path: str
    svg: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def drawing(self) -> str:
        """The path that the drawing would have beside the picture: the words of a PNG can't be read."""
        return str(PurePosixPath(self.path).with_suffix(".svg"))


@dataclass(frozen=True)
class Styles:
    """How the words of a card are set."""

    label: Style
    title: Style
    lead: Style

    def lacks(self, words: str) -> list[str]:
        """The letters that no card can show."""
        return self.title.font.lacks(words)


@cache
def styles() -> Styles:
    plain, bold = FONTS
    return Styles(
        label=Style(Font(bold, tracking=0.22), (21, 17, 13), height=34, leading=1.6),
        title=Style(Font(bold, tracking=-0.012), (100, 88, 76, 64, 54, 43), height=176, leading=1.08),
        lead=Style(Font(plain), (29, 27, 25, 23, 21, 19), height=122, leading=1.4),
    )


def card_path(src_uri: str) -> str:
    """Where the card of a page goes: as deep as the page, so that two pages of one name have two."""
    return f"{FOLDER}/{PurePosixPath(src_uri).with_suffix('.png')}"


def draw(partials: Partials, *, label: str, title: str, lead: str, scene: str) -> str:
    """A card as SVG; `scene` is markup that stands behind the words, or empty for a plain night."""
    style, width = styles(), WIDTH - 2 * MARGIN
    drawn = partials.render(
        "card.svg",
        label=fit(label.upper(), style.label, width),
        title=fit(title, style.title, width),
        lead=fit(lead, style.lead, width),
        scene=scene,
        width=WIDTH,
        height=HEIGHT,
        margin=MARGIN,
    )
    return str(drawn)


class Pictures:
    """Drawings as PNG, kept in a folder from build to build under names that tell of all that they are made of."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def png(self, svg: str) -> bytes:
        """The same bytes for the same drawing, always."""
        made_of = [svg.encode(), resvg_py.__version__.encode(), *(path.read_bytes() for path in FONTS)]
        name = hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in made_of)).hexdigest() + ".png"
        self._used.add(name)
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            data = render(svg)
            with suppress(OSError):  # where nothing can be kept, it is only slower
                self._keep(name, data)
            return data

    def prune(self) -> None:
        """Forget what this build has not used."""
        with suppress(OSError):
            for path in self._folder.glob("*.png"):
                if path.name not in self._used:
                    path.unlink(missing_ok=True)
        for path in self._folder.glob(f"*{PART}"):
            with suppress(OSError), claim(path):  # of a build that was killed
                path.unlink()

    def _keep(self, name: str, data: bytes) -> None:
        """Whole or not at all, whoever else builds at the same time."""
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(suffix=PART, dir=self._folder)
        os.close(handle)
        try:
            with claim(Path(part)) as file:
                file.write(data)
                file.flush()
                os.replace(part, self._folder / name)
        finally:
            Path(part).unlink(missing_ok=True)


def render(svg: str) -> bytes:
    """A drawing as PNG, with no font but ours."""
    return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=[str(path) for path in FONTS])
