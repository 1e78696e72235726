"""What is readable too early: secrets, and the words of spoilers, below their level."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from .film import Film
from .readable import RUN, Readable, Run, readable_below, runs, sealed_runs
from .surfaces import NAMES, Surface
from .words import APOSTROPHE, Stem, clean, squeezed, words

SHORTEST_NAME = 8  # letters of a phrase that is looked for in names without any spaces
Built = Mapping[str, Sequence[Surface]]  # every file of the site, by its path


@dataclass(frozen=True)
class Leak:
    """Words in a built file that may not be read there: those of `secret` (an id), or of some spoiler if that is empty.

    `rank` is where they may be read; `nth` counts those of the file that are alike.
    """

    file: str
    surface: Surface
    words: Run
    stems: Run
    rank: int
    secret: str = ""
    nth: int = 0


@dataclass
class Secrets:
    """What may not be read below each rank: phrases, patterns, and the runs of words of spoilers."""

    film: Film
    stem: Stem
    runs: dict[int, set[int]] = field(default_factory=dict)

    @cached_property
    def phrases(self) -> list[tuple[int, str, str, Run]]:
        """(rank, id, letters, stems) of each phrase of each secret."""
        return [
            (self.film.rank(secret.level), secret.id, squeezed(clean(phrase)), self.stems(phrase))
            for secret in self.film.secrets
            for phrase in secret.phrases
        ]

    @cached_property
    def patterns(self) -> list[tuple[int, str, re.Pattern[str]]]:
        return [
            (self.film.rank(secret.level), secret.id, re.compile(_plain_pattern(pattern), re.IGNORECASE))
            for secret in self.film.secrets
            for pattern in secret.patterns
        ]

    @cached_property
    def allowed(self) -> list[Run]:
        return [self.stems(allowance.words) for allowance in self.film.allowed]

    def stems(self, text: str) -> Run:
        return tuple(self.stem(word) for word in words(clean(text)))


def find_leaks(built: Built, film: Film, stem: Stem) -> Iterator[Leak]:
    """Every leak of a site, file by file."""
    ranks = range(1, len(film.levels) + 1)
    secrets = Secrets(film, stem, {rank: set() for rank in ranks})
    for surfaces in built.values():
        for rank in {surface.tells for surface in surfaces} - {0}:
            secrets.runs[rank] |= sealed_runs(rank, surfaces, stem)
    for file, surfaces in built.items():
        seen: Counter[tuple[str, Run]] = Counter()
        for rank, text in _readables(surfaces, ranks, stem):
            for leak in _told(file, text, rank, secrets):
                yield replace(leak, nth=seen[leak.surface.kind, leak.stems])
                seen[leak.surface.kind, leak.stems] += 1


def _readables(surfaces: Sequence[Surface], ranks: range, stem: Stem) -> Iterator[tuple[int, Readable]]:
    """For each rank what can be read below it; the same text is read once."""
    known: dict[frozenset[int], Readable] = {}
    there = {surface.rank for surface in surfaces}
    for rank in ranks:
        key = frozenset(other for other in there if other < rank)
        if key not in known:
            known[key] = readable_below(rank, surfaces, stem)
        yield rank, known[key]


def _told(file: str, text: Readable, rank: int, secrets: Secrets) -> Iterator[Leak]:
    """What a text gives away that is for readers of a rank it has not reached."""
    for found in (_phrases, _patterns, _runs):
        for secret, start, end in found(text, rank, secrets):
            if not _is_allowed(text, start, end, secrets):
                span = slice(start, end)
                yield Leak(file, text.surface_at(start), tuple(text.typed[span]), tuple(text.stems[span]), rank, secret)
    for of_rank, secret, letters, stems in secrets.phrases:
        if of_rank == rank and len(letters) >= SHORTEST_NAME and letters in text.names:
            surface = next(piece for piece in text.pieces if piece.kind in NAMES and letters in squeezed(piece.text))
            if f" {' '.join(stems)} " not in f" {' '.join(secrets.stems(surface.text))} ":  # found as words already
                yield Leak(file, surface, (surface.text.strip(),), (), rank, secret)


def _phrases(text: Readable, rank: int, secrets: Secrets) -> Iterator[tuple[str, int, int]]:
    for of_rank, secret, _, stems in secrets.phrases:
        if of_rank == rank and f" {' '.join(stems)} " in text.line:
            yield from ((secret, *span) for span in text.spans(stems))


def _patterns(text: Readable, rank: int, secrets: Secrets) -> Iterator[tuple[str, int, int]]:
    for of_rank, secret, pattern in secrets.patterns:
        for match in pattern.finditer(text.plain) if of_rank == rank else ():
            if match[0].strip():
                yield secret, text.plain.count(" ", 0, match.start()), text.plain.count(" ", 0, match.end()) + 1


def _runs(text: Readable, rank: int, secrets: Secrets) -> Iterator[tuple[str, int, int]]:
    """The longest rows of words that stand in spoilers of a rank."""
    if secrets.runs[rank].isdisjoint(text.runs):
        return
    spans: list[tuple[int, int]] = []
    for index in range(len(text.stems) - RUN + 1):
        if runs(text.stems[index : index + RUN]) & secrets.runs[rank]:
            goes_on = spans and index <= spans[-1][1]
            start = spans.pop()[0] if goes_on else index
            spans.append((start, index + RUN))
    yield from (("", *span) for span in spans)


def _is_allowed(text: Readable, start: int, end: int, secrets: Secrets) -> bool:
    """Whether words stand within words that the film's authors have allowed."""
    return any(first <= start and end <= last for run in secrets.allowed for first, last in text.spans(run))


def _plain_pattern(pattern: str) -> str:
    """A pattern without the accents that the text has lost; its own letters keep their case, since \\S is not \\s."""
    letters = unicodedata.normalize("NFKD", APOSTROPHE.sub("'", pattern))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
