"""A first reading of a whole site, quick and strict: which of its files might give something away.

Whatever the second reading (leaks.py) would find in a file makes it a suspect here; what is no
suspect is read no further. So each text is cut into words once, and but once for all files that have it.
"""

import re
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, groupby, islice
from operator import attrgetter, itemgetter
from typing import NamedTuple

from .deadly_words import FARTHEST
from .documents import Part
from .leaks import SHORTEST_NAME, Secrets
from .readable import RUN
from .surfaces import NAMES, UNSEALED, Surface
from .words import BREAK, in_plain, squeezed, words

MANY, MOST = 2_000, 20_000  # texts that are kept, and those of which it is kept that they have been met
NEVER = sys.maxsize, ()  # beyond all ranks
# What may look at more than it matches: a pattern without it matches within many texts what it matches in one of them.
BOUND = re.compile(r"[\^$]|\\[AZ]|\(\?[=!<>(]|[+*?}]\+")


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """The words of a text: their stems, and the words in small letters without accents."""

    stems: tuple[str, ...]
    plain: str


class Digest(NamedTuple):
    """What is to be known of some pieces of text.

    `blocks` are the words that nothing parts, with how far their readers must have got;
    `sealed` the texts one after the other, with how far into the film they are sealed;
    `uneven` if how far a reader must have got changes within a block.
    """

    blocks: list[tuple[int, Row]]
    sealed: list[tuple[int, str]]
    uneven: bool


@dataclass
class Read:
    """What is to be known of files that were read: how many they are, and their pieces of text and spoilers.

    `suspects` are those that may give something away by themselves, `alone` pieces that do, in whatever file;
    `runs` has each RUN of words, as a number, that is sealed at a rank, and `open` those that readers at a rank can read.
    """

    runs: dict[int, set[int]]
    open: dict[int, "array[int]"]
    files: int = 0
    surfaces: int = 0
    sealed: int = 0
    suspects: set[str] = field(default_factory=set)
    alone: set[Surface] = field(default_factory=set)

    def add(self, other: "Read") -> None:
        """Put what was read elsewhere to the rest."""
        self.files += other.files
        self.surfaces += other.surfaces
        self.sealed += other.sealed
        self.suspects |= other.suspects
        self.alone |= other.alone
        for rank, sealed in other.runs.items():
            self.runs[rank] |= sealed
        for rank, can_be_read in other.open.items():
            self.open[rank] += can_be_read


