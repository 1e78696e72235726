"""What a page may not hold is told to its author; what Markdown writes of it is written otherwise."""

from collections import Counter
from pathlib import Path

from microsite.forbidden import aligned, check_extras, find_forbidden
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

LAST = -100


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    build = config.extra["build"]
    extras = [*map(str, config.extra_css), *map(str, config.extra_javascript)]
    build.problems += check_extras(extras, Path(config.config_file_path), build.root)


@event_priority(LAST)
def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    build, source, seen = config.extra["build"], page.file.src_uri, Counter[object]()
    html = aligned(html)
    for places, message in find_forbidden(html):
        build.note(source, build.pages[source].place(*places, nth=seen[places]), message, "policy")
        seen[places] += 1
    return html
