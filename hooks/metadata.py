"""What a page tells search engines and link previews, and the links at its foot."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from microsite.allowed_html import not_allowed
from microsite.breakdowns import setting_problems
from microsite.links import live_links
from microsite.structured_data import article
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page


def on_config(config: MkDocsConfig) -> None:
    """The line at the foot is HTML as it stands; so is an address, which other settings only look like."""
    build, path = config.extra["build"], Path(config.config_file_path)
    foot = config.copyright or ""
    wrong = [*(found.message for found in not_allowed(foot)), *live_links(foot)]
    build.problems += setting_problems(path, [f"Config value 'copyright': {message}" for message in wrong])
    for name in ("site_url", "repo_url"):
        if config[name] and urlsplit(config[name]).scheme not in ("http", "https"):
            build.problems += setting_problems(path, [f"Config value '{name}': this should be a whole web address, with https://"])


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
