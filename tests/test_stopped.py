"""Builds that are killed, break off, find the disk full or run side by side: there is always one whole site, and no rubbish stays."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest
from microsite.breakdowns import system_says
from microsite.staging import Staging
from mkdocs.exceptions import PluginError
from sites import CALIGARI, HOOKS, build_in, lay, page
from stopping import Stopping, stopping
from test_publish import leftovers

EVENTS = ["config", "pre_build", "files", "nav", "pre_page", "page_read_source", "page_markdown", "page_content", "env"]
EVENTS += ["pre_template", "template_context", "post_template", "page_context", "post_page", "post_build"]
BREAK = """
def on_{0}(*item, config=None, **others):
    if (config or item[0]).extra.get("breaks") == "{0}":
        raise RuntimeError("broken")
"""
ENDING = (CALIGARI / "docs" / "ending.md").read_text(encoding="utf-8")
CHANGED = f"{ENDING}\nAnother site.\n"
FULL = "Error: no space left on device; the site was left as it is"
Tree = dict[str, bytes]


@pytest.fixture(scope="module")
def in_one_step() -> Iterator[Stopping]:
    with stopping() as running:
        yield running


@pytest.fixture(scope="module")
def in_two_steps() -> Iterator[Stopping]:
    with stopping(two_steps=True) as running:
        yield running


def tree(site: Path) -> Tree:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@dataclass(frozen=True)
class Film:
    """A film whose site is `before`; since then a page has changed, so that a build makes `after` of it."""

    folder: Path
    before: Tree
    after: Tree

    @property
    def site(self) -> Tree:
        return tree(self.folder / "site")

    def write(self, name: str, text: str) -> None:
        (self.folder / "docs" / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Film:
    folder = lay(tmp_path_factory.mktemp("stopped") / "film")
    (folder / ".cache").unlink()
    trees = []
    for text in (CHANGED, ENDING):
        (folder / "docs" / "ending.md").write_text(text, encoding="utf-8")
        trees.append(tree(build_in(folder).site))
    (folder / "docs" / "ending.md").write_text(CHANGED, encoding="utf-8")
    assert trees[0] != trees[1]
    return Film(folder, trees[1], trees[0])


@pytest.fixture
def film(laid: Film, tmp_path: Path) -> Film:
    return Film(shutil.copytree(laid.folder, tmp_path / "film", symlinks=True), laid.before, laid.after)


def numbers(steps: list[str], name: str) -> list[int]:
    """Which steps of a build are of a kind; they count from 1."""
    return [number for number, step in enumerate(steps, start=1) if step == name]


def whole_build(film: Film, stop: Stopping) -> list[str]:
    """The steps of a build that nothing stops, without its site."""
    shutil.copytree(film.folder / "site", film.folder / "good")
    steps = stop("count", 0, film.folder)["steps"]
    shutil.rmtree(film.folder / "site")
    (film.folder / "good").rename(film.folder / "site")
    return steps


def test_wherever_a_build_is_killed_there_is_a_whole_site_and_the_next_build_sweeps(film: Film, in_one_step: Stopping) -> None:
    steps = whole_build(film, in_one_step)
    begins = {numbers(steps, name)[0] for name in ("os.mkdir", "open", "fcntl.flock", "os.chmod", "ctypes.dlsym")}
    swapped = steps.index("ctypes.dlsym") + 2
    for step in sorted({*begins, len(steps) // 3, swapped, len(steps)}):
        assert in_one_step("SIGKILL", step, film.folder)["status"] == -signal.SIGKILL
        assert film.site == (film.before if step < swapped else film.after)
    assert leftovers(film.folder)
    assert in_one_step("count", 0, film.folder)["status"] == 0
    assert film.site == film.after
    assert leftovers(film.folder) == []


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_build_that_is_interrupted_leaves_the_site_and_says_no_more_than_that(name: str, film: Film, in_one_step: Stopping) -> None:
    stopped = in_one_step(name, 40, film.folder)
    assert stopped["status"] != 0
    assert "Traceback" not in stopped["said"]
    assert film.site == film.before
    Staging(film.folder / "site")  # as every build begins
    assert leftovers(film.folder) == []


def test_where_the_old_site_must_go_before_the_new_one_comes_the_next_build_gives_it_back(film: Film, in_two_steps: Stopping) -> None:
    steps = whole_build(film, in_two_steps)
    in_two_steps("SIGKILL", numbers(steps, "os.rename")[-1], film.folder)
    assert not (film.folder / "site").exists()
    film.write("note.md", page('??? spoiler asylm "Who"\n    A patient.\n'))
    assert in_two_steps("count", 0, film.folder)["status"] == 1
    assert film.site == film.before
    assert leftovers(film.folder) == []


def test_an_error_in_any_event_leaves_the_last_good_site(film: Film) -> None:
    (film.folder / "break.py").write_text("".join(map(BREAK.format, EVENTS)), encoding="utf-8")
    with (film.folder / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(f"hooks: [{', '.join([*HOOKS, 'break.py'])}]\n")
    for event in EVENTS:
        with pytest.raises(RuntimeError, match="broken"):
            build_in(film.folder, extra={"breaks": event})
    assert film.site == film.before


def test_wherever_the_disk_is_full_a_line_says_so_and_the_last_good_site_stays(film: Film, in_one_step: Stopping) -> None:
    opened = numbers(whole_build(film, in_one_step), "open")
    for step in {opened[0], opened[len(opened) // 2], opened[-1]}:
        stopped = in_one_step("full", step, film.folder)
        assert stopped["status"] == 1
        assert stopped["said"].splitlines()[-1] == FULL
        assert "Traceback" not in stopped["said"]
        assert film.site == film.before
        assert leftovers(film.folder) == []


ON_A_SMALL_DISK = """
mount -t tmpfs -o size=2m none "$1" && cp -R film "$1" && cd "$1/film" && cat /dev/zero >"$1/rest" 2>/dev/null
"$2" -m mkdocs build; echo "$?"; ls -A; diff -r site "$3" && echo whole
"""


def test_a_disk_that_is_really_full_leaves_the_last_good_site(film: Film, tmp_path: Path) -> None:
    alone = ["unshare", "--mount", *(["--map-root-user"] if os.getuid() else [])]
    disk, site = tmp_path / "disk", film.folder / "site"
    disk.mkdir()
    shutil.rmtree(film.folder / ".cache")
    if subprocess.run([*alone, "mount", "-t", "tmpfs", "none", disk], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody have a small disk")
    command = [*alone, "sh", "-c", ON_A_SMALL_DISK, "sh", disk, sys.executable, site]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == FULL
    assert "Traceback" not in done.stderr
    status, *files, whole = done.stdout.splitlines()
    assert (status, whole) == ("1", "whole")
    assert not [name for name in files if name.startswith(".site-")]


@pytest.mark.parametrize("way", ["in_one_step", "in_two_steps"])
def test_two_builds_at_once_both_end_well_and_the_site_is_that_of_the_last(way: str, film: Film, request: pytest.FixtureRequest) -> None:
    stop = request.getfixturevalue(way)
    steps = whole_build(film, stop)
    for step in (len(steps) // 3, numbers(steps, "os.rename")[-1] if way == "in_two_steps" else steps.index("ctypes.dlsym") + 1):
        assert stop("SIGSTOP", step, film.folder)["status"] == signal.SIGSTOP
        film.write("note.md", page("# Note\n"))
        assert stop("count", 0, film.folder)["status"] == 0
        assert film.site.keys() - film.after.keys() == {"note/index.html"}
        assert len(leftovers(film.folder)) == 1
        (film.folder / "docs" / "note.md").unlink()
        assert stop("go on")["status"] == 0
        assert film.site == film.after
        assert leftovers(film.folder) == []


def test_what_a_killed_build_could_not_claim_any_more_is_swept_and_what_is_nobody_s_is_left(tmp_path: Path) -> None:
    for name in (".site-begun", ".site-of-others"):
        (tmp_path / name).mkdir()
    (tmp_path / ".site-of-others" / "kept").touch()
    staging = Staging(tmp_path / "site")
    mine, others = sorted(leftovers(tmp_path), key=lambda name: name == ".site-of-others")
    assert (staging.folder.parent.name, others) == (mine, ".site-of-others")


def test_a_link_leads_on_to_the_new_site(film: Film, tmp_path: Path) -> None:
    (film.folder / "site").rename(tmp_path / "served")
    (film.folder / "site").symlink_to(tmp_path / "served")
    build_in(film.folder)
    assert (film.folder / "site").is_symlink()
    assert tree(tmp_path / "served") == film.after
    assert leftovers(tmp_path) == []


def test_a_site_that_is_a_disk_of_its_own_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    with patch.object(Path, "is_mount", lambda path: path.name == "site"), pytest.raises(PluginError, match=r"site: this is a disk .*; the site was left"):
        build_in(lay(tmp_path))


def test_a_site_that_may_not_be_written_is_told_and_left_as_it_is(film: Film) -> None:
    denied = OSError(13, "Permission denied", str(film.folder / "site"))
    told = pytest.raises(PluginError, match="site: permission denied; the site was left as it is")
    with patch("microsite.staging._exchange", return_value=False), patch("microsite.staging._rename", side_effect=denied), told:
        build_in(film.folder)
    assert film.site == film.before


def test_servers_can_read_a_site_whatever_the_mask_of_its_builder(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        site = build_in(lay(tmp_path)).site
    finally:
        os.umask(before)
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (site, *site.rglob("*"))}
    assert modes == {(True, 0o755), (False, 0o644)}


def test_what_the_system_says_is_told_from_the_project_s_folder(tmp_path: Path) -> None:
    assert system_says(OSError(13, "Permission denied", str(tmp_path / "site")), tmp_path) == "site: permission denied"
    moved = OSError(1, "Operation not permitted", str(tmp_path / ".site-1234" / "new"), None, str(tmp_path / "site"))
    assert system_says(moved, tmp_path) == "site: operation not permitted"
    assert system_says(OSError(28, "No space left on device", "docs/a.svg"), tmp_path) == "no space left on device"
