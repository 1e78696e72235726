"""Stage 6: what a page tells search engines and link previews."""

from typing import Any

from microsite.structured_data import article
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    context["structured_data"] = article(
        config.extra["build"].film,
        title=str(page.title),
        description=str(page.meta.get("description", "")),
        url=page.canonical_url,
        site_name=config.site_name,
        home=config.site_url or None,
    )
