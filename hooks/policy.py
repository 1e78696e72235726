"""The last stage of each page, its policy, and of the site, what a host is to send with its files."""

from pathlib import Path

from jinja2 import Environment
from microsite.files import read_text, relative
from microsite.forbidden import aligned, check_extras, find_elsewhere, may_load
from microsite.headers import NAME, check_own, headers_file, is_hashed
from microsite.policy import Marks, under_policy
from microsite.problems import Problem
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

FIRST, LATE, LAST = 100, -50, -100


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    build = config.extra["build"]
    extras = [*map(str, config.extra_css), *map(str, config.extra_javascript)]
    build.problems += check_extras(extras, Path(config.config_file_path), build.root)


@event_priority(FIRST)
def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    env.add_extension(Marks)
    env.globals["mark"] = config.extra["build"].mark
    return env


@event_priority(LAST)
def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    build, source = config.extra["build"], page.file.src_uri
    for address, message in find_elsewhere(html) if may_load(html) else ():
        build.note(source, build.pages[source].place(address), message, "policy")
    return aligned(html)


@event_priority(LAST)
def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    return _under_policy(output, config)


@event_priority(LAST)
def on_post_template(output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
    return _under_policy(output_content, config)


@event_priority(LATE)  # when all files have their names
def on_post_build(*, config: MkDocsConfig) -> None:
    build, site = config.extra["build"], Path(config.site_dir)
    names = (path.relative_to(site).as_posix() for path in site.rglob("*.*"))
    hashed = [name for name in names if is_hashed(name) and not _is_authors(name, config)]
    text = headers_file(build.inline, hashed, config.site_url, _own_headers(config))
    (site / NAME).write_text(text, encoding="utf-8")


def _under_policy(html: str, config: MkDocsConfig) -> str:
    build = config.extra["build"]
    html, inline = under_policy(html, build.mark)
    build.inline |= inline
    return html


def _is_authors(name: str, config: MkDocsConfig) -> bool:
    """Whether a file was copied from docs/, where a name may be like a hash by chance."""
    source = config.extra["build"].copied.get(name)
    return source is not None and source.is_relative_to(config.docs_dir)


def _own_headers(config: MkDocsConfig) -> str:
    """What the film's own file of headers says, if there is one and nothing is wrong with it."""
    build, path = config.extra["build"], Path(config.docs_dir, NAME)
    if not path.exists():
        return ""
    name = relative(path, build.root)
    text, problems = read_text(path, name)
    problems += [Problem(name, line, message, "policy") for line, message in check_own(text or "")]
    build.problems += problems
    return "" if problems else text or ""
