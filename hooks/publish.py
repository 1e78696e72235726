"""Stage 7: nothing is written before every problem is known, and nothing replaces site/ before all is written.

The site is built beside `site_dir`, on the same disk, and takes its place in the end.
Whatever stops a build, the last good site is still there.
"""

import logging
import shutil
import tempfile
import weakref
from pathlib import Path

from jinja2 import Environment
from microsite.problems import report
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.utils import CountHandler


@event_priority(-100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    build, target = config.extra["build"], Path(config.site_dir)
    target.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=".site-", dir=target.parent))
    weakref.finalize(build, shutil.rmtree, workshop, ignore_errors=True)
    build.target, config.site_dir = target, str(workshop / "new")
    logger = logging.getLogger("mkdocs")
    logger.addHandler(warnings := CountHandler(level=logging.WARNING))
    weakref.finalize(build, logger.removeHandler, warnings)
    config.extra["warnings"] = warnings
    return config


@event_priority(-100)
def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    if problems := config.extra["build"].problems:
        raise PluginError(report(problems))


@event_priority(-100)
def on_post_build(*, config: MkDocsConfig) -> None:
    build, new = config.extra["build"], Path(config.site_dir)
    if config.strict and config.extra["warnings"].get_counts():
        raise PluginError("MkDocs warned, and --strict takes no warning; the site was left as it is")
    if build.target.exists():
        build.target.rename(new.with_name("old"))
    new.rename(build.target)
    shutil.rmtree(new.parent)
    config.site_dir = str(build.target)
