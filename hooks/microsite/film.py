"""The film: everything that `docs/_data/` says, read, checked and ready to ask."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import TypeVar

from .files import is_an_editors, read_text, relative
from .models import (
    FILES,
    PUBLIC,
    RESERVED,
    About,
    Allowance,
    Character,
    Declares,
    Entry,
    Event,
    Level,
    Quote,
    Refers,
    Secret,
    Source,
    Tie,
)
from .patterns import why_slow
from .problems import Problem, nearest
from .reading import WRONG, Mention, Reader
from .scenes import SCENES
from .words import APOSTROPHE, clean, without_accents, words
from .yaml_text import ListNode, MappingNode, parse_yaml

Identified = TypeVar("Identified", Character, Event, Level, Quote, Secret, Source)

# What stands in for a film.yml that can't be read, so that the rest can still be checked.
UNKNOWN = About(title="", kind="", running_time=1, link="", sources=[], levels=[])

WORDS = "words.txt"  # those that a dictionary lacks

# The files that are read.
READ = [*(f"{name}.yml" for name in FILES), SCENES, WORDS]

# How messages speak of each kind of word.
SPOKEN_OF = {
    "level": "a level of film.yml",
    "side": "a side in film.yml",
    "person": "in cast or crew",
    "character": "an id in cast.yml",
    "quote": "an id in quotes.yml",
    "source": "an id in sources.yml",
}


@dataclass(frozen=True)
class Film:
    """What the data files hold.

    `names` gives the declared words of each kind, also of entries that are not valid,
    so that one mistake is not reported again wherever the entry is used. `unsure` has
    the kinds of which some declaration could not be read: no reference to one can be
    called wrong. Without levels, film.yml could not be read, and nothing can be shown.
    """

    about: About = UNKNOWN
    cast: tuple[Character, ...] = ()
    quotes: tuple[Quote, ...] = ()
    sources: tuple[Source, ...] = ()
    timeline: tuple[Event, ...] = ()
    ties: tuple[Tie, ...] = ()
    secrets: tuple[Secret, ...] = ()
    allowed: tuple[Allowance, ...] = ()
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()

    @property
    def levels(self) -> list[Level]:
        """The levels, from least to most of the film."""
        return self.about.levels

    @property
    def last_level(self) -> str:
        """The level of a spoiler that names none."""
        return self.levels[-1].id if self.levels else PUBLIC

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {PUBLIC: 0} | {level.id: rank for rank, level in enumerate(self.levels, 1)}

    @property
    def ranks(self) -> range:
        """The ranks of all levels: 1, 2, …"""
        return range(1, len(self.levels) + 1)

    def rank(self, level: str) -> int:
        """How far into the film `level` is: 0 for public, then 1, 2, …; past the last if unknown."""
        return self._ranks.get(level, len(self._ranks))

    @cached_property
    def _levels(self) -> dict[str, Level]:
        return {level.id: level for level in reversed(self.levels)}

    def level(self, level_id: str) -> Level | None:
        return self._levels.get(level_id)

    def known(self, kind: str) -> frozenset[str] | None:
        """All declared words of a kind; None if some could not be read."""
        return None if kind in self.unsure else self.names.get(kind, frozenset())

    def why_unknown(self, kind: str, word: str, also: Collection[str] = ()) -> str | None:
        """What to say of a word that is no declared `kind`, and none of `also`; None if it is one, or if nobody can tell."""
        known = self.known(kind)
        if known is None or word in known or word in also:
            return None
        return f"is not {SPOKEN_OF[kind]}{nearest(word, known.union(also))}"


def by_id(entries: Iterable[Identified], wanted: str) -> Identified | None:
    return next((entry for entry in entries if entry.id == wanted), None)


def load_film(folder: Path, root: Path) -> tuple[Film, list[Problem]]:
    """Read every data file of `folder`; problems name paths relative to `root`."""
    readers: list[Reader] = []
    parts: dict[str, tuple[Entry, ...]] = {}
    strays = _stray_files(folder)
    for name, model in FILES.items():
        path = folder / f"{name}.yml"
        reader = Reader(relative(path, root))
        if path.exists() or path.is_symlink() or model is About:
            parts[name] = _read_file(path, model, reader)
        elif any(stray.stem.lower() == name for stray in strays):
            reader.doubt(model)
        readers.append(reader)
    mentions = [mention for reader in readers for mention in reader.mentions]
    film = _film(parts, mentions, {kind for reader in readers for kind in reader.unsure})
    problems = [problem for reader in readers for problem in reader.problems]
    for found in (_unread(strays, root), _twice(mentions), _dangling(film, mentions), _reserved(mentions)):
        problems += found
    for found in (_uneven_fates, _losses, _ties, _secrets):
        problems += found(film, mentions)
    return film, problems


def _read_file(path: Path, model: type[Entry], reader: Reader) -> tuple[Entry, ...]:
    """The valid entries of a file."""
    text, unreadable = read_text(path, reader.path)
    node, syntax = parse_yaml(text or "", reader.path)
    reader.problems += unreadable + syntax
    if node is None and (reader.problems or model is About):
        reader.doubt(model)
    if node is None and reader.problems:
        return ()
    if model is not About:
        return tuple(reader.entries(node or ListNode((), 1), model))
    about = reader.entry(node or MappingNode({}, 1), model)
    return () if about is WRONG else (about,)


def _film(parts: dict[str, tuple[Entry, ...]], mentions: list[Mention], unsure: set[str]) -> Film:
    names: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if isinstance(mention.mark, Declares):
            names[mention.mark.kind].add(mention.word)
    about = next(iter(parts.pop("film")), UNKNOWN)
    words = {kind: frozenset(words) for kind, words in names.items()}
    return Film(about=about, names=words, unsure=frozenset(unsure), **parts)


def _stray_files(folder: Path) -> list[Path]:
    """Files beside the data that nothing reads."""
    inside = [] if folder.is_symlink() else sorted(folder.rglob("*"))
    found = [path for path in inside if not path.is_dir() and not is_an_editors(path.name)]
    return [path for path in found if path.parent != folder or path.name not in READ]


def _unread(strays: list[Path], root: Path) -> Iterator[Problem]:
    """A data file under a name that nothing reads."""
    for path in strays:
        yield Problem(relative(path, root), 1, f"nothing reads this file{nearest(path.name, READ)}", "file")


def _twice(mentions: list[Mention]) -> Iterator[Problem]:
    """An id that two entries share."""
    first: dict[tuple[str, str], Mention] = {}
    for mention in mentions:
        if isinstance(mention.mark, Declares) and mention.mark.unique:
            earlier = first.setdefault((mention.mark.kind, mention.word), mention)
            if earlier is not mention:
                what = f"the {mention.mark.kind} '{mention.word}' stands at line {earlier.line} already"
                yield Problem(mention.path, mention.line, f"{what}; give one of them another id")


def _dangling(film: Film, mentions: list[Mention]) -> Iterator[Problem]:
    """A word that refers to something nobody declared."""
    for mention in mentions:
        mark, word = mention.mark, mention.word
        if isinstance(mark, Refers) and (why := film.why_unknown(mark.kind, word, mark.also)):
            yield Problem(mention.path, mention.line, f"{mention.key} '{word}' {why}", "reference")


def _reserved(mentions: list[Mention]) -> Iterator[Problem]:
    """A level may not have a name that means something else."""
    for mention in mentions:
        if mention.mark == Declares("level") and mention.word in RESERVED:
            yield Problem(mention.path, mention.line, f"no level can be named '{mention.word}', which has a meaning of its own")


def _declared_at(mentions: list[Mention], kind: str, word: str) -> tuple[str, int]:
    return next((m.path, m.line) for m in mentions if m.word == word and m.mark == Declares(kind))


def _uneven_fates(film: Film, mentions: list[Mention]) -> Iterator[Problem]:
    """A character without a fate at a level where another has one: the gap itself would tell."""
    used = {fate.level: character.id for character in reversed(film.cast) for fate in character.fates}
    if not all(map(film.level, used)):  # a misspelt level is reported as such, and would make gaps of its own
        return
    for character in film.cast:
        where = _declared_at(mentions, "character", character.id)
        told = [fate.level for fate in character.fates]
        for level in sorted(used.keys() - set(told), key=film.rank):
            what = f"'{character.id}' has no fate at '{level}' but '{used[level]}' has"
            yield Problem(*where, f"{what}; a gap tells readers something: give all or none")
        for level in sorted({level for level in told if told.count(level) > 1}):
            yield Problem(*where, f"'{character.id}' has two fates at '{level}'; make them one")


def _losses(film: Film, mentions: list[Mention]) -> Iterator[Problem]:
    """Somebody who is lost twice, or back without having been lost, in the order in which readers come to know of it."""
    if not all(film.level(event.level) for event in film.timeline):
        return
    lost: dict[str, str] = {}
    for event in sorted(film.timeline, key=lambda event: film.rank(event.level)):
        for name in event.back:
            if lost.pop(name, None) is None:
                what = f"'{name}' is back but was not lost before, as far as readers at '{event.level}' know"
                yield Problem(*_said_at(mentions, event.id, "back", name), what)
        for name in event.lost:
            if name in lost:
                what = f"'{name}' is lost at '{lost[name]}' already; to be lost again, they have to be back first"
                yield Problem(*_said_at(mentions, event.id, "lost", name, last=True), what)
            lost[name] = event.id


def _said_at(mentions: list[Mention], event: str, key: str, word: str, *, last: bool = False) -> tuple[str, int]:
    """Where an event names somebody; the mentions of an entry follow its id."""
    start = next(index for index, m in enumerate(mentions) if m.word == event and m.mark == Declares("event"))
    own = takewhile(lambda m: m.mark != Declares("event"), mentions[start + 1 :])
    found = [(m.path, m.line) for m in own if (m.key, m.word) == (key, word)]
    return found[-1 if last else 0]


def _ties(film: Film, mentions: list[Mention]) -> Iterator[Problem]:
    """A tie between somebody and themselves, or the same one twice."""
    first: dict[tuple[str, str, frozenset[str]], str] = {}
    for tie in film.ties:
        where = _declared_at(mentions, "tie", tie.id)
        pair = frozenset(tie.between)
        earlier = first.setdefault((tie.level, tie.kind, pair), tie.id)
        if len(pair) < 2:
            yield Problem(*where, f"'{tie.id}' is between '{tie.between[0]}' and themselves; name two characters")
        elif earlier != tie.id:
            yield Problem(*where, f"'{tie.id}' is a {tie.kind} of the same two at the same level as '{earlier}'; make them one")


def _secrets(film: Film, mentions: list[Mention]) -> Iterator[Problem]:
    """A secret that nothing could give away, or a pattern that is none."""
    for secret in film.secrets:
        where = _declared_at(mentions, "secret", secret.id)
        if not secret.phrases and not secret.patterns:
            yield Problem(*where, f"the secret '{secret.id}' has neither phrases nor patterns, so nothing can give it away")
        for phrase in secret.phrases:
            if not words(clean(phrase)):
                yield Problem(*where, f"the phrase '{phrase}' of '{secret.id}' has no word in it, so it can't be found")
        for pattern in secret.patterns:
            if isinstance(error := compile_pattern(pattern), Exception):
                yield Problem(*where, f"the pattern '{pattern}' of '{secret.id}' {error}")


def compile_pattern(pattern: str) -> re.Pattern[str] | ValueError:
    """A secret's pattern as texts are searched for it: whatever the case of letters, and without the accents that
    these have lost; its own letters keep their case, since \\S is not \\s.

    What is wrong with it, if it is none, or one that might take too long.
    """
    try:
        found = re.compile(plain := without_accents(APOSTROPHE.sub("'", pattern)), re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        return ValueError(f"can't be read: {error}")
    return ValueError(why) if (why := why_slow(plain)) else found
