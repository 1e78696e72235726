"""What a build comes to, in words for those who edit the site: in the terminal, and in the page that they look at."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .places import report
from .problems import Problem, counted

PLACE = re.compile(r"(?P<place>\S.*?:\d+:\d+): (?P<message>.*)")


@dataclass(frozen=True)
class Verdict:
    """A heading and a line for each thing to mend, or nothing at all; `published` if there is a new site all the same."""

    published: bool
    heading: str = ""
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([self.heading, *self.lines])

    @property
    def count(self) -> str:
        return self.heading.rstrip(":").partition(";")[0]

    def placed(self) -> Iterator[tuple[str, str]]:
        """Each line as a place, which may be empty, and a message."""
        for line in self.lines:
            found = PLACE.fullmatch(line)
            yield (found["place"], found["message"]) if found else ("", line)


def passed(warnings: Iterable[str]) -> Verdict:
    """A site was built; MkDocs or the audit may have warned, once or more often of the same."""
    lines = tuple(dict.fromkeys(line for warning in warnings for line in warning.splitlines()))
    return Verdict(True, f"{counted(len(lines), 'warning')}; this is the new site, but make site would not publish it:" if lines else "", lines)


def refused(text: str) -> Verdict:
    """A build has stopped with a report, or with a sentence."""
    heading, *lines = text.splitlines()
    return Verdict(False, heading if lines else "1 problem to mend; the site was left as it is:", tuple(lines) or (text,))


def failed(problems: Iterable[Problem], root: Path) -> Verdict:
    """A build has broken off; the places of `problems` are relative to `root`."""
    return refused(report(problems, root))
