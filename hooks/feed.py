"""A feed of the pages of the nav, for those who would like to be told when something has changed."""

from pathlib import Path
from urllib.parse import urljoin

from jinja2 import Environment
from microsite.feed import PATH, FeedEntry, newest_first
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    config.extra["feed_pages"] = nav.pages if config.site_url else []  # whatever a feed names has an absolute address


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    env.globals["feed"] = PATH if config.extra["feed_pages"] else None
    return env


def on_post_build(*, config: MkDocsConfig) -> None:
    build = config.extra["build"]
    if entries := newest_first(_entry(page, config) for page in config.extra["feed_pages"]):
        text = build.partials.render(
            "feed.xml",
            language=config.theme["language"],
            home=config.site_url,
            address=urljoin(config.site_url, PATH),
            title=config.site_name,
            subtitle=config.site_description,
            entries=entries,
        )
        (Path(config.site_dir) / PATH).write_text(f"{text}\n", encoding="utf-8")


def _entry(page: Page, config: MkDocsConfig) -> FeedEntry:
    day = config.extra["build"].day(page.file.src_uri)
    return FeedEntry(page.canonical_url, str(page.meta["title"]), str(page.meta["description"]), day)
