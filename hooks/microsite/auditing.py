"""The audit of a built site: every file is read, and every leak told where its author can mend it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .deadly_words import deadly_sentences
from .film import Film
from .leaks import Built, Leak, find_leaks
from .origins import Origins
from .problems import Problem
from .surfaces import SEALED, UNSEALED, Surface, read_surfaces
from .words import Stem, clean, words

File = tuple[str, bytes, str | None]  # path in the site, content, and the level that it is for, if not for all


@dataclass(frozen=True)
class Findings:
    """What an audit found: leaks, doubts (which may be none), and what it has read."""

    leaks: list[Problem]
    doubts: list[Problem]
    files: int
    surfaces: int
    sealed: int


def audit(files: Iterable[File], film: Film, language: str, stem: Stem, origins: Callable[[], Origins]) -> Findings:
    """Read all of a site; `origins` is only asked for if there is something to place."""
    built = {path: read_surfaces(path, data, film, level) for path, data, level in files}
    leaks = [*find_leaks(built, film, stem), *_unsealed(built, stem)]
    doubts = list(_doubts(built, film, language, stem))
    return Findings(
        leaks=_problems(leaks, film, origins(), _leak_message) if leaks else [],
        doubts=_problems(doubts, film, origins(), _doubt_message) if doubts else [],
        files=len(built),
        surfaces=sum(len(surfaces) for surfaces in built.values()),
        sealed=sum(surface.kind == SEALED for surfaces in built.values() for surface in surfaces),
    )


def _unsealed(built: Built, stem: Stem) -> Iterator[Leak]:
    """Spoilers that stand open in a built file, since nothing that seals has seen them."""
    for file, surfaces in built.items():
        for surface in surfaces:
            if surface.kind == UNSEALED:
                typed = tuple(words(clean(surface.text)))
                yield Leak(file, surface, typed, tuple(map(stem, typed)), rank=1)


def _doubts(built: Built, film: Film, language: str, stem: Stem) -> Iterator[Leak]:
    """Sentences that may tell something, each once however many pages have it."""
    allowed = [f" {' '.join(map(stem, words(clean(allowance.words))))} " for allowance in film.allowed]
    seen: set[str] = set()
    for file, surfaces in built.items():
        for run in deadly_sentences(surfaces, film, stem, language) if file.endswith(".html") else ():
            stems = tuple(map(stem, run))
            line = f" {' '.join(stems)} "
            if line not in seen and not any(line in other for other in allowed):
                seen.add(line)
                yield Leak(file, Surface("text", " ".join(run), flows=True), run, stems, rank=1)


def _problems(leaks: Sequence[Leak], film: Film, origins: Origins, message: Callable[[Leak, Film, Origins], str]) -> list[Problem]:
    """Leaks where authors can mend them; what comes of one line and tells the same is one problem."""
    placed: dict[tuple[str, int, str, int], list[Leak]] = {}
    for leak in leaks:
        placed.setdefault((*origins.place(leak), leak.secret, leak.rank), []).append(leak)
    return [
        Problem(path, line, f"{message(alike[0], film, origins)}; built into {_places(alike)}")
        for (path, line, _, _), alike in placed.items()
    ]


def _places(alike: Sequence[Leak]) -> str:
    files = list(dict.fromkeys(leak.file for leak in alike))
    return files[0] if len(files) == 1 else f"{files[0]} and {len(files) - 1} more"


def _leak_message(leak: Leak, film: Film, origins: Origins) -> str:
    level, said = film.levels[leak.rank - 1].id, f"“{' '.join(leak.words)}”"
    readers = f" for readers at '{film.levels[leak.surface.rank - 1].id}'" if leak.surface.rank else ""
    if leak.surface.kind == UNSEALED:
        return f"a spoiler is not sealed here: {said}"
    if leak.secret:
        return f"the {leak.surface.kind}{readers} gives away '{leak.secret}' ({level}): {said}"
    there = origins.sealed_at(leak.stems, leak.rank)
    sealed = f"a spoiler ({level})" + (f" at {there}" if there else "")
    return f"the {leak.surface.kind}{readers} has words of {sealed}: {said}; if they tell nothing, allow them in allowed.yml"


def _doubt_message(leak: Leak, film: Film, origins: Origins) -> str:
    return (
        f"this may tell who does what to whom: “{' '.join(leak.words)}”; "
        "if it tells nothing, allow these words in allowed.yml, or move them into a spoiler"
    )
