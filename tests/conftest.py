"""Fixtures: tiny sites, the real site, a browser."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from browser import Visit, chromium, serve, watch_policy
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, Response
from sites import DRAWN, ROOT, Built, build_in, lay
from stage import SITE_PATH, lay_stage

# Some machines forbid Python to keep what it has compiled. Hooks would be compiled for each of a thousand builds.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_unconfigure() -> None:
    """Leave nothing behind in the machine's folder for what is temporary; each worker has a folder of its own there."""
    shutil.rmtree(DRAWN, ignore_errors=True)


@pytest.fixture
def build_site(tmp_path: Path) -> Callable[..., Built]:
    """Build the second film with some files changed: build_site({"docs/index.md": "…"})."""

    def build_with(files: dict[str, str | bytes | None] | None = None, **settings: object) -> Built:
        return build_in(lay(tmp_path / "film", files), **settings)

    return build_with


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built strictly into a folder of its own."""
    site = tmp_path_factory.mktemp("real") / "site"
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(site), strict=True))
    return site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def address(real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the real site is served: under a sub-path, where absolute links would break."""
    root = tmp_path_factory.mktemp("host")
    (root / "films").mkdir()
    (root / "films" / "iss").symlink_to(real_site)
    with serve(root) as host:
        yield f"{host}/films/iss/"


@pytest.fixture(scope="session")
def home(real_site: Path) -> Iterator[str]:
    """Where the real site is served at the root of a host, as its 404 page wants it."""
    with serve(real_site) as host:
        yield f"{host}/"


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site of a few short pages is served that has every kind of spoiler; see stage.py."""
    root = tmp_path_factory.mktemp("stage")
    host_folder = root / "host"
    (host_folder / SITE_PATH).parent.mkdir(parents=True)
    (host_folder / SITE_PATH).symlink_to(lay_stage(root / "film"))
    with serve(host_folder) as host:
        yield f"{host}/{SITE_PATH}/"


STARTED = """() => new Promise((done, fail) => {
  const root = document.documentElement;
  const look = () => {
    if ("started" in root.dataset) done();
    else if ("ready" in root.dataset) dispatchEvent(new Event("pointermove"));
  };
  if (!document.getElementById("__styles")) return done();
  new MutationObserver(look).observe(root, { attributes: true });
  setTimeout(() => fail(Error("what comes after the first view has not come")), 20_000);
  look();
})"""


def started(page: Page, load: Callable[..., Response | None]) -> Callable[..., Response | None]:
    """A way to load a page, as a reader does whose hand moves, that waits until all has come that comes then."""

    def load_and_wait(*args: object, **settings: object) -> Response | None:
        response = load(*args, **settings)
        page.evaluate(STARTED)
        return response

    return load_and_wait


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Open a page of the site: visit("ending/", viewport=…, java_script_enabled=False).

    What it and its tabs asked for is in `asked`, what they complained of in `complaints`, and in `violations`
    what of that is about their policy. A test that leaves one there fails.
    """
    opened = []

    def open_page(url: str, **settings: object) -> Page:
        context = browser.new_context(**{"reduced_motion": "reduce", **settings})
        page = context.new_page()
        page.violations = watch_policy(context)
        opened.append((context, page.violations))
        if settings.get("java_script_enabled", True):
            page.goto, page.reload = started(page, page.goto), started(page, page.reload)
        page.asked = []
        page.complaints = []
        context.on("request", lambda request: page.asked.append(request.url))
        context.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        context.on("weberror", lambda error: page.complaints.append(str(error.error)))
        page.goto(urljoin(address, url))
        return page

    yield open_page
    for context, _ in opened:
        context.close()
    assert [told for _, violations in opened for told in violations] == []
