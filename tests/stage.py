"""A small site on which tests try what readers do: the second film, and a page with every kind of spoiler."""

from functools import cache
from pathlib import Path
from urllib.request import urlopen

from microsite.film import load_film
from microsite.html import classes, parse
from microsite.sealing import PLACE
from playwright.sync_api import Locator, Page
from sites import CALIGARI, build_in, lay, page

SITE_PATH = "films/stage"
FILM, _ = load_film(CALIGARI / "docs" / "_data", CALIGARI)
FIRST, MIDDLE, LAST = (level.id for level in FILM.levels)
FILLER = "\n\n".join(f"Paragraph {number} of what anyone may read, long enough to fill a line or two." for number in range(30))
DOORS = f"""# Doors

What this page is about.
{{ .lead }}

A [link into the second](#inside) and a [link to the last](#at-last).

??? spoiler {FIRST} "One"
    Firstly sealed.

{FILLER}

??? spoiler {MIDDLE} "Two"
    ## Inside

    Secondly sealed.

    ??? spoiler {LAST} "Three, in two"
        Thirdly sealed.

Between the two.

??? spoiler {LAST} "Four"
    ## At last

    Fourthly sealed.

    With [a link](index.md).

    ![A picture](assets/sealed.svg)

<p id="end">{FILLER}</p>
"""
SEALED = {FIRST: "Firstly", MIDDLE: "Secondly", LAST: "Fourthly"}
FILES = {
    "docs/doors.md": page(DOORS, "Doors"),
    "docs/assets/sealed.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>',
    "docs/assets/echo.js": "onmessage = event => postMessage(event.data);",
    "mkdocs.yml": (CALIGARI / "mkdocs.yml").read_text(encoding="utf-8").replace('not_in_nav: ""', "not_in_nav: /doors.md"),
}


def lay_stage(folder: Path) -> Path:
    """Build the stage; its folder."""
    built = build_in(lay(folder, FILES), site_url=f"https://example.org/{SITE_PATH}/", strict=True)
    assert built.said == []
    return built.site


def segment(page: Page, level: str) -> Locator:
    """The button of a level; of nothing for ""."""
    return page.locator(f'.progress__level[value="{level}"]')


def choose(page: Page, level: str) -> None:
    segment(page, level).click()


def spoiler(page: Page, label: str) -> Locator:
    return page.locator("details.spoiler").filter(has=page.get_by_text(label, exact=True)).last


@cache
def address_of(stage: str, label: str) -> str:
    """What leads to a spoiler behind the doors, without the #."""
    with urlopen(f"{stage}doors/") as answer:
        (node,) = [node for node in parse(answer.read().decode()).css(".spoiler__label") if node.text() == label]
    while PLACE not in classes(node):
        node = node.parent
    return node.attributes.get("id") or node.attributes["data-address"]


def open_labels(page: Page) -> list[str]:
    """The labels of the open spoilers, in their order."""
    return page.locator("details.spoiler[open] > summary > .spoiler__words > .spoiler__label").all_text_contents()
