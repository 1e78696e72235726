"""Jinja partials for what hooks put into pages. Python holds no tags; values are escaped by default."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from . import inert
from .pictures import units
from .problems import counted
from .templates import Compiled

COMPILED = Compiled()  # apart from the theme's, where nothing is escaped


class Partials:
    """The partials of `overrides/film/`, by name. The theme's own environment does not escape, so this one is ours."""

    def __init__(self, folder: Path) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folder / "film"),
            autoescape=select_autoescape(disabled_extensions=["md"], default=True),  # Markdown has its own ways: inert.py
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=COMPILED,
            auto_reload=False,  # each build has partials of its own
        )
        self.again = lru_cache(maxsize=256)(self.render)  # for what is filled in with the same on many pages
        self._environment.filters |= {"day": day, "units": units, "counted": counted, **inert.FILTERS}

    def render(self, name: str, **values: object) -> Markup:
        """A partial filled in; it is HTML if its name has no ending that says something else."""
        file = name if "." in name else f"{name}.html"
        return Markup(self._environment.get_template(file).render(values).strip())


def day(value: date) -> str:
    """A day as it is read aloud: 19 January 2024."""
    return f"{value.day} {value:%B %Y}"
