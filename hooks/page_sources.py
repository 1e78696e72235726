"""Stage 2: read every page as its author left it, and check what Markdown would let pass."""

from pathlib import Path

from microsite.film import read_utf8, relative
from microsite.nav import check_nav, nav_pages
from microsite.pages import PageSource, cited_by, read_page
from microsite.state import Build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    build = config.extra["build"]
    pages = files.documentation_pages()
    for file in pages:
        _read(file, build)
    order = [*nav_pages(config.nav), *build.pages]
    build.citing = cited_by({name: build.pages[name] for name in order if name in build.pages})
    build.problems += check_nav(config.nav, build.pages, Path(config.config_file_path), build.root)
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """MkDocs guesses types in front matter (`title: No` becomes false); ours stays text."""
    page.meta = dict(config.extra["build"].pages[page.file.src_uri].meta)


def _read(file: File, build: Build) -> None:
    path = relative(Path(file.abs_src_path), build.root)
    text = read_utf8(Path(file.abs_src_path), path, build.problems)
    if text is None:  # MkDocs would stop here; going on without it shows what else is wrong
        file.content_string = ""
        build.pages[file.src_uri] = PageSource(path)
    else:
        build.pages[file.src_uri], problems = read_page(text, path, build.film)
        build.problems += problems
