"""The last good site survives whatever happens to a build."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from microsite.staging import Staging
from sites import HOOKS, Built, build_in, lay, page

BROKEN = page('??? spoiler asylm "Who"\n    A patient.\n')
NOTE = "docs/note.md"


def mkdocs(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run MkDocs as a contributor does, in a process of its own."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-m", "mkdocs", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.glob(".site-*")]


@pytest.mark.parametrize("strict", [[], ["--strict"]], ids=["plain", "strict"])
def test_a_refused_build_exits_with_an_error_and_no_traceback(strict: list[str], tmp_path: Path) -> None:
    lay(tmp_path, {NOTE: BROKEN})
    done = mkdocs(tmp_path, "build", *strict)
    assert done.returncode == 1
    assert "docs/note.md:6:13: 'asylm' is not a level of film.yml; did you mean 'asylum'?" in done.stderr.splitlines()
    assert "Traceback" not in done.stderr
    assert leftovers(tmp_path) == []


def test_a_refused_build_leaves_the_last_good_site_untouched(tmp_path: Path) -> None:
    site = build_in(lay(tmp_path)).site
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    built = build_in(lay(tmp_path, {NOTE: BROKEN}))
    assert built.problems
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_a_build_that_breaks_half_way_leaves_the_last_good_site_untouched(tmp_path: Path) -> None:
    site = build_in(lay(tmp_path)).site
    before = sorted(site.rglob("*"))
    lay(tmp_path, {"break.py": "def on_post_build(config):\n    raise RuntimeError('the disk is full')\n"})
    with (tmp_path / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(f"hooks: [{', '.join([*HOOKS, 'break.py'])}]\n")
    done = mkdocs(tmp_path, "build")
    assert done.returncode != 0
    assert "the disk is full" in done.stderr
    assert sorted(site.rglob("*")) == before
    assert leftovers(tmp_path) == []


def test_a_warning_stops_a_strict_build_before_the_site_is_replaced(tmp_path: Path) -> None:
    site = build_in(lay(tmp_path)).site
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    with (tmp_path / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("extra_templates: [missing.html]\n")
    built = build_in(tmp_path, strict=True)
    assert "MkDocs warned, and --strict takes no warning; the site was left as it is" in built.said
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_a_site_that_cannot_take_its_place_gives_the_old_one_back(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "good").touch()
    staging = Staging(target)  # and nothing is built in it
    with pytest.raises(FileNotFoundError):
        staging.publish()
    assert (target / "good").exists()


def test_a_good_build_replaces_the_whole_site(tmp_path: Path) -> None:
    built = build_in(lay(tmp_path, {NOTE: page("Text.\n")}))
    assert (built.site / "note" / "index.html").exists()
    (tmp_path / NOTE).unlink()
    build_in(tmp_path)
    assert not (built.site / "note").exists()
    assert leftovers(tmp_path) == []


def test_no_data_is_published_whatever_mkdocs_yml_says(build_site: Callable[..., Built]) -> None:
    site = build_site({"docs/_data/.notes.txt": "Francis is mad.", "docs/_data/deeper/.notes.txt": "Francis is mad."}).site
    published = [path for path in site.rglob("*") if path.is_file()]
    assert published
    assert not [path for path in published if "_data" in path.parts or path.name == ".notes.txt"]
