"""What is readable too early: secrets, and the words of spoilers, below their level."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from .deadly_words import DeadlyWords, deadly_spans, deadly_words
from .film import Film, compile_pattern
from .readable import RUN, Readable, Run, running_texts, runs, sealed_runs
from .surfaces import NAMES, Surface
from .words import Stem, clean, squeezed, words

DOUBT = "?"  # in place of a secret: words that may tell something, or not
SHORTEST_NAME = 8  # letters of a phrase that is looked for in names without any spaces
Built = Mapping[str, Sequence[Surface]]  # every file of the site, by its path


@dataclass(frozen=True)
class Leak:
    """Words in a built file that may not be read there: those of `secret` (an id), or of some spoiler if that is empty.

    With DOUBT for a secret, they may be none. `rank` is where they may be read; `nth` counts those of the file that are alike.
    """

    file: str
    surface: Surface
    words: Run
    stems: Run
    rank: int
    secret: str = ""
    nth: int = 0


@dataclass(frozen=True)
class Phrase:
    """A phrase of the secret with this id: its letters without spaces, its stems, and these as a line has them."""

    secret: str
    letters: str
    stems: Run

    @cached_property
    def line(self) -> str:
        return f" {' '.join(self.stems)} "


@dataclass
class Secrets:
    """What may not be read below each rank: phrases, patterns, and the runs of words of spoilers."""

    film: Film
    stem: Stem
    deadly: DeadlyWords
    runs: dict[int, set[int]] = field(default_factory=dict)

    @cached_property
    def phrases(self) -> dict[int, list[Phrase]]:
        """The phrases of the secrets of each rank."""
        found: dict[int, list[Phrase]] = {rank: [] for rank in self.film.ranks}
        for secret in self.film.secrets:
            made = (Phrase(secret.id, squeezed(clean(phrase)), self.stems(phrase)) for phrase in secret.phrases)
            found.setdefault(self.film.rank(secret.level), []).extend(made)
        return found

    @cached_property
    def patterns(self) -> list[tuple[int, str, re.Pattern[str]]]:
        return [
            (self.film.rank(secret.level), secret.id, compiled)
            for secret in self.film.secrets
            for pattern in secret.patterns
            if not isinstance(compiled := compile_pattern(pattern), Exception)
        ]

    @cached_property
    def allowed(self) -> list[Run]:
        return [self.stems(allowance.words) for allowance in self.film.allowed]

    def stems(self, text: str) -> Run:
        return tuple(self.stem(word) for word in words(clean(text)))


def secrets_of(film: Film, stem: Stem, language: str) -> Secrets:
    """What may not be read too early, less the words of spoilers, which are still to be read."""
    return Secrets(film, stem, deadly_words(film, stem, language), {rank: set() for rank in film.ranks})


def find_leaks(built: Built, film: Film, stem: Stem, language: str) -> Iterator[Leak]:
    """Every leak of a site, file by file, and every sentence that may be one."""
    secrets = secrets_of(film, stem, language)
    for surfaces in built.values():
        for rank in {surface.tells for surface in surfaces} - {0}:
            secrets.runs[rank] |= sealed_runs(rank, surfaces, stem)
    yield from leaks_in(built, secrets)


def leaks_in(built: Built, secrets: Secrets) -> Iterator[Leak]:
    """Every leak of some files of a site, all of whose spoilers are known."""
    known: dict[Surface, list[Leak]] = {}
    for file, surfaces in built.items():
        seen: Counter[tuple[str, Run]] = Counter()
        for leak in _in_file(surfaces, secrets, known):
            yield replace(leak, file=file, nth=seen[leak.surface.kind, leak.stems])
            seen[leak.surface.kind, leak.stems] += 1


def _in_file(surfaces: Sequence[Surface], secrets: Secrets, known: dict[Surface, list[Leak]]) -> Iterator[Leak]:
    """The leaks of a file; `known` spares it those pieces that every page has."""
    for rank, text in running_texts(surfaces, secrets.film.ranks, secrets.stem):
        yield from _told(text, rank, secrets)
    for surface in surfaces:
        if not surface.flows:
            if surface not in known:
                known[surface] = list(_told_alone(surface, secrets))
            yield from known[surface]


def _told_alone(surface: Surface, secrets: Secrets) -> Iterator[Leak]:
    """What a piece that stands alone gives away; names are also read as ifthespaceswereleftout."""
    text = Readable([surface], secrets.stem)
    for rank in secrets.film.ranks[surface.rank :]:
        found = list(_told(text, rank, secrets))
        yield from found
        for phrase in secrets.phrases[rank] if surface.kind in NAMES else ():
            hidden = len(phrase.letters) >= SHORTEST_NAME and phrase.letters in squeezed(surface.text)
            if hidden and phrase.secret not in {leak.secret for leak in found}:
                yield Leak("", surface, (surface.text.strip(),), (), rank, phrase.secret)


def _told(text: Readable, rank: int, secrets: Secrets) -> Iterator[Leak]:
    """What a text gives away that is for readers of a rank it has not reached."""
    allowed: list[tuple[int, int]] | None = None  # looked for once, and only if there is something to allow
    for secret, start, end in (found for find in (_phrases, _patterns, _runs, _deadly) for found in find(text, rank, secrets)):
        if allowed is None:
            allowed = [span for run in secrets.allowed if f" {' '.join(run)} " in text.line for span in text.spans(run)]
        if not any(first <= start and end <= last for first, last in allowed):
            span = slice(start, end)
            yield Leak("", text.surface_at(start), tuple(text.typed[span]), tuple(text.stems[span]), rank, secret)


def _phrases(text: Readable, rank: int, secrets: Secrets) -> Iterator[tuple[str, int, int]]:
    for phrase in secrets.phrases[rank]:
        if phrase.line in text.line:
            yield from ((phrase.secret, *span) for span in text.spans(phrase.stems))


def _patterns(text: Readable, rank: int, secrets: Secrets) -> Iterator[tuple[str, int, int]]:
    for of_rank, secret, pattern in secrets.patterns:
        for match in pattern.finditer(text.plain) if of_rank == rank else ():
            if match[0].strip():
                yield secret, text.plain.count(" ", 0, match.start()), text.plain.count(" ", 0, match.end()) + 1


def _runs(text: Readable, rank: int, secrets: Secrets) -> Iterator[tuple[str, int, int]]:
    """The longest rows of words that stand in spoilers of a rank."""
    if len(text.stems) < RUN or secrets.runs[rank].isdisjoint(text.runs):
        return
    spans: list[tuple[int, int]] = []
    for index in range(len(text.stems) - RUN + 1):
        if runs(text.stems[index : index + RUN]) & secrets.runs[rank]:
            goes_on = spans and index <= spans[-1][1]
            start = spans.pop()[0] if goes_on else index
            spans.append((start, index + RUN))
    yield from (("", *span) for span in spans)


def _deadly(text: Readable, rank: int, secrets: Secrets) -> Iterator[tuple[str, int, int]]:
    """In the open, and only there: a sentence that may tell who does what to whom."""
    if rank == 1 and text.pieces and text.pieces[0].flows:
        yield from ((DOUBT, *span) for span in deadly_spans(text, secrets.deadly))
