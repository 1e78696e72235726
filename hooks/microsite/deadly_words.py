"""Sentences in the open that say who does what to whom: two names of the cast with a word of death or betrayal between."""

import re
from collections.abc import Iterator, Sequence

from .film import Film
from .readable import Run
from .surfaces import GAP, Surface
from .words import Stem, clean, words

SENTENCE_END = re.compile(rf"(?<=[.!?…])[”’\"']?\s+|{re.escape(GAP.strip())}")
SHORTEST = 3  # letters of a name: "Dr" and "Jr" are no one's
# By language: another one is added here.
DEADLY = {
    "en": (
        "abandons assassinates attacks avenges beheads betrays betrayal buries chokes corpse deadly death deceives "
        "dead dies drowns dying executes fatal fights fought funeral grave hangs kills killer murders murderer "
        "outlives perishes poisons sabotages sacrifices shoots shot slays slain smothers stabs strangles suffocates "
        "survives traitor treason victim wounds"
    )
}


def deadly_sentences(surfaces: Sequence[Surface], film: Film, stem: Stem, language: str) -> Iterator[Run]:
    """The words from name to name of each such sentence in the running text that is open to all."""
    deadly = {stem(word) for word in DEADLY.get(language.partition("-")[0], "").split()}
    names = _names(film, stem)
    open_text = "".join(surface.text for surface in surfaces if surface.flows and surface.rank == 0)
    if not deadly or not names:
        return
    for sentence in SENTENCE_END.split(open_text):
        typed = words(sentence)
        stems = [stem(word) for word in typed]
        if not deadly.isdisjoint(stems) and (span := _between(stems, names, deadly)):
            yield tuple(typed[slice(*span)])


def _names(film: Film, stem: Stem) -> dict[str, frozenset[str]]:
    """Whom each word of a name may mean."""
    names: dict[str, frozenset[str]] = {}
    for character in film.cast:
        for word in words(clean(f"{character.name} {character.actor}")):
            if len(word) >= SHORTEST and word[0].isupper():
                names[stem(word)] = names.get(stem(word), frozenset()) | {character.id}
    return names


def _between(stems: Sequence[str], names: dict[str, frozenset[str]], deadly: set[str]) -> tuple[int, int] | None:
    """From one name to another with a deadly word between, if the two can't be the same person."""
    first: int | None = None
    for index, stem in enumerate(stems):
        if stem not in names:
            continue
        if first is not None and not names[stems[first]] & names[stem] and not deadly.isdisjoint(stems[first:index]):
            return first, index + 1
        first = index
    return None
