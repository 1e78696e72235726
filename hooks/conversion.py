"""Markdown made HTML on all cores at once, where MkDocs would take one page after the other."""

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Any

from microsite.cores import spread
from microsite.pages import PageSource
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

LEAST = 1_000  # lines that are worth a process: some tenth of a second
# What a page has of its conversion, but for its links to anchors: they are told by the names of the files that they lead to.
CONVERTED = ("content", "toc", "present_anchor_ids")
Made = tuple[str, dict[str, Any], dict[str, dict[str, str]]]  # of which text, what, and the links; plain, to come from another process


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    """Convert all pages, and let MkDocs find them done when it comes to them."""
    build = config.extra["build"]
    pages = [(file.page or Page(None, file, config), build.pages[file.src_uri]) for file in files.documentation_pages()]
    shares = spread(partial(_convert, config, files), pages, least=LEAST, weigh=lambda of: len(of[1].lines))
    for (page, _), made in zip(pages, chain.from_iterable(shares), strict=True):
        if made:
            page.render = partial(_take, page, made)


def _convert(config: MkDocsConfig, files: Files, pages: Iterator[tuple[Page, PageSource]]) -> list[Made | None]:
    return [_made(page, source.markdown, config, files) for page, source in pages]


def _made(page: Page, markdown: str, config: MkDocsConfig, files: Files) -> Made | None:
    page.markdown = markdown
    try:
        page.render(config, files)
    except Exception:  # MkDocs will meet it too, and tell where
        return None
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    return markdown, {name: getattr(page, name) for name in CONVERTED}, links


def _take(page: Page, made: Made, config: MkDocsConfig, files: Files) -> None:
    """What MkDocs calls to convert a page: if it still says what it said, that is done."""
    del page.render
    markdown, converted, links = made
    if page.markdown != markdown:
        return page.render(config, files)
    vars(page).update(converted, links_to_anchors={files.src_uris[name]: anchors for name, anchors in links.items()})
