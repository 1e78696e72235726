"""The film's data: one class for each kind of entry in `docs/_data/`, each field with what it should be.

A field's `title` completes the sentence "… should be …" in messages. What is `told` of it
is read in editors, over the key and beside it, by people who are no programmers: what it is, who sees
it, an example (schemas.py). `Declares` and `Refers` tie the files together: a word that
refers must be declared somewhere.
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


def told(description: str, *examples: object) -> Meta:
    """What an editor says of a field; the first example stands in a new entry until its author writes over it."""
    return Meta(description=description, examples=list(examples) or None)


Text = Annotated[str, Meta(min_length=1, title="some text")]
Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\Z", title="small letters, digits and single hyphens")]
Url = Annotated[
    str,
    Meta(pattern=r'^https?://[^\s/?#<>"@\[\]]+\.[^\s/?#<>"@\[\]]+([/?#][^\s<>"]*)?\Z', title="a whole web address, with https://"),
]
Day = Annotated[date, Meta(title="a day such as 2024-01-19")]
Minutes = Annotated[int, Meta(ge=1, le=1440, title="a whole number of minutes")]
Role = Literal["director", "writer", "cinematographer", "editor", "composer", "producer"]

LevelId = Annotated[Slug, Declares("level")]
SourceRef = Annotated[Text, Refers("source"), told("An id of sources.yml.")]
LevelRef = Annotated[Text, Refers("level")]
CharacterRef = Annotated[Text, Refers("character"), told("An id of cast.yml.")]


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """What all entries share: no value changes after it is read, and no key is let in by mistake."""


class Level(Entry, frozen=True, kw_only=True):
    """How much of the film a reader must have seen. `name` completes "gives away …", `seen` completes "I have seen …"."""

    id: Annotated[
        LevelId,
        told("The word for this level in spoilers and data files. It stands in the pages' HTML, so it may tell nothing.", "half"),
    ]
    name: Annotated[Text, told("Completes “gives away …” on every label. Everyone sees it.", "half of the film")]
    seen: Annotated[Text, told("Completes “I have seen …” where readers say how far they are. Everyone sees it.", "half of it")]


class Release(Entry, frozen=True, kw_only=True):
    """A first showing: where, on which day, by whom, and who says so."""

    place: Annotated[Text, told("The country, or the festival. Everyone sees it, in the credits.", "United States and Canada")]
    day: Annotated[Day, told("The day of the first showing there: year, month, day.", "2024-01-19")]
    by: Annotated[Text, told("Who brought the film out there, if a source says.")] | None = None
    source: Annotated[SourceRef, told("Who says so: an id of sources.yml.", "wikipedia")]


class CrewMember(Entry, frozen=True, kw_only=True):
    """Somebody who made the film without being seen in it."""

    name: Annotated[
        Text,
        Declares("person", unique=False),
        told("Their name as the film spells it. They can be the speaker of a quotation.", "Anna Example"),
    ]
    role: Annotated[Role, told("What they did. For somebody who did two things, write two entries.", "director")]
    note: Annotated[Text, told("A few words after the name in the credits, for everyone: “her first thriller”.")] | None = None
    source: Annotated[SourceRef, told("Who says so: an id of sources.yml.", "wikipedia")]


class About(Entry, frozen=True, kw_only=True):
    """film.yml: the film itself. Everything here is public."""

    title: Annotated[Text, told("The film's title, as on its poster.", "The Long Way Down")]
    kind: Annotated[
        Text, told("What kind of film it is, in small letters: it follows the title in the credits.", "science-fiction thriller")
    ]
    running_time: Annotated[Minutes, told("How long the film is, in minutes.", 95)]
    link: Annotated[
        Url,
        told(
            "A page about the film that tells search engines which one is meant; readers don't see it.",
            "https://en.wikipedia.org/wiki/…",
        ),
    ]
    sources: Annotated[list[SourceRef], told("Who says all this: ids of sources.yml, named under the credits.", ["wikipedia"])]
    levels: Annotated[
        list[Level],
        Meta(min_length=1, title="a list of at least one level"),
        told("How much of the film a reader may have seen, from least to most. A spoiler that names no level has the last."),
    ]
    sides: Annotated[
        list[Annotated[Text, Declares("side"), told("A word for this side. Everyone sees it, in the table of the cast.")]],
        told("The sides that characters are on, in the order in which pictures draw them. Everyone sees them.", ["ours", "theirs"]),
    ] = []
    releases: Annotated[list[Release], told("When the film was first shown, and where. Everyone sees it, in the credits.")] = []
    crew: Annotated[list[CrewMember], told("Who made the film without being seen in it. Everyone sees it, in the credits.")] = []


class Fate(Entry, frozen=True, kw_only=True):
    """What has become of a character by `level`."""

    level: Annotated[
        LevelRef,
        told(
            "The level of film.yml at which readers know this much. Use the same levels for every character: a gap would tell.",
            "ending",
        ),
    ]
    text: Annotated[
        Text, told("What has become of them by then, in a sentence or two. Sealed at this level.", "Comes home, and tells nobody.")
    ]


class Character(Entry, frozen=True, kw_only=True):
    """cast.yml: a character and who plays them. The order of the file tells nothing; a fate is sealed."""

    id: Annotated[
        Slug, Declares("character"), told("A short word for them in other files, such as `anna`. Readers don't see it.", "anna")
    ]
    name: Annotated[
        Text,
        told(
            "What everyone may call them, from the first scene on. A true name that comes out later belongs in a fate.",
            "Dr. Anna Example",
        ),
    ]
    actor: Annotated[
        Text, Declares("person", unique=False), told("Who plays them. They can be the speaker of a quotation.", "Berta Example")
    ]
    known_for: Annotated[Text, told("One other film or series that many know them from; its title alone.")] | None = None
    side: Annotated[
        Text,
        Refers("side"),
        told("The side that they are on as the film begins: one of the sides in film.yml. Everyone sees it.", "ours"),
    ]
    enters: Annotated[
        Text, told("When they first appear, in a few words that give nothing away. Everyone sees it.", "as the film opens")
    ]
    note: Annotated[Text, told("A few words below the actor's name, for everyone: “a debut”.")] | None = None
    sources: Annotated[list[SourceRef], told("Who says so: ids of sources.yml, named under the table.", ["wikipedia"])]
    fates: Annotated[
        list[Fate], told("What becomes of them, one fate for each level that tells of fates. Sealed, each at its level.")
    ] = []


class Quote(Entry, frozen=True, kw_only=True):
    """quotes.yml: somebody's words, exactly; `label` is what a reader sees before they open it."""

    id: Annotated[
        Slug,
        Declares("quote"),
        told("A short name for `<!-- film:quote … -->` in pages. Readers don't see it.", "director-on-the-title"),
    ]
    speaker: Annotated[
        Text,
        Refers("person"),
        told("Who says it: an actor of cast.yml or a name of the crew in film.yml, spelt as there.", "Berta Example"),
    ]
    words: Annotated[
        Text,
        told(
            "Exactly what was printed, fifty words at most, without quotation marks around it; […] where something is left out.",
            "Exactly what was printed",
        ),
    ]
    level: Annotated[
        Text,
        Refers("level", also=(PUBLIC,)),
        told(
            "How much of the film the words give away: a level of film.yml, or `public` if nothing. Below it they are sealed.",
            PUBLIC,
        ),
    ]
    label: (
        Annotated[
            Text,
            told(
                "What a reader sees before they open it, so it may tell nothing. Needed only if the level is not `public`.",
                "The director on the title",
            ),
        ]
        | None
    ) = None
    source: Annotated[SourceRef, told("Where it was printed: an id of sources.yml.", "wikipedia")]


