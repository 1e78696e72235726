"""What a build of many pages costs beside stock Material's of the same Markdown: time and memory.

Each run is a whole process of `mkdocs build --strict`, start of Python included, taken in
turn with stock's so that a busy machine is busy for both. The pages are those of the site
and, beside its nav, as many as are generated: ours with everything on, in a repository
that tells their days; stock's with the same extensions and search, and nothing else.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generated import FOLDER, write_pages
from microsite.film import load_film
from repositories import begin, commit

from .stock import ROOT, lay_stock, settings
from .table import Row

SIZES = {100: 5, 300: 3, 1_000: 3}  # pages, and how many runs of each
ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""}  # the hooks are compiled once, as installed packages are
LONGER, FLAT, MEMORY = 1.25, 11, 250


@dataclass(frozen=True)
class Run:
    """What a process took: `seconds` by the clock, of all cores in `work`, and at most `megabytes` at once."""

    seconds: float
    work: float
    megabytes: float


def rows() -> Iterator[Row]:
    """The rows of the table; each comes when it is measured."""
    medians: dict[int, float] = {}
    peak = Run(0, 0, 0)
    for pages, times in SIZES.items():
        with tempfile.TemporaryDirectory() as name:
            beside = f"{settings()['not_in_nav']}/{FOLDER}/\n"
            ours, theirs = lay_ours(Path(name, "ours"), beside), lay_stock(Path(name, "stock"), not_in_nav=beside)
            for folder in (ours.parent, theirs.parent):
                write_pages(folder / "docs", load_film(ROOT / "docs" / "_data", ROOT)[0], pages)
            commit(ours.parent, "All")
            cold = run(ours)
            pairs = [(run(ours), run(theirs)) for _ in range(times)]
        mine, stock = (statistics.median(found.seconds for found in runs) for runs in zip(*pairs, strict=True))
        medians[pages], peak = mine, max((mine_too for mine_too, _ in pairs), key=lambda found: found.megabytes)
        what, limit = f"build of {pages:,} pages", f"at most {LONGER} times"
        yield Row(what, f"{mine:.2f} s", f"{stock:.2f} s", limit)
        yield Row(f"{what}, no card kept", f"{cold.seconds:.2f} s", f"{stock:.2f} s", "")
    few, *_, many = SIZES
    yield Row(f"{many:,} pages beside {few}", f"{medians[many] / medians[few]:.1f} times", "", f"at most {FLAT} times")
    yield Row(f"most memory at {many:,} pages", f"{peak.megabytes:.0f} MB", "", f"at most {MEMORY} MB")


def lay_ours(folder: Path, not_in_nav: str) -> Path:
    """The site in a repository of its own, with more pages beside its nav; returns its mkdocs.yml."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    for name in ("hooks", "overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "base.yml").write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(json.dumps({"INHERIT": "base.yml", "not_in_nav": not_in_nav}), encoding="utf-8")
    begin(folder)
    return folder / "mkdocs.yml"


def run(config: Path) -> Run:
    """Build a site once."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(config)]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | ENVIRONMENT) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{config}: the build failed: {' '.join(command)}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
