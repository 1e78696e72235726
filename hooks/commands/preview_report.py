"""What a change does to the site, as the Markdown of a comment: `make preview-report BASE=… HEAD=… URL=…`.

Each revision is laid out in a folder of its own and built there with its own hooks, at the same time and for
the same address. The folders have no history, so that no page says when it was last changed: the days of two
revisions differ, and tell a reviewer nothing.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from microsite.built_site import Site
from microsite.comparing import compare
from microsite.film import load_film
from microsite.models import DATA
from microsite.partials import Partials
from microsite.share_cards import CACHE

OVERRIDES = Path(__file__).parents[2] / "overrides"
WORKING_TREE = ""  # in place of a revision
MAIN = ("origin/main", "main")
# What both are built for, if the environment names no other: links to either are no news.
ADDRESS, REPOSITORY = "https://site.example/", "https://repository.example/"
URL = re.compile(r"https?://[\w.:/%~+-]+")
AUDIT = re.compile(r"\bNo leak: .*")
LEVEL = re.compile(r"^(ERROR|WARNING|CRITICAL)\s+-\s+")
CHATTER = re.compile(r"^(INFO|DEBUG)\b|^\s*$")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
LANGUAGE = re.compile(rb"<html[^>]*\slang=\"?([A-Za-z-]+)")


class CannotCompare(Exception):
    """Something is missing that the person who asked can name."""


@dataclass(frozen=True)
class Revision:
    """A revision, by the start of its name (empty for the working tree), and what came of building it.

    `findings` are the lines that say why it was not built, None if it was; `audit` is what its own audit said.
    """

    name: str
    findings: list[str] | None
    audit: str
    site: Site | None


def main(arguments: Sequence[str]) -> int:
    asked = _asked(arguments)
    try:
        report = preview_report(Path.cwd(), asked.base, asked.head, asked.url)
    except CannotCompare as error:
        print(error, file=sys.stderr)
        return 2
    sys.stdout.buffer.write(f"{report}\n".encode("utf-8", "replace"))
    return 0


def preview_report(root: Path, base: str, head: str, url: str) -> str:
    """The comment on what `head` changes; both are revisions of the repository at `root`, or empty for the defaults."""
    if url and not URL.fullmatch(url):
        raise CannotCompare(f"URL should be a whole web address, with https://, not '{url}'")
    base = _commit(root, base) if base else _merge_base(root, head)
    head = _commit(root, head) if head else WORKING_TREE
    with tempfile.TemporaryDirectory(prefix="preview-report-") as name, ThreadPoolExecutor(2) as pool:
        folders = [Path(name, "base"), Path(name, "head")]
        for revision, folder in zip((base, head), folders):
            _lay_out(root, revision, folder)
        print("Building both revisions …", file=sys.stderr)
        before, after = pool.map(_build, [root] * 2, (base, head), folders, [url or ADDRESS] * 2)
    return comment(before, after, url)


def comment(base: Revision, head: Revision, url: str) -> str:
    """The Markdown that tells of two revisions; `url` is where the second can be seen, or empty."""
    told = compare(base.site, head.site) if head.site else None
    return str(Partials(OVERRIDES).render("preview_report.md", base=base, head=head, told=told, url=url))


def _asked(arguments: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="make preview-report", description="Print what a change does to the site, as Markdown.")
    parser.add_argument("--base", default="", help="the revision to compare with; else where the change left main")
    parser.add_argument("--head", default="", help="the revision that is changed; else the working tree")
    parser.add_argument("--url", default="", help="where the preview can be seen, if anywhere")
    return parser.parse_args(arguments)


def _commit(root: Path, revision: str) -> str:
    name = ["rev-parse", "--verify", "--quiet", "--end-of-options"]
    try:
        _git(root, *name, "HEAD")
    except (OSError, subprocess.CalledProcessError):
        raise CannotCompare("this folder is no git repository, or one without a commit") from None
    try:
        return _git(root, *name, f"{revision}^{{commit}}")
    except subprocess.CalledProcessError:
        raise CannotCompare(f"'{revision}' is no revision of this repository; has it been fetched?") from None


def _merge_base(root: Path, head: str) -> str:
    """Where a change left main."""
    start = _commit(root, head or "HEAD")
    for name in MAIN:
        try:
            return _git(root, "merge-base", start, _commit(root, name))
        except (CannotCompare, subprocess.CalledProcessError):
            continue
    raise CannotCompare(f"there is no {' or '.join(MAIN)} with which this shares history: name a revision with BASE=…")


def _lay_out(root: Path, revision: str, folder: Path) -> None:
    """A revision's files in a folder, with the cards that have been drawn before."""
    folder.mkdir()
    if revision == WORKING_TREE:
        _copy_working_tree(root, folder)
    else:
        _check_out(root, revision, folder)
    (folder / CACHE).mkdir(parents=True, exist_ok=True)
    for card in (root / CACHE).glob("*.png"):
        with suppress(FileNotFoundError):  # another build may forget it meanwhile
            shutil.copy(card, folder / CACHE)


def _check_out(root: Path, revision: str, folder: Path) -> None:
    """All files that git has; `git archive` would leave out what .gitattributes names."""
    index = {"GIT_INDEX_FILE": str(folder.with_suffix(".index"))}
    _git(root, "read-tree", revision, **index)
    _git(root, "checkout-index", "--all", f"--prefix={folder}/", **index)


def _copy_working_tree(root: Path, folder: Path) -> None:
    """The files that git knows or would add, as they are."""
    for name in _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        source, target = root / name, folder / name
        if name and (source.is_symlink() or source.is_file()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)


def _git(root: Path, *arguments: str, **environment: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, env=os.environ | environment, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "surrogateescape").strip("\n")


def _build(root: Path, revision: str, folder: Path, address: str) -> Revision:
    environment = _environment(folder, address)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder / "site")]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode:
        return Revision(revision[:10], findings(said, folder), "", None)
    audit = AUDIT.search(said)
    return Revision(revision[:10], None, audit[0] if audit else "", _site(folder, environment["SITE_URL"], environment["REPO_URL"]))


def findings(said: str, folder: Path) -> list[str]:
    """The lines with which a build says why it stopped, as somebody reads them who builds in the checkout."""
    lines = COLOUR.sub("", said).replace(f"{folder}/", "").splitlines()
    return [LEVEL.sub("", line) for line in lines if not CHATTER.match(line)]


def _environment(folder: Path, address: str) -> dict[str, str]:
    """What a build may know of where it runs: the same for both, and no repository around its folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHONPATH"))}
    addresses = {"SITE_URL": inherited.get("SITE_URL") or address, "REPO_URL": inherited.get("REPO_URL") or REPOSITORY}
    return inherited | addresses | {"NO_MKDOCS_2_WARNING": "1", "GIT_CEILING_DIRECTORIES": str(folder.parent)}


def _site(folder: Path, address: str, repository: str) -> Site:
    site = folder / "site"
    paths = [path for path in sorted(site.rglob("*")) if path.is_file() and not path.is_symlink()]
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}
    language = LANGUAGE.search(files.get("index.html", b""))
    film, _ = load_film(folder / "docs" / DATA, folder)
    return Site(files, film, address, repository, language[1].decode() if language else "en")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