class Source(Entry, frozen=True, kw_only=True):
    """sources.yml: where a claim comes from. `gives_away` warns the reader who would follow the link."""

    id: Annotated[
        Slug,
        Declares("source"),
        told("A short name for `source:…` in pages and data files. It ends an address, so it may tell nothing.", "variety"),
    ]
    publisher: Annotated[Text, told("Who published it: a paper, a site, a channel. Everyone sees it.", "Variety")]
    title: Annotated[
        Text,
        told("The page's own title. Everyone sees it, so leave […] for what would give something away.", "How the film was made"),
    ]
    url: Annotated[Url, told("The page's whole address. Everyone can see it.", "https://example.org/page")]
    via: Annotated[Text, told("Where you read it, if that is not where it first appeared, such as Yahoo.")] | None = None
    published: (
        Annotated[Day, told("The day on which it was published, as 2024-01-19. Leave it out if the page doesn't say.")] | None
    ) = None
    read: Annotated[Day, told("The day on which somebody last read the page and found it there: year, month, day.", "2024-01-19")]
    gives_away: Annotated[
        Text,
        Refers("level", also=(PUBLIC,)),
        told(
            "How much of the film the whole page gives away: a level of film.yml, or `public` if nothing. Readers are warned.",
            PUBLIC,
        ),
    ]


