"""What is sealed can be searched by those who have got there: an index a level, beside the public one."""

import json
from pathlib import Path

from microsite.search_tiers import index_of, sealed_entries
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    build = config.extra["build"]
    for level, entry in sealed_entries(html, page.url, build.film):
        build.search.setdefault(level, []).append(entry)


def on_post_build(*, config: MkDocsConfig) -> None:
    build = config.extra["build"]
    for level in build.film.levels:
        path = Path(config.site_dir) / index_of(level.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"docs": build.search.get(level.id, [])}, separators=(",", ":")), encoding="utf-8")
