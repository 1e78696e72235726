"""What is wrong, where, and what was probably meant: the one place where a problem is put into words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

LONGEST = 400  # characters of a message: a value may be a whole page


@dataclass(frozen=True, order=True)
class Problem:
    """Something a contributor has to mend; `path` is relative to mkdocs.yml's folder, `line` counts from 1."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        """One line, whatever was quoted in it."""
        message = " ".join(self.message.split())
        return f"{self.path}:{self.line}: {message if len(message) <= LONGEST else message[:LONGEST] + ' …'}"


def report(problems: Iterable[Problem]) -> str:
    """All problems, in the order of their places, each once, under a line that counts them."""
    lines = [str(problem) for problem in sorted(set(problems))]
    heading = "1 problem to mend" if len(lines) == 1 else f"{len(lines)} problems to mend"
    return "\n".join([f"{heading}; the site was left as it is:", *lines])


def closest(word: str, choices: Collection[str], cutoff: float = 0.6) -> str | None:
    """The choice that `word` was probably meant to be, whatever its case; None if none is near.

    `cutoff` is how alike they have to be, from 0 to 1 (difflib's ratio).
    """
    by_key = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(word.casefold(), by_key, n=1, cutoff=cutoff)
    return by_key[close[0]] if close else None


def nearest(word: str, choices: Collection[str]) -> str:
    """The end of a message about an unknown word: the nearest right one, or some of them if none is near."""
    if guess := closest(word, choices):
        return f"; did you mean '{guess}'?"
    if not choices:
        return "; there is none yet"
    listed = ", ".join(sorted(choices)[:8])
    return f"; there {'is' if len(choices) == 1 else 'are'} {listed}{', …' if len(choices) > 8 else ''}"


def a(what: str) -> str:
    """A noun with its article."""
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"
