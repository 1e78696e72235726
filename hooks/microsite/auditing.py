"""The audit of a built site: every file is read, and every leak told where its author can mend it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from .built_files import read_parts, read_surfaces
from .cores import spread
from .documents import Known
from .film import Film
from .leaks import DOUBT, Built, Leak, Secrets, leaks_in, secrets_of
from .origins import Origins
from .problems import Problem
from .screening import Read, Screening
from .surfaces import UNSEALED, Surface
from .words import Stem, clean, words

LEAST = 3_000_000  # bytes of a share of the first reading: a second's work, beside which the start of a process is nothing


@dataclass(frozen=True)
class File:
    """A file of a site: its path there, what reads it, its size in bytes, and the level that it is for, if not for all."""

    path: str
    read: Callable[[], bytes]
    size: int
    level: str | None = None


@dataclass(frozen=True)
class Findings:
    """What an audit found: leaks, doubts (which may be none), and what it has read."""

    leaks: list[Problem]
    doubts: list[Problem]
    files: int
    surfaces: int
    sealed: int


def audit(files: Sequence[File], film: Film, language: str, stem: Stem, origins: Callable[[], Origins]) -> Findings:
    """Read all of a site, on all cores, and twice what is suspect; `origins` is only asked for if there is something to place."""
    secrets = secrets_of(film, stem, language)
    screening = Screening(secrets)
    for read in spread(lambda share: _first_reading(share, secrets), files, weigh=attrgetter("size"), least=LEAST):
        screening.read.add(read)
    screening.finish()
    suspects = dict(_suspects(files, screening, film)) if screening.found else {}
    found = [*leaks_in(suspects, secrets), *_unsealed(suspects, stem)]
    problems = _problems(found, film, origins()) if found else []
    return Findings(
        leaks=[problem for problem in problems if problem.kind == "leak"],
        doubts=[problem for problem in problems if problem.kind == "doubt"],
        files=screening.read.files,
        surfaces=screening.read.surfaces,
        sealed=screening.read.sealed,
    )


def _first_reading(files: Iterable[File], secrets: Secrets) -> Read:
    screening, known = Screening(secrets), Known()
    for file in files:
        screening.take(file.path, read_parts(file.path, file.read(), secrets.film, file.level, known))
    return screening.read


def _suspects(files: Iterable[File], screening: Screening, film: Film) -> Iterator[tuple[str, list[Surface]]]:
    for file in files:
        surfaces = read_surfaces(file.path, file.read(), film, file.level)
        if screening.is_suspect(file.path, surfaces):
            yield file.path, surfaces


def _unsealed(built: Built, stem: Stem) -> Iterator[Leak]:
    """Spoilers that stand open in a built file, since nothing that seals has seen them."""
    for file, surfaces in built.items():
        for surface in surfaces:
            if surface.kind == UNSEALED:
                typed = tuple(words(clean(surface.text)))
                yield Leak(file, surface, typed, tuple(map(stem, typed)), rank=1)


def _problems(leaks: Sequence[Leak], film: Film, origins: Origins) -> list[Problem]:
    """What each secret makes wrong, where authors can mend it; what comes of one line is one problem."""
    placed: dict[tuple[str, int, str, int], list[Leak]] = {}
    for leak in leaks:
        placed.setdefault((*origins.place(leak), leak.secret, leak.rank), []).append(leak)
    return [
        Problem(path, line, _message(alike, film, origins), "doubt" if secret == DOUBT else "leak")
        for (path, line, secret, _), alike in placed.items()
    ]


def _plainest(alike: Sequence[Leak]) -> Leak:
    """The leak that speaks for others of its line: a title that stands in the text of its page too is a title to its author."""
    return min((leak for leak in alike if leak.file == alike[0].file), key=lambda leak: leak.surface.kind != "title")


def _places(alike: Sequence[Leak]) -> str:
    files = list(dict.fromkeys(leak.file for leak in alike))
    return files[0] if len(files) == 1 else f"{files[0]} and {len(files) - 1} more"


def _message(alike: Sequence[Leak], film: Film, origins: Origins) -> str:
    return f"{_told(_plainest(alike), film, origins)}; built into {_places(alike)}"


def _told(leak: Leak, film: Film, origins: Origins) -> str:
    level, said = film.levels[leak.rank - 1].id, f"“{' '.join(leak.words)}”"
    readers = f" for readers at '{film.levels[leak.surface.rank - 1].id}'" if leak.surface.rank else ""
    if leak.surface.kind == UNSEALED:
        return f"a spoiler is not sealed here: {said}"
    if leak.secret == DOUBT:
        return f"this may tell who does what to whom: {said}; if it tells nothing, allow these words in allowed.yml"
    if leak.secret:
        return f"the {leak.surface.kind}{readers} gives away '{leak.secret}' ({level}): {said}"
    there = origins.sealed_at(leak.stems, leak.rank)
    sealed = f"a spoiler ({level})" + (f" at {there}" if there else "")
    return f"the {leak.surface.kind}{readers} has words of {sealed}: {said}; if they tell nothing, allow them in allowed.yml"
