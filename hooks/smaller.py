"""Pages, styles and scripts without what is there for those who write them: indents, blank lines, comments."""

import re
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from rcssmin import cssmin
from rjsmin import jsmin

SMALLER = {".css": cssmin, ".js": jsmin}
INDENT = re.compile(r"(<(pre|script|textarea)\b.*?</\2>)|\n\s+", re.DOTALL)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    env.trim_blocks = env.lstrip_blocks = True
    env.filters["jsmin"] = jsmin
    return env


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    return _without_indents(output)


def on_post_template(output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
    return _without_indents(output_content) if template_name.endswith(".html") else output_content


def on_post_build(*, config: MkDocsConfig) -> None:
    for name, source in config.extra["build"].copied.items():
        own = any(source.is_relative_to(folder) for folder in (config.docs_dir, config.theme.custom_dir))
        if own and source.suffix in SMALLER:
            built = Path(config.site_dir, name)
            built.write_text(SMALLER[source.suffix](built.read_text(encoding="utf-8")), encoding="utf-8")


def _without_indents(html: str) -> str:
    return INDENT.sub(lambda found: found[1] or "\n", html)
