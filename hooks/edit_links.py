"""At the foot of every page the way to its source."""

from typing import Any

from microsite.edits import Edit, edit_address
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page


def on_config(config: MkDocsConfig) -> None:
    if not config.repo_url:
        config.edit_uri = None  # of which MkDocs would warn on each page


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    build, src_uri = config.extra["build"], page.file.src_uri
    address = edit_address(config.repo_url, config.edit_uri, src_uri)
    edit = Edit("page", address, build.contents[src_uri].gives_away) if address else None
    context["edit"] = build.partials.render("edit", edit=edit)
