"""A page says when it was last changed if git knows, and nothing if not: no guess, no error, the same on every build."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest.mock import patch
from xml.etree import ElementTree

import pytest
from microsite.dates import NEVER, last_changes, newest_day
from microsite.film import Film, load_film
from microsite.html import parse
from repositories import ALONE, begin, commit, git
from sites import CALIGARI, Built, build_in, lay, page

FIRST, SECOND = date(2026, 1, 2), date(2026, 3, 4)
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def plain_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Git without anybody's settings, and nothing of the repository in which the tests may run."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in {**ALONE, "GIT_CEILING_DIRECTORIES": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)


def save(folder: Path, files: dict[str, str], day: date) -> None:
    """Write files, and commit them on a day."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    late = f"{day}T23:30:00-05:00"  # half past eleven in the evening, which is the next day elsewhere
    commit(folder, f"Of {day}", GIT_AUTHOR_DATE=late, GIT_COMMITTER_DATE=late)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two days of history: all files on the first, one of them again on the second."""
    folder = tmp_path / "repository"
    folder.mkdir()
    begin(folder)
    save(folder, {"docs/a.md": "1", "docs/deep/ä b.md": "1", "docs/deep/a.md": "1", "a.md": "1"}, FIRST)
    save(folder, {"docs/a.md": "2", "a.md": "2"}, SECOND)
    return folder


def test_a_file_has_the_day_of_the_last_commit_that_changed_it(repository: Path) -> None:
    assert last_changes(repository / "docs") == {"a.md": SECOND, "deep/ä b.md": FIRST, "deep/a.md": FIRST}


def test_a_user_s_own_settings_change_nothing(repository: Path) -> None:
    expected = last_changes(repository / "docs")
    for setting in ("log.showRoot=false", "log.showSignature=true", "log.decorate=full", "status.relativePaths=false", "color.ui=always"):
        git("config", *setting.split("="), folder=repository)
    assert last_changes(repository / "docs") == expected


@pytest.mark.parametrize("add", [[], ["--all"]], ids=["edited", "staged"])
def test_a_file_with_changes_that_are_not_committed_has_no_day(add: list[str], repository: Path) -> None:
    (repository / "docs" / "a.md").write_text("3")
    (repository / "docs" / "new.md").write_text("1")
    if add:
        git("add", *add, folder=repository)
    assert last_changes(repository / "docs") == {"deep/ä b.md": FIRST, "deep/a.md": FIRST}


def test_a_shallow_clone_tells_no_day_that_it_cannot_know(repository: Path, tmp_path: Path) -> None:
    save(repository, {"docs/deep/a.md": "2"}, SECOND)
    for depth in (1, 2):
        git("clone", f"--depth={depth}", repository.as_uri(), f"clone-{depth}", folder=tmp_path)
    git("branch", "grafted", folder=tmp_path / "clone-1")
    git("branch", "grafted", folder=tmp_path / "clone-2")
    assert last_changes(tmp_path / "clone-1" / "docs") == {}
    assert last_changes(tmp_path / "clone-2" / "docs") == {"deep/a.md": SECOND}


def test_a_repository_without_history_tells_no_day(tmp_path: Path) -> None:
    begin(tmp_path)
    (tmp_path / "a.md").touch()
    assert last_changes(tmp_path) == {}


def test_without_a_repository_and_without_git_there_is_no_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert last_changes(tmp_path) == {}
    monkeypatch.setenv("PATH", "")
    assert last_changes(tmp_path) == {}


def test_the_newest_day_of_the_data_stands_in_where_a_day_must_be_named() -> None:
    film, _ = load_film(CALIGARI / "docs" / "_data", CALIGARI)
    assert newest_day(film) == max(source.read for source in film.sources)
    assert newest_day(Film()) == NEVER


def days_in_sitemap(site: Path) -> dict[str, str | None]:
    urls = ElementTree.parse(site / "sitemap.xml").findall("s:url", SITEMAP)
    return {str(url.findtext("s:loc", namespaces=SITEMAP)): url.findtext("s:lastmod", namespaces=SITEMAP) for url in urls}


def test_readers_the_sitemap_the_feed_and_machines_are_told_the_same_day(repository: Path) -> None:
    lay(repository, {"docs/a.md": None, "docs/deep/a.md": None, "docs/deep/ä b.md": None})
    save(repository, {"docs/ending.md": (CALIGARI / "docs" / "ending.md").read_text(encoding="utf-8")}, SECOND)
    save(repository, {"docs/index.md": page("# Caligari\n")}, date(2026, 11, 21))
    (repository / "docs" / "ending.md").write_text(page("# The frame {#the-frame}\n"), encoding="utf-8")
    built = build_in(repository)
    shown = parse(built.page()).css_first(".article__changed")
    assert shown.text() == "Last changed 21 November 2026"
    assert shown.css_first("time").attributes["datetime"] == "2026-11-21"
    assert json.loads(parse(built.page()).css_first('[type="application/ld+json"]').text())["dateModified"] == "2026-11-21"
    assert "<updated>2026-11-21T00:00:00Z</updated>" in (built.site / "feed.xml").read_text(encoding="utf-8")
    assert "article__changed" not in built.page("ending")
    assert "dateModified" not in built.page("ending")
    assert sorted(days_in_sitemap(built.site).values(), key=str) == ["2026-11-21", None]


def test_a_site_without_history_builds_and_names_no_day(build_site: Callable[..., Built]) -> None:
    built = build_site(strict=True)
    assert built.said == []
    assert "article__changed" not in built.page()
    assert set(days_in_sitemap(built.site).values()) == {None}


def test_the_same_commit_makes_the_same_bytes_on_another_day(tmp_path: Path) -> None:
    lay(tmp_path)
    sites = []
    for seconds in ("1000000000", "2000000000"):
        with patch.dict(os.environ, {"SOURCE_DATE_EPOCH": seconds}):
            site = build_in(tmp_path).site
        sites.append({path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()})
    assert sites[0] == sites[1]
