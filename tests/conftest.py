"""Fixtures: tiny sites, the real site, a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import chromium, serve
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser
from sites import ROOT, Built, build_in, lay


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
