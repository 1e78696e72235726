"""The last stage of each page: what its policy would keep from working is told to its author, and the policy is put into it."""

from collections import Counter
from pathlib import Path

from jinja2 import Environment
from microsite.forbidden import aligned, check_extras, find_forbidden
from microsite.policy import Marks, under_policy
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

FIRST, LAST = 100, -100


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    build = config.extra["build"]
    extras = [*map(str, config.extra_css), *map(str, config.extra_javascript)]
    build.problems += check_extras(extras, Path(config.config_file_path), build.root)


@event_priority(FIRST)
def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    env.add_extension(Marks)
    env.globals["mark"] = config.extra["build"].mark
    return env


@event_priority(LAST)
def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    build, source, seen = config.extra["build"], page.file.src_uri, Counter[object]()
    html = aligned(html)
    for places, message in find_forbidden(html):
        build.note(source, build.pages[source].place(*places, nth=seen[places]), message, "policy")
        seen[places] += 1
    return html


@event_priority(LAST)
def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    return _under_policy(output, config)


@event_priority(LAST)
def on_post_template(output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
    return _under_policy(output_content, config)


def _under_policy(html: str, config: MkDocsConfig) -> str:
    build = config.extra["build"]
    html, inline = under_policy(html, build.mark)
    build.inline |= inline
    return html