class Screening:
    """Every file is told of by `take`; then `finish` looks for the words of spoilers, and what is suspect is known.

    `read` is what was read; what others made of other files may be added to it before `finish`.
    """

    def __init__(self, secrets: Secrets) -> None:
        self._secrets, ranks = secrets, secrets.film.ranks
        self.read = Read({rank: set() for rank in ranks}, {rank: array("q") for rank in range(len(ranks) + 1)})
        self._has_run = False
        self._followed: dict[tuple[tuple[str, ...], Row], tuple[int, tuple[str, ...]]] = {}  # by the words before a row and it: rank, last words
        self._alone: dict[int, list[Surface]] = {}  # pieces that stand alone, by their rank, which are still to be looked through
        self._met: set[Surface] = set()  # all of those
        self._keys = {rank: {max(phrase.stems, key=len) for phrase in secrets.phrases[rank] if phrase.stems} for rank in ranks}
        self._names = {rank: [phrase.letters for phrase in secrets.phrases[rank] if len(phrase.letters) >= SHORTEST_NAME] for rank in ranks}
        self._patterns = {rank: [pattern for of_rank, _, pattern in secrets.patterns if of_rank == rank] for rank in ranks}
        self._bound_patterns = [pattern for _, _, pattern in secrets.patterns if BOUND.search(pattern.pattern)]
        self._row = lru_cache(MANY)(self._cut)
        self._digest_of = lru_cache(MANY // 4)(self._digest)
        self._runs_of = lru_cache(MANY // 4)(self._runs)

    def take(self, path: str, parts: Iterable[Part]) -> None:
        """Take a file's words in, and what they give away that is known before all have been read."""
        parts = list(parts)
        digests = self._digests(parts)
        blocks = [block for digest in digests for block in digest.blocks]
        for tells, texts in groupby(chain.from_iterable([digest.sealed for digest in digests]), itemgetter(0)):
            if tells:
                self.read.runs[tells] |= self._runs_of("".join([text for _, text in texts]))
        while self._alone:
            self._read_alone(*self._alone.popitem())
        for met in (self._met, self._followed):
            if len(met) > MOST:
                met.clear()
        told = [self._reads([row for below, row in blocks if below < rank], rank) for rank in self._secrets.film.ranks]
        if any(told) or any([digest.uneven for digest in digests]):
            self.read.suspects.add(path)
        self.read.files += 1
        self.read.surfaces += sum([part.count for part in parts])
        self.read.sealed += sum([part.sealed for part in parts])

    def _reads(self, rows: Sequence[Row], rank: int) -> bool:
        """Take in what those can read who have not got to a rank; whether it may give something away that is for those who have."""
        self._read_runs(rows, rank - 1)
        stems = list(chain.from_iterable([row.stems for row in rows]))
        there = set(stems)
        return self._has_phrase(stems, there, rank) or self._has_pattern(rows, rank) or (rank == 1 and self._is_deadly(stems, there))

    def _read_runs(self, rows: Sequence[Row], rank: int) -> None:
        """Take in what readers at a rank can read in a row, less what has been, after the same words, at no higher rank."""
        tail: tuple[str, ...] = ()
        for row in rows:
            key = tail, row
            least, after = self._followed.get(key, NEVER)
            if least > rank:
                stems = tail + row.stems
                self.read.open[rank].extend(map(hash, _rows(stems)))
                after = stems[1 - RUN :]
                self._followed[key] = rank, after
            tail = after

    def finish(self) -> None:
        """Look for the words of spoilers, now that all of them are known."""
        self._secrets.runs.update(self.read.runs)
        self._has_run = any(not self._beyond(rank).isdisjoint(runs) for rank, runs in self.read.open.items())

    def _beyond(self, rank: int) -> set[int]:
        """The runs of words that readers at a rank may not read."""
        return set().union(*[self._secrets.runs[other] for other in self._secrets.film.ranks[rank:]])

    @property
    def found(self) -> bool:
        """Whether anything is suspect."""
        return bool(self.read.suspects or self.read.alone or self._has_run)

    def is_suspect(self, path: str, surfaces: Sequence[Surface]) -> bool:
        """Whether something in a file may give something away."""
        if path in self.read.suspects or not self.read.alone.isdisjoint(surfaces):
            return True
        return self._has_run and any(
            not self._secrets.runs[rank].isdisjoint(map(hash, _rows(self._cut(text).stems)))
            for rank in self._secrets.film.ranks
            for text in _readable(surfaces, rank)
        )

    def _digests(self, parts: Sequence[Part]) -> list[Digest]:
        """A digest of each part that stands for itself, and of those in between that go on into one another."""
        digests: list[Digest] = []
        for whole, some in groupby(parts, attrgetter("whole")):
            if whole:
                digests += [part.digest or self._digest_whole(part) for part in some]
            else:
                digests.append(self._digest_of(*some))
        return digests

    def _digest_whole(self, part: Part) -> Digest:
        part.digest = self._digest(part)
        return part.digest

    def _digest(self, *parts: Part) -> Digest:
        sealed: list[tuple[int, list[str]]] = []
        blocks: list[tuple[int, list[str]]] = []
        uneven, begun = False, False
        for surface in chain.from_iterable([part.surfaces for part in parts]):
            kind, text, rank, tells, flows = surface
            if not flows:
                if surface not in self._met:
                    self._met.add(surface)
                    self._alone.setdefault(rank, []).append(surface)
                continue
            if not sealed or sealed[-1][0] != tells:
                sealed.append((tells, []))
            sealed[-1][1].append(text)
            if kind == "gap":
                begun = False
            elif begun:
                blocks[-1][1].append(text)
                uneven = uneven or blocks[-1][0] != rank
            else:
                blocks.append((rank, [text]))
                begun = True
        rows = ((rank, self._row("".join(texts))) for rank, texts in blocks)
        return Digest([(rank, row) for rank, row in rows if row.stems], [(tells, "".join(texts)) for tells, texts in sealed], uneven)

    def _has_phrase(self, stems: Sequence[str], there: set[str], rank: int) -> bool:
        """Whether a phrase of a rank is among some stems, which are all `there`."""
        if self._keys[rank].isdisjoint(there):
            return False
        phrases = [phrase for phrase in self._secrets.phrases[rank] if there.issuperset(phrase.stems)]
        line = f" {' '.join(stems)} " if phrases else ""
        return any([phrase.line in line for phrase in phrases])

    def _has_pattern(self, rows: Sequence[Row], rank: int) -> bool:
        patterns = self._patterns[rank]
        text = " ".join([row.plain for row in rows]) if patterns else ""
        return any(match[0].strip() for pattern in patterns for match in pattern.finditer(text))

    def _is_deadly(self, stems: Sequence[str], there: set[str]) -> bool:
        """Whether two names that can't be one person's are near each other, with a deadly word between."""
        deadly, names = self._secrets.deadly.words, self._secrets.deadly.names
        if deadly.isdisjoint(there) or names.keys().isdisjoint(there):
            return False
        named = [index for index, stem in enumerate(stems) if stem in names]
        return any(
            last - first <= FARTHEST and not names[stems[first]] & names[stems[last]] and not deadly.isdisjoint(stems[first:last])
            for first, last in zip(named, named[1:], strict=False)
        )

    def _read_alone(self, rank: int, surfaces: Sequence[Surface]) -> None:
        """Look through pieces of one rank that stand alone: all at once, and one by one if there may be something in one of them."""
        row, ranks = self._cut(f" {BREAK} ".join([surface.text for surface in surfaces])), self._secrets.film.ranks[rank:]
        letters = squeezed("".join([surface.text for surface in surfaces if surface.kind in NAMES]))
        if (
            self._tells_alone(row, ranks)
            or any([name in letters for other in ranks for name in self._names[other]])
            or self._bound_patterns
            or any([surface.kind == UNSEALED for surface in surfaces])
        ):
            for surface in surfaces:
                self._judge(surface)
        self.read.open[rank].extend(map(hash, _rows(row.stems)))

    def _judge(self, surface: Surface) -> None:
        """What a piece that stands alone gives away; names are also read as ifthespaceswereleftout."""
        row, ranks = self._row(surface.text), self._secrets.film.ranks[surface.rank :]
        named = surface.kind in NAMES and self._is_name(surface, ranks)
        if surface.kind == UNSEALED or named or self._tells_alone(row, ranks):
            self.read.alone.add(surface)

    def _tells_alone(self, row: Row, ranks: Iterable[int]) -> bool:
        there = set(row.stems)
        return any([self._has_phrase(row.stems, there, rank) or self._has_pattern([row], rank) for rank in ranks])

    def _is_name(self, surface: Surface, ranks: Iterable[int]) -> bool:
        letters = squeezed(surface.text)
        return any([name in letters for rank in ranks for name in self._names[rank]])

    def _cut(self, text: str) -> Row:
        typed = words(text)
        return Row(tuple(map(self._secrets.stem, typed)), in_plain(typed) if self._secrets.patterns else "")

    def _runs(self, text: str) -> frozenset[int]:
        """Each RUN of words of a spoiler, as a number."""
        return frozenset(hash(row) for row in _rows(self._cut(text).stems) if BREAK not in row)


def _readable(surfaces: Sequence[Surface], rank: int) -> Iterator[str]:
    """The texts of a file that those can read who have not got to a rank: the running one, and each that stands alone."""
    yield "".join([surface.text for surface in surfaces if surface.flows and surface.rank < rank])
    yield from (surface.text for surface in surfaces if not surface.flows and surface.rank < rank)


def _rows(stems: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(islice(stems, start, None) for start in range(RUN)), strict=False)
