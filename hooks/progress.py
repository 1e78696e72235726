"""On every page the question how much its reader has seen, and what scripts need to act on the answer."""

from typing import Any

from jinja2 import Environment
from microsite.progress import with_progress
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

LAST = -100


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    build = config.extra["build"]
    config.extra["progress"] = build.partials.render("progress", levels=build.film.levels)
    env.globals["templates"] = build.partials.render("gate") + build.partials.render("copy_link")
    return env


@event_priority(LAST)  # after search has read the page: the control's words are no part of the text
def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    page.content = with_progress(page.content, config.extra["progress"])
