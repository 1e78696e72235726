"""A page says when it was last changed if git knows, and nothing if not: no guess, no error, the same on every build."""

import json
import os
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest.mock import patch
from xml.etree import ElementTree

import pytest
from microsite.dates import NEVER, last_changes, newest_day
from microsite.film import Film, load_film
from microsite.html import parse
from sites import CALIGARI, Built, build_in, lay, page

FIRST, SECOND = date(2026, 1, 2), date(2026, 3, 4)
NAME = "Anna Bert <anna@example.org>"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def plain_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Git without anybody's settings, and nothing of the repository in which the tests may run."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    person = {f"GIT_{role}_{what}": "anna@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    own = {"HOME": str(tmp_path), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for name, value in {**person, **own, "GIT_CEILING_DIRECTORIES": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)


def git(folder: Path, *arguments: str, day: date = FIRST) -> None:
    # at half past eleven in the evening, which is the next day elsewhere
    dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day}T23:30:00-05:00")
    subprocess.run(["git", *arguments], cwd=folder, env=os.environ | dates, check=True, capture_output=True)


def commit(folder: Path, files: dict[str, str], day: date) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--message", f"Of {day}", day=day)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two days of history: all files on the first, one of them again on the second."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--initial-branch=main")
    commit(folder, {"docs/a.md": "1", "docs/deep/ä b.md": "1", "docs/deep/a.md": "1", "a.md": "1"}, FIRST)
    commit(folder, {"docs/a.md": "2", "a.md": "2"}, SECOND)
    return folder


def test_a_file_has_the_day_of_the_last_commit_that_changed_it(repository: Path) -> None:
    assert last_changes(repository / "docs") == {"a.md": SECOND, "deep/ä b.md": FIRST, "deep/a.md": FIRST}


def test_a_user_s_own_settings_change_nothing(repository: Path) -> None:
    expected = last_changes(repository / "docs")
    for setting in ("log.showRoot=false", "log.showSignature=true", "log.decorate=full", "status.relativePaths=false", "color.ui=always"):
        git(repository, "config", *setting.split("="))
    assert last_changes(repository / "docs") == expected


@pytest.mark.parametrize("add", [[], ["--all"]], ids=["edited", "staged"])
def test_a_file_with_changes_that_are_not_committed_has_no_day(add: list[str], repository: Path) -> None:
    (repository / "docs" / "a.md").write_text("3")
    (repository / "docs" / "new.md").write_text("1")
    if add:
        git(repository, "add", *add)
    assert last_changes(repository / "docs") == {"deep/ä b.md": FIRST, "deep/a.md": FIRST}


def test_a_shallow_clone_tells_no_day_that_it_cannot_know(repository: Path, tmp_path: Path) -> None:
    commit(repository, {"docs/deep/a.md": "2"}, SECOND)
    for depth in (1, 2):
        git(tmp_path, "clone", f"--depth={depth}", repository.as_uri(), f"clone-{depth}")
    git(tmp_path / "clone-1", "branch", "grafted")
    git(tmp_path / "clone-2", "branch", "grafted")
    assert last_changes(tmp_path / "clone-1" / "docs") == {}
    assert last_changes(tmp_path / "clone-2" / "docs") == {"deep/a.md": SECOND}


def test_a_repository_without_history_tells_no_day(tmp_path: Path) -> None:
    git(tmp_path, "init")
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
    commit(repository, {"docs/ending.md": (CALIGARI / "docs" / "ending.md").read_text(encoding="utf-8")}, SECOND)
    commit(repository, {"docs/index.md": page("# Caligari\n")}, date(2026, 11, 21))
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
