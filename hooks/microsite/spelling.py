"""Spelling: every word that readers see is in the dictionary, a name of the film's, or in the site's own list."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

from breame.spelling import BRITISH_ENGLISH_SPELLINGS
from spellchecker import SpellChecker

from .front_matter import FrontMatter
from .markdown_lines import body_lines, comments, front_matter
from .models import Entry
from .problems import Problem, closest, did_you_mean
from .reading import prose_keys
from .words import without_accents
from .yaml_text import ListNode, MappingNode, Node, extent, parse_yaml

WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?:['’][^\W\d_]+)*")  # what follows a digit is a unit, as in 5km
ENDING = re.compile("(?:['’]s?|s)$")  # of a possessive or a plural: NASA’s, DVDs
NUMERAL = re.compile("x{0,3}(?:ix|iv|v?i{0,3})")
LIKENESS = 0.8  # 'Weronkia' is as good as a name of the film, 'over' is not
LANG = r"\{[^{}\n]*\blang=[^{}\n]*\}"
# Words of another language: of an element, an emphasis, a link, a heading or a paragraph that names it. How much that may be is
# limited, here and below, as a page that opens a thousand tags and closes none would take minutes.
FOREIGN = re.compile(
    r"<(?P<tag>\w+)\b[^<>]*\slang=[^<>]*>.{0,2000}?</(?P=tag)>"
    rf"|(?P<mark>\*{{1,3}}|_{{1,3}})(?![*_])(?:[^*_\n]|\n(?! *\n))+(?P=mark){LANG}|\[[^\[\]\n]*\]\([^()\n]*\){LANG}"
    rf"|^ *#[^\n]*{LANG}$|(?:^ *[^\s#][^\n]*\n){{1,50}}^ *{LANG}$",
    re.DOTALL | re.MULTILINE,
)
CODE = re.compile(r"<(?P<tag>code|pre|kbd|samp)\b[^<>]*>.{0,2000}?</(?P=tag)>", re.DOTALL)
# What else stands in a page's prose and is not read: tags, addresses, attributes, notes' names.
UNREAD = re.compile(
    r"<[^<>\n]*>|\]\([^)\n]*\)|^ *\[(?!\^)[^\]\n]+\]: \S+|\{[^}\n]*\}|\[\^[^\]\n]*\]"
    r"|^ *\?\?\? ?[\w -]*|\b\w+:/?/?\S+|\bwww\.\S+|(?<![\w.-])[\w.-]+@[\w-]+\.\S+"
    r"|(?<![\w.-])[\w-]+(?:\.[\w-]+)+/\S*|&\w+;|(?<![\w-])[\w-]+\.(?:md|yml|svg|txt)\b",
    re.MULTILINE,
)
# What is shown of that, to some readers at least: the title of a link, the words for a picture, a table's caption.
SHOWN = re.compile(r'(?:\b(?:alt|title|aria-label)=|(?<=\s))"(?P<words>[^"\n]*)"')
CAPTION = re.compile(r'^<!--\s*film:[^"]*(?:"[^"]*"[^"]*)*?\bcaption="(?P<words>[^"\n]*)"')
# The keys under which data files give names: of people, sides, places and publishers.
NAMES = {
    "film": ("title", "sides", "releases.place", "releases.by", "crew.name"),
    "cast": ("name", "actor", "known_for"),
    "sources": ("publisher", "title", "via"),
}
# What stands in data and is not read: an entry's dash and key, escaped characters, a comment.
NO_DATA = re.compile(r"^[ -]*[\"']?\w+[\"']?\s*:|\\(?:x..|u.{4}|.)|(?:^|\s)#\s[^\"']*$")


@dataclass(frozen=True)
class Dictionary:
    """A language's words, those of the film, and those that the site adds.

    Unless the film's names are known, any word that starts with a capital may be one.
    """

    language: str
    own: frozenset[str]
    names_known: bool = True

    @property
    def _words(self) -> SpellChecker:
        return _words_of(self.language)

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(word.replace("’", "'").casefold() for word in self.own)

    def has(self, word: str) -> bool:
        plain = word.replace("’", "'").casefold()
        bare = plain.removesuffix("'s").removesuffix("'")
        if len(word) == 1 or len(ENDING.sub("", word)) > 1 and ENDING.sub("", word).isupper() or NUMERAL.fullmatch(word):
            return True
        if word[0].isupper() and not self.names_known or not {plain, bare}.isdisjoint(self._own):
            return True
        return any(form in self._words for form in (plain, bare, without_accents(plain), without_accents(bare)))

    def nearest(self, word: str) -> str | None:
        """The word that was probably meant, in its own capitals; None if none is near."""
        plain = word.replace("’", "'")
        found = closest(plain, self.own, LIKENESS) or self._words.correction(plain.casefold())
        if found is None or found == plain.casefold():
            alike = [other for other in self._words.word_frequency.words() if other[0] == plain[0].casefold()]
            found = closest(plain, alike, LIKENESS)
        return _in_capitals_of(word, found, self._words) if found else None


def _in_capitals_of(word: str, found: str, known: SpellChecker) -> str:
    """A name keeps its capital, if it is not also a plain word; any word gets one that had one."""
    if word[0].isupper():
        return found[0].upper() + found[1:]
    return found.casefold() if found.casefold() in known else found


@cache
def _words_of(language: str) -> SpellChecker:
    checker = SpellChecker(language=language, distance=1)
    if language == "en":
        checker.word_frequency.load_words(BRITISH_ENGLISH_SPELLINGS)
    return checker


def dictionary_of(language: str, names: Collection[str] | None, listed: str) -> Dictionary | None:
    """The dictionary of a site in `language`, a tag such as "en"; `listed` is the text of its own list of words.

    `names` are the words of the film's names, None if they could not be read. None for a language that the
    spell checker has no words of.
    """
    plain = language.partition("-")[0].lower()
    if plain not in SpellChecker.languages():
        return None
    lines = (line.partition("#")[0] for line in listed.splitlines())
    own = frozenset({*(names or ()), *(word for line in lines for word in WORD.findall(line))})
    return Dictionary(plain, own, names_known=names is not None)


def names_in(node: Node | None, keys: Collection[str], at: str = "") -> Iterator[str]:
    """Every word of the names that a data file gives under `keys`, be its entries valid or not."""
    if isinstance(node, ListNode):
        for item in node.items:
            yield from names_in(item, keys, at)
    elif isinstance(node, MappingNode):
        for key, value in node.entries.items():
            yield from names_in(value, keys, f"{at}.{key}" if at else key)
    elif node is not None and at in keys:
        yield from (word.removesuffix("’s") for word in WORD.findall(node.text))


def misspelt_in_page(text: str, path: str, dictionary: Dictionary) -> Iterator[Problem]:
    """The words of a page, title and description among them, that nobody knows."""
    if yaml := front_matter(text):
        found = misspelt_in_data(yaml, path, FrontMatter, dictionary)
        yield from (replace(problem, line=problem.line + 1) for problem in found)  # below the line of dashes
    lines = body_lines(text)
    prose = "\n".join(line.prose for line in lines)
    for pattern in (CODE, FOREIGN):
        prose = _blank(pattern, prose)
    for comment in comments(prose):
        prose = prose[: comment.start()] + _spaces_but_shown(comment) + prose[comment.end() :]
    prose = UNREAD.sub(_spaces_but_shown, prose)
    yield from _misspelt(zip((line.number for line in lines), prose.split("\n"), strict=True), path, dictionary)


def misspelt_in_data(text: str, path: str, model: type[Entry], dictionary: Dictionary) -> Iterator[Problem]:
    """The words of a data file's running texts that nobody knows."""
    node, _ = parse_yaml(text, path)
    lines = text.split("\n")
    numbers = sorted(set(_prose_lines(node, prose_keys(model), lines)))
    yield from _misspelt([(number, _blank(NO_DATA, lines[number - 1])) for number in numbers], path, dictionary)


