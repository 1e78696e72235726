"""Pages, styles and scripts without what is there for those who write them: indents, blank lines, comments."""

import json
import re
from pathlib import Path

from jinja2 import Environment
from microsite.assets import hashed
from microsite.used_styles import unmarked
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from rcssmin import cssmin
from rjsmin import jsmin

SCRIPT = "assets/film.js"
SMALLER = {".css": cssmin, ".js": jsmin}
INDENT = re.compile(r"\n\s+")
AS_WRITTEN = re.compile(r"(<pre\b.*?</pre>|<script\b.*?</script>|<textarea\b.*?</textarea>)", re.DOTALL)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    env.trim_blocks = env.lstrip_blocks = True
    env.filters["jsmin"] = jsmin
    build, source = config.extra["build"], Path(config.theme.custom_dir, SCRIPT).read_text(encoding="utf-8")
    build.scripted = _without_indents(env.get_template("partials/scripted.html").render(config=config))
    build.script = jsmin(f"const scripted = {json.dumps(unmarked(build.scripted))};\n{source}")
    build.script_name = env.globals["script"] = hashed(SCRIPT, build.script)
    if file := files.get_file_from_path(SCRIPT):
        file.dest_uri = build.script_name
    return env


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    return _without_indents(output)


def on_post_template(output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
    return _without_indents(output_content) if template_name.endswith(".html") else output_content


def on_post_build(*, config: MkDocsConfig) -> None:
    build, site = config.extra["build"], Path(config.site_dir)
    for name, source in build.copied.items():
        if source.is_relative_to(config.docs_dir) and source.suffix in SMALLER:
            (site / name).write_text(SMALLER[source.suffix](source.read_text(encoding="utf-8")), encoding="utf-8")
    (site / build.script_name).write_text(build.script, encoding="utf-8")


def _without_indents(html: str) -> str:
    parts = AS_WRITTEN.split(html)
    parts[::2] = [INDENT.sub("\n", part) for part in parts[::2]]
    return "".join(parts)
