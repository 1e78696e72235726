"""Text as the audit compares it: a row of words, free of case, accents, inflection and line breaks."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from urllib.parse import unquote

from Stemmer import Stemmer, algorithms

BREAK = "\0"  # a word that no text has: no run of words goes on past it
APOSTROPHES = "'’ʼ`´"
WORD = re.compile(rf"\0|[^\W_]+(?:[{APOSTROPHES}][^\W_]+)*")
NO_LETTER = re.compile(r"[\W_]+")
APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
# Whatever of ASCII stands in no word becomes a space.
SPACED = bytes(code if code > 127 or chr(code).isalnum() or chr(code) in (*APOSTROPHES, BREAK) else 32 for code in range(256))
INVISIBLE = re.compile("[\xad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
ACCENT = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
Stem = Callable[[str], str]


@cache
def stem_of(language: str) -> Stem:
    """What takes the endings off a language's words; `language` is a tag such as "en" or "pt-BR"."""
    algorithm = _english_name(language).lower()
    take_off = Stemmer(algorithm).stemWord if algorithm in algorithms() else str

    @cache
    def stem(word: str) -> str:
        return word if word == BREAK else take_off(APOSTROPHE.sub("'", plain(word))).replace("'", "")

    return stem


def _english_name(language: str) -> str:
    """What English calls a language, which is what Snowball calls its rules for it."""
    if language.partition("-")[0] == "en":  # most sites', spared the time that Babel takes
        return "English"
    from babel.core import Locale

    return (Locale.parse(language, sep="-").get_language_name("en") or "").partition(" ")[0]


def plain(text: str) -> str:
    """A text in small letters without accents: 'Æsbæk’s Überfall' becomes 'æsbæk’s uberfall'."""
    if text.isascii():
        return text.lower()
    return without_accents(text.casefold())


def without_accents(text: str) -> str:
    return ACCENT.sub("", unicodedata.normalize("NFKD", text))


def clean(text: str) -> str:
    """A text without what can't be seen, with one form for each letter, and with room for BREAK."""
    return text if text.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def words(text: str) -> list[str]:
    """The words of a clean text as they are typed, and its BREAKs: what WORD finds, in half the time."""
    found = text.encode("utf-8", "surrogatepass").translate(SPACED).decode("utf-8", "surrogatepass").split()
    if all(map(str.isalnum, found)):
        return found
    return [word for some in found for word in ((some,) if some.isalnum() else _words_within(some))]


@lru_cache(maxsize=20_000)
def _words_within(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text))


def in_plain(typed: Sequence[str]) -> str:
    """Words in small letters without accents, with one space between two."""
    line = " ".join(typed)
    for mark in APOSTROPHES:
        line = line.replace(mark, "'")
    return plain(line)


def opened(name: str) -> str:
    """An address, an id or a file's name as words: they may be writtenAsOne or hold %20."""
    return HUMP.sub(" ", unquote(name) if "%" in name else name)


@lru_cache(maxsize=10_000)  # every page has the addresses of all the others
def squeezed(text: str) -> str:
    """The letters and digits of a text in one row, as in a file's name that leaves out the spaces."""
    return NO_LETTER.sub("", plain(text))
