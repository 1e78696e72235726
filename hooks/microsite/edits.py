"""The ways from what readers see to the files that it is made of, where everybody can mend them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from .film import Film
from .models import PUBLIC, Level

# The levels at which a data file's entries are sealed; the other files are public.
TOLD: dict[str, Callable[[Film], Iterable[str]]] = {
    "cast": lambda film: (fate.level for character in film.cast for fate in character.fates),
    "quotes": lambda film: (words.level for words in film.quotes),
    "timeline": lambda film: (event.level for event in film.timeline),
    "ties": lambda film: (tie.level for tie in film.ties),
}


@dataclass(frozen=True)
class Edit:
    """A link to the file that `what` is made of, and how much of the film that file tells those who follow it."""

    what: str
    address: str
    gives_away: Level | None


def edit_address(repo_url: str | None, edit_uri: str | None, path: str) -> str | None:
    """Where a file can be edited on the web, by its path below docs/; None for a site without a repository."""
    return f"{repo_url.rstrip('/')}/{edit_uri}{quote(path)}" if repo_url and edit_uri else None


def told_in(file: str, film: Film) -> str:
    """The highest level at which anything in a data file is sealed."""
    return max(TOLD[file](film) if file in TOLD else (), key=film.rank, default=PUBLIC)
