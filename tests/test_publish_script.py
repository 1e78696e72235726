"""The script that puts sites on the branch that Pages serves, against a bare repository on this machine."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import git
from runner import NOINDEX, REPOSITORY, published, stub
from sites import ROOT

PUBLISH = ROOT / ".github" / "publish"
PAGE = NOINDEX + "{}"


class Server:
    """A server with one bare repository, and what publishes to it."""

    def __init__(self, root: Path) -> None:
        self.root, self.remote, self.bin = root, root / "server" / REPOSITORY, root / "bin"
        self.remote.mkdir(parents=True)
        self.bin.mkdir()
        git("init", "--quiet", "--bare", folder=self.remote)

    def publish(self, *arguments: str | Path, own: bool = False) -> subprocess.CompletedProcess[str]:
        """Run the script; `own` puts this server's programs before those of the machine."""
        path = f"{self.bin}:{os.environ['PATH']}" if own else os.environ["PATH"]
        place = {"GITHUB_SERVER_URL": f"file://{self.root / 'server'}", "GITHUB_REPOSITORY": REPOSITORY}
        env = {"PATH": path, "HOME": str(self.root), "LANG": "C.UTF-8", **place}  # as GitHub's machines have it
        return subprocess.run([PUBLISH, *arguments], env=env, cwd=self.root, capture_output=True, text=True, check=False)

    def put(self, files: dict[str, str], path: str) -> None:
        done = self.publish("put", self.site(files), path)
        assert (done.returncode, done.stderr) == (0, "")

    def site(self, files: dict[str, str]) -> Path:
        """A folder with an index page and the files given."""
        folder = self.root / "site"
        shutil.rmtree(folder, ignore_errors=True)
        for name, text in {"index.html": PAGE.format("index"), **files}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    def files(self) -> set[str]:
        return published(self.remote) - {".nojekyll"}

    def read(self, name: str) -> str:
        return git("show", f"gh-pages:{name}", folder=self.remote)


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


def test_the_first_preview_makes_the_branch_and_keeps_jekyll_off_it(server: Server) -> None:
    server.put({"cast/index.html": PAGE.format("cast")}, "previews/pr-7")
    assert server.files() == {"previews/pr-7/index.html", "previews/pr-7/cast/index.html"}
    assert server.read(".nojekyll") == ""


def test_a_second_preview_stands_beside_the_first(server: Server) -> None:
    server.put({}, "previews/pr-7")
    server.put({}, "previews/pr-71")
    assert server.files() == {"previews/pr-7/index.html", "previews/pr-71/index.html"}


def test_a_preview_is_replaced_as_a_whole(server: Server) -> None:
    server.put({"old.css": ""}, "previews/pr-7")
    server.put({"new.css": "", "index.html": PAGE.format("changed")}, "previews/pr-7")
    assert server.files() == {"previews/pr-7/index.html", "previews/pr-7/new.css"}
    assert server.read("previews/pr-7/index.html").endswith("changed")


def test_a_deployment_replaces_the_site_and_keeps_previews_and_the_domain(server: Server) -> None:
    server.put({"CNAME": "film.example\n", "old/index.html": ""}, ".")
    server.put({}, "previews/pr-7")
    server.put({"new/index.html": "no page of a site is looked into"}, ".")
    assert server.files() == {"CNAME", "index.html", "new/index.html", "previews/pr-7/index.html"}
    assert server.read("CNAME") == "film.example\n"


def test_a_deployment_can_change_the_domain(server: Server) -> None:
    server.put({"CNAME": "old.example"}, ".")
    server.put({"CNAME": "new.example"}, ".")
    assert server.read("CNAME") == "new.example"


def test_a_site_cannot_bring_previews_along(server: Server) -> None:
    server.put({}, "previews/pr-7")
    server.put({"previews/pr-7/evil.html": "", "previews/pr-8/index.html": ""}, ".")
    assert server.files() == {"index.html", "previews/pr-7/index.html"}


def test_previews_of_closed_pull_requests_are_taken_down(server: Server) -> None:
    server.put({}, ".")
    for number in (1, 11, 12):
        server.put({}, f"previews/pr-{number}")
    assert server.publish("sweep", "11", "3").returncode == 0
    assert server.files() == {"index.html", "previews/pr-11/index.html"}
    assert server.publish("sweep", "").returncode == 0
    assert server.files() == {"index.html"}


def test_a_sweep_with_nothing_to_take_down_pushes_nothing(server: Server) -> None:
    assert server.publish("sweep", "7").returncode == 0
    assert git("branch", "--list", folder=server.remote) == ""
    server.put({}, "previews/pr-7")
    before = git("rev-parse", "gh-pages", folder=server.remote)
    assert server.publish("sweep", "7").returncode == 0
    assert git("rev-parse", "gh-pages", folder=server.remote) == before


def test_the_branch_has_one_commit_so_that_what_was_taken_down_is_gone(server: Server) -> None:
    server.put({}, "previews/pr-7")
    server.put({}, ".")
    assert git("rev-list", "--count", "gh-pages", folder=server.remote) == "1\n"


