"""The film: everything that `docs/_data/` says, read, checked and ready to ask."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from .models import FILES, PUBLIC, About, Character, Declares, Entry, Event, Level, Quote, Refers, Secret, Source
from .problems import Problem, nearest
from .reading import WRONG, Mention, Reader
from .yaml_text import Mapping, Sequence, parse_yaml


@dataclass(frozen=True)
class Film:
    """What the data files hold.

    `names` gives the declared words of each kind, also of entries that are not valid,
    so that one mistake is not reported again wherever the entry is used. `unsure` has
    the kinds of which some declaration could not be read: no reference to one can be
    called wrong.
    """

    about: About | None = None
    cast: tuple[Character, ...] = ()
    quotes: tuple[Quote, ...] = ()
    sources: tuple[Source, ...] = ()
    timeline: tuple[Event, ...] = ()
    secrets: tuple[Secret, ...] = ()
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The levels, from least to most of the film."""
        return tuple(self.about.levels) if self.about else ()

    @cached_property
    def last_level(self) -> str:
        """The level of a spoiler that names none."""
        return self.levels[-1].id if self.levels else PUBLIC

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {PUBLIC: 0} | {level.id: rank for rank, level in enumerate(self.levels, 1)}

    def rank(self, level: str) -> int:
        """How far into the film `level` is: 0 for public, then 1, 2, …; past the last if unknown."""
        return self._ranks.get(level, len(self._ranks))

    def level(self, level_id: str) -> Level | None:
        return next((level for level in self.levels if level.id == level_id), None)

    def quote(self, quote_id: str) -> Quote | None:
        return next((quote for quote in self.quotes if quote.id == quote_id), None)

    def source(self, source_id: str) -> Source | None:
        return next((source for source in self.sources if source.id == source_id), None)

    def character(self, character_id: str) -> Character | None:
        return next((character for character in self.cast if character.id == character_id), None)

    def why_unknown(self, kind: str, word: str) -> str | None:
        """The end of a message if `word` is no declared `kind`; None if it is, or if nobody can tell."""
        known = self.known(kind)
        return None if known is None or word in known else nearest(word, known)

    def known(self, kind: str) -> frozenset[str] | None:
        """All declared words of a kind; None if some could not be read."""
        return None if kind in self.unsure else self.names.get(kind, frozenset())


# How messages speak of each kind of word.
SPOKEN_OF = {
    "level": "a level of film.yml",
    "side": "a side in film.yml",
    "person": "in cast or crew",
    "character": "an id in cast.yml",
    "quote": "an id in quotes.yml",
    "source": "an id in sources.yml",
}


def load_film(folder: Path, root: Path) -> tuple[Film, list[Problem]]:
    """Read every data file of `folder`; problems name paths relative to `root`."""
    parts: dict[str, tuple[Entry, ...]] = {}
    problems = list(_stray_files(folder, root))
    mentions: list[Mention] = []
    unsure: set[str] = set()
    for name, model in FILES.items():
        path = folder / f"{name}.yml"
        if path.exists() or model is About:
            reader = Reader(relative(path, root))
            parts[name] = _read_file(path, model, reader)
            problems += reader.problems
            mentions += reader.mentions
            unsure |= reader.unsure
    film = _film(parts, mentions, unsure)
    problems += _twice(mentions)
    problems += _dangling(film, mentions)
    problems += _reserved(mentions)
    problems += _uneven_fates(film, mentions)
    problems += _secrets(film, mentions)
    return film, problems


def relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def read_utf8(path: Path, name: str, problems: list[Problem]) -> str | None:
    """A file's text without its byte order mark; None, and a problem, if it can't be had."""
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError:
        problems.append(Problem(name, 1, "this file is missing; every film has one"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.append(Problem(name, line, "a character here is not UTF-8: save the file as UTF-8"))
    return None


def _read_file(path: Path, model: type[Entry], reader: Reader) -> tuple[Entry, ...]:
    """The valid entries of a file."""
    text = read_utf8(path, reader.path, reader.problems)
    node, syntax = parse_yaml(text or "", reader.path)
    reader.problems += syntax
    if node is None and (reader.problems or model is About):
        reader.doubt(model)
    if node is None and reader.problems:
        return ()
    if model is not About:
        return tuple(reader.entries(node or Sequence((), 1), model))
    about = reader.entry(node or Mapping({}, 1), model)
    return () if about is WRONG else (about,)


def _film(parts: dict[str, tuple[Entry, ...]], mentions: list[Mention], unsure: set[str]) -> Film:
    names: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if isinstance(mention.mark, Declares):
            names[mention.mark.kind].add(mention.word)
    about = next(iter(parts.pop("film")), None)
    words = {kind: frozenset(words) for kind, words in names.items()}
    return Film(about=about, names=words, unsure=frozenset(unsure), **parts)


def _stray_files(folder: Path, root: Path) -> Iterator[Problem]:
    """A data file under a name that nothing reads."""
    known = [f"{name}.yml" for name in FILES]
    for path in sorted(folder.glob("*.y*ml")):
        if path.name not in known:
            yield Problem(relative(path, root), 1, f"nothing reads this file{nearest(path.name, known)}")


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
        mark = mention.mark
        if isinstance(mark, Refers) and mention.word not in mark.also:
            if (why := film.why_unknown(mark.kind, mention.word)) is not None:
                what = f"{mention.key} '{mention.word}' is not {SPOKEN_OF[mark.kind]}"
                yield Problem(mention.path, mention.line, what + why)


def _reserved(mentions: list[Mention]) -> Iterator[Problem]:
    """A level may not be named like the word for what anyone may read."""
    for mention in mentions:
        if mention.mark == Declares("level") and mention.word == PUBLIC:
            yield Problem(mention.path, mention.line, f"'{PUBLIC}' means that anyone may read it; call this level something else")


def _line(mentions: list[Mention], kind: str, word: str) -> tuple[str, int]:
    return next((m.path, m.line) for m in mentions if m.word == word and isinstance(m.mark, Declares) and m.mark.kind == kind)


def _uneven_fates(film: Film, mentions: list[Mention]) -> Iterator[Problem]:
    """A character without a fate at a level where another has one: the gap itself would tell."""
    used = {fate.level: character.id for character in reversed(film.cast) for fate in character.fates}
    for character in film.cast:
        told = [fate.level for fate in character.fates]
        for level in sorted(used.keys() - set(told), key=film.rank):
            what = f"'{character.id}' has no fate at '{level}' but '{used[level]}' has"
            yield Problem(*_line(mentions, "character", character.id), f"{what}; a gap tells readers something: give all or none")
        for level in {level for level in told if told.count(level) > 1}:
            yield Problem(*_line(mentions, "character", character.id), f"'{character.id}' has two fates at '{level}'; make them one")


def _secrets(film: Film, mentions: list[Mention]) -> Iterator[Problem]:
    """A secret that nothing could give away, or a pattern that is none."""
    for secret in film.secrets:
        where = _line(mentions, "secret", secret.id)
        if not secret.phrases and not secret.patterns:
            yield Problem(*where, f"the secret '{secret.id}' has neither phrases nor patterns, so nothing can give it away")
        for pattern in secret.patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                yield Problem(*where, f"the pattern '{pattern}' of '{secret.id}' can't be read: {error}")
