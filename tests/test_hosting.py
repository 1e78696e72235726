"""The site on hosts: what nginx answers with the configuration of this repository, and what other hosts are told to build."""

import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from mkdocs.config import load_config
from nginx import NGINX, nginx
from repositories import begin, commit, git
from runner import stub
from sites import ROOT

DEEP = "/films/iss/"
KINDS = {
    "": "text/html; charset=utf-8",
    "feed.xml": "application/atom+xml; charset=utf-8",
    "sitemap.xml": "text/xml; charset=utf-8",
    "search/search_index.json": "application/json; charset=utf-8",
    "assets/favicon.svg": "image/svg+xml",
    "assets/cards/index.png": "image/png",
    "app.webmanifest": "application/manifest+json; charset=utf-8",
    "font.woff2": "font/woff2",
}
# What every answer is to have besides, and no more than that.
SECURITY = [
    *("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"),
    *("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"),
]
FOREVER, ANEW = "public, max-age=31536000, immutable", "public, max-age=0, must-revalidate"
HIDDEN = [".git/config", ".hidden", "_headers", "_redirects", "CNAME", "assets/.git/HEAD"]
ELSEWHERE = [f"{before}{up * 4}secret" for up in ("../", "%2e%2e/", "..%2f", "//../", "..%5c") for before in ("", "assets/")]

NETLIFY = {"NETLIFY": "true", "URL": "https://film.example", "DEPLOY_PRIME_URL": "https://preview--film.example"}
CLOUDFLARE = {"CF_PAGES": "1", "CF_PAGES_URL": "https://1a2b3c.film.pages.example"}
BUILDS = {
    "netlify": (NETLIFY | {"CONTEXT": "production"}, "https://film.example/|unset"),
    "netlify-preview": (NETLIFY | {"CONTEXT": "deploy-preview"}, "https://preview--film.example/|true"),
    "cloudflare": (CLOUDFLARE | {"CF_PAGES_BRANCH": "main"}, "https://film.pages.example/|unset"),
    "cloudflare-preview": (CLOUDFLARE | {"CF_PAGES_BRANCH": "mend"}, "https://1a2b3c.film.pages.example/|true"),
    "set-by-hand": (CLOUDFLARE | {"CF_PAGES_BRANCH": "main", "SITE_URL": "https://own.example/"}, "https://own.example/|unset"),
    "anywhere-else": ({}, "unset|unset"),
}


class Connection(http.client.HTTPConnection):
    """HTTP through a socket that has a path."""

    def __init__(self, path: Path) -> None:
        super().__init__("example.org")
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.path))


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Host:
    """A server: its socket, the path at which the site stands, and the site's folder."""

    socket: Path
    path: str
    site: Path

    def ask(self, name: str, method: str = "GET", **headers: str) -> Answer:
        connection = Connection(self.socket)
        connection.request(method, self.path + name, headers={key.replace("_", "-"): value for key, value in headers.items()})
        answer = connection.getresponse()
        told = Answer(answer.status, dict(answer.getheaders()), answer.read())
        connection.close()
        return told


