"""The state of one build: made when it starts, handed from stage to stage, gone with it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from .contents import Contents
from .dates import NEVER
from .film import Film
from .links import BuiltPage
from .pages import PageSource
from .partials import Partials
from .policy import Inline, new_mark
from .problems import Problem
from .share_cards import Card
from .staging import Staging
from .used_styles import Styles


@dataclass
class Build:
    """`root` is mkdocs.yml's folder; pages are keyed by their path below docs/.

    `citing` has, for each source, the pages that cite it; `moved` has, for each page's URL,
    the ids that sealing took away and the address of the spoiler that stands for each;
    `contents` has what is told of each page elsewhere; `search` has the entries of the
    search index for each level, and `searched` what Material's index is to be made of, by
    page, until it is; `copied` has the file that each built one is made of,
    by its path in the site; `changed` has the day of the last change of each file below
    docs/ of which that is known, and `newest_day` stands in where it is not; `cards` has
    the picture that goes with links to each page; `doubts` has what the audit is not sure of;
    `shown` has the HTML of directives, by their text and level;
    `styles` has all that there are, and `scripted` the HTML that is for scripts alone, with
    which the `script` of that name is built; `mark` tells the scripts and styles of templates
    from those that anybody else wrote, and `inline` has those that stand in pages.
    """

    root: Path
    film: Film
    partials: Partials
    staging: Staging
    scenes: dict[str, str] | None
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    pages: dict[str, PageSource] = field(default_factory=dict)
    built: dict[str, BuiltPage] = field(default_factory=dict)
    citing: dict[str, list[str]] = field(default_factory=dict)
    moved: dict[str, dict[str, str]] = field(default_factory=dict)
    contents: dict[str, Contents] = field(default_factory=dict)
    search: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    searched: dict[str, str] = field(default_factory=dict)
    copied: dict[str, Path] = field(default_factory=dict)
    changed: dict[str, date] = field(default_factory=dict)
    newest_day: date = NEVER
    cards: dict[str, Card] = field(default_factory=dict)
    styles: Styles | None = None
    scripted: str = ""
    script: str = ""
    script_name: str = ""
    mark: str = field(default_factory=new_mark)
    inline: Inline = Inline()
    shown: dict[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def source_list(self) -> str | None:
        """The page that lists the sources, if there is one."""
        return next((name for name, page in self.pages.items() if "sources" in page.directives), None)

    def day(self, src_uri: str) -> date:
        """A day for what must name one, as feeds must: of a page's last change, or one that stands in for it."""
        return self.changed.get(src_uri, self.newest_day)

    def scene(self, name: object) -> str:
        """The scene that a page names, else the first that the film has; empty if it has none."""
        scenes = self.scenes or {}
        return scenes.get(str(name)) or next(iter(scenes.values()), "")

    def whole(self, src_uri: str) -> bool:
        """Whether nothing is wrong with a page and the film, so that what it lacks it really lacks."""
        data = any(not problem.path.endswith(".md") for problem in self.problems)
        return not data and not any(problem.path == self.pages[src_uri].path for problem in self.problems)

    def note(self, src_uri: str, line: int, message: str, kind: str) -> None:
        """Add a problem of a page."""
        self.problems.append(Problem(self.pages[src_uri].path, line, message, kind))

    def note_if_new(self, src_uri: str, line: int, message: str, kind: str) -> None:
        """Add a problem of a page, unless something is known to be wrong with that line already."""
        path = self.pages[src_uri].path
        if not any((problem.path, problem.line) == (path, line) for problem in self.problems):
            self.note(src_uri, line, message, kind)
