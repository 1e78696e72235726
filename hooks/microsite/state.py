"""The state of one build: made when it starts, handed from stage to stage, gone with it."""

from dataclasses import dataclass, field
from pathlib import Path

from .film import Film
from .links import BuiltPage
from .pages import PageSource
from .partials import Partials
from .problems import Problem


@dataclass
class Build:
    """`root` is mkdocs.yml's folder; pages are keyed by their path below docs/, built ones by their URL.

    `citing` has, for each source, the pages that cite it; `target` is where the site goes once it is good.
    """

    root: Path
    film: Film
    partials: Partials
    problems: list[Problem] = field(default_factory=list)
    pages: dict[str, PageSource] = field(default_factory=dict)
    built: dict[str, BuiltPage] = field(default_factory=dict)
    citing: dict[str, list[str]] = field(default_factory=dict)
    target: Path | None = None

    @property
    def source_list(self) -> str | None:
        """The page that lists the sources, if there is one."""
        return next((name for name, page in self.pages.items() if "sources" in page.directives), None)

    def note(self, src_uri: str, line: int, message: str) -> None:
        """Add a problem of a page."""
        self.problems.append(Problem(self.pages[src_uri].path, line, message))
