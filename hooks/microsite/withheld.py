"""What a comment may not quote, since whoever reads it may not have seen the film.

A site's own audit has read what is open there. But a comment sets two sites side by side: words that
are open in one may be sealed in the other, or a secret by the other's list.
"""

from collections.abc import Iterable
from functools import cached_property

from .built_site import tidy
from .leaks import DOUBT, find_leaks
from .public_words import PublicWords, row, sentences
from .surfaces import NAMES, Surface
from .words import clean, opened, stem_of

FEW = 4  # words: fewer are sealed if they are all of a sealed sentence, as many or more if they stand in one
COMMENT = ""  # no file has this name


class Withheld:
    """What is sealed in a site, and which texts tell of it."""

    def __init__(self, public: PublicWords) -> None:
        self._public, self._site = public, public.site

    def untold(self, texts: Iterable[str]) -> frozenset[str]:
        """Those of some texts that tell a secret of this site, or what is sealed there and stands nowhere in the open."""
        texts = set(texts)
        by_surface = {_surface(text): text for text in texts}
        built = {**self._sealed_files, COMMENT: list(by_surface)}
        leaks = find_leaks(built, self._site.film, stem_of(self._site.language), self._site.language)
        told = {by_surface[leak.surface] for leak in leaks if leak.file == COMMENT and leak.secret != DOUBT}
        return frozenset(told | {text for text in texts if self._is_sealed_alone(text)})

    def _is_sealed_alone(self, text: str) -> bool:
        words = row(text)
        sealed = words in self._sentences or words.count(" ") >= FEW - 1 and f" {words} " in self._row
        return bool(words) and sealed and not self._public.on_pages(text)

    @cached_property
    def _sealed_files(self) -> dict[str, list[Surface]]:
        """The pages of the site, less all that is open: only what they seal matters here."""
        return {path: [surface for surface in self._site.surfaces[path] if surface.rank] for path in self._site.pages}

    @cached_property
    def _blocks(self) -> list[str]:
        blocks = [""]
        for surface in (surface for surfaces in self._sealed_files.values() for surface in surfaces):
            if surface.kind == "gap" or not surface.flows:
                blocks += [surface.text, ""] if surface.kind not in NAMES else [""]
            else:
                blocks[-1] += surface.text
        return [tidy(block) for block in blocks]

    @cached_property
    def _sentences(self) -> frozenset[str]:
        return frozenset(row(sentence) for block in self._blocks for sentence in sentences(block))

    @cached_property
    def _row(self) -> str:
        return f" {' | '.join(map(row, self._blocks))} "


def _surface(text: str) -> Surface:
    """A text as the audit takes it: an address may hide words that are written as one."""
    return Surface("text", text) if " " in text else Surface("address", clean(opened(text)))
