"""Stage 5: check that every link inside the site leads somewhere."""

from jinja2 import Environment
from microsite.links import check_links, read_links
from microsite.markdown_lines import first_place
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    config.extra["build"].built[page.url] = read_links(html, page.url, page.file.src_uri)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    build = config.extra["build"]
    others = {file.url: file.src_uri for file in files.static_pages() + files.media_files() + files.css_files() + files.javascript_files()}
    for page in build.built.values():
        for words, message in check_links(page, build.built, others):
            build.note(page.source, first_place(build.pages[page.source].lines, f"({words}", words), message)
