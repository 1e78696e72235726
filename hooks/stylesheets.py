"""Of all the styles that there are, those that pages use: a few in each page, to paint it at once; the rest beside them."""

import re
from pathlib import Path

from jinja2 import Environment
from microsite.assets import hashed
from microsite.used_styles import Styles, sheet
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from rcssmin import cssmin

THEME_STYLES = re.compile(r"assets/stylesheets/main\.\w+\.min\.css")
THEME_SCRIPT = re.compile(r"assets/javascripts/bundle\.\w+\.min\.js")
OTHER_LANGUAGES = "assets/javascripts/lunr/"
INLINE = "partials/javascripts"
NOT_YET = "/* what a first view needs */"  # stands in a page until that is known
UNNAMED = "assets/styles.00000000.css"  # and this, until it is known what is in it


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """The theme's stylesheets and those of overrides/ become one: the theme's main one, then the others in the order of their names."""
    build, own = config.extra["build"], Path(config.theme.custom_dir)
    sheets = [file for file in files if file.src_uri.endswith(".css") and not Path(file.abs_src_path).is_relative_to(config.docs_dir)]
    for file in sheets:
        files.remove(file)
    used = [file for file in sheets if THEME_STYLES.fullmatch(file.src_uri)]
    used += sorted((file for file in sheets if Path(file.abs_src_path).is_relative_to(own)), key=lambda file: file.src_uri)
    inline = "".join(path.read_text(encoding="utf-8") for path in sorted((own / INLINE).iterdir()))
    build.styles = Styles(
        sheet(tuple(cssmin(file.content_string) for file in used), inline),
        scripts=inline + "".join(file.content_string for file in files if _is_run(file)),
        scripted=build.scripted,
    )
    env.globals |= {"first_view": NOT_YET, "stylesheet": UNNAMED}
    env.globals["theme_script"] = next((file.url for file in files if THEME_SCRIPT.fullmatch(file.src_uri)), "")
    return env


def _is_run(file: File) -> bool:
    return file.src_uri.endswith(".js") and not file.src_uri.startswith(OTHER_LANGUAGES)


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    return _with_first_view(output, page.file.dest_uri, config)


def on_post_template(output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
    return _with_first_view(output_content, template_name, config) if template_name.endswith(".html") else output_content


def _with_first_view(html: str, name: str, config: MkDocsConfig) -> str:
    if NOT_YET not in html:
        return html
    html, style = config.extra["build"].styles.first_view(name, html)
    return html.replace(NOT_YET, style, 1)


def on_post_build(*, config: MkDocsConfig) -> None:
    styles, site = config.extra["build"].styles, Path(config.site_dir)
    sheet = styles.whole()
    name = hashed("assets/styles.css", sheet)
    (site / name).write_text(sheet, encoding="utf-8")
    for page in styles.pages:
        _name(site / page, name.encode())


def _name(page: Path, name: bytes) -> None:
    """Write the name of the styles in its place, which is just as long."""
    with page.open("r+b", buffering=0) as file:
        for found in re.finditer(re.escape(UNNAMED.encode()), file.read()):
            file.seek(found.start())
            file.write(name)
