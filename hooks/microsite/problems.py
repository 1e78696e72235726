"""What is wrong, where, and what was probably meant: the one place where a problem is put into words."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

MOST = 100  # problems of a kind that are told of one page: nobody reads more
LONGEST = 400  # characters of a message: a value may be a whole page
GUESS = re.compile(r"; did you mean '(?P<guess>[^']+)'\?$")

# How each kind of problem is mended, in a line.
MEND = {
    "data": "write what the message asks for; entries beside it show how, and an editor explains each key",
    "reference": "write the word exactly as its own file has it, or add it there first",
    "yaml": "one 'key: value' a line, the same indentation for all of an entry, quotes around a value with a colon",
    "file": "pages and data are plain text in UTF-8: pages in docs/, data in docs/_data/, pictures in docs/assets/",
    "front matter": "a page starts with '---', a title, a description and '---', a line each; everyone may read them",
    "spoiler": "a spoiler starts with ??? spoiler LEVEL \"Label\"; what it hides is indented by four spaces",
    "directive": "a directive stands alone on its line, as in <!-- film:cast -->; the guide lists all of them",
    "link": "link to the file of a page, as in [words](page.md#heading), and to a source by its id, as in (source:ID)",
    "footnote": "write [^name] where it is cited, and [^name]: with its text below, both in the same spoiler or both outside",
    "markdown": "compare with the guide's examples; show what should not work as code, in a fence",
    "html": "a page is words and pictures: write it in Markdown; what should be read as it stands goes between backticks",
    "scene": "save the drawing as plain SVG: shapes alone, an <svg id=\"…\"> for each scene",
    "schema": "run 'make fix', which writes it",
    "policy": "browsers are told to load nothing from other sites and to send what the build says; a link to another site is fine",
    "code": "if you changed no template and no hook, this is no mistake of yours: please open an issue with these lines",
    "site": "mend mkdocs.yml, or the page that it names",
    "leak": "put the words into a spoiler of that level, or say it so that it tells nothing",
    "doubt": "put the sentence into a spoiler if it tells something; if not, allow its words in docs/_data/allowed.yml",
    "spelling": "write it as suggested, or add the word to docs/_data/words.txt if it is right",
    "style": "run 'make fix', which mends most of these",
    "heading": "go down one step at a time: ## below #, ### below ##",
    "picture": "say in the brackets what it shows: ![A lit window](window.svg); if it only adorns: ![](line.svg){ role=presentation }",
    "quotation": "quote fifty words at most, and say where they stand: ([Publisher](source:ID))",
}


@dataclass(frozen=True, order=True)
class Problem:
    """Something a contributor has to mend; `path` is relative to mkdocs.yml's folder, `line` and `column` count from 1.

    `kind` is a key of MEND.
    """

    path: str
    line: int
    message: str
    kind: str = "data"
    column: int = 1

    def __post_init__(self) -> None:
        assert self.kind in MEND, f"nothing says how a problem of the kind '{self.kind}' is mended"

    def __str__(self) -> str:
        """One line, whatever was quoted in it, and whatever a file is called."""
        message, path = " ".join(_visible(self.message, " ").split()), _visible(self.path, "�")
        return f"{path}:{self.line}:{self.column}: {message if len(message) <= LONGEST else message[:LONGEST] + ' …'}"


def _visible(text: str, instead: str) -> str:
    """A text without what a terminal or a log would obey."""
    return text if text.isprintable() else "".join(letter if letter.isprintable() else instead for letter in text)


def counted(number: int, what: str) -> str:
    """A number of things: 1 problem, 2 problems."""
    return f"{number} {what if number == 1 else what + 's'}"


def guess_of(message: str) -> str | None:
    """What a message suggests instead of its value; None if it suggests nothing."""
    match = GUESS.search(message)
    return match["guess"] if match else None


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
        return did_you_mean(guess)
    if not choices:
        return "; there is none yet"
    listed = ", ".join(sorted(choices)[:8])
    return f"; there {'is' if len(choices) == 1 else 'are'} {listed}{', …' if len(choices) > 8 else ''}"


def did_you_mean(guess: str) -> str:
    """The end of a message that suggests something; GUESS finds it again."""
    return f"; did you mean '{guess}'?"


def a(what: str) -> str:
    """A noun with its article."""
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"
