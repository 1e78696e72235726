"""Pieces of text that are read one after the other, as one row of words, each of which can be found again."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice

from .surfaces import Surface
from .words import BREAK, WORD, Stem, in_plain, words

RUN = 6  # words of a spoiler that may not stand together anywhere below its level
Run = tuple[str, ...]


@dataclass(frozen=True)
class Readable:
    """Pieces that readers read as one: those of a running text, or one that stands alone."""

    pieces: Sequence[Surface]
    stem: Stem

    @cached_property
    def raw(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def typed(self) -> list[str]:
        return words(self.raw)

    @cached_property
    def stems(self) -> list[str]:
        return [self.stem(word) for word in self.typed]

    @cached_property
    def line(self) -> str:
        """All stems, each between two spaces."""
        return f" {' '.join(self.stems)} "

    @cached_property
    def plain(self) -> str:
        """All words in small letters without accents, with one space between two."""
        return in_plain(self.typed)

    @cached_property
    def runs(self) -> set[int]:
        """Each RUN of words, as a number: tuples of all of them would take ten times the memory."""
        return runs(self.stems)

    def spans(self, run: Run) -> Iterator[tuple[int, int]]:
        """Where some stems stand in a row, as indices of the first and past the last."""
        start = 0
        while run and run[0] in islice(self.stems, start, None):
            start = self.stems.index(run[0], start)
            if tuple(self.stems[start : start + len(run)]) == run:
                yield start, start + len(run)
            start += 1

    def surface_at(self, index: int) -> Surface:
        """The piece in which a word starts."""
        return self.pieces[bisect_right(self._starts, self._offsets[index]) - 1]

    def between(self, first: int, last: int) -> str:
        """The text from one word to another."""
        return self.raw[self._offsets[first] : self._offsets[last]]

    @cached_property
    def _offsets(self) -> list[int]:
        return [match.start() for match in WORD.finditer(self.raw)]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(piece.text) for piece in self.pieces)][: len(self.pieces)]


def running_texts(surfaces: Sequence[Surface], ranks: Iterable[int], stem: Stem) -> Iterator[tuple[int, Readable]]:
    """For each rank, the running text that those can read who have not got there; made once if it is the same."""
    flowing = [surface for surface in surfaces if surface.flows]
    there = {surface.rank for surface in flowing}
    known: dict[frozenset[int], Readable] = {}
    for rank in ranks:
        key = frozenset(other for other in there if other < rank)
        if key not in known:
            known[key] = Readable([surface for surface in flowing if surface.rank < rank], stem)
        yield rank, known[key]


def sealed_runs(rank: int, surfaces: Sequence[Surface], stem: Stem) -> set[int]:
    """Each RUN of words that stands in the spoilers of a rank, as a number."""
    texts = (surface.text if surface.tells == rank else BREAK for surface in surfaces if surface.flows)
    found = [stem(word) for word in words("".join(texts))]
    return runs(found)


def runs(stems: Sequence[str]) -> set[int]:
    """Each RUN of words that goes on without a break, as a number."""
    rows = zip(*(islice(stems, start, None) for start in range(RUN)), strict=False)
    return {hash(row) for row in rows if BREAK not in row}
