"""What is sealed can be searched by those who have got there: an index a level, beside the public one."""

import json
from html import escape, unescape
from pathlib import Path

from microsite.sealing import public_part
from microsite.search_tiers import index_of, lighter, sealed_entries
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

FIRST = 100
SEARCH = "material/search"


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    build = config.extra["build"]
    for level, entry in sealed_entries(html, page.url, build.film):
        build.search.setdefault(level, []).append(entry)
    build.searched[page.file.src_uri] = lighter(public_part(html))


@event_priority(FIRST)  # before Material writes its part
def _titles_as_text(*, config: MkDocsConfig) -> None:
    """Material escapes headings, and not the titles of front matter; its script takes both for HTML."""
    for entry in config.plugins[SEARCH].search_index.entries if SEARCH in config.plugins else ():
        entry["title"] = escape(unescape(entry["title"]), quote=False)


def _parts_by_level(*, config: MkDocsConfig) -> None:
    build = config.extra["build"]
    for level in build.film.levels:
        path = Path(config.site_dir) / index_of(level.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"docs": build.search.get(level.id, [])}, separators=(",", ":")), encoding="utf-8")


on_post_build = CombinedEvent(_titles_as_text, _parts_by_level)
