"""The same commit makes the same site, byte for byte, wherever, whenever and by whomever it is built."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

from microsite.ties import Line
from repositories import begin, commit, git
from sites import ROOT

# Whatever lists a folder sees it the other way round.
REVERSED = """
import os
from contextlib import nullcontext
listdir, scandir = os.listdir, os.scandir

class Entries(nullcontext):
    def __init__(self, entries):
        super().__init__(self)
        self.entries = iter(entries)
    def __iter__(self):
        return self.entries
    def __next__(self):
        return next(self.entries)
    def close(self):
        pass

os.listdir = lambda *path: listdir(*path)[::-1]
os.scandir = lambda *path: Entries([*scandir(*path)][::-1])
"""
# A day and two hours lie between their clocks' times of day: it is never the same day in both.
ONE = {"PYTHONHASHSEED": "0", "TZ": "Etc/GMT+12", "LC_ALL": "C.UTF-8"}
OTHER = {"PYTHONHASHSEED": "1234567", "TZ": "Etc/GMT-14", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
OTHER |= {"SOURCE_DATE_EPOCH": "1000000000", "COLUMNS": "40", "TERM": "dumb"}


def machine(folder: Path, environment: dict[str, str], *, umask: int, cores: set[int]) -> dict[str, tuple[int, bytes]]:
    """The real site as it is built on a machine: the mode and the content of each path."""
    home = folder.parent / f"home of {folder.name}"
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "NO_MKDOCS_2_WARNING": "1", **environment}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
    subprocess.run(command, cwd=folder, env=env, check=True, umask=umask, preexec_fn=lambda: os.sched_setaffinity(0, cores))
    site = folder / "site"
    return {
        path.relative_to(site).as_posix(): (stat.S_IMODE(path.stat().st_mode), path.read_bytes() if path.is_file() else b"")
        for path in site.rglob("*")
    }


def test_two_machines_make_the_same_bytes_of_one_commit(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "deep down" / "ä nother"
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(ROOT / name, one / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", one)
    begin(one)
    commit(one, "A film", GIT_COMMITTER_DATE="2024-02-03T23:30:00-05:00")
    git("clone", "--quiet", one, other, folder=tmp_path)
    for number, path in enumerate(sorted((other / "docs").rglob("*"), reverse=True)):
        os.utime(path, (number, number))
        path.chmod(0o700)
    git("config", "core.fileMode", "false", folder=other)
    cores = os.sched_getaffinity(0)
    first = machine(one, ONE, umask=0o022, cores=cores)
    shutil.copytree(one / ".cache", other / ".cache")
    (tmp_path / "shim").mkdir()
    (tmp_path / "shim" / "sitecustomize.py").write_text(REVERSED, encoding="utf-8")
    second = machine(other, OTHER | {"PYTHONPATH": str(tmp_path / "shim")}, umask=0o077, cores={min(cores)})
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert b"2024-02-03" in first["sitemap.xml"][1]
    assert not [name for name, (_, content) in first.items() if str(tmp_path).encode() in content]


def test_what_is_drawn_does_not_hang_on_the_last_digit_of_a_sum() -> None:
    """Python 3.12 adds up otherwise than 3.11 does, and processors do so too."""
    bends = (63.0, 152.0), (155.4, 152.0), (180.6, 47.5), (273.0, 47.5)
    drawn = set()
    for little in (-1e-10, 0.0, 1e-10):
        start, *rest = bends
        drawn.add(Line(SimpleNamespace(kind="fight"), ((start[0] + little, start[1]), *rest)).d)
    assert len(drawn) == 1
