"""All that readers below some rank can read in a file, as one row of words, each of which can be found again."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice

from .surfaces import NAMES, Surface
from .words import APOSTROPHE, BREAK, WORD, Stem, plain, squeezed, words

RUN = 6  # words of a spoiler that may not stand together anywhere below its level
Run = tuple[str, ...]


@dataclass(frozen=True)
class Readable:
    """What of a file can be read below a rank: the running text first, then every other piece by itself."""

    pieces: Sequence[Surface]
    stem: Stem

    @cached_property
    def raw(self) -> str:
        return "".join(_joined(self.pieces))

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
        return APOSTROPHE.sub("'", plain(" ".join(self.typed)))

    @cached_property
    def runs(self) -> set[int]:
        """Each RUN of words, as a number: tuples of all of them would take ten times the memory."""
        return runs(self.stems)

    @cached_property
    def names(self) -> str:
        """Addresses, ids and file names, each without what parts its words."""
        return BREAK.join({squeezed(piece.text) for piece in self.pieces if piece.kind in NAMES})

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

    @cached_property
    def _offsets(self) -> list[int]:
        return [match.start() for match in WORD.finditer(self.raw)]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(map(len, _joined(self.pieces)))][: len(self.pieces)]


def readable_below(rank: int, surfaces: Sequence[Surface], stem: Stem) -> Readable:
    """What of a file's surfaces can be read by those who have not got to `rank`."""
    pieces = [surface for surface in surfaces if surface.rank < rank]
    return Readable([piece for piece in pieces if piece.flows] + [piece for piece in pieces if not piece.flows], stem)


def sealed_runs(rank: int, surfaces: Sequence[Surface], stem: Stem) -> set[int]:
    """Each RUN of words that stands in the spoilers of a rank, as a number."""
    texts = (surface.text if surface.tells == rank else BREAK for surface in surfaces if surface.flows)
    found = [stem(word) for word in words("".join(texts))]
    return runs(found)


def runs(stems: Sequence[str]) -> set[int]:
    """Each RUN of words that goes on without a break, as a number."""
    rows = zip(*(islice(stems, start, None) for start in range(RUN)), strict=False)
    return {hash(row) for row in rows if BREAK not in row}


def _joined(pieces: Sequence[Surface]) -> Iterator[str]:
    for piece in pieces:
        yield piece.text if piece.flows else f"{BREAK}{piece.text}"
