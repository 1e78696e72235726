"""The nav of mkdocs.yml: it may only name pages that are there."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .files import relative
from .problems import Problem, nearest


def nav_pages(nav: Any) -> Iterator[str]:
    """The pages that a nav names, in its order, whatever it nests."""
    if isinstance(nav, str):
        yield nav
    for item in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from nav_pages(item)


def check_nav(nav: Any, pages: Collection[str], config_file: Path, root: Path) -> Iterator[Problem]:
    """An entry of a nav that is neither a page nor a link elsewhere."""
    lines = config_file.read_text(encoding="utf-8").splitlines()
    for name in nav_pages(nav):
        if name not in pages and not urlsplit(name).scheme:
            mention = re.compile(rf"^[^#]*(?<![\w/-]){re.escape(name)}(?![\w.])")
            line = next((number for number, text in enumerate(lines, 1) if mention.search(text)), 1)
            yield Problem(relative(config_file, root), line, f"the nav names '{name}', which is no page{nearest(name, pages)}", "site")
