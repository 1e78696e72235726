"""What a page may not load or look like, since its policy keeps browsers from it."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from .files import relative
from .html import classes, parse
from .problems import Problem

ELSEWHERE = "'{}' is not loaded from another site: put the file into docs/assets/, if its licence allows"
LOADING = ("src", "poster")
MEDIA = ":is(img, audio, video, source, track)"  # of all that loads something, a page may hold these
ALIGNMENT = re.compile(r"\s*text-align:\s*(left|center|right)\s*;?\s*")


def aligned(html: str) -> str:
    """A page's HTML whose cells are aligned by classes: Markdown does so by inline styles, which no policy allows one by one."""
    if "text-align" not in html:
        return html
    body = parse(html)
    for cell in body.css("th[style], td[style]"):
        if found := ALIGNMENT.fullmatch(cell.attributes["style"] or ""):
            cell.attrs["class"] = " ".join([*classes(cell), f"align-{found[1]}"])
            del cell.attrs["style"]
    return body.inner_html or ""


def may_load(html: str) -> bool:
    """Whether a page, as lexbor writes it, has anything that loads something."""
    return any(f' {name}="' in html for name in LOADING)


def find_elsewhere(html: str) -> Iterator[tuple[str, str]]:
    """Yield (address, message) for whatever a page would load from another host, which its policy keeps browsers from."""
    for node in parse(html).css(", ".join(f"{MEDIA}[{name}]" for name in LOADING)):
        for name in LOADING:
            if is_elsewhere(address := node.attributes.get(name) or ""):
                yield address, ELSEWHERE.format(address)


def is_elsewhere(address: str) -> bool:
    """Whether something is loaded from another host; an address that can't be read is told of with the links."""
    try:
        return bool(urlsplit(address.strip()).netloc)
    except ValueError:
        return False


def check_extras(names: Iterable[str], config_file: Path, root: Path) -> Iterator[Problem]:
    """Styles and scripts that mkdocs.yml would have loaded from another site."""
    text = config_file.read_text(encoding="utf-8")
    for name in names:
        if is_elsewhere(name):
            line = text.count("\n", 0, max(text.find(name), 0)) + 1
            yield Problem(relative(config_file, root), line, ELSEWHERE.format(name), "site")