class Event(Entry, frozen=True, kw_only=True):
    """timeline.yml: something that happens in the film. `label` is public; `text` is sealed at `level`.

    `back` and `lost` are the characters who are there again or no more from then on, as far as its readers know.
    """

    id: Annotated[Slug, Declares("event"), told("A short name that no other event has. Readers don't see it.", "fall")]
    label: Annotated[Text, told("What everyone sees before they open it: it may make curious, it may not tell.", "A step too far")]
    level: Annotated[LevelRef, told("The level of film.yml at which readers know of it. Below it the text is sealed.", "ending")]
    cast: Annotated[list[CharacterRef], told("Who is in it: ids of cast.yml, shown below the text. Sealed with it.", ["anna"])] = []
    back: Annotated[
        list[CharacterRef],
        told("Who is there again from here on: ids of cast.yml who were `lost` before. Sealed; draws who is left."),
    ] = []
    lost: Annotated[
        list[CharacterRef],
        told(
            "Who is there no more from here on, as far as readers at this level believe: ids of cast.yml. Sealed; draws who is left."
        ),
    ] = []
    text: Annotated[
        Text, told("What happens, in a sentence or two. Sealed at this level.", "Anna falls, and nobody looks for her.")
    ]


class Tie(Entry, frozen=True, kw_only=True):
    """ties.yml: what is between two characters from `level` on; `label` is for the picture. A betrayal goes from the first."""

    id: Annotated[Slug, Declares("tie"), told("A short name that no other tie has. Readers don't see it.", "promise")]
    kind: Annotated[
        Literal["tie", "betrayal", "fight"],
        told("What it is, and so how its line is drawn. A betrayal goes from the first of the two to the second. Sealed.", "tie"),
    ]
    between: Annotated[
        list[CharacterRef],
        Meta(min_length=2, max_length=2, title="a list of two ids of cast.yml"),
        told("The two whom it is about: ids of cast.yml. In a betrayal the traitor comes first.", ["anna", "bert"]),
    ]
    level: Annotated[
        LevelRef, told("The level of film.yml from which on readers know of it. Below it everything here is sealed.", "ending")
    ]
    label: Annotated[
        Text, told("Two or three words that stand on the line in the picture. Sealed, unlike an event's label.", "a promise")
    ]
    text: Annotated[Text, told("A sentence or two below the picture. Sealed at this level.", "Anna had promised to wait for him.")]


class Secret(Entry, frozen=True, kw_only=True):
    """secrets.yml: a fact of the film and the phrases that give it away below `level`."""

    id: Annotated[Slug, Declares("secret"), told("A short name for messages about it. It is never published.", "who-did-it")]
    level: Annotated[
        LevelRef, told("The level of film.yml from which on it may be read. Anywhere below it, the build stops.", "ending")
    ]
    phrases: Annotated[
        list[
            Annotated[
                Text,
                told("Words that give it away, in their plainest form: capitals, accents, endings and line breaks don't matter."),
            ]
        ],
        told(
            "Words that give it away, such as `kills Anna`, which is found in “killed Anna” too. They are never published.",
            ["the butler did it"],
        ),
    ] = []
    patterns: Annotated[
        list[Annotated[Text, told("A regular expression over small words with one space between two.")]],
        told("For those who know regular expressions: patterns over small words with one space between two."),
    ] = []


class Allowance(Entry, frozen=True, kw_only=True):
    """allowed.yml: words that the audit lets stand although they look like a leak, and why they are none."""

    id: Annotated[Slug, Declares("allowance"), told("A short name that no other has. It is never published.", "kills-time")]
    words: Annotated[
        Text, told("The words just as they stand on the page, as the message quotes them.", "Anna kills time for Bert")
    ]
    why: Annotated[
        Text, told("Why they give nothing away, for whoever reads this file next. It is never published.", "time is nobody")
    ]


DATA = "_data"  # the folder of docs/ that has the data files

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
