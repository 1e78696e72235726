"""What is wrong, where, and what was probably meant: the one place where a problem is put into words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """Something a contributor has to mend; `path` is relative to mkdocs.yml's folder, `line` counts from 1."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def report(problems: Iterable[Problem]) -> str:
    """All problems, in the order of their places, each once, under a line that counts them."""
    lines = [str(problem) for problem in sorted(set(problems))]
    heading = "1 problem to mend" if len(lines) == 1 else f"{len(lines)} problems to mend"
    return "\n".join([f"{heading}; the site was left as it is:", *lines])


def nearest(word: str, choices: Collection[str]) -> str:
    """The end of a message about an unknown word: the nearest right one, or all of them if none is near."""
    if guess := closest(word, choices):
        return f"; did you mean '{guess}'?"
    if not choices:
        return "; there is none yet"
    listed = ", ".join(sorted(choices)[:8])
    return f"; there {'is' if len(choices) == 1 else 'are'} {listed}{', …' if len(choices) > 8 else ''}"


def closest(word: str, choices: Collection[str]) -> str | None:
    """The choice that `word` was probably meant to be, whatever its case; None if none is near."""
    by_key = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(word.casefold(), by_key, n=1, cutoff=0.6)
    return by_key[close[0]] if close else None