def _prose_lines(node: Node | None, keys: Collection[str], lines: list[str]) -> Iterator[int]:
    if isinstance(node, ListNode):
        for item in node.items:
            yield from _prose_lines(item, keys, lines)
    elif isinstance(node, MappingNode):
        for key, value in node.entries.items():
            if key in keys:
                yield from extent(node.lines[key], lines)
            else:
                yield from _prose_lines(value, keys, lines)


def _misspelt(lines: Iterable[tuple[int, str]], path: str, dictionary: Dictionary) -> Iterator[Problem]:
    for number, line in lines:
        for match in WORD.finditer(line):
            if not dictionary.has(match[0]):
                guess = dictionary.nearest(match[0])
                message = f"'{match[0]}' is not in the dictionary{did_you_mean(guess) if guess else ''}"
                yield Problem(path, number, message, "spelling", match.start() + 1)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """A text with spaces in place of what matches, so that all else stays where it is."""
    return pattern.sub(_spaces, text)


def _spaces(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _spaces_but_shown(match: re.Match[str]) -> str:
    """Spaces for what is not read, but for a caption, a title and the like that stand in it."""
    text, kept = match[0], _spaces(match)
    for shown in (CAPTION if text.startswith("<!--") else SHOWN).finditer(text):
        start, end = shown.span("words")
        kept = kept[:start] + text[start:end] + kept[end:]
    return kept
