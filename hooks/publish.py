"""Nothing is written before every problem is known, and nothing replaces site/ before all is written."""

import logging
import weakref
from pathlib import Path

from jinja2 import Environment
from microsite.breakdowns import system_says
from microsite.places import report
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler

LAST = -100
SEARCH = "material/search"
OTHER_LANGUAGES = "assets/javascripts/lunr/"
PACKED = "sitemap.xml.gz"  # nobody is led to it, and another library for it packs other bytes: hosts do it themselves


@event_priority(LAST)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    build, logger = config.extra["build"], logging.getLogger("mkdocs")
    config.site_dir = str(build.staging.folder)
    config.extra["warnings"] = CountHandler(level=logging.WARNING)
    logger.addHandler(config.extra["warnings"])
    weakref.finalize(build, logger.removeHandler, config.extra["warnings"])
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """The theme comes with source maps, half of its bytes, with partials, and with what search in other languages needs."""
    partials = Path(config.theme.custom_dir) / "film"
    spoken = set(config.plugins[SEARCH].config.lang or ()) - {"en"} if SEARCH in config.plugins else set()
    for file in list(files):
        unspoken = file.src_uri.startswith(OTHER_LANGUAGES) and not spoken
        if file.src_uri.endswith(".map") or unspoken or (file.abs_src_path and Path(file.abs_src_path).is_relative_to(partials)):
            files.remove(file)
    return files


@event_priority(LAST)
def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Without levels nothing can be sealed, so nothing more can be said of any page; else the audit has its say first."""
    build = config.extra["build"]
    if build.problems and not build.film.levels:
        raise PluginError(report(build.problems, build.root))


@event_priority(LAST)
def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> None:
    page.content = None  # which is the page once more, and nobody reads it when the page is written


@event_priority(LAST)
def on_post_build(*, config: MkDocsConfig) -> None:
    build = config.extra["build"]
    if build.problems:
        raise PluginError(report(build.problems, build.root))
    if config.strict and config.extra["warnings"].get_counts():
        raise PluginError("MkDocs warned, and --strict takes no warning; the site was left as it is")
    (Path(config.site_dir) / PACKED).unlink(missing_ok=True)
    build.staging.publish()
    config.site_dir = str(build.staging.target)


def on_build_error(error: Exception) -> None:
    """A disk that is full, or a file that can't be had, is told in a line."""
    if isinstance(error, OSError) and error.strerror:
        raise PluginError(f"{system_says(error, Path.cwd())}; the site was left as it is") from error
