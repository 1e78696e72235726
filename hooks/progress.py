"""On every page the question how much its reader has seen, and what scripts need to act on the answer."""

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    build = config.extra["build"]
    env.globals["progress"] = build.partials.render("progress", levels=build.film.levels)
    env.globals["templates"] = Markup("").join(build.partials.render(name) for name in ("gate", "copy_link", "note"))
    return env
