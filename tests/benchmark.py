"""How much longer a build takes than stock Material's, and an audit of ten times the pages: prints ratios, judges nothing.

The builds are whole runs of `mkdocs build` of the same pages, start of Python included,
taken in turn so that a busy machine is busy for both. The audits read the pages that
were built, again and again under other names.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml
from microsite.auditing import audit
from microsite.film import load_film
from microsite.origins import Origins
from microsite.words import stem_of

ROOT = Path(__file__).parent.parent
RUNS = 9
FEW, MANY = 100, 1_000


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


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        theirs = stock(folder)
        pairs = [(seconds(ROOT / "mkdocs.yml", folder / "ours"), seconds(theirs, folder / "theirs")) for _ in range(RUNS)]
        few, many = audit_seconds(folder / "ours", FEW), audit_seconds(folder / "ours", MANY)
    ours, stocks = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"stock Material {stocks:.2f} s, this site {ours:.2f} s, ratio {ours / stocks:.2f} (medians of {RUNS} runs each)")
    print(f"audit of {FEW} pages {few:.2f} s, of {MANY:,} pages {many:.2f} s, ratio {many / few:.1f}")


if __name__ == "__main__":
    main()
