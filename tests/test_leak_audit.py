"""The audit reads the site as it was built: it stops what leaks, lets pass what only looks like it, and says what it read."""

import logging
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from cases import read_case
from microsite.film import load_film
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from sites import CALIGARI, TESTS, Built, build_in, lay, on_cores, page

FILM, _ = load_film(CALIGARI / "docs" / "_data", CALIGARI)
HARMLESS = sorted((TESTS / "harmless").glob("*.txt"))
NOTE = "docs/note.md"
LEAK = page("In the night, Alan dies.\n")
SEALED = "Nobody at the fair has seen the old caravan since the rain came."
LEAKS = {  # in the text, by a row of words that another page seals, in an address, and what may be none
    NOTE: LEAK,
    "docs/a.md": page(f"{SEALED}\n"),
    "docs/z.md": page(f'??? spoiler asylum "Where it stands"\n    {SEALED}\n'),
    "docs/alan-dies.md": page("A page.\n"),
    "docs/doubt.md": page("One evening Francis strangles Cesare.\n"),
}
DOUBT = page("One evening Francis strangles Cesare.\n")


@pytest.mark.parametrize("case", HARMLESS, ids=lambda case: case.stem)
def test_lets_pass(case: Path, build_site: Callable[..., Built]) -> None:
    files, _ = read_case(case)
    assert build_site(files, strict=True).said == []


def test_at_least_twenty_look_alikes_are_tried() -> None:
    assert len(HARMLESS) >= 20


def test_a_leak_leaves_the_last_good_site_untouched(tmp_path: Path) -> None:
    site = build_in(lay(tmp_path)).site
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    assert build_in(lay(tmp_path, {NOTE: LEAK})).problems
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_a_build_of_mkdocs_serve_is_audited_too(tmp_path: Path) -> None:
    config = load_config(str(lay(tmp_path, {NOTE: LEAK}) / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)
    with pytest.raises(Abort):
        build(config, serve_url="http://127.0.0.1:8000/")


def test_two_names_and_a_deadly_word_are_a_warning_where_the_author_can_mend_it(build_site: Callable[..., Built]) -> None:
    built = build_site({NOTE: DOUBT})
    assert built.problems == []
    assert built.said == [
        "docs/note.md:6:13: this may tell who does what to whom: “Francis strangles Cesare”; "
        "if it tells nothing, allow these words in allowed.yml; built into note/index.html"
    ]
    assert (built.site / "note" / "index.html").exists()


def test_that_warning_stops_a_strict_build(build_site: Callable[..., Built]) -> None:
    built = build_site({NOTE: DOUBT}, strict=True)
    assert built.said[-1] == "stopped"
    assert not built.site.exists()


def test_a_good_build_says_what_was_read(build_site: Callable[..., Built], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="mkdocs"):
        site = build_site().site
    (line,) = [record.getMessage() for record in caplog.records if record.getMessage().startswith("No leak: ")]
    spoilers = sum(path.read_text(encoding="utf-8").count("<details class=\"spoiler\"") for path in site.rglob("*.html"))
    assert f"{len(FILM.secrets)} secrets checked, {spoilers} spoilers sealed" in line
    assert spoilers


@pytest.mark.parametrize("files", [{}, LEAKS])
def test_findings_are_the_same_on_any_number_of_cores(files: dict[str, str], tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder, told = lay(tmp_path, files), []
    for number in (1, 2, 8):
        caplog.clear()
        with on_cores(number), patch("microsite.auditing.LEAST", 1), caplog.at_level(logging.INFO, logger="mkdocs"):
            problems = build_in(folder).problems
        told.append((problems, [line for line in caplog.messages if "this may tell" in line or line.startswith("No leak: ")]))
    assert told[0] == told[1] == told[2]
    assert [len(lines) for lines in told[0]] == [len(files) and len(files) - 2, 1]


def test_a_file_of_the_theme_that_something_has_changed_is_read(build_site: Callable[..., Built]) -> None:
    plant = (
        "from pathlib import Path\n\n\ndef on_post_build(config):\n"
        "    bundle = next(Path(config.site_dir).glob('assets/javascripts/bundle.*.js'))\n"
        "    bundle.write_text(bundle.read_text() + '// Alan dies')\n"
    )
    (problem,) = build_site({"plant.py": plant}).problems
    assert "the script gives away 'alan-dies' (murders): “Alan dies”" in problem
    assert "bundle" in problem
