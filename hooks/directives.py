"""Stage 3: put cast tables, quotations, timelines and sources in the place of their directives."""

from microsite.resolving import resolve
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    build = config.extra["build"]
    source = build.pages[page.file.src_uri]

    def link(src_uri: str) -> str:
        return get_relative_url(files.src_uris[src_uri].url, page.url)

    def source_link(source_id: str) -> str:
        """To the site's own list, which warns of what a source gives away; to the source itself without a list."""
        known = build.film.source(source_id)
        return f"{link(build.source_list)}#source-{source_id}" if build.source_list else known.url if known else ""

    citing = {
        source_id: [(build.pages[src_uri].title, link(src_uri)) for src_uri in pages]
        for source_id, pages in build.citing.items()
    }
    html, problems = resolve(html, source, build.film, build.partials, citing, source_link)
    for line, message in problems:
        build.note(page.file.src_uri, line, message)
    return html
