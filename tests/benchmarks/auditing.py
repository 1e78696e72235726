"""How much longer the audit takes for ten times the pages: those of the site, again and again under other names."""

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from itertools import cycle
from pathlib import Path

from microsite.auditing import File, audit
from microsite.film import load_film
from microsite.origins import Origins
from microsite.words import stem_of
from mkdocs.commands.build import build
from mkdocs.config import load_config

from .stock import ROOT
from .table import Row

FEW, MANY = 100, 1_000


def rows() -> Iterator[Row]:
    """The time for many beside that for few."""
    with tempfile.TemporaryDirectory() as name:
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=f"{name}/site"))
        pages = [path.read_bytes() for path in sorted(Path(name).rglob("index.html"))]
    few, many = (audit_seconds(pages, times) for times in (FEW, MANY))
    what = f"audit of {MANY:,} pages, beside {FEW}"
    yield Row(what, f"{many:.2f} s", f"{few:.2f} s", "at most 11 times")


def audit_seconds(pages: list[bytes], times: int) -> float:
    """How long the audit takes for so many pages like those."""
    film, _ = load_film(ROOT / "docs" / "_data", ROOT)
    names = [f"{number}/index.html" for number in range(times)]
    files = [File(name, partial(bytes, page), len(page)) for name, page in zip(names, cycle(pages), strict=False)]
    start = time.perf_counter()
    audit(files, film, "en", stem_of("en"), lambda: Origins({}, [], stem_of("en")))
    return time.perf_counter() - start
