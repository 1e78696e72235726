"""What Material writes outside of its blocks and HTML does not allow, put right."""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

# Firefox is not to remember these checkboxes, says Material; film.js forgets them for it.
NOT_ALLOWED = re.compile(r'(<input\b[^>]* type="checkbox"[^>]*?) autocomplete="off"')


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    return NOT_ALLOWED.sub(r"\1", output)


def on_post_template(output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
    return NOT_ALLOWED.sub(r"\1", output_content)
