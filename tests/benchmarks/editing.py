"""How soon an edit is seen: when a page that is open in a browser has loaded anew, beside MkDocs' own server with the same hooks."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from browser import chromium
from playwright.sync_api import Page
from preview import preview

from .stock import ROOT
from .table import Row

SAVES = 5
EDITS = {
    "a page": ("docs/index.md", "\n\nEdited.\n"),
    "data": ("docs/_data/quotes.yml", "\n# Edited.\n"),
    "a partial": ("overrides/film/quote.html", "{# Edited. #}"),
    "a style": ("overrides/assets/film.css", "\n/* Edited. */\n"),
}


def rows() -> Iterator[Row]:
    """A row for each kind of file; a median of some saves."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("docs", "hooks", "overrides"):
            shutil.copytree(ROOT / part, folder / part)
        shutil.copy(ROOT / "mkdocs.yml", folder)
        with chromium() as browser:
            page = browser.new_page(bypass_csp=True)  # MkDocs' own server puts a script into pages of which their policy does not know
            theirs, ours = (reloads(folder, server, page) for server in (mkdocs_own, own))
    for kind in EDITS:
        what = f"edit of {kind}, until seen (beside MkDocs' own server)"
        yield Row(what, f"{ours[kind]:.2f} s", f"{theirs[kind]:.2f} s", "at most 1 s")


def reloads(folder: Path, server: Callable[[Path], AbstractContextManager[str]], page: Page) -> dict[str, float]:
    """What each kind of edit takes, in seconds."""
    with server(folder) as address:
        page.goto(address)
        return {
            kind: statistics.median(reload_seconds(page, folder / name, text) for _ in range(SAVES)) for kind, (name, text) in EDITS.items()
        }


@contextmanager
def own(folder: Path) -> Iterator[str]:
    with preview(folder) as running:
        running.until("built in")
        yield running.address


@contextmanager
def mkdocs_own(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", "127.0.0.1:8765", "--watch", "overrides"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}) as process:
        try:
            address = next(line.split()[-1] for line in process.stderr or () if "Serving on" in line)
            threading.Thread(target=process.stderr.read, daemon=True).start()  # or it stops when nobody reads what it says
            yield address
        finally:
            process.terminate()
            process.communicate()


def reload_seconds(page: Page, path: Path, text: str) -> float:
    """From saving a file to the end of the load of the page that is open."""
    page.wait_for_timeout(500)  # as long as nobody has saved anything
    with page.expect_event("load"):
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
        start = time.perf_counter()
    return time.perf_counter() - start
