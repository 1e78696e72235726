"""Cast tables, quotations, timelines and sources in the place of their directives."""

from microsite.edits import edit_address
from microsite.film import by_id
from microsite.models import DATA
from microsite.resolving import Site, resolve
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    build = config.extra["build"]
    html, problems = resolve(html, build.pages[page.file.src_uri], _site(page, config, files))
    for kind, line, message in problems:
        build.note(page.file.src_uri, line, message, kind)
    return html


def _site(page: Page, config: MkDocsConfig, files: Files) -> Site:
    """The rest of the site as this page sees it."""
    build = config.extra["build"]

    def link(src_uri: str) -> str:
        return files.src_uris[src_uri].url_relative_to(page.file)

    def source_link(source_id: str) -> str:
        """To the site's own list, which warns of what a source gives away; to the source itself without a list."""
        return f"{link(build.source_list)}#source-{source_id}" if build.source_list else by_id(build.film.sources, source_id).url

    def citing(source_id: str) -> list[tuple[str, str]]:
        return [(build.pages[name].title, link(name)) for name in build.citing.get(source_id, [])]

    def edit_link(name: str) -> str | None:
        return edit_address(config.repo_url, config.edit_uri, f"{DATA}/{name}.yml")

    return Site(build.film, build.partials, source_link, citing, edit_link, build.shown)
