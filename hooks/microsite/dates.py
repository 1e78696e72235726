"""When each file was last changed: the day that git knows, or none; never a guess.

https://git-scm.com/docs/git-log, https://git-scm.com/docs/git-status
"""

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from .film import Film

# A commit is a day and what decorates it, after a slash, with which no relative path starts. Whatever
# the user's own settings are, a file's first commit lists it, and a signature prints nothing in between.
LOG = ["-c", "log.showRoot=true", "-c", "log.showSignature=false", "log", "-z", "--name-only", "--no-renames", "--relative"]
LOG += ["--format=/%cs %D", "--decorate-refs-exclude=*"]
STATUS = ["--no-optional-locks", "status", "-z", "--porcelain", "--no-renames", "--untracked-files=all"]
CUT = "grafted"  # decorates the last commit of a shallow clone: all older changes look like its own
NEVER = date(1970, 1, 1)


def last_changes(folder: Path) -> dict[str, date]:
    """The day of the last commit that changed each file, by its path below `folder`.

    Left out are files with changes that are not committed, and those of which a shallow
    clone no longer tells. Empty if there is no git, no repository or no history.
    """
    known: dict[str, date] = {}
    for name, day in _commits(_git(folder, *LOG, "--", ".")):
        if day:
            known[name] = max(day, known.get(name, day))
    prefix = "".join(_git(folder, "rev-parse", "--show-prefix")).strip("\n") if known else ""
    for entry in _git(folder, *STATUS, "--", ".") if known else ():
        known.pop(entry[3:].removeprefix(prefix), None)
    return known


def newest_day(film: Film) -> date:
    """The newest day that a film's data names: what a feed says of a page whose own day is not known."""
    days = [day for source in film.sources for day in (source.read, source.published) if day]
    return max([NEVER, *days, *(release.day for release in film.about.releases)])  # no file can be older than that


def _commits(log: list[str]) -> Iterator[tuple[str, date | None]]:
    """Each file of each commit with the commit's day; None where history was cut off."""
    day: date | None = None
    for part in log:
        if part.startswith("/"):
            head = part[1:].split()
            day = None if CUT in part else date.fromisoformat(head[0])
        elif name := part.removeprefix("\n"):
            yield name, day


def _git(folder: Path, *arguments: str) -> list[str]:
    """What git says, cut where it puts a zero byte; nothing if it can't answer."""
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    return done.stdout.decode("utf-8", "surrogateescape").split("\0")
