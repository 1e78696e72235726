"""Every spoiler of a page sealed, whether Markdown, HTML or a directive made it."""

from collections.abc import Collection
from itertools import islice
from typing import Any

from microsite.notes import sealed_terms
from microsite.problems import MOST
from microsite.sealing import addresses_in_spoilers, seal
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

FIRST, LAST = 100, -100


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    build, src_uri = config.extra["build"], page.file.src_uri
    source = build.pages[src_uri]
    build.moved[page.url] = addresses_in_spoilers(html, build.film) if build.film.levels else {}
    page.toc.items = _public_entries(page.toc.items, build.moved[page.url].keys())
    html, problems = seal(html, build.film, build.partials, sealed_terms(source.lines, source.levels))
    for words, message in islice(problems, MOST):
        block = f"??? {words.removeprefix('class ')}"  # what Markdown makes a block of with such a class
        build.note_if_new(src_uri, source.place(f">{words}<", f'"{words}"', words, block, "<details"), message, "spoiler")
    return html


def _public_entries(entries: list[AnchorLink], sealed: Collection[str]) -> list[AnchorLink]:
    """The table of contents without the headings that stand in spoilers."""
    for entry in entries:
        entry.children = _public_entries(entry.children, sealed)
    return [entry for entry in entries if entry.id not in sealed]


@event_priority(FIRST)
def _hide_from_search(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    context["whole"] = page.content
    page.content = config.extra["build"].searched.pop(page.file.src_uri)


@event_priority(LAST)
def _show_to_readers(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    page.content = context.pop("whole")


# Search indexes a page between these two. Its own way to leave text out (data-search-exclude)
# ends at the first inner element that closes.
on_page_context = CombinedEvent(_hide_from_search, _show_to_readers)
