"""A build whose every problem is wanted, and whose site is not."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from microsite.breakdowns import config_problems, error_problem, setting_problems
from microsite.film import Film
from microsite.models import DATA
from microsite.places import located
from microsite.problems import Problem
from microsite.prose import prose_problems
from microsite.state import Build
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError

AUDIT = "mkdocs.hooks.leak_audit"  # what it warns of is kept in Build.doubts


@dataclass
class Said:
    """What MkDocs and the hooks have said of a build: warnings, errors, and what its audit came to."""

    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
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
    with tempfile.TemporaryDirectory() as folder, listening(AUDIT) as said:
        config, broken = _build(config_file, folder, said)
    state: Build | None = config.extra.get("build") if config else None
    if config is None or state is None:
        return Examined(config_file.parent, Film(), located(broken, config_file.parent), "")
    warnings = list(setting_problems(config_file, said.warnings)) if not broken else []
    prose = prose_problems(Path(config.docs_dir) / DATA, state.pages.values(), state.root, config.theme["language"])
    problems = [*state.problems, *state.doubts, *broken, *warnings, *prose]
    return Examined(state.root, state.film, located(problems, state.root), said.summary)


def _build(config_file: Path, folder: str, said: Said) -> tuple[MkDocsConfig | None, list[Problem]]:
    """A site built into a folder: its config, None if that can't be read, and why it broke off, if it did."""
    config = None
    try:
        config = load_config(str(config_file), site_dir=f"{folder}/site")
        build(config)
    except (Exception, SystemExit) as error:
        reported = config is not None and "build" in config.extra and config.extra["build"].problems
        unsaid = [] if reported else [Problem(config_file.name, 1, str(cause(error)), "code")]
        return config, why_broken(error, config_file, said.errors) or unsaid
    return config, []


def cause(error: BaseException) -> BaseException:
    """What a build has stopped for: MkDocs' Abort stands for what came before it."""
    return error.__context__ or error if isinstance(error, Abort) else error


def why_broken(error: BaseException, config_file: Path, said: list[str]) -> list[Problem]:
    """Why a build broke off; nothing, if it did so with a report of its own. `said` are the errors that MkDocs told meanwhile."""
    error = cause(error)
    if isinstance(error, BuildError):
        return []
    if isinstance(error, ConfigurationError | Abort):
        return config_problems(config_file, said or [str(error)])
    return [error_problem(error, config_file, said)]


@contextmanager
def listening(but: str = "") -> Iterator[Said]:
    """What MkDocs and the hooks say meanwhile, less the warnings of one logger."""
    said, logger, handler = Said(), logging.getLogger("mkdocs"), logging.Handler(logging.INFO)
    handler.emit = lambda record: _note(record, said, but)  # type: ignore[method-assign]
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def _note(record: logging.LogRecord, said: Said, but: str) -> None:
    if record.levelno >= logging.ERROR:
        said.errors.append(record.getMessage())
    elif record.levelno == logging.WARNING and record.name != but:
        said.warnings.append(record.getMessage())
    elif record.levelno < logging.WARNING and record.name == AUDIT:
        said.summary = record.getMessage()