@pytest.fixture(scope="module", params=["/", DEEP], ids=["root", "below-a-path"])
def host(request: pytest.FixtureRequest, real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The real site, and a few files that are not of it."""
    if not NGINX:
        pytest.skip("there is no nginx")
    folder = tmp_path_factory.mktemp("nginx")
    site = folder / "www" / request.param.strip("/")
    site.parent.mkdir(exist_ok=True, parents=True)
    shutil.copytree(real_site, site, dirs_exist_ok=True)
    (folder / "secret").write_text("secret", encoding="utf-8")
    for name in (*HIDDEN, "app.webmanifest", "font.woff2"):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text("secret", encoding="utf-8")
    with nginx(folder, folder / "www", f"unix:{folder / 'socket'}", path=request.param):
        yield Host(folder / "socket", request.param, site)


def names(site: Path) -> list[str]:
    found = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    return [name for name in found if name not in HIDDEN and name != "404.html"]


def test_every_file_is_sent_whole_packed_or_not_with_the_headers_of_all(host: Host) -> None:
    for name in names(host.site):
        plain, packed = host.ask(name), host.ask(name, Accept_Encoding="gzip")
        assert plain.status == packed.status == 200, name
        assert plain.body == (host.site / name).read_bytes(), name
        if "Content-Encoding" in packed.headers:
            assert gzip.decompress(packed.body) == plain.body, name
        assert all(header in plain.headers for header in SECURITY), name
        assert plain.headers["Cache-Control"] == (FOREVER if re.search(r"\.[0-9a-f]{8}\.", name) else ANEW), name
        assert plain.headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if "/cards/" in name else "same-origin"), name
        assert plain.headers["Server"] == "nginx"


def test_text_is_packed_and_pictures_that_are_packed_already_are_not(host: Host) -> None:
    packed = {name for name in names(host.site) if "Content-Encoding" in host.ask(name, Accept_Encoding="gzip").headers}
    large = {name for name in names(host.site) if (host.site / name).stat().st_size >= 256}
    text = {name for name in large if Path(name).suffix in (".html", ".css", ".js", ".json", ".xml", ".svg", ".webmanifest")}
    assert packed == text
    assert host.ask("", Accept_Encoding="gzip").headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_what_it_is_called(name: str, host: Host) -> None:
    assert host.ask(name).headers["Content-Type"] == KINDS[name]


@pytest.mark.parametrize("name", ["nowhere", "nowhere/", "nowhere/deep.html", "assets/", "404.html", *HIDDEN])
def test_what_is_not_of_the_site_is_not_found(name: str, host: Host) -> None:
    found = host.ask(name)
    assert found.status == 404
    assert found.body == (host.site / "404.html").read_bytes()
    assert found.headers["Cache-Control"] == ANEW
    assert all(header in found.headers for header in SECURITY)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_nothing_beside_the_site_is_sent(name: str, host: Host) -> None:
    found = host.ask(name)
    assert found.status in (400, 404)
    assert b"secret" not in found.body


def test_a_folder_leads_to_its_page_at_whatever_address_the_server_is_reached(host: Host) -> None:
    found = host.ask("ending")
    assert (found.status, found.headers["Location"]) == (301, f"{host.path}ending/")
    assert host.ask("ending/").body == (host.site / "ending" / "index.html").read_bytes()


def test_what_a_browser_has_is_not_sent_again_and_of_a_file_a_part_can_be_had(host: Host) -> None:
    page = host.ask("")
    assert host.ask("", If_None_Match=page.headers["ETag"]).status == 304
    assert host.ask("", "HEAD").body == b""
    assert host.ask("", "HEAD").headers["Content-Length"] == str(len(page.body))
    part = host.ask("assets/cards/index.png", Range="bytes=1-3")
    assert (part.status, part.body) == (206, b"PNG")
    assert host.ask("", "POST").status == 405


def test_it_sends_what_other_hosts_send(host: Host, real_site: Path) -> None:
    """The headers of all files, but those that are for HTTPS alone, and without the scripts and styles of each page."""
    rules = re.findall(r"^/\*\n((?:  .*\n)+)", (real_site / "_headers").read_text(encoding="utf-8"), re.MULTILINE)
    told, page = dict(line.strip().split(": ", 1) for line in rules[0].splitlines()), host.ask("").headers
    policy = told.pop("Content-Security-Policy")
    told.pop("Strict-Transport-Security", None)
    assert {name: page[name] for name in told} == told
    ours = page["Content-Security-Policy"].split("; ")
    assert [part for part in policy.split("; ") if not part.startswith(("default-", "script-", "style-"))] == ours


def test_many_readers_at_once_all_get_an_answer(host: Host) -> None:
    """All are connected before the first has asked, and all have asked before the first is answered."""
    everything = names(host.site)
    with ExitStack() as stack:
        readers = [stack.enter_context(closing(Connection(host.socket))) for _ in range(400)]
        for reader in readers:
            reader.connect()
        for number, reader in enumerate(readers):
            reader.request("GET", host.path + everything[number % len(everything)])
        answers = [reader.getresponse() for reader in readers]
        assert {answer.status for answer in answers} == {200}
        assert [len(answer.read()) for answer in answers] == [int(answer.headers["Content-Length"]) for answer in answers]


def host_builds(folder: Path, environment: dict[str, str]) -> str:
    """What hosting/build in a checkout has `make` build: its address, and whether out of search engines."""
    (folder / "bin").mkdir()
    stub(folder / "bin" / "make", '#!/bin/sh\necho "$1: ${SITE_URL-unset}|${NOINDEX-unset}"\n')
    env = {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", **environment}
    return subprocess.run([folder / "hosting" / "build"], env=env, cwd="/", capture_output=True, text=True, check=True).stdout


def lay_build(folder: Path) -> Path:
    (folder / "hosting").mkdir(parents=True)
    shutil.copy(ROOT / "hosting" / "build", folder / "hosting")
    begin(folder)
    commit(folder, "One")
    return folder


@pytest.mark.parametrize("case", BUILDS)
def test_a_host_builds_for_the_address_that_it_gives(case: str, tmp_path: Path) -> None:
    environment, expected = BUILDS[case]
    assert host_builds(lay_build(tmp_path), environment) == f"site: {expected}\n"


def test_a_host_that_cloned_the_last_commit_alone_fetches_the_others(tmp_path: Path) -> None:
    whole = lay_build(tmp_path / "whole")
    commit(whole, "Two")
    git("clone", "--quiet", "--depth=1", whole.as_uri(), "clone", folder=tmp_path)
    host_builds(tmp_path / "clone", {})
    assert git("log", "--format=%s", folder=tmp_path / "clone").split() == ["Two", "One"]


def test_a_history_that_is_not_to_be_had_stops_no_build(tmp_path: Path) -> None:
    whole = lay_build(tmp_path / "whole")
    commit(whole, "Two")
    git("clone", "--quiet", "--depth=1", whole.as_uri(), "clone", folder=tmp_path)
    whole.rename(tmp_path / "gone")
    assert host_builds(tmp_path / "clone", {}).splitlines() == [
        "There is no history to be had: pages will not say when they were changed.",
        "site: unset|unset",
    ]


def test_netlify_runs_what_is_there_and_publishes_what_it_makes() -> None:
    told = tomllib.loads((ROOT / "netlify.toml").read_text(encoding="utf-8"))["build"]
    assert os.access(ROOT / told["command"], os.X_OK)
    assert ROOT / told["publish"] == Path(load_config(str(ROOT / "mkdocs.yml")).site_dir)
