"""What stands at the head of every page, and what is said of each page elsewhere."""

from typing import Any

from jinja2 import Environment
from microsite.contents import contents
from microsite.opening import opening
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

LAST = -100


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    build = config.extra["build"]
    pages = [file for file in files.documentation_pages(inclusion=InclusionLevel.is_in_serve) if file.page]  # with drafts, if those are shown
    build.contents = {file.src_uri: contents(file.page.content, build.film) for file in pages}


@event_priority(LAST)  # after search has read the page, title and all
def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    context["opening"], page.content = opening(page.content)
