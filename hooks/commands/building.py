"""A build whose every problem is wanted, and whose site is not."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from microsite.film import Film
from microsite.problems import Problem, located
from microsite.prose import prose_problems
from microsite.state import Build
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

DATA = "_data"
AUDIT = "mkdocs.hooks.leak_audit"  # what it warns of is kept in Build.doubts


@dataclass
class Said:
    """What MkDocs and the hooks have said of a build: its warnings, and what it came to."""

    warnings: list[str] = field(default_factory=list)
    summary: str = ""


@dataclass(frozen=True)
class Examined:
    """What was found in a site: all that is wrong, in the order of places, and what the audit says if it found nothing.

    `root` is the folder of mkdocs.yml, to which the places are relative.
    """

    root: Path
    film: Film
    problems: list[Problem]
    summary: str


def examine(config_file: Path) -> Examined:
    """Build a site where nobody sees it, and check its words."""
    with tempfile.TemporaryDirectory() as folder, _listening() as said:
        config = load_config(str(config_file), site_dir=f"{folder}/site")
        with suppress(Abort):
            build(config)
    state: Build = config.extra["build"]
    return Examined(state.root, state.film, located([*_of_build(config, said), *_of_prose(config)], state.root), said.summary)


def _of_build(config: MkDocsConfig, said: Said) -> list[Problem]:
    state: Build = config.extra["build"]
    name = Path(config.config_file_path).name
    return [*state.problems, *state.doubts, *(Problem(name, 1, warning, "site") for warning in said.warnings)]


def _of_prose(config: MkDocsConfig) -> Iterator[Problem]:
    state: Build = config.extra["build"]
    return prose_problems(Path(config.docs_dir) / DATA, state.pages.values(), state.film, state.root, config.theme["language"])


@contextmanager
def _listening() -> Iterator[Said]:
    said, logger, handler = Said(), logging.getLogger("mkdocs"), logging.Handler(logging.INFO)
    handler.emit = lambda record: _note(record, said)  # type: ignore[method-assign]
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def _note(record: logging.LogRecord, said: Said) -> None:
    if record.name == AUDIT and record.levelno == logging.INFO:
        said.summary = record.getMessage()
    elif record.levelno == logging.WARNING and record.name != AUDIT:
        said.warnings.append(record.getMessage())
