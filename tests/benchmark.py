"""How much longer a build takes than stock Material's, an audit of ten times the pages, and how soon an edit is seen: judges nothing.

The builds are whole runs of `mkdocs build` of the same pages, start of Python included,
taken in turn so that a busy machine is busy for both. The audits read the pages that
were built, again and again under other names. An edit is seen when a page that is open
in a browser has loaded anew: with `make serve`, and with MkDocs' own server and the same hooks.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from browser import chromium
from microsite.auditing import audit
from microsite.film import load_film
from microsite.origins import Origins
from microsite.words import stem_of
from playwright.sync_api import Page
from preview import preview

ROOT = Path(__file__).parent.parent
RUNS, SAVES = 9, 5
FEW, MANY = 100, 1_000
EDITS = {
    "page": ("docs/index.md", "\n\nEdited.\n"),
    "data": ("docs/_data/quotes.yml", "\n# Edited.\n"),
    "partial": ("overrides/film/quote.html", "{# Edited. #}"),
    "style": ("overrides/assets/film.css", "\n/* Edited. */\n"),
}


class Loader(yaml.SafeLoader):
    """Reads mkdocs.yml without its own tags."""


Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def stock(folder: Path) -> Path:
    """The same pages, nav and Markdown, without hooks, overrides and data."""
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader)
    for key in ("hooks", "extra", "site_url"):
        del config[key]
    del config["theme"]["custom_dir"]
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("_data"))
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    return folder / "mkdocs.yml"


def seconds(config: Path, site: Path) -> float:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config), "--site-dir", str(site)]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def audit_seconds(site: Path, pages: int) -> float:
    """How long the audit takes for so many pages like those of the site."""
    film, _ = load_film(ROOT / "docs" / "_data", ROOT)
    built = [path.read_bytes() for path in sorted(site.rglob("index.html"))]
    files = [(f"{number}/index.html", built[number % len(built)], None) for number in range(pages)]
    start = time.perf_counter()
    audit(files, film, "en", stem_of("en"), lambda: Origins({}, [], stem_of("en")))
    return time.perf_counter() - start


@contextmanager
def ours(folder: Path) -> Iterator[str]:
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


def reloads(folder: Path) -> Iterator[str]:
    """What is to say of each kind of edit."""
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    medians = {}
    with chromium() as browser:
        for server in (mkdocs_own, ours):
            with server(folder) as address:
                page = browser.new_page()
                page.goto(address)
                for kind, (name, text) in EDITS.items():
                    medians[server, kind] = statistics.median(reload_seconds(page, folder / name, text) for _ in range(SAVES))
                page.close()
    for kind in EDITS:
        yield f"{kind}: MkDocs' server {medians[mkdocs_own, kind]:.2f} s, make serve {medians[ours, kind]:.2f} s"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        theirs = stock(folder)
        pairs = [(seconds(ROOT / "mkdocs.yml", folder / "ours"), seconds(theirs, folder / "theirs")) for _ in range(RUNS)]
        seen = list(reloads(folder / "edited"))
        few, many = audit_seconds(folder / "ours", FEW), audit_seconds(folder / "ours", MANY)
    ours, stocks = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"stock Material {stocks:.2f} s, this site {ours:.2f} s, ratio {ours / stocks:.2f} (medians of {RUNS} runs each)")
    print(f"audit of {FEW} pages {few:.2f} s, of {MANY:,} pages {many:.2f} s, ratio {many / few:.1f}")
    print(f"an edit is seen after (medians of {SAVES} each)", *seen, sep="\n  ")


if __name__ == "__main__":
    main()
