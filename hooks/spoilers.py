"""Stage 4: seal every spoiler of a page, whether Markdown, HTML or a directive made it."""

from microsite.markdown_lines import first_place
from microsite.sealing import seal
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    build = config.extra["build"]
    html, problems = seal(html, build.film, build.partials)
    for label, message in problems:
        _note(label, message, page.file.src_uri, build)
    return html


def _note(label: str, message: str, src_uri: str, build) -> None:
    """A spoiler in Markdown was checked at its own line in stage 2; only those written as HTML are left."""
    lines = build.pages[src_uri].lines
    if any("<details" in line.prose for line in lines):
        build.note(src_uri, first_place(lines, f">{label}<", "<details"), message)
