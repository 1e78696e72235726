"""What a build of many pages costs beside stock Material's of the same Markdown: time and memory.

Each run is a whole process of `mkdocs build --strict`, start of Python included, taken in
turn with stock's so that a busy machine is busy for both. The pages are those of the site
and, beside its nav, as many as are generated: ours with everything on, in a repository
that tells their days; stock's with the same extensions and search, and nothing else.
"""

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

import yaml
from generated import FOLDER, write_pages
from microsite.film import load_film
from repositories import begin, commit

from .table import Row

ROOT = Path(__file__).parent.parent.parent
SIZES = {100: 5, 300: 3, 1_000: 3}  # pages, and how many runs of each
CARDS = ".cache"
OURS_ALONE = ("hooks", "extra", "site_url", "repo_url", "edit_uri")
LONGER, FLAT, MEMORY = 1.25, 11, 250


class Loader(yaml.SafeLoader):
    """Reads mkdocs.yml without its own tags."""


Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


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
            ours, theirs = lay_ours(Path(name, "ours"), pages), lay_stock(Path(name, "stock"), pages)
            cold = run(ours)
            pairs = [(run(ours), run(theirs)) for _ in range(times)]
        mine, stock = (statistics.median(found.seconds for found in runs) for runs in zip(*pairs, strict=True))
        medians[pages], peak = mine, max((mine_too for mine_too, _ in pairs), key=lambda found: found.megabytes)
        what, limit = f"build of {pages:,} pages", f"at most {LONGER} times"
        yield Row(what, f"{mine:.2f} s", f"{stock:.2f} s, {mine / stock:.2f} times", limit)
        yield Row(f"{what}, no card kept", f"{cold.seconds:.2f} s", f"{stock:.2f} s, {cold.seconds / stock:.2f} times", "")
    few, *_, many = SIZES
    yield Row(f"{many:,} pages beside {few}", f"{medians[many] / medians[few]:.1f} times", "", f"at most {FLAT} times")
    yield Row(f"most memory at {many:,} pages", f"{peak.megabytes:.0f} MB", "", f"at most {MEMORY} MB")


def lay_ours(folder: Path, pages: int) -> Path:
    """The site with so many pages more, in a repository of its own; returns its mkdocs.yml."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    for name in ("hooks", "overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "base.yml").write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(f"INHERIT: base.yml\nnot_in_nav: |\n  /contributing.md\n  /{FOLDER}/\n", encoding="utf-8")
    _add_pages(folder, pages)
    begin(folder)
    commit(folder, "All")
    return folder / "mkdocs.yml"


def lay_stock(folder: Path, pages: int) -> Path:
    """The same pages and nav, without hooks, overrides and data; returns its mkdocs.yml."""
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("_data"))
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader)
    for key in OURS_ALONE:
        del config[key]
    del config["theme"]["custom_dir"]
    config["not_in_nav"] = f"/contributing.md\n/{FOLDER}/\n"
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    _add_pages(folder, pages)
    return folder / "mkdocs.yml"


def _add_pages(folder: Path, pages: int) -> None:
    film, _ = load_film(ROOT / "docs" / "_data", ROOT)
    write_pages(folder / "docs", film, pages)


def run(config: Path) -> Run:
    """Build a site once."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(config)]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{config}: the build failed: {' '.join(command)}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
