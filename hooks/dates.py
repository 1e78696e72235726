"""The day on which each page was last changed, for readers, the sitemap, search engines and the feed."""

from pathlib import Path
from typing import Any

from jinja2 import Environment
from microsite.dates import last_changes, newest_day
from microsite.partials import day
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    build = config.extra["build"]
    build.changed, build.newest_day = last_changes(Path(config.docs_dir)), newest_day(build.film)
    for file in files.documentation_pages():  # MkDocs would say today, which is neither true nor the same tomorrow
        file.page.update_date = build.day(file.src_uri).isoformat()
    env.filters["day"] = day
    return env


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    context["changed"] = config.extra["build"].changed.get(page.file.src_uri)
