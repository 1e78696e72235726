"""What stands at the head of every page, and what is said of each page elsewhere."""

from typing import Any

from microsite.contents import contents
from microsite.opening import opening
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

LAST = -100


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    build = config.extra["build"]
    build.contents[page.file.src_uri] = contents(html, build.film)


@event_priority(LAST)  # after search has read the page, title and all
def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    context["opening"], page.content = opening(page.content)
