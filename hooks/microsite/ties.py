"""Who stands with whom: everybody in columns by side, and the lines between them, drawn once for each level.

Where people stand depends on the cast alone, which is public; lines and words are for
those who have got there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import dist, fsum

from .film import Film
from .models import Tie
from .pictures import BASE, LETTER, LINE, REACH, WIDTH, Drawing, Label, Strand, Token
from .pictures import by_side, path, people, shortened, text_width

Point = tuple[float, float]
RADIUS = 15
EDGE = 42.0  # from a picture's edge to the middle of its outer tokens
TOP = 52.0  # to the middle of the first row
ROWS = (104.0, 76.0)  # from row to row: in columns of up to FEW, and in longer ones
FEW = 4
PORT = 9.0  # between two lines that meet at a token
BEND = 46.0  # how far a line between neighbours in a column swings out
TWINS = (0, 26, -26)  # how far a line keeps from others between the same two people
STEP = 4.0  # between the points of a line that are places for its label, or half a tooth of a zigzag
DEPTH = 3.0  # of those teeth, to either side
ARROW = 9.0  # length of an arrow's head
AIR = 3.0  # around labels
ENOUGH = 14.0  # between a label and the lines of others
ALIKE = 1e-6  # lengths that differ by less are one: which of them comes out longer is another question on each machine


@dataclass(frozen=True)
class Box:
    """What may not be written over."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Line:
    """A tie as a curve from one person to another: where it starts, two points that it leans to, where it ends."""

    tie: Tie
    bends: tuple[Point, Point, Point, Point]

    @cached_property
    def points(self) -> list[Point]:
        """The curve as points, STEP or less apart."""
        rough = [_bezier(self.bends, index / 200) for index in range(201)]
        length = fsum(dist(*pair) for pair in pairwise(rough))
        steps = max(1, round(length / STEP))
        points, walked = [rough[0]], 0.0
        for here, there in pairwise(rough):
            walked += dist(here, there)
            if walked > len(points) * length / steps - ALIKE and len(points) < steps:
                points.append(there)
        return [*points, rough[-1]]

    @property
    def d(self) -> str:
        """The path: a zigzag for a fight, a curve for the rest."""
        if self.tie.kind == "fight":
            return path(list(_zigzag(self.points)))
        start, *rest = self.bends
        return f"{path([start])}C{path(rest)[1:].replace('L', ' ')}"

    @property
    def arrow(self) -> str:
        """The path of an arrow's head at the end; apart from the line, since that is dashed."""
        end, (x, y) = self.points[-1], self.points[-3]
        length = dist(end, (x, y))
        along, up = (end[0] - x) / length * ARROW, (end[1] - y) / length * ARROW
        foot, side = (end[0] - along, end[1] - up), (-up / 2, along / 2)
        return path([(foot[0] + side[0], foot[1] + side[1]), end, (foot[0] - side[0], foot[1] - side[1])])


