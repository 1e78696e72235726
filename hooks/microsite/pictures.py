"""What all pictures share: people as tokens, words that have to fit, and what a drawing is made of.

Every length is in the units of a drawing's viewBox, which is WIDTH wide. On the narrowest
phone that is 288 pixels, so LETTER is never read at less than 12.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import cos, fsum, pi, sin

from .film import Film
from .models import PUBLIC, Character
from .typesetting import wrap

WIDTH = 336
LETTER = 14  # size of a label
LINE = 18  # from one line of a label to the next
BASE = LETTER * 0.36  # from the middle of a line to where its letters stand
RADIUS = 12  # of a token
SMALLEST = 11  # radius of a token that has room for initials
REACH = 1.2  # how far the farthest corner of a token is from its middle, in radii

# The shape of each side, by the corners of a regular polygon and how it is turned (in turns); no corner makes a circle.
SHAPES = ((0, 0.0), (4, 0.0), (4, 0.125), (6, 0.0), (5, -0.25), (8, 0.0625))
COLOURS = 3  # classes side-1, side-2, …: from the last on, sides differ by shape alone

NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
NARROW, WIDE = frozenset("ijlftrI.,:;'’!|()[] "), frozenset("mwMW@%—")
BOLD = 1.15  # how much wider than others bold letters are
BOLD_LOOKS = frozenset({"title", "side"})


@dataclass(frozen=True)
class Person:
    """A character as pictures show them; `look` is the class of their side, `shape` its index among the sides."""

    id: str
    name: str
    short: str
    initials: str
    side: str
    shape: int

    @property
    def look(self) -> str:
        return f"side-{min(self.shape + 1, COLOURS)}"

    def outline(self, radius: float = RADIUS) -> str:
        """The path of their token, around 0, 0."""
        return outline(self.shape, radius)


@dataclass(frozen=True)
class Strand:
    """A line of a drawing: its path, and the classes that say how it looks."""

    d: str
    look: str


@dataclass(frozen=True)
class Token:
    """A person's place in a drawing."""

    person: Person
    x: float
    y: float
    radius: float = RADIUS
    look: str = ""

    @property
    def initials(self) -> str:
        """What is written in it, if there is room."""
        return self.person.initials if self.radius >= SMALLEST else ""


@dataclass(frozen=True)
class Label:
    """A line of words in a drawing; y is its base line. `anchor` is start, middle or end; `level` is how much it tells.

    `look` is its classes; those in BOLD_LOOKS are set in bold letters.
    """

    text: str
    x: float
    y: float
    look: str = ""
    anchor: str = "start"
    level: str = PUBLIC

    @property
    def width(self) -> float:
        """How wide it may get."""
        return text_width(self.text, bold=bool(BOLD_LOOKS & set(self.look.split())))


@dataclass(frozen=True)
class Drawing:
    """A picture, WIDTH wide: lines below, then tokens, then words."""

    height: float = 0
    strands: list[Strand] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    width: int = WIDTH


def people(film: Film) -> list[Person]:
    """All characters, grouped by side in the order of film.yml, and within a side in that of cast.yml."""
    sides = film.about.sides
    first_names = [_words(character)[0] for character in film.cast]
    initials = [_initials(character) for character in film.cast]

    def person(character: Character) -> Person:
        first, letters = _words(character)[0], _initials(character)
        return Person(
            id=character.id,
            name=character.name,
            short=first if first_names.count(first) == 1 else character.name,
            initials=letters if initials.count(letters) == 1 else first[:2],
            side=character.side,
            shape=sides.index(character.side) if character.side in sides else len(sides),
        )

    return sorted(map(person, film.cast), key=lambda one: one.shape)


def by_side(cast: Sequence[Person]) -> Iterator[tuple[str, list[Person]]]:
    """The people of each side; sides without any are left out."""
    for side in dict.fromkeys(person.side for person in cast):
        yield side, [person for person in cast if person.side == side]


def _words(character: Character) -> list[str]:
    """A name without titles: 'Dr. Ann Lee Jr.' becomes Ann, Lee."""
    words = character.name.split()
    return [word for word in words if not word.endswith(".")] or words


def _initials(character: Character) -> str:
    words = _words(character)
    return "".join(word[0].upper() for word in dict.fromkeys((words[0], words[-1])))


def outline(shape: int, radius: float) -> str:
    """The path of a token around 0, 0: a circle for the first side, a diamond for the second, then other polygons."""
    corners, turn = SHAPES[shape] if shape < len(SHAPES) else (shape + 3, 0.0)
    if not corners:
        return f"M{-radius:g} 0a{radius:g} {radius:g} 0 1 0 {2 * radius:g} 0a{radius:g} {radius:g} 0 1 0 {-2 * radius:g} 0z"
    around = radius * (REACH if corners == 4 else 1.12)
    angles = [2 * pi * (corner / corners + turn) for corner in range(corners)]
    return path([(around * cos(angle), around * sin(angle)) for angle in angles]) + "z"


def path(points: Sequence[tuple[float, float]]) -> str:
    """A path from point to point."""
    return "M" + "L".join(f"{units(x)} {units(y)}" for x, y in points)


def units(length: float) -> str:
    """A length, as short as it can be written."""
    return f"{round(length, 1):g}"


def text_width(text: str, size: float = LETTER, *, bold: bool = False) -> float:
    """How wide a text may get in the widest of the fonts that readers have."""
    ems = (0.4 if letter in NARROW else 0.98 if letter in WIDE else 0.74 if letter.isupper() else 0.63 for letter in text)
    return fsum(ems) * size * (BOLD if bold else 1)


def set_lines(text: str, room: float, *, bold: bool = False) -> list[str]:
    """A text in lines that fit into `room`; a word that alone does not is cut short."""
    words = (shortened(word, room, bold=bold) for word in text.split())
    return wrap(" ".join(words), partial(text_width, bold=bold), room)


def shortened(text: str, room: float, *, bold: bool = False) -> str:
    """A text, or as much of it as fits into `room`."""
    if text_width(text, bold=bold) <= room:
        return text
    fitting = [end for end in range(1, len(text)) if text_width(f"{text[:end]}…", bold=bold) <= room]
    return f"{text[: max(fitting, default=1)].rstrip()}…"


def in_words(number: int) -> str:
    """A number as it is read; past twelve in digits."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def named(names: Collection[str]) -> str:
    """Names as a sentence has them: A, B and C."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