@pytest.mark.parametrize("first", [True, False], ids=["that has no branch yet", "that has one"])
def test_whoever_is_slower_applies_the_change_again_to_a_server(first: bool, server: Server) -> None:
    """The remote moves between fetching and pushing, once."""
    if not first:
        server.put({}, ".")
    meanwhile = f'PATH="$REST" "{PUBLISH}" put "{server.site({})}" previews/pr-1'
    once = f'case "$*" in *" push "*) [ -e "{server.root}/moved" ] || {{ : >"{server.root}/moved"; {meanwhile} || exit 9; }} ;; esac'
    real = shutil.which("git")
    stub(server.bin / "git", f'#!/bin/sh\nREST="{os.environ["PATH"]}"\n{once}\nexec {real} "$@"\n')
    done = server.publish("put", server.site({}), "previews/pr-7", own=True)
    assert done.returncode == 0, done.stderr
    assert (server.root / "moved").exists()
    assert server.files() - {"index.html"} == {"previews/pr-1/index.html", "previews/pr-7/index.html"}


def test_a_push_that_is_always_refused_is_given_up(server: Server) -> None:
    refuse = f'#!/bin/sh\ncase "$*" in *" push "*) echo x >>"{server.root}/tries"; exit 1 ;; esac\nexec {shutil.which("git")} "$@"\n'
    stub(server.bin / "git", refuse)
    done = server.publish("put", server.site({}), ".", own=True)
    assert (done.returncode, done.stderr) == (1, "publish: could not push, 5 times\n")
    assert (server.root / "tries").read_text(encoding="utf-8").count("x") == 5


def test_a_server_that_does_not_answer_is_not_taken_for_an_empty_one(server: Server) -> None:
    shutil.rmtree(server.remote)
    assert server.publish("sweep", "7").returncode not in (0, None)
    assert server.publish("put", server.site({}), ".").returncode != 0


def linked(site: Path) -> None:
    (site / "passwd.txt").symlink_to("/etc/passwd")


def linked_folder(site: Path) -> None:
    (site / "etc").symlink_to("/etc")


def linked_itself(site: Path) -> None:
    site.rename(site.with_name("elsewhere"))
    site.symlink_to(site.with_name("elsewhere"))


def piped(site: Path) -> None:
    os.mkfifo(site / "pipe.txt")


def without_an_index(site: Path) -> None:
    (site / "index.html").rename(site / "other.html")


def too_big(site: Path) -> None:
    (site / "big.png").write_bytes(b"0123456789abcdef" * 65536 * 51)


def nameless(site: Path) -> None:
    (site / os.fsdecode(b"\xff.xhtml")).touch()


def file(name: str, text: str = "") -> Callable[[Path], None]:
    def add(site: Path) -> None:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")

    return add


HOSTILE = {
    "a link out": (linked, "links, hidden files and odd names are not published"),
    "a linked folder": (linked_folder, "links, hidden files and odd names are not published"),
    "a link instead of a folder": (linked_itself, "there is no folder"),
    "a pipe": (piped, "links, hidden files and odd names are not published"),
    "a repository": (file(".git/config", "[core]\n\tfsmonitor = evil\n"), "links, hidden files and odd names are not published"),
    "attributes": (file("cast/.gitattributes"), "links, hidden files and odd names are not published"),
    "a line break in a name": (file("a\nb.html"), "links, hidden files and odd names are not published"),
    "a backslash in a name": (file("a\\b.html"), "links, hidden files and odd names are not published"),
    "a workflow": (file("deploy.yml"), "no build writes such a file"),
    "a page by another ending": (file("page.xhtml"), "no build writes such a file"),
    "a program": (file("run"), "no build writes such a file"),
    "a name that is no text": (nameless, "no build writes such a file"),
    "no index": (without_an_index, "there is no index.html"),
    "too many bytes": (too_big, "more than 51200 KiB"),
    "a page without noindex": (file("a/index.html", "<!doctype html>"), "search engines could list this page"),
    "an empty page": (file("a/index.html"), "search engines could list this page"),
    "noindex in a comment": (file("a.html", PAGE.format("").replace("<meta n", "<!-- <meta n")), "search engines could list this page"),
    "noindex in an attribute": (file("a.html", PAGE.format("").replace('"en"', "'")), "search engines could list this page"),
    "noindex in the text": (file("a.html", "<!doctype html><body>" + PAGE.format("")), "search engines could list this page"),
    "noindex behind another page": (file("a.html", "<title>x</title>\0" + PAGE.format("")), "search engines could list this page"),
}


@pytest.mark.parametrize(("spoil", "why"), HOSTILE.values(), ids=HOSTILE)
def test_a_preview_is_refused_that_has(spoil: Callable[[Path], None], why: str, server: Server) -> None:
    site = server.site({"cast/index.html": PAGE.format("")})
    spoil(site)
    done = server.publish("put", site, "previews/pr-7")
    assert done.returncode == 1
    assert why in done.stderr
    assert git("branch", "--list", folder=server.remote) == ""


def test_names_with_accents_and_blanks_are_published(server: Server) -> None:
    server.put({"café au lait/index.html": PAGE.format("")}, "previews/pr-7")
    assert "previews/pr-7/café au lait/index.html" in server.files()


@pytest.mark.parametrize("path", ["previews", "previews/pr-7/..", "previews/pr-0", "/", "", "previews/pr-7\n", "previews/pr-*"])
def test_a_place_that_is_none_is_refused(path: str, server: Server) -> None:
    assert server.publish("put", server.site({}), path).returncode == 1
    assert git("branch", "--list", folder=server.remote) == ""


def test_without_arguments_it_says_how_it_is_used(server: Server) -> None:
    done = server.publish()
    assert done.returncode == 2
    assert ".github/publish sweep" in done.stderr
    assert "set -" not in done.stderr