def _bezier(bends: tuple[Point, Point, Point, Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (fsum(weight * bend[axis] for weight, bend in zip(weights, bends, strict=True)) for axis in (0, 1))
    return x, y


def _zigzag(points: list[Point]) -> Iterator[Point]:
    """From one side of a line to the other at every second point; plain at its ends."""
    for index, (x, y) in enumerate(points):
        if index % 2 or not 2 < index < len(points) - 3:
            if index in (0, 1, len(points) - 2, len(points) - 1):
                yield x, y
            continue
        (u, v), (p, q) = points[index - 1], points[index + 1]
        length = dist((u, v), (p, q)) or 1
        depth = DEPTH if index % 4 else -DEPTH
        yield x - (q - v) / length * depth, y + (p - u) / length * depth


def places(film: Film) -> list[Token]:
    """Where everybody stands: a column for each side; two columns too if there is but one side."""
    cast = people(film)
    sides = [members for _, members in by_side(cast)]
    stacks = sides if len(sides) != 1 else [sides[0][0::2], sides[0][1::2]]
    apart = (WIDTH - 2 * EDGE) / max(len(stacks) - 1, 1)
    row = ROWS[max(map(len, stacks), default=0) > FEW]
    return [
        Token(person, EDGE + apart * column, TOP + row * index, RADIUS)
        for column, members in enumerate(stacks)
        for index, person in enumerate(members)
    ]


def drawable(film: Film) -> list[Tie]:
    """The ties between two people who are there; others are reported with the data."""
    ids = {character.id for character in film.cast}
    return [tie for tie in film.ties if len(ids & set(tie.between)) == 2]


def draw_ties(film: Film, level: str) -> Drawing:
    """The ties of a level, with their labels; those from before are faint and have none."""
    tokens = places(film)
    lines = list(_lines([tie for tie in drawable(film) if film.rank(tie.level) <= film.rank(level)], tokens))
    new = [line for line in lines if line.tie.level == level]
    strands = [strand for line in lines if line not in new for strand in _strands(line, " tie--before")]
    strands += [strand for line in new for strand in _strands(line)]
    names = [*_heads(tokens), *(_name(token, tokens) for token in tokens)]
    labels = _labels(new, [*map(_box_of_token, tokens), *map(box_of, names)])
    height = max((token.y for token in tokens), default=0.0) + RADIUS * REACH + LINE + 8
    return Drawing(height, strands, tokens, [*names, *labels])


def _strands(line: Line, look: str = "") -> Iterator[Strand]:
    yield Strand(line.d, f"tie tie--{line.tie.kind}{look}")
    if line.tie.kind == "betrayal":
        yield Strand(line.arrow, f"tie tie--arrow{look}")


def _heads(tokens: Sequence[Token]) -> Iterator[Label]:
    """The name of each side, above the first of its people."""
    for side, token in {token.person.side: token for token in reversed(tokens)}.items():
        text = shortened(side, 2 * EDGE + 24, bold=True)
        half = text_width(text, bold=True) / 2
        yield Label(text, min(max(token.x, half), WIDTH - half), LETTER, f"side {token.person.look}", "middle")


def _name(token: Token, tokens: Sequence[Token]) -> Label:
    """A person's name below their token, as long as the room between columns and to the edge lets it be."""
    others = [abs(other.x - token.x) for other in tokens if other.x != token.x]
    room = min(2 * EDGE, min(others, default=WIDTH) - 4)
    return Label(shortened(token.person.short, room), token.x, token.y + RADIUS * REACH + LETTER, "", "middle")


def box_of(label: Label) -> Box:
    """The room that a label takes."""
    left = label.x - {"start": 0, "middle": label.width / 2, "end": label.width}[label.anchor]
    return Box(left, label.y - LETTER * 0.85, left + label.width, label.y + LETTER * 0.3)


def _box_of_token(token: Token) -> Box:
    reach = token.radius * REACH
    return Box(token.x - reach, token.y - reach, token.x + reach, token.y + reach)


def _lines(ties: Sequence[Tie], tokens: Sequence[Token]) -> Iterator[Line]:
    """A curve for each tie; those that meet at a token leave it side by side, in the order in which they part."""
    where = {token.person.id: token for token in tokens}
    ends: dict[str, list[Tie]] = {one: [tie for tie in ties if one in tie.between] for one in where}
    for one, met in ends.items():
        met.sort(key=lambda tie: _other(tie, where[one], where).y)
    for index, tie in enumerate(ties):
        first, second = (where[one] for one in tie.between)
        twins = sum(set(earlier.between) == set(tie.between) for earlier in ties[:index])
        yield Line(tie, _curve(_port(first, second, tie, ends), _port(second, first, tie, ends), twins))


def _other(tie: Tie, one: Token, where: dict[str, Token]) -> Token:
    return where[tie.between[tie.between[0] == one.person.id]]


def _port(token: Token, other: Token, tie: Tie, ends: dict[str, list[Tie]]) -> tuple[Point, int]:
    """Where a line leaves a token, and to which side: 1 is right."""
    way = 1 if other.x > token.x or other.x == token.x < WIDTH / 2 else -1
    lines = ends[token.person.id]
    shift = (lines.index(tie) - (len(lines) - 1) / 2) * min(PORT, 2 * RADIUS / len(lines))
    return (token.x + way * (RADIUS * REACH + 3), token.y + shift), way


def _curve(start: tuple[Point, int], end: tuple[Point, int], twins: int) -> tuple[Point, Point, Point, Point]:
    (x, y), way = start
    (u, v), back = end
    bend = BEND * (1 + 0.6 * min(twins, 3)) if way == back else abs(u - x) * 0.4
    shift = TWINS[twins % len(TWINS)] if way != back else 0
    return (x, y), (x + way * bend, y + shift), (u + back * bend, v + shift), (u, v)


def _labels(lines: Sequence[Line], taken: Sequence[Box]) -> Iterator[Label]:
    """The label of each line, on the line: where no other words are and other lines are farthest.

    A label for which there is no room is left out; the sentence below the picture says the same.
    """
    taken = list(taken)
    for line in lines:
        others = [point for other in lines if other is not line for point in other.points]
        text = shortened(line.tie.label, WIDTH - 4 * EDGE, bold=True)
        free = [label for label in _along(line, text) if _free(label, taken)]
        if free:
            label = max(free, key=lambda label: _lonely(label, others))
            taken.append(_aired(label))
            yield label


def _along(line: Line, text: str) -> Iterator[Label]:
    for x, y in line.points[2:-2]:
        yield Label(text, x, y + BASE, "title", "middle", line.tie.level)


def _free(label: Label, taken: Sequence[Box]) -> bool:
    box = _aired(label)
    return box.left >= 0 and box.right <= WIDTH and box.top >= 0 and not any(map(box.meets, taken))


def _aired(label: Label) -> Box:
    box = box_of(label)
    return Box(box.left - AIR, box.top - AIR, box.right + AIR, box.bottom + AIR)


def _lonely(label: Label, others: Sequence[Point]) -> int:
    """How far a label is from all other lines, in parts of ALIKE. Farther than ENOUGH is no better; then the middle of the picture is."""
    across, down = label.width / 2, LINE / 2
    gaps = [max(abs(x - label.x) - across, abs(y - label.y + BASE) - down) for x, y in others]
    return round((min([*gaps, ENOUGH]) - abs(label.x - WIDTH / 2) / WIDTH) / ALIKE)
