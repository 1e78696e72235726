"""The last word on every build: all of the site is read, and nothing leaves that can be read too early."""

import filecmp
import logging
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment
from microsite.auditing import File, Findings, audit
from microsite.files import read_text, relative
from microsite.models import DATA, FILES
from microsite.origins import Origins, Source, data_source, page_source
from microsite.places import located
from microsite.problems import Problem
from microsite.search_tiers import index_of
from microsite.state import Build
from microsite.words import stem_of
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files

LAST = -100
HARMLESS = {"link", "directive", "html", "site", "policy"}  # kinds of problems that leave nothing open that should be sealed
TEMPLATES = {".html", ".svg", ".xml", ".css"}
log = logging.getLogger("mkdocs.hooks.leak_audit")


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Remember which file each built one was copied from."""
    config.extra["build"].copied = {file.dest_uri: Path(file.abs_src_path) for file in files if file.abs_src_path}


@event_priority(LAST)
def on_post_build(*, config: MkDocsConfig) -> None:
    build, language = config.extra["build"], config.theme["language"]
    stem = stem_of(language)
    found = audit(list(_files(config)), build.film, language, stem, lambda: Origins(*_sources(config), stem))
    leaks, build.doubts = _certain(found.leaks, build), _certain(found.doubts, build)
    build.problems += leaks
    for doubt in located(build.doubts, build.root):
        log.warning(str(doubt))
    if not build.problems:
        log.info(_summary(found, build))


def _certain(found: list[Problem], build: Build) -> list[Problem]:
    """Those leaks and doubts that are no mere consequence of another problem: a spoiler that could not be read seals nothing."""
    doubtful = _doubtful(build)
    nothing_sure = any(Path(path).name in ("allowed.yml", "film.yml") for path in doubtful)
    return [problem for problem in found if not nothing_sure and problem.path not in doubtful]


def _doubtful(build: Build) -> set[str]:
    """The paths of files that could not be read as they are meant."""
    return {problem.path for problem in build.problems if problem.kind not in HARMLESS}


def _summary(found: Findings, build: Build) -> str:
    return (
        f"No leak: {found.surfaces:,} surfaces read in {found.files} files, "
        f"{len(build.film.secrets)} secrets checked, {found.sealed} spoilers sealed"
    )


def _files(config: MkDocsConfig) -> Iterator[File]:
    """Every file of the site but those that are the theme's own, byte for byte; pages first, since they tell best what is wrong.

    Cards are pictures, so they are read as they were drawn. Of a page that could not be read
    as it is meant, nothing is read, nor what is made of many pages then.
    """
    build, site = config.extra["build"], Path(config.site_dir)
    doubtful = {build.root / path for path in _doubtful(build)}
    levels = {index_of(level.id): level.id for level in build.film.levels}
    for path in sorted(site.rglob("*"), key=lambda path: (path.suffix != ".html", path)):
        name = path.relative_to(site).as_posix()
        source = build.copied.get(name)
        if source in doubtful or (doubtful and source is None):
            continue
        if path.is_file() and not _is_the_theme_s(path, source, config):
            yield File(name, path.read_bytes, path.stat().st_size, levels.get(name))
    for card in build.cards.values() if not doubtful else ():
        yield File(card.drawing, card.svg.encode, len(card.svg))


def _is_the_theme_s(path: Path, source: Path | None, config: MkDocsConfig) -> bool:
    own = (config.docs_dir, config.theme.custom_dir)
    return source is not None and not any(source.is_relative_to(folder) for folder in own) and filecmp.cmp(path, source, shallow=False)


def _sources(config: MkDocsConfig) -> tuple[dict[str, Source], list[Source]]:
    """What authors write: the source of each built file, and the files that many are made of."""
    build, docs, theme = config.extra["build"], Path(config.docs_dir), Path(config.theme.custom_dir)
    own = {}
    for built, path in build.copied.items():
        page = build.pages.get(path.relative_to(docs).as_posix()) if path.is_relative_to(docs) else None
        if page or path.is_relative_to(docs) or path.is_relative_to(theme):
            text, name = _text(path, build)
            own[built] = page_source(page, text, build.film) if page else Source(name, text)
            if card := build.cards.get(path.relative_to(docs).as_posix() if page else ""):
                own[card.drawing] = own[built]
    data = [docs / DATA / f"{name}.yml" for name in FILES if name not in ("secrets", "allowed")]
    others = [data_source(*reversed(_text(path, build)), build.film) for path in data if path.exists()]
    templates = sorted(path for path in theme.rglob("*") if path.suffix in TEMPLATES)
    return own, others + [Source(*reversed(_text(path, build))) for path in (Path(config.config_file_path), *templates)]


def _text(path: Path, build: Build) -> tuple[str, str]:
    """A file's text, none if it is no text, and its name."""
    name = relative(path, build.root)
    return read_text(path, name)[0] or "", name
