"""The table of `make benchmark` judges rightly, and its host is like a real one; the numbers themselves are for people."""

import gzip
import http.client
import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from benchmarks import paint
from benchmarks.__main__ import PAGE, TOPICS, keep, main
from benchmarks.host import YEAR, hosting
from benchmarks.lighthouse import REVIEWED, View
from benchmarks.table import Row, table
from sites import ROOT

LOCK = json.loads((ROOT / "tests" / "lighthouse" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
VALUES = {"first-contentful-paint": 700.0, "largest-contentful-paint": 800.0, "total-blocking-time": 0.0, "total-byte-weight": 70_000}
OURS = View(VALUES | {"cumulative-layout-shift": 0.0}, 6, {"performance": 100} | dict.fromkeys(REVIEWED, 100), [], ["12.8.2", "156"])
STOCK = replace(OURS, values=OURS.values | {"first-contentful-paint": 1_500.0, "largest-contentful-paint": 1_700.0})


@pytest.mark.parametrize(
    ("row", "ratio", "kept"),
    [
        (Row("paint", "0.76 s", "1.64 s", "at most 0.5 times"), "0.46", "yes"),
        (Row("paint", "0.83 s", "1.64 s", "at most 0.5 times"), "0.51", "**no**"),
        (Row("bytes", "78,237", "78,236", "at most stock's"), "1.00", "**no**"),
        (Row("blocking time", "0 ms", "0 ms", "at most stock's"), "", "yes"),
        (Row("blocking time", "1 ms", "0 ms", "at most stock's"), "", "**no**"),
        (Row("layout shift", "0.0002", "0", "at most 0"), "", "**no**"),
        (Row("score", "100", "88", "at least 100"), "1.14", "yes"),
        (Row("score", "99", "88", "at least 100"), "1.12", "**no**"),
        (Row("memory", "251 MB", "", "at most 250 MB"), "", "**no**"),
        (Row("1,000 pages beside 100", "10.9 times", "", "at most 11 times"), "", "yes"),
        (Row("requests", "6", "15"), "0.40", ""),
    ],
)
def test_a_row_tells_its_ratio_and_whether_its_limit_is_kept(row: Row, ratio: str, kept: str) -> None:
    cells = [cell.strip() for cell in table([row]).splitlines()[-1].strip("|").split("|")]
    assert cells == [row.what, row.ours, row.beside, ratio, row.limit, kept]


def test_a_limit_that_nobody_can_read_is_refused() -> None:
    with pytest.raises(ValueError, match="about as fast"):
        table([Row("paint", "0.76 s", "1.64 s", "about as fast")])


@pytest.fixture
def views(monkeypatch: pytest.MonkeyPatch) -> list[paint.Pair]:
    """Measured: two pages, the one for addresses where there is none, and one of a single line."""
    pairs = [paint.Pair(page, screen, [OURS] * 5, [STOCK] * 5) for page in ("", "far/", paint.LOST, "") for screen in paint.SCREENS]
    monkeypatch.setattr(paint, "measured", lambda: pairs)
    return pairs


def test_every_measure_is_told_on_both_screens_and_kept(views: list[paint.Pair]) -> None:
    rows = list(paint.rows())
    assert len(rows) == 2 * (6 + 4 + 1)
    assert [row.what for row in rows if row.kept is False] == []
    assert all(row.kept for row in rows if row.limit)
    assert [row.what for row in rows if not row.limit and "requests" not in row.what] == [f"first paint of a page of one line, {screen}" for screen in paint.SCREENS]


def test_one_slow_view_of_five_does_not_count_and_three_do(views: list[paint.Pair]) -> None:
    slow = replace(OURS, values=OURS.values | {"first-contentful-paint": 9_000.0})
    views[0] = replace(views[0], ours=[slow, OURS, OURS, OURS, slow])
    assert [row for row in paint.rows() if row.kept is False] == []
    views[0] = replace(views[0], ours=[slow, OURS, slow, OURS, slow])
    (row,) = [row for row in paint.rows() if row.kept is False]
    assert (row.what, row.ours) == ("first paint, phone, worst of 3 pages (`/`)", "9.00 s")


def test_a_page_that_fails_an_audit_is_told_with_it(views: list[paint.Pair]) -> None:
    failing = replace(OURS, scores=OURS.scores | {"accessibility": 96}, failed=["color-contrast"])
    views[3] = replace(views[3], ours=[failing, *[OURS] * 4])
    (row,) = [row for row in paint.rows() if row.kept is False]
    assert row == Row("score for accessibility (color-contrast), desktop, worst of 3 pages (`/far/`)", "96", "100", "at least 100")


def test_where_nothing_is_nobody_has_to_be_found(views: list[paint.Pair]) -> None:
    views[4] = replace(views[4], ours=[replace(OURS, scores=OURS.scores | {"seo": 60})] * 5)
    assert [row for row in paint.rows() if row.kept is False] == []
    assert "60" in paint.more()


def test_all_pages_stand_below_the_table(views: list[paint.Pair]) -> None:
    lines = paint.more().splitlines()
    assert "Lighthouse 12.8.2, Chromium 156, Material" in lines[0]
    assert lines[4] == "| `/` | phone | 0.70 s / 1.50 s | 0.80 s / 1.70 s | 0 ms / 0 ms | 0 / 0 | 70,000 / 70,000 | 6 / 6 | 100 100 100 100 / 100 100 100 100 |"
    assert len(lines) == 4 + len(views) - len(paint.SCREENS)


def test_the_page_keeps_the_last_numbers_and_the_words_around_them(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before.\n\n<!-- numbers, as make benchmark wrote them -->\n\nold\n\n<!-- the end of them -->\n\nAfter.\n", encoding="utf-8")
    keep(page, "| new \\1 |")
    assert page.read_text(encoding="utf-8") == (
        "Before.\n\n<!-- numbers, as make benchmark wrote them -->\n\n| new \\1 |\n\n<!-- the end of them -->\n\nAfter.\n"
    )


def test_the_page_has_the_place_for_them() -> None:
    if not PAGE.exists():
        pytest.skip("this film has no page about its numbers")
    page = PAGE.read_text(encoding="utf-8")
    assert page.count("<!-- numbers, as make benchmark wrote them -->\n") == page.count("\n<!-- the end of them -->") == 1


def test_an_unknown_topic_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(SystemExit, match="ONLY= takes one of " + ", ".join(TOPICS)):
        main(["pain"])


def test_the_host_compresses_what_is_words_keeps_connections_and_says_how_long_caches_may_keep(tmp_path: Path) -> None:
    for name, data in {"index.html": "<p>Here</p>", "404.html": "<p>Nowhere</p>", "a.0123abcd.css": "p{}", "a.png": "\x89PNG"}.items():
        (tmp_path / name).write_bytes(data.encode("latin-1"))
    with hosting(tmp_path) as address:
        connection = http.client.HTTPConnection(urlsplit(address).netloc)
        answers = {}
        for url in ("/", "/none/", "/a.0123abcd.css", "/a.png"):
            connection.request("GET", url)
            kept = connection.sock
            with connection.getresponse() as response:
                answers[url] = (response.status, response.headers, response.read())
            assert connection.sock is kept
        connection.close()
    assert [status for status, *_ in answers.values()] == [200, 404, 200, 200]
    assert [headers["Content-Encoding"] for _, headers, _ in answers.values()] == ["gzip", "gzip", "gzip", None]
    assert gzip.decompress(answers["/none/"][2]) == b"<p>Nowhere</p>"
    assert answers["/a.png"][2] == b"\x89PNG"
    assert [headers["Cache-Control"] == YEAR for _, headers, _ in answers.values()] == [False, False, True, False]


def test_lighthouse_is_pinned_by_hashes_and_from_no_named_registry() -> None:
    packages = [package for name, package in LOCK.items() if name]
    assert len(packages) > 100
    assert [package for package in packages if not package.get("integrity", "").startswith("sha512-") or "resolved" in package] == []
