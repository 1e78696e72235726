"""A first reading of a whole site, quick and strict: which of its files might give something away.

Whatever the second reading (leaks.py) would find in a file makes it a suspect here; what is no
suspect is read no further. So each text is cut into words once, and but once for all files that have it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, groupby, islice
from operator import attrgetter, itemgetter
from typing import NamedTuple

from .deadly_words import FARTHEST
from .documents import Part
from .leaks import SHORTEST_NAME, Secrets
from .readable import RUN
from .surfaces import NAMES, UNSEALED, Surface
from .words import APOSTROPHE, BREAK, plain, squeezed, words

MANY = 2_000  # texts that are kept
# What may look at more than it matches: a pattern without it matches within many texts what it matches in one of them.
BOUND = re.compile(r"[\^$]|\\[AZ]|\(\?[=!<>(]|[+*?}]\+")


class Row(NamedTuple):
    """The words of a text: their stems, these as a line has them, and the words in small letters without accents."""

    stems: tuple[str, ...]
    line: str
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


class Screening:
    """Every file is told of by `read`; then `finish` looks for the words of spoilers, and what is suspect is known.

    `files`, `surfaces` and `sealed` count what was read: files, pieces of text, and spoilers.
    """

    def __init__(self, secrets: Secrets) -> None:
        self.files = self.surfaces = self.sealed = 0
        self._suspects: set[str] = set()
        self._alone_suspect: set[Surface] = set()  # pieces that stand alone, in whatever file
        self._alone_has_run = False
        self._secrets, ranks = secrets, secrets.film.ranks
        self._stems: dict[str, list[tuple[int, tuple[str, ...]]]] = {}  # of the blocks of each file
        self._alone_stems: set[tuple[int, tuple[str, ...]]] = set()  # of pieces that stand alone, by their rank
        self._names = {rank: [phrase.letters for phrase in secrets.phrases[rank] if len(phrase.letters) >= SHORTEST_NAME] for rank in ranks}
        self._patterns = {rank: [pattern for of_rank, _, pattern in secrets.patterns if of_rank == rank] for rank in ranks}
        self._bound_patterns = [pattern for _, _, pattern in secrets.patterns if BOUND.search(pattern.pattern)]
        self._row = lru_cache(MANY)(self._cut)
        self._digest_of = lru_cache(MANY // 10)(self._digest)
        self._runs_of = lru_cache(MANY)(self._runs)
        self._read_alone = lru_cache(MANY)(self._read_together)

    def read(self, path: str, parts: Iterable[Part]) -> None:
        """Take a file's words in, and what they give away that is known before all have been read."""
        digests = list(self._digests(map(self._count, parts)))
        blocks = [block for digest in digests for block in digest.blocks]
        for tells, texts in groupby(chain.from_iterable(digest.sealed for digest in digests), itemgetter(0)):
            if tells:
                self._secrets.runs[tells] |= self._runs_of("".join([text for _, text in texts]))
        told = any(self._tells([row for below, row in blocks if below < rank], rank) for rank in self._secrets.film.ranks)
        if told or any(digest.uneven for digest in digests):
            self._suspects.add(path)
        self.files += 1
        self._stems[path] = [(rank, row.stems) for rank, row in blocks]

    def finish(self) -> None:
        """Look for the words of spoilers, now that all of them are known."""
        sealed, ranks = self._secrets.runs, self._secrets.film.ranks
        for path, blocks in self._stems.items():
            for rank in ranks if path not in self._suspects else ():
                stems = list(chain.from_iterable([stems for below, stems in blocks if below < rank]))
                if not sealed[rank].isdisjoint(map(hash, _rows(stems))):
                    self._suspects.add(path)
        for rank, stems in self._alone_stems:
            self._alone_has_run = self._alone_has_run or self._has_run(stems, rank)

    @property
    def found(self) -> bool:
        """Whether anything is suspect."""
        return bool(self._suspects or self._alone_suspect or self._alone_has_run)

    def is_suspect(self, path: str, surfaces: Sequence[Surface]) -> bool:
        """Whether something in a file may give something away."""
        if path in self._suspects or not self._alone_suspect.isdisjoint(surfaces):
            return True
        alone = (surface for surface in surfaces if not surface.flows) if self._alone_has_run else ()
        return any(self._has_run(self._row(surface.text).stems, surface.rank) for surface in alone)

    def _has_run(self, stems: Sequence[str], rank: int) -> bool:
        """Whether words that can be read at a rank are those of a spoiler beyond it."""
        beyond = self._secrets.film.ranks[rank:]
        return any(not self._secrets.runs[other].isdisjoint(map(hash, _rows(stems))) for other in beyond)

    def _count(self, part: Part) -> Part:
        self.surfaces += part.count
        self.sealed += part.sealed
        return part

    def _digests(self, parts: Iterable[Part]) -> Iterator[Digest]:
        """A digest of each part that stands for itself, and of those in between that go on into one another."""
        for whole, some in groupby(parts, attrgetter("whole")):
            if not whole:
                yield self._digest_of(tuple([surface for part in some for surface in part.surfaces]))
            for part in some if whole else ():
                part.digest = part.digest or self._digest(part.surfaces)
                yield part.digest

    def _digest(self, surfaces: Sequence[Surface]) -> Digest:
        alone: dict[int, list[Surface]] = {}
        sealed: list[tuple[int, list[str]]] = []
        blocks: list[tuple[int, list[str]]] = []
        uneven, begun = False, False
        for surface in surfaces:
            kind, text, rank, tells, flows = surface
            if not flows:
                alone.setdefault(rank, []).append(surface)
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
        for pieces in alone.values():
            self._read_alone(tuple(pieces))
        rows = ((rank, self._row("".join(texts))) for rank, texts in blocks)
        return Digest([(rank, row) for rank, row in rows if row.stems], [(tells, "".join(texts)) for tells, texts in sealed], uneven)

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

    def _read_together(self, surfaces: tuple[Surface, ...]) -> None:
        """Look through pieces of one rank that stand alone: all at once, and one by one if there may be something in one of them."""
        ranks = self._secrets.film.ranks[surfaces[0].rank :]
        row = self._row(f" {BREAK} ".join([surface.text for surface in surfaces]))
        letters = squeezed("".join([surface.text for surface in surfaces if surface.kind in NAMES]))
        if (
            any([self._tells_alone(row, rank) for rank in ranks])
            or any([name in letters for rank in ranks for name in self._names[rank]])
            or self._bound_patterns
            or any([surface.kind == UNSEALED for surface in surfaces])
        ):
            for surface in surfaces:
                self._judge(surface)
        if len(row.stems) >= RUN:
            self._alone_stems.add((surfaces[0].rank, row.stems))

    def _judge(self, surface: Surface) -> None:
        """What a piece that stands alone gives away; names are also read as ifthespaceswereleftout."""
        row, ranks = self._row(surface.text), self._secrets.film.ranks[surface.rank :]
        named = surface.kind in NAMES and self._is_name(surface, ranks)
        if surface.kind == UNSEALED or named or any(self._tells_alone(row, rank) for rank in ranks):
            self._alone_suspect.add(surface)

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
        return frozenset(hash(row) for row in _rows(self._row(text).stems) if BREAK not in row)


def _rows(stems: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(islice(stems, start, None) for start in range(RUN)), strict=False)
