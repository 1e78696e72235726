"""What each directive shows: the values for its partial in `overrides/film/`, from the film's data."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .directive_syntax import Directive, DirectiveError, Option
from .film import Film, by_id
from .models import Character, Event, Fate, Level, Source, Tie
from .pictures import Drawing, Person, by_side, people
from .survivors import NO_CHANGE, draw_head, draw_piece, pieces
from .ties import draw_ties, drawable

Arguments = Mapping[str, Any]
Values = dict[str, Any]

COLUMNS = ("character", "actor", "known-for", "side", "enters", "fate")
ORDERS: dict[str, Callable[[Character], str]] = {
    "cast": lambda character: "",
    "character": lambda character: character.name.split()[-1],
    "actor": lambda character: character.actor.split()[-1],
    "side": lambda character: character.side,
}


@dataclass(frozen=True)
class Place:
    """Where a directive stands: in which film, in a spoiler of which level, and who cites what on which page.

    `citing` lists (title, link) of the pages that cite a source, by its id.
    """

    film: Film
    level: str
    citing: Callable[[str], list[tuple[str, str]]]

    def sealed(self, level: str) -> Level | None:
        """The level that a spoiler is needed for, if what is of `level` can't stand here in the open."""
        return self.film.level(level) if self.film.rank(level) > self.film.rank(self.level) else None


@dataclass(frozen=True)
class ShownFate:
    text: str
    level: str
    sealed: bool


@dataclass(frozen=True)
class ShownEvent:
    label: str
    text: str
    level: str
    cast: list[Person]
    sealed: Level | None


@dataclass(frozen=True)
class Frame:
    """The ties of a level, in a drawing and in (tie, name, name), new ones and those from before."""

    drawing: Drawing
    new: list[tuple[Tie, str, str]]
    before: list[tuple[Tie, str, str]]
    sealed: Level | None


def declared(kind: str) -> Callable[[Film], Collection[str] | None]:
    """The right values of an option that takes declared words."""
    return lambda film: film.known(kind)


def _rows(film: Film) -> Collection[str] | None:
    ids, sides = film.known("character"), film.known("side")
    return None if ids is None or sides is None else ids | sides


def show_cast(place: Place, arguments: Arguments) -> Values:
    """The table of characters: which rows and columns, in which order."""
    rows = _chosen(place.film, arguments)
    return {
        "caption": arguments.get("caption") or f"The cast of {place.film.about.title}",
        "columns": arguments.get("columns", COLUMNS),
        "people": {person.id: person for person in people(place.film)},
        "rows": [(row, [_fate(place, fate) for fate in row.fates]) for row in rows],
        "sources": _sources(place.film, cite_cast(place.film, arguments)),
    }


def cite_cast(film: Film, arguments: Arguments) -> list[str]:
    return [source for character in _chosen(film, arguments) for source in character.sources]


def _chosen(film: Film, arguments: Arguments) -> list[Character]:
    wanted = arguments.get("rows")
    rows = [row for row in film.cast if not wanted or row.id in wanted or row.side in wanted]
    return sorted(rows, key=ORDERS[arguments.get("order", "cast")])


def _fate(place: Place, fate: Fate) -> ShownFate:
    return ShownFate(fate.text, fate.level, place.sealed(fate.level) is not None)


def show_quote(place: Place, arguments: Arguments) -> Values | None:
    """Somebody's words, with who says them, their part in the film, where and when."""
    film = place.film
    quote = by_id(film.quotes, arguments["word"])
    source = by_id(film.sources, quote.source) if quote else None
    if quote is None or source is None:
        return None
    open_to = max(quote.level, place.level, key=film.rank)
    return {
        "quote": quote,
        "characters": [character.name for character in film.cast if character.actor == quote.speaker],
        "roles": [member.role for member in film.about.crew if member.name == quote.speaker],
        "source": source,
        "warning": film.level(source.gives_away) if film.rank(source.gives_away) > film.rank(open_to) else None,
        "sealed": place.sealed(quote.level),
    }


