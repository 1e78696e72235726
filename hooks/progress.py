"""On every page the question how much its reader has seen."""

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    build = config.extra["build"]
    env.globals["progress"] = build.partials.render("progress", levels=build.film.levels)
    return env
