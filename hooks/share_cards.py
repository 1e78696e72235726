"""A card for each page of the nav, to be seen beside links to it."""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from microsite.share_cards import CACHE, Card, Pictures, card_path, draw, styles
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.share_cards")


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    in_nav = any(page is other for other in nav.pages)
    card = _card(page, config) if config.site_url and in_nav else None  # links to cards must be absolute
    if card:
        config.extra["build"].cards[page.file.src_uri] = card
    context["card"], context["card_url"] = card, urljoin(config.site_url, quote(card.path)) if card else None


def on_post_build(*, config: MkDocsConfig) -> None:
    build = config.extra["build"]
    pictures = Pictures(build.root / CACHE)
    for card in build.cards.values():
        path = Path(config.site_dir) / card.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pictures.png(card.svg))
    pictures.prune()


def _card(page: Page, config: MkDocsConfig) -> Card | None:
    build = config.extra["build"]
    words = {"label": _label(page, config), "title": str(page.meta["title"]), "lead": str(page.meta["description"])}
    if missing := styles().lacks("".join(words.values())):
        log.info(f"{page.file.src_uri} gets no card: the card's font has no {' '.join(missing)}")
        return None
    svg = draw(build.partials, **words, scene=build.scene(page.meta.get("scene")))
    return Card(card_path(page.file.src_uri), svg, f"{words['title']} · {config.site_name}")


def _label(page: Page, config: MkDocsConfig) -> str:
    """What a page belongs to: its section, or the site; the first page, which is the site, tells what film it is about."""
    if page.is_homepage:
        return config.extra["build"].film.about.kind
    return page.parent.title if page.parent else config.site_name
