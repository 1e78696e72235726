"""The film's data: one class for each kind of entry in `docs/_data/`, each field with what it should be.

A field's `title` completes the sentence "… should be …" in messages. `Declares` and
`Refers` tie the files together: a word that refers must be declared somewhere.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

PUBLIC = "public"  # in place of a level: anyone may read it
RESERVED = (PUBLIC, "spoiler")  # words that a level can't be named: the second is the class of every spoiler


@dataclass(frozen=True)
class Declares:
    """The field's value is a name that other entries may use; `unique` if only once."""

    kind: str
    unique: bool = True


@dataclass(frozen=True)
class Refers:
    """The field's value must be declared as `kind`; `also` names values that need no declaration."""

    kind: str
    also: tuple[str, ...] = ()


Text = Annotated[str, Meta(min_length=1, title="some text")]
Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\Z", title="small letters, digits and single hyphens")]
Url = Annotated[
    str,
    Meta(pattern=r"^https?://[^\s/?#<>\"]+\.[^\s/?#<>\"]+([/?#][^\s<>\"]*)?\Z", title="a whole web address, with https://"),
]
Day = Annotated[date, Meta(title="a day such as 2024-01-19")]
Minutes = Annotated[int, Meta(ge=1, le=1440, title="a whole number of minutes")]
Role = Literal["director", "writer", "cinematographer", "editor", "composer", "producer"]

LevelId = Annotated[Slug, Declares("level")]
SourceRef = Annotated[Text, Refers("source")]
LevelRef = Annotated[Text, Refers("level")]
CharacterRef = Annotated[Text, Refers("character")]


class Entry(Struct, frozen=True):
    """What all entries share: no value changes after it is read."""


class Level(Entry, frozen=True, kw_only=True):
    """How much of the film a reader must have seen. `name` completes "gives away …", `seen` completes "I have seen …"."""

    id: LevelId
    name: Text
    seen: Text


class Release(Entry, frozen=True, kw_only=True):
    """A first showing: where, on which day, by whom, and who says so."""

    place: Text
    day: Day
    by: Text | None = None
    source: SourceRef


class CrewMember(Entry, frozen=True, kw_only=True):
    """Somebody who made the film without being seen in it."""

    name: Annotated[Text, Declares("person", unique=False)]
    role: Role
    note: Text | None = None
    source: SourceRef


class About(Entry, frozen=True, kw_only=True):
    """film.yml: the film itself. Everything here is public."""

    title: Text
    kind: Text
    running_time: Minutes
    link: Url
    sources: list[SourceRef]
    levels: Annotated[list[Level], Meta(min_length=1, title="a list of at least one level")]
    sides: list[Annotated[Text, Declares("side")]] = []
    releases: list[Release] = []
    crew: list[CrewMember] = []


class Fate(Entry, frozen=True, kw_only=True):
    """What has become of a character by `level`."""

    level: LevelRef
    text: Text


class Character(Entry, frozen=True, kw_only=True):
    """cast.yml: a character and who plays them. The order of the file tells nothing; a fate is sealed."""

    id: Annotated[Slug, Declares("character")]
    name: Text
    actor: Annotated[Text, Declares("person", unique=False)]
    known_for: Text | None = None
    side: Annotated[Text, Refers("side")]
    enters: Text
    note: Text | None = None
    sources: list[SourceRef]
    fates: list[Fate] = []


class Quote(Entry, frozen=True, kw_only=True):
    """quotes.yml: somebody's words, exactly; `label` is what a reader sees before they open it."""

    id: Annotated[Slug, Declares("quote")]
    speaker: Annotated[Text, Refers("person")]
    words: Text
    level: Annotated[Text, Refers("level", also=(PUBLIC,))]
    label: Text | None = None
    source: SourceRef


class Source(Entry, frozen=True, kw_only=True):
    """sources.yml: where a claim comes from. `gives_away` warns the reader who would follow the link."""

    id: Annotated[Slug, Declares("source")]
    publisher: Text
    title: Text
    url: Url
    via: Text | None = None
    published: Day | None = None
    read: Day
    gives_away: Annotated[Text, Refers("level", also=(PUBLIC,))]


class Event(Entry, frozen=True, kw_only=True):
    """timeline.yml: something that happens in the film. `label` is public; `text` is sealed at `level`.

    `back` and `lost` are the characters who are there again or no more from then on, as far as its readers know.
    """

    id: Annotated[Slug, Declares("event")]
    label: Text
    level: LevelRef
    cast: list[CharacterRef] = []
    back: list[CharacterRef] = []
    lost: list[CharacterRef] = []
    text: Text


class Tie(Entry, frozen=True, kw_only=True):
    """ties.yml: what is between two characters from `level` on; `label` is for the picture. A betrayal goes from the first."""

    id: Annotated[Slug, Declares("tie")]
    kind: Literal["tie", "betrayal", "fight"]
    between: Annotated[list[CharacterRef], Meta(min_length=2, max_length=2, title="a list of two ids of cast.yml")]
    level: LevelRef
    label: Text
    text: Text


class Secret(Entry, frozen=True, kw_only=True):
    """secrets.yml: a fact of the film and the phrases that give it away below `level`."""

    id: Annotated[Slug, Declares("secret")]
    level: LevelRef
    phrases: list[Text] = []
    patterns: list[Text] = []


class Allowance(Entry, frozen=True, kw_only=True):
    """allowed.yml: words that the audit lets stand although they look like a leak, and why they are none."""

    id: Annotated[Slug, Declares("allowance")]
    words: Text
    why: Text


# Which file holds what: one About, or a list of the others. Only film.yml has to be there.
FILES: dict[str, type[Entry]] = {
    "film": About,
    "cast": Character,
    "quotes": Quote,
    "sources": Source,
    "timeline": Event,
    "ties": Tie,
    "secrets": Secret,
    "allowed": Allowance,
}
