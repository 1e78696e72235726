"""Every link inside the site leads somewhere."""

import re
from collections import Counter
from html import unescape
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from jinja2 import Environment
from microsite.links import check_links, follow_moves, read_links, squeezed_address
from microsite.pages import PageSource
from microsite.problems import MOST
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    build, src_uri = config.extra["build"], page.file.src_uri
    build.built[src_uri] = read_links(html, page.url, src_uri, build.moved[page.url], whole=build.whole(src_uri))


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    build = config.extra["build"]
    pages = {page.url: page for page in build.built.values()}
    others = {unquote(file.url): _path_of_author(file, config) for file in files if not file.is_documentation_page()}
    for page in build.built.values():
        seen: Counter[str] = Counter()
        for target, message in islice(check_links(page, pages, others), MOST):
            build.note(page.source, _place(build.pages[page.source], target, seen[target]), message, "link")
            seen[target] += 1
    moved = {unquote(url): addresses for url, addresses in build.moved.items() if addresses}
    for file in files.documentation_pages() if moved else ():
        if any("#" in target for target in build.built[file.src_uri].targets):
            file.page.content = follow_moves(file.page.content, unquote(file.page.url), moved)


def _place(page: PageSource, target: str, nth: int) -> int:
    """The line of a link: as it was typed, or, if MkDocs has made an address of its file, by its anchor."""
    typed = re.compile(rf"\(<?{re.escape(target)}[>)\s]")
    anchor = re.compile(rf"\(<?[^)\s]*{re.escape('#' + target.partition('#')[2])}[>)\s]")
    return _disguised(page, target) or page.place(typed, anchor, target, nth=nth)


def _disguised(page: PageSource, target: str) -> int | None:
    """The line of an address that is typed in another way than it is read, with references and blanks within it."""
    if any(target in line.prose for line in page.lines):
        return None
    bare = squeezed_address(target)
    return next((line.number for line in page.lines if bare and bare in squeezed_address(unescape(line.prose))), None)


def _path_of_author(file: File, config: MkDocsConfig) -> str:
    own = file.abs_src_path is not None and Path(file.abs_src_path).is_relative_to(config.docs_dir)
    return file.src_uri if own else ""
