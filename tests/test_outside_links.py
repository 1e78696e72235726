"""`make links` names the links to other sites that lead nowhere any more; the other site is on this machine."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Quiet, answer
from sites import CALIGARI, ROOT, lay, page

CODES = {"/here": 200, "/gone": 404, "/moved": 301, "/moved-away": 302, "/broken": 500, "/closed": 403, "/busy": 429}
TO = {"/moved": "/here", "/moved-away": "/gone"}
ELSEWHERE = "https://en.wikipedia.org/wiki/The_Cabinet_of_Dr._Caligari"


class Other(Quiet):
    """Another site: each path answers with its own status."""

    def do_GET(self) -> None:
        self.send_response(CODES.get(self.path, 404))
        if self.path in TO:
            self.send_header("Location", TO[self.path])
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET


@pytest.fixture
def other() -> Iterator[str]:
    with answer(Other) as host:
        yield host


def ask(folder: Path, other: str, paths: list[str]) -> subprocess.CompletedProcess[str]:
    """Run `make links` on the second film, all of whose links to elsewhere lead to the other site."""
    data = {f"docs/_data/{name}": (CALIGARI / "docs" / "_data" / name).read_text(encoding="utf-8") for name in ("film.yml", "sources.yml")}
    links = "\n".join(f"- [{path[1:]}]({other}{path})" for path in paths)
    files = {name: text.replace(ELSEWHERE, f"{other}/here") for name, text in data.items()}
    lay(folder, {**files, "docs/index.md": page("[A note](note.md)\n"), "docs/note.md": page(f"{links}\n\n[home](index.md)\n")})
    (folder / ".cache").unlink()
    for name in (".venv", ".github", "Makefile", "requirements.txt", "tests"):
        (folder / name).symlink_to(ROOT / name)
    env = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run([shutil.which("make"), "--silent", "links"], cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_dead_links_are_named_with_their_page_and_the_rest_is_not(other: str, tmp_path: Path) -> None:
    done = ask(tmp_path, other, [*CODES])
    assert done.returncode == 2  # make's own, for a command that failed
    reported = [line.split()[-1] for line in done.stdout.splitlines() if line.startswith("Real URL")]
    assert sorted(reported) == [f"{other}/broken", f"{other}/gone", f"{other}/gone"]
    assert done.stdout.count("/note/index.html") == 3


def test_links_that_lead_somewhere_are_counted(other: str, tmp_path: Path) -> None:
    done = ask(tmp_path, other, ["/here", "/moved", "/closed", "/busy"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 errors found" in done.stdout
