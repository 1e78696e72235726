"""What a page tells search engines and link previews, and the links at its foot."""

from typing import Any

from jinja2 import Environment
from microsite.structured_data import article
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    links = [item for entry in config.extra.get("foot") or [] for item in entry.items()]
    env.globals["foot"] = [(title, files.src_uris[name].url) for title, name in links if name in files.src_uris]
    return env


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    context["structured_data"] = article(
        config.extra["build"].film,
        title=str(page.meta["title"]),
        description=str(page.meta["description"]),
        language=config.theme["language"],
        url=page.canonical_url,
        site_name=config.site_name,
        home=config.site_url or None,
        image=context["card_url"],
        changed=context["changed"],
        whole=page.is_homepage,  # once is enough, and each page has to arrive in one go
    )
