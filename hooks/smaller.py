"""Pages, styles and scripts without what is there for those who write them: blank lines, comments."""

from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from rcssmin import cssmin
from rjsmin import jsmin

SMALLER = {".css": cssmin, ".js": jsmin}


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    env.trim_blocks = env.lstrip_blocks = True
    env.filters["jsmin"] = jsmin
    return env


def on_post_build(*, config: MkDocsConfig) -> None:
    for name, source in config.extra["build"].copied.items():
        own = any(source.is_relative_to(folder) for folder in (config.docs_dir, config.theme.custom_dir))
        if own and source.suffix in SMALLER:
            built = Path(config.site_dir, name)
            built.write_text(SMALLER[source.suffix](built.read_text(encoding="utf-8")), encoding="utf-8")
