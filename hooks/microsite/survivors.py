"""Who is left, by side, along the film: a lifeline for each character, drawn level by level.

The head has everybody and is for all. Each level goes on where the one before it ended,
with what its own events do to the lines; so nothing outside a level knows of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .film import Film
from .models import PUBLIC, Event
from .pictures import BASE, LINE, RADIUS, REACH, WIDTH, Drawing, Label, Person, Strand, Token
from .pictures import by_side, in_words, named, people, set_lines, shortened, units

COLUMN = 32.0  # from one lifeline to the next, unless there are so many that they need less
BETWEEN_SIDES = 6
AIR = 2.5  # between two tokens
STRANDS = 198.0  # room for all lifelines; words stand to their right
ROW = 36  # from one token of the head to the next
ABOVE, BELOW = 52, 30  # from a side's name to its first token; of lifelines past the last row
TOP = 34.0  # of the first side, in place of what is above the others
GAP = 34  # between the rows of a level
WORDS = STRANDS + 8  # where words start
NO_CHANGE = "Nothing changes here"


@dataclass(frozen=True)
class Change:
    """What an event does: these people are lost, or back."""

    event: Event
    people: list[Person]
    back: bool

    @property
    def sentence(self) -> str:
        verb, state = "is" if len(self.people) == 1 else "are", "back" if self.back else "lost"
        return f"{named([one.short for one in self.people])} {verb} {state}."


@dataclass(frozen=True)
class Piece:
    """What happens at one level: who was left before, what changes, who is left then."""

    level: str
    before: list[Person]
    changes: list[Change]
    left: list[Person]
    last: bool

    @property
    def sentence(self) -> str:
        number = in_words(len(self.left)).capitalize() if self.left else "Nobody"
        return f"{number} {'is' if len(self.left) < 2 else 'are'} left"


def pieces(film: Film) -> list[Piece]:
    """A piece for each level, whether or not anything happens there."""
    cast, left = people(film), {character.id for character in film.cast}
    found = []
    for level in film.levels:
        before = [person for person in cast if person.id in left]
        changes = list(_changes(film, level.id, cast))
        for change in changes:
            ids = {person.id for person in change.people}
            left = left | ids if change.back else left - ids
        now = [person for person in cast if person.id in left]
        found.append(Piece(level.id, before, changes, now, level.id == film.last_level))
    return found


def _changes(film: Film, level: str, cast: list[Person]) -> Iterator[Change]:
    """The changes of a level in the film's order; in one event people come back before anybody is lost."""
    for event in film.timeline:
        for ids, back in ((event.back, True), (event.lost, False)) if event.level == level else ():
            if found := [person for person in cast if person.id in ids]:
                yield Change(event, found, back)


def columns(cast: list[Person]) -> dict[str, float]:
    """Where each lifeline runs, by the id of its character."""
    sides, apart = [side for side, _ in by_side(cast)], _apart(cast)
    return {one.id: apart * (index + 0.5) + BETWEEN_SIDES * sides.index(one.side) for index, one in enumerate(cast)}


def radius(cast: list[Person]) -> float:
    """Of tokens that stand side by side without touching."""
    return min(RADIUS, (_apart(cast) - AIR) / 2 / REACH)


def _apart(cast: list[Person]) -> float:
    gaps = BETWEEN_SIDES * (len(list(by_side(cast))) - 1)
    return min(COLUMN, (STRANDS - gaps) / max(len(cast), 1))


def draw_head(film: Film) -> Drawing:
    """Everybody, each name at the start of a line. The same whatever becomes of them."""
    cast = people(film)
    across, size = columns(cast), radius(cast)
    tokens, labels, y = [], [], TOP - ABOVE
    for side, members in by_side(cast):
        y += ABOVE
        words = shortened(f"{side}: {in_words(len(members))}", WIDTH)
        labels.append(Label(words, across[members[0].id] - size, y - 8, f"side {members[0].look}"))
        for person in members:
            x, y = across[person.id], y + (ROW if person is not members[0] else ROW / 2)
            tokens.append(Token(person, x, y, size))
            start = x + size * REACH + 7
            labels.append(Label(shortened(person.name, WIDTH - start), start, y + BASE))
    height = y + BELOW + ROW / 2
    return Drawing(height, [_strand(token, token.y + _foot(token), height) for token in tokens], tokens, labels)


def _foot(token: Token) -> float:
    """From the middle of a token to where a line below it starts."""
    return token.radius * (REACH if token.person.shape == 1 else 1)


@dataclass
class _Pen:
    """Draws a piece from top to bottom. `open` and `closed` have where the line of each person starts, or has ended."""

    across: dict[str, float]
    size: float
    open: dict[str, float]
    y: float
    closed: dict[str, float] = field(default_factory=dict)
    drawing: Drawing = field(default_factory=Drawing)

    def write(self, text: str, look: str = "", level: str = PUBLIC) -> None:
        """Words beside the lines, and down by as many rows as they need.

        `level` is for words that no other level may have; those that every film's picture has are no secret.
        """
        for line in set_lines(text, WIDTH - WORDS, bold=look == "title"):
            self.drawing.labels.append(Label(line, WORDS, self.y + BASE, look, level=level))
            self.y += LINE

    def mark(self, person: Person, look: str, top: float, line: str = "") -> float:
        """A person's token, and the line down to it; where a line below it starts."""
        token = Token(person, self.across[person.id], self.y, self.size, look)
        self.drawing.tokens.append(token)
        self.drawing.strands.append(_strand(token, top, token.y - _foot(token), line))
        return token.y + _foot(token)


def draw_piece(piece: Piece, film: Film) -> Drawing:
    """What happens at one level, for readers who have got there."""
    cast = people(film)
    pen = _Pen(columns(cast), radius(cast), {person.id: 0.0 for person in piece.before}, y=GAP)
    shown: Event | None = None
    for change in piece.changes:
        _draw_change(pen, change, titled=change.event is not shown)
        shown = change.event
    if not piece.changes:
        pen.write(NO_CHANGE)
        pen.y += GAP - LINE / 2
    below = [pen.mark(person, "", pen.open[person.id]) for person in piece.left]
    height = pen.y + BELOW
    pen.write(piece.sentence, "title")
    if not piece.last:
        tokens = pen.drawing.tokens[-len(below) :] if below else []
        pen.drawing.strands.extend(_strand(token, top, height) for token, top in zip(tokens, below, strict=True))
    return replace(pen.drawing, height=height)


def _draw_change(pen: _Pen, change: Change, *, titled: bool) -> None:
    """The tokens of those to whom an event does something; beside them its label, and what it does."""
    for person in change.people:
        if change.back:
            pen.open[person.id] = pen.mark(person, "", pen.closed.pop(person.id, 0.0), "away")
        else:
            pen.closed[person.id] = pen.mark(person, "lost", pen.open.pop(person.id, 0.0))
    if titled:
        pen.write(change.event.label)
    pen.write(change.sentence, "told", change.event.level)
    pen.y += GAP - LINE / 2


def _strand(token: Token, top: float, bottom: float, look: str = "") -> Strand:
    return Strand(f"M{units(token.x)} {units(top)}V{units(bottom)}", f"{token.person.look} {look}".strip())
