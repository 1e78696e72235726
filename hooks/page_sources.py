"""Pages as their authors left them, and what Markdown would let pass."""

import os
from itertools import islice
from pathlib import Path

from microsite.allowed_html import not_allowed, too_deep
from microsite.assets import why_not
from microsite.files import LINKED, is_an_editors, link_on_the_way, read_text, relative
from microsite.nav import check_nav, nav_pages
from microsite.pages import PageSource, cited_by, read_page
from microsite.problems import MOST, Problem
from microsite.spoiler_syntax import unmade_spoilers
from microsite.state import Build
from microsite.svg_files import not_a_drawing
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    build = config.extra["build"]
    first_at: dict[str, File] = {}
    for file in [file for file in files if _is_own(file, config) and is_an_editors(file.src_uri.rpartition("/")[2])]:
        files.remove(file)
    for file in [file for file in files if _is_own(file, config)]:
        if link := link_on_the_way(Path(file.abs_src_path), Path(config.docs_dir)):
            build.problems.append(Problem(relative(link, build.root), 1, LINKED, "file"))
            files.remove(file)
    for file in list(files):
        twin = first_at.setdefault(file.dest_uri, file)
        if _is_own(file, config) and (why := _why_not(file, twin, config)):
            build.problems.append(Problem(relative(Path(file.abs_src_path), build.root), 1, why, "file"))
            files.remove(file)
        elif _is_own(file, config) and file.src_uri.endswith(".svg"):
            build.problems += _in_drawing(Path(file.abs_src_path), build)
    for file in files.documentation_pages():
        _read(file, build)
    order = [*nav_pages(config.nav), *build.pages]
    build.citing = cited_by({name: build.pages[name] for name in order if name in build.pages})
    for nav in (config.nav, config.extra.get("foot")):
        build.problems += check_nav(nav, build.pages, Path(config.config_file_path), build.root)
    return files


def on_page_read_source(*, page: Page, config: MkDocsConfig) -> str:
    """What stands below the front matter, which has been read already; after a blank line nothing is taken for another."""
    build = config.extra["build"]
    if page.file.src_uri not in build.pages:  # a draft, which only `mkdocs serve` shows
        _read(page.file, build)
    return "\n" + "\n".join(line.typed for line in build.pages[page.file.src_uri].lines)


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    source = config.extra["build"].pages[page.file.src_uri]
    # MkDocs guesses types (`title: No` becomes false); here they stay text. What is broken is reported at the end.
    page.meta = {"title": source.title, "description": "", **source.meta}
    return source.markdown


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    build, src_uri = config.extra["build"], page.file.src_uri
    source = build.pages[src_uri]
    if line := too_deep(html, source.lines):
        build.note(src_uri, line, "elements within each other without end: close the tags that are opened here", "html")
        return ""
    for line, message in islice(unmade_spoilers(html, source.lines), MOST) if source.renders else ():
        build.note_if_new(src_uri, line, message, "spoiler")
    for wanted, nth, message in islice(not_allowed(html), MOST):
        build.note(src_uri, source.place(wanted, nth=nth), message, "html")
    return html


def _is_own(file: File, config: MkDocsConfig) -> bool:
    """Whether a file is of docs/; the others come with the theme."""
    return file.abs_src_path is not None and file.src_dir == config.docs_dir


def _why_not(file: File, first: File, config: MkDocsConfig) -> str | None:
    """Why a file can't be published; `first` is the one that has its address."""
    if not file.src_uri.isprintable():
        return "a character in this file's name can't be seen: rename it"
    if first is not file:
        return f"this page has the same address as {first.src_uri}: rename one"
    if any(os.path.isfile(os.path.join(folder, file.src_uri)) for folder in config.theme.dirs):
        return "this would take the place of a file by which all pages work: rename it"
    return None if file.is_documentation_page() else why_not(file.src_uri)


def _in_drawing(path: Path, build: Build) -> list[Problem]:
    name = relative(path, build.root)
    text, problems = read_text(path, name)
    return problems + [Problem(name, line, message, "file") for line, message in islice(not_a_drawing(text or ""), MOST) if text is not None]


def _read(file: File, build: Build) -> None:
    path = relative(Path(file.abs_src_path), build.root)
    text, problems = read_text(Path(file.abs_src_path), path)
    if text is None:  # going on without it shows what else is wrong
        build.pages[file.src_uri] = PageSource(path)
    else:
        build.pages[file.src_uri], problems = read_page(text, path, build.film, build.scenes)
    build.problems += problems
