"""Sites for tests: the second film, changed file by file, built in a folder of its own."""

import re
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import entry_points
from pathlib import Path
from unittest.mock import patch

from commands.building import listening
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.utils.yaml import get_yaml_loader
from yaml import CLoader

TESTS = Path(__file__).parent
ROOT = TESTS.parent
CALIGARI = TESTS / "caligari"
HOOKS = re.findall(r"^  - (hooks/\w+\.py)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
# What is slow in MkDocs and the same in every build: reading mkdocs.yml in Python, and asking what is installed.
QUICKER = {
    "mkdocs.config.defaults.get_yaml_loader": partial(get_yaml_loader, CLoader),
    "mkdocs.utils.entry_points": (installed := cache(entry_points)),
    "mkdocs.plugins.entry_points": installed,
}
DRAWN = tempfile.mkdtemp(prefix="cards-")  # cards that are alike are drawn once for all tests of a process


@contextmanager
def on_cores(number: int) -> Iterator[None]:
    """As on a machine with so many cores, in a process without threads: pytest's own does not mind being copied."""
    with patch("microsite.cores.processes", return_value=number), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*multi-threaded.*fork", category=DeprecationWarning)
        yield


@dataclass(frozen=True)
class Built:
    """What came of a build: the site's folder, and what was said, without the log's own decoration."""

    site: Path
    said: list[str]

    @property
    def problems(self) -> list[str]:
        """The lines under the heading of a report of problems."""
        reports = [text for text in self.said if "to mend; the site was left as it is" in text]
        return [line for text in reports for line in text.splitlines()[1:]]

    def page(self, url: str = "") -> str:
        return (self.site / url / "index.html").read_text(encoding="utf-8")


def lay(folder: Path, files: dict[str, str | bytes | None] | None = None) -> Path:
    """Put the second film into a folder, with some of its files changed, added or (None) taken away.

    A file of overrides/ is changed in a copy; `plant.py` runs as a hook before all others.
    """
    files = files or {}
    shutil.copytree(CALIGARI, folder, dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder / "base.yml")
    for name in ("hooks", "overrides"):
        if any(changed.startswith(f"{name}/") for changed in files):
            shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
        elif not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    if not (folder / ".cache").exists():
        (folder / ".cache").symlink_to(DRAWN)
    if "plant.py" in files:
        with (folder / "mkdocs.yml").open("a", encoding="utf-8") as config:
            config.write(f"hooks: [plant.py, {', '.join(HOOKS)}]\n")
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def build_in(folder: Path, **settings: object) -> Built:
    """Build the site of a folder; a build that stops is told by what it said, not by an exception."""
    stopped = []
    with listening() as said, quickly():
        try:
            build(load_config(str(folder / "mkdocs.yml"), **settings))
        except Abort:
            stopped = ["stopped"]
    return Built(folder / "site", [*said.warnings, *said.errors, *stopped])


@contextmanager
def quickly() -> Iterator[None]:
    """Small builds spend much of their time on reading settings: let them do it sooner."""
    with ExitStack() as stack:
        for name, quicker in QUICKER.items():
            stack.enter_context(patch(name, quicker))
        yield


def page(body: str, title: str = "A page") -> str:
    """A page with front matter that is right; the body starts at line 6."""
    return f"---\ntitle: {title}\ndescription: A description that is long enough for this test's page.\n---\n\n{body}"
