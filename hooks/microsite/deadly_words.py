"""Sentences in the open that may say who does what to whom: two names of the cast with a word of death or betrayal between."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .film import Film
from .readable import Readable
from .surfaces import GAP
from .words import Stem, clean, words

SENTENCE_END = re.compile(rf"[.!?…][”’\"']?\s|{GAP.strip(' ')}")
SHORTEST = 3  # letters of a name: "Dr" and "Jr" are no one's
FARTHEST = 20  # words from one name to the other
# By language: another one is added here.
DEADLY = {
    "en": (
        "abandons assassinates attacks avenges beheads betrays betrayal buries chokes corpse deadly death deceives dead dies "
        "drowns dying executes fatal fights fought funeral grave hangs kills killer murders murderer outlives perishes poisons "
        "sabotages sacrifices shoots shot slays slain smothers stabs strangles suffocates survives traitor treason victim wounds"
    )
}


@dataclass(frozen=True)
class DeadlyWords:
    """Stems of deadly words, and whom each stem of a name may mean (ids of characters)."""

    words: frozenset[str]
    names: Mapping[str, frozenset[str]]


def deadly_words(film: Film, stem: Stem, language: str) -> DeadlyWords:
    names: dict[str, frozenset[str]] = {}
    for character in film.cast:
        for word in words(clean(f"{character.name} {character.actor}")):
            if len(word) >= SHORTEST and word[0].isupper():
                names[stem(word)] = names.get(stem(word), frozenset()) | {character.id}
    return DeadlyWords(frozenset(map(stem, DEADLY.get(language.partition("-")[0], "").split())), names)


def deadly_spans(text: Readable, deadly: DeadlyWords) -> Iterator[tuple[int, int]]:
    """From name to name, if they can't be one person's and a deadly word stands between, in one sentence."""
    if deadly.words.isdisjoint(text.stems) or deadly.names.keys().isdisjoint(text.stems):
        return
    named = [index for index, stem in enumerate(text.stems) if stem in deadly.names]
    for first, last in zip(named, named[1:], strict=False):
        others = not deadly.names[text.stems[first]] & deadly.names[text.stems[last]]
        near = last - first <= FARTHEST and not deadly.words.isdisjoint(text.stems[first:last])
        if others and near and not SENTENCE_END.search(text.between(first, last)):
            yield first, last + 1