def cite_quote(film: Film, arguments: Arguments) -> list[str]:
    quote = by_id(film.quotes, arguments["word"])
    return [quote.source] if quote else []


def show_timeline(place: Place, arguments: Arguments) -> Values:
    """The film's events in order, each with a label for all and a body for those who have got there."""
    levels = arguments.get("levels")
    events = [event for event in place.film.timeline if not levels or event.level in levels]
    return {"events": [_event(place, event) for event in events]}


def _event(place: Place, event: Event) -> ShownEvent:
    cast = [person for person in people(place.film) if person.id in event.cast]
    return ShownEvent(event.label, event.text, event.level, cast, place.sealed(event.level))


def show_survivors(place: Place, arguments: Arguments) -> Values:
    """Who is left: a head with everybody, and a piece of the picture for each level."""
    film = place.film
    if not film.cast and film.known("character") is not None:
        raise DirectiveError("film:survivors has nobody to draw: write docs/_data/cast.yml, a list of characters")
    found = [(piece, draw_piece(piece, film), place.sealed(piece.level)) for piece in pieces(film)]
    return {"head": draw_head(film), "sides": list(by_side(people(film))), "pieces": found, "no_change": NO_CHANGE}


def show_ties(place: Place, arguments: Arguments) -> Values | None:
    """Who stands with whom: a picture for each level, whether or not anything is new there."""
    film = place.film
    if film.known("tie") is None:
        return None
    if not film.ties:
        raise DirectiveError("film:ties has nothing to draw: write docs/_data/ties.yml, a list of ties, each between two characters")
    return {"frames": [_frame(place, level) for level in film.levels]}


def _frame(place: Place, level: Level) -> Frame:
    film = place.film
    names = {person.id: person.short for person in people(film)}
    ties = [(tie, *(names[one] for one in tie.between)) for tie in drawable(film)]
    new = [found for found in ties if found[0].level == level.id]
    before = [found for found in ties if film.rank(found[0].level) < film.rank(level.id)]
    return Frame(draw_ties(film, level.id), new, before, place.sealed(level.id))


def show_sources(place: Place, arguments: Arguments) -> Values:
    """Every source once, in the order of sources.yml, with the pages that cite it."""
    film = place.film
    listed = [(source, film.level(source.gives_away), place.citing(source.id)) for source in film.sources]
    return {"sources": listed}


def show_credits(place: Place, arguments: Arguments) -> Values:
    """What the film is and who made it: everything that film.yml says, all of it public."""
    about = place.film.about
    return {
        "about": about,
        "crew": about.crew,
        "publishers": {source.id: source.publisher for source in place.film.sources},
        "sources": _sources(place.film, about.sources),
    }


def cite_credits(film: Film, arguments: Arguments) -> list[str]:
    about = film.about
    return [*about.sources, *(entry.source for entry in [*about.releases, *about.crew])]


def _sources(film: Film, ids: Iterable[str]) -> list[Source]:
    wanted = set(ids)
    return [source for source in film.sources if source.id in wanted]


DIRECTIVES: dict[str, Directive] = {
    "cast": Directive(
        "cast",
        show_cast,
        options={
            "columns": Option("column", lambda film: COLUMNS, many=True),
            "rows": Option("character or side", _rows, many=True),
            "order": Option("order", lambda film: ORDERS),
            "caption": Option("caption"),
        },
        cites=cite_cast,
    ),
    "quote": Directive("quotes", show_quote, word=Option("id in quotes.yml", declared("quote")), cites=cite_quote),
    "timeline": Directive("timeline", show_timeline, options={"levels": Option("level", declared("level"), many=True)}),
    "survivors": Directive("timeline", show_survivors),
    "ties": Directive("ties", show_ties),
    "sources": Directive("sources", show_sources, alike=False),
    "credits": Directive("film", show_credits, cites=cite_credits),
}
