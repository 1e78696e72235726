"""A first reading of a whole site, quick and strict: which of its files might give something away.

Whatever the second reading (leaks.py) would find in a file makes it a suspect here; what is no
suspect is read no further. So each text is cut into words once, and but once for all files that have it.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import NamedTuple

from .deadly_words import FARTHEST
from .leaks import SHORTEST_NAME, Secrets
from .readable import RUN
from .surfaces import NAMES, UNSEALED, Surface
from .words import APOSTROPHE, BREAK, plain, squeezed, words

MANY = 20_000  # texts that are kept: most of a page's stand on all others too


class Row(NamedTuple):
    """The words of a text: their stems, these as a line has them, and the words in small letters without accents."""

    stems: tuple[str, ...]
    line: str
    plain: str


Block = tuple[int, Row]  # words that nothing parts, with how far their readers must have got


class Screening:
    """Every file is told of by `read`; `suspects` and `suspect` are known when all have been."""

    def __init__(self, secrets: Secrets) -> None:
        self.suspects: set[str] = set()
        self.suspect: set[Surface] = set()  # pieces that stand alone, in whatever file
        self._secrets = secrets
        self._blocks: dict[str, list[Block]] = {}
        self._alone: dict[Surface, tuple[str, ...]] = {}  # with their stems, if they are enough for a run
        ranks = secrets.film.ranks
        self._names = {rank: [phrase.letters for phrase in secrets.phrases[rank] if len(phrase.letters) >= SHORTEST_NAME] for rank in ranks}
        self._patterns = {rank: [pattern for of_rank, _, pattern in secrets.patterns if of_rank == rank] for rank in ranks}
        self._first_stems = {stem for phrases in secrets.phrases.values() for phrase in phrases for stem in phrase.stems[:1]}
        self._row = lru_cache(maxsize=MANY)(self._cut)
        self._sealed = lru_cache(maxsize=MANY)(self._runs)

    def read(self, path: str, surfaces: Sequence[Surface]) -> None:
        """Take a file's words in, and what they give away that is known before all have been read."""
        flowing = [surface for surface in surfaces if surface.flows]
        self._blocks[path] = blocks = list(self._parted(path, flowing))
        for tells, pieces in groupby(flowing, attrgetter("tells")):
            if tells:
                self._secrets.runs[tells] |= self._sealed("".join([piece.text for piece in pieces]))
        if any(self._tells(rows, rank) for rank, rows in self._texts(blocks)):
            self.suspects.add(path)
        for surface in {surface for surface in surfaces if not surface.flows} - self._alone.keys():
            self._read_alone(surface)

    def finish(self) -> None:
        """Look for the words of spoilers, now that all of them are known."""
        sealed = self._secrets.runs
        for path, blocks in self._blocks.items():
            for rank, rows in self._texts(blocks):
                stems = list(chain.from_iterable(row.stems for row in rows))
                if path not in self.suspects and not sealed[rank].isdisjoint(_hashes(stems)):
                    self.suspects.add(path)
        for surface, stems in self._alone.items():
            if stems and any(not sealed[rank].isdisjoint(_hashes(stems)) for rank in self._secrets.film.ranks[surface.rank :]):
                self.suspect.add(surface)

    def _parted(self, path: str, flowing: Sequence[Surface]) -> Iterator[Block]:
        """The blocks of a file. What readers may read changes between two blocks only; if it ever does within one, that is suspect."""
        for is_gap, pieces in groupby(flowing, _is_gap):
            if not is_gap:
                first, *more = pieces
                if any(piece.rank != first.rank for piece in more):
                    self.suspects.add(path)
                row = self._row("".join([first.text, *(piece.text for piece in more)]) if more else first.text)
                if row.stems:
                    yield first.rank, row

    def _texts(self, blocks: Sequence[Block]) -> Iterator[tuple[int, list[Row]]]:
        """For each rank, all that those can read who have not got there."""
        for rank in self._secrets.film.ranks:
            yield rank, [row for below, row in blocks if below < rank]

    def _tells(self, rows: Sequence[Row], rank: int) -> bool:
        """Whether a text may give away what is for readers of this rank, by phrases, patterns and deadly words."""
        line = f" {' '.join([row.line for row in rows])} "
        if any([phrase.line in line for phrase in self._secrets.phrases[rank]]) or self._has_pattern(rows, rank):
            return True
        return rank == 1 and self._is_deadly([stem for row in rows for stem in row.stems])

    def _has_pattern(self, rows: Sequence[Row], rank: int) -> bool:
        patterns = self._patterns[rank]
        text = " ".join([row.plain for row in rows]) if patterns else ""
        return any(match[0].strip() for pattern in patterns for match in pattern.finditer(text))

    def _is_deadly(self, stems: Sequence[str]) -> bool:
        """Whether two names that can't be one person's are near each other, with a deadly word between."""
        deadly, names = self._secrets.deadly.words, self._secrets.deadly.names
        if deadly.isdisjoint(stems) or names.keys().isdisjoint(stems):
            return False
        named = [index for index, stem in enumerate(stems) if stem in names]
        return any(
            last - first <= FARTHEST and not names[stems[first]] & names[stems[last]] and not deadly.isdisjoint(stems[first:last])
            for first, last in zip(named, named[1:], strict=False)
        )

    def _read_alone(self, surface: Surface) -> None:
        """What a piece that stands alone gives away; names are also read as ifthespaceswereleftout."""
        row = self._row(surface.text)
        self._alone[surface] = row.stems if len(row.stems) >= RUN else ()
        ranks = self._secrets.film.ranks[surface.rank :]
        told = not self._first_stems.isdisjoint(row.stems) or bool(self._secrets.patterns)
        named = surface.kind in NAMES and len(surface.text) >= SHORTEST_NAME
        if surface.kind == UNSEALED or told and any(self._tells_alone(row, rank) for rank in ranks) or named and self._is_name(surface, ranks):
            self.suspect.add(surface)

    def _tells_alone(self, row: Row, rank: int) -> bool:
        line = f" {row.line} "
        return any([phrase.line in line for phrase in self._secrets.phrases[rank]]) or self._has_pattern([row], rank)

    def _is_name(self, surface: Surface, ranks: Iterable[int]) -> bool:
        letters = squeezed(surface.text)
        return any([name in letters for rank in ranks for name in self._names[rank]])

    def _cut(self, text: str) -> Row:
        typed = words(text)
        stems = tuple(map(self._secrets.stem, typed))
        return Row(stems, " ".join(stems), APOSTROPHE.sub("'", plain(" ".join(typed))) if self._secrets.patterns else "")

    def _runs(self, text: str) -> frozenset[int]:
        """Each RUN of words of a spoiler, as a number."""
        return frozenset(number for row, number in _numbered(self._row(text).stems) if BREAK not in row)


def _is_gap(surface: Surface) -> bool:
    return surface.kind == "gap"


def _rows(stems: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(islice(stems, start, None) for start in range(RUN)), strict=False)


def _hashes(stems: Sequence[str]) -> Iterator[int]:
    return map(hash, _rows(stems))


def _numbered(stems: Sequence[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    return ((row, hash(row)) for row in _rows(stems))
