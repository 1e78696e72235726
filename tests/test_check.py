"""`make check` finds all there is to mend, in one go; `make fix` mends what can only be meant in one way, and nothing else."""

from pathlib import Path

import pytest
from cases import PLACED, read_case
from commands.building import examine
from commands.check import annotations, check
from commands.fix import fix
from microsite import mending
from microsite.files import LINKED
from microsite.film import load_film
from microsite.mending import Mended, mended
from microsite.problems import MEND, Problem
from sites import CALIGARI, ROOT, TESTS, build_in, lay, page, quickly

FILM, _ = load_film(CALIGARI / "docs" / "_data", CALIGARI)
FINDINGS, UNUSUAL, REFUSALS, LEAKS = (sorted((TESTS / name).glob("*.txt")) for name in ("findings", "unusual", "refusals", "leaks"))
NOTE = "docs/note.md"
# What a corpus of broken contributions has to hold, by how the names of its cases start.
BROKEN = ("yaml-", "data-", "directive-", "spoiler-", "link-", "citation-", "encoding-", "hostile-", "spelling-", "style-", "quotation-")


def found(folder: Path) -> list[str]:
    with quickly():
        return [str(problem) for problem in examine(folder / "mkdocs.yml").problems]


@pytest.mark.parametrize("case", FINDINGS, ids=lambda case: case.stem)
def test_finds(case: Path, tmp_path: Path) -> None:
    files, expected = read_case(case)
    assert expected
    assert found(lay(tmp_path, files)) == expected


@pytest.mark.parametrize("case", UNUSUAL, ids=lambda case: case.stem)
def test_lets_pass_what_is_unusual_but_right(case: Path, tmp_path: Path) -> None:
    files, expected = read_case(case)
    assert expected == []
    assert found(lay(tmp_path, files)) == []


def test_sixty_broken_contributions_each_get_one_message_and_twenty_unusual_ones_pass() -> None:
    single = [case.stem for case in [*FINDINGS, *REFUSALS, *LEAKS] if len(read_case(case)[1]) == 1]
    assert len(single) >= 60
    assert {start for start in BROKEN if not any(name.startswith(start) for name in single)} == set()
    assert len(UNUSUAL) >= 20


@pytest.mark.parametrize("case", [*FINDINGS, *REFUSALS, *LEAKS], ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_a_finding_names_a_line_and_a_column_that_are_there(case: Path) -> None:
    files, expected = read_case(case)
    for path, line, column in (PLACED.fullmatch(problem).group("path", "line", "column") for problem in expected):
        text = files.get(path) or _text(path)
        if isinstance(text, str):
            lines = text.split("\n")
            assert int(line) <= len(lines)
            assert int(column) <= max(1, len(lines[int(line) - 1]))


def _text(path: str) -> str | None:
    return (CALIGARI / path).read_text(encoding="utf-8") if (CALIGARI / path).is_file() else None


def test_the_real_site_has_nothing_to_mend() -> None:
    text, status = check(ROOT / "mkdocs.yml", {})
    assert (text, status) == (f"Nothing to mend. {text.removeprefix('Nothing to mend. ')}", 0)
    assert "No leak" in text


def test_a_check_prints_each_finding_with_how_to_mend_it_and_counts_them(tmp_path: Path) -> None:
    lay(tmp_path, {NOTE: page("A wierd [end](endng.md).\n")})
    with quickly():
        text, status = check(tmp_path / "mkdocs.yml", {})
    assert status == 1
    assert text.splitlines() == [
        "docs/note.md:6:3: 'wierd' is not in the dictionary; did you mean 'weird'?",
        f"    {MEND['spelling']}",
        "docs/note.md:6:15: 'endng.md' leads to no page or file; did you mean 'ending.md'?",
        f"    {MEND['link']}",
        "",
        "2 problems to mend",
    ]


def test_a_check_writes_no_site_and_touches_none(tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in build_in(lay(tmp_path)).site.rglob("*")}
    assert found(lay(tmp_path, {NOTE: page("Text.\n")})) == []
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")} == before
    assert list(tmp_path.glob(".site-*")) == []


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("mkdocs.yml", "INHERIT: base.yml\nsite_name: '\n", "mkdocs.yml:2:12: broken YAML: a quote is opened and never closed"),
        ("mkdocs.yml", "INHERIT: base.yml\n\ndocs_dir: nowhere\n", "mkdocs.yml:3:1: docs_dir: The path "),
        ("mkdocs.yml", "INHERIT: base.yml\nextra_templates: [none.html]\n", "mkdocs.yml:1:1: Template skipped: 'none.html' not found"),
        (
            "mkdocs.yml",
            "INHERIT: base.yml\nnav: [index.md, ending.md]\nextra: {foot: []}\nrepo_ulr: x\n",
            "mkdocs.yml:4:1: repo_ulr: Unrecognised configuration name: repo_ulr",
        ),
        ("overrides/film/quote.html", "<p>\n\n{{ qoute.words }}\n", "overrides/film/quote.html:3:4: broken template: 'qoute' is undefined"),
        ("plant.py", "def on_nav(nav, **_):\n    return nav.nothing\n", "plant.py:2:16: the build broke off here: AttributeError"),
        ("docs/_data/film.yml", None, "docs/_data/film.yml:1:1: this file is missing"),
    ],
    ids=["yaml", "setting", "warning", "unknown setting", "template", "hook", "film"],
)
def test_whatever_breaks_a_build_is_told_with_its_place(name: str, text: str | None, told: str, tmp_path: Path) -> None:
    lay(tmp_path, {name: text})
    (problem, *_) = [line for line in found(tmp_path) if line.startswith(name)]
    assert problem.startswith(told)


def test_a_build_that_stops_without_a_finding_is_no_clean_bill(tmp_path: Path) -> None:
    plant = "from mkdocs.exceptions import PluginError\ndef on_nav(nav, **_):\n    raise PluginError('the moon is missing')\n"
    with quickly():
        text, status = check(lay(tmp_path, {"plant.py": plant}) / "mkdocs.yml", {})
    assert status == 1
    assert text.splitlines()[0] == "mkdocs.yml:1:1: the moon is missing"


def test_on_github_findings_stand_on_their_lines(tmp_path: Path) -> None:
    lay(tmp_path, {NOTE: page("A wierd end.\n")})
    with quickly():
        text, _ = check(tmp_path / "mkdocs.yml", {"GITHUB_ACTIONS": "true"})
    place = "file=docs/note.md,line=6,col=3,title=spelling"
    assert text.splitlines()[-1] == f"::error {place}::'wierd' is not in the dictionary; did you mean 'weird'?%0A{MEND['spelling']}"


def test_an_annotation_cannot_end_before_its_end() -> None:
    said = annotations([Problem("a,b:c.md", 1, "50 %\n::error::more", "spelling")])
    assert said == f"::error file=a%2Cb%3Ac.md,line=1,col=1,title=spelling::50 %25%0A::error::more%0A{MEND['spelling']}"


def guesses() -> list[tuple[str, Path, str]]:
    """Each mistake of the corpus whose message suggests something, with its case and its line."""
    cases = [case for case in [*FINDINGS, *REFUSALS] if not case.stem.startswith("spelling")]
    return [(case.stem, case, line) for case in cases for line in read_case(case)[1] if "did you mean '" in line]


@pytest.mark.parametrize(("case", "line"), [(case, line) for _, case, line in guesses()], ids=[name for name, _, _ in guesses()])
def test_a_guess_takes_the_place_of_the_word_or_nothing_changes(case: Path, line: str) -> None:
    files, _ = read_case(case)
    path, number, column, message = PLACED.fullmatch(line).groups()
    text = files.get(path) or _text(path)
    if not isinstance(text, str):
        return
    kind = "data" if path.startswith("docs/_data") else "link"
    after = mended(text, [Problem(path, int(number), message, kind, int(column))], FILM, page=False)
    guess = message.rpartition("did you mean '")[2].removesuffix("'?")
    changed = [(old, new) for old, new in zip(text.splitlines(), after.text.splitlines(), strict=True) if old != new]
    assert changed == [] or changed[0][1][int(column) - 1 :].startswith(guess)


def test_a_machine_mends_words_that_are_almost_right_and_marks(tmp_path: Path) -> None:
    broken = '??? spolier asylm "Later"\n    Text.\n\n* one\n* two\n\nSee [it](endng.md).\n\n\n<!-- film:qoute hello -->\n'
    lay(tmp_path, {NOTE: page(broken)})
    with quickly():
        changes = fix(tmp_path / "mkdocs.yml")
    assert (tmp_path / NOTE).read_text(encoding="utf-8") == page(
        '??? spoiler asylum "Later"\n    Text.\n\n- one\n- two\n\nSee [it](ending.md).\n\n<!-- film:quote hello -->\n'
    )
    assert "docs/note.md:6: 'spolier' is now 'spoiler'" in changes
    assert "docs/note.md:6: 'asylm' is now 'asylum'" in changes
    assert found(tmp_path) == []


def test_a_machine_mends_a_word_in_the_data_and_keeps_its_lines_ends(tmp_path: Path) -> None:
    path = "docs/_data/quotes.yml"
    text = (CALIGARI / path).read_text(encoding="utf-8")
    lay(tmp_path, {path: text.replace("Robert Wiene", "Robert Wine").replace("\n", "\r\n")})
    with quickly():
        fix(tmp_path / "mkdocs.yml")
    assert (tmp_path / path).read_bytes().decode() == text.replace("\n", "\r\n")


def test_one_line_that_ends_as_on_windows_does_not_change_all_others(tmp_path: Path) -> None:
    path = "docs/_data/quotes.yml"
    text = (CALIGARI / path).read_text(encoding="utf-8")
    lay(tmp_path, {path: text.replace("Robert Wiene", "Robert Wine").replace("\n", "\r\n", 1)})
    with quickly():
        fix(tmp_path / "mkdocs.yml")
    assert (tmp_path / path).read_bytes().decode() == text.replace("\n", "\r\n", 1)


def test_a_machine_takes_away_what_nobody_sees_unless_it_joins_others(tmp_path: Path) -> None:
    lay(tmp_path, {NOTE: page("The ca\u200bbi\xadnet ❤\ufe0f 👩\u200d🚀.\n")})
    with quickly():
        assert fix(tmp_path / "mkdocs.yml") == [f"{NOTE}:6: a character that nobody sees (U+{code}) is gone" for code in ("00AD", "200B")]
    assert (tmp_path / NOTE).read_text(encoding="utf-8") == page("The cabinet ❤\ufe0f 👩\u200d🚀.\n")


def test_a_machine_gives_a_heading_that_is_underlined_its_mark(tmp_path: Path) -> None:
    lay(tmp_path, {NOTE: page("The end\n-------\n\nText.\n\n### After it ###\n")})
    with quickly():
        fix(tmp_path / "mkdocs.yml")
    assert (tmp_path / NOTE).read_text(encoding="utf-8") == page("## The end\n\nText.\n\n### After it\n")


def test_a_machine_keeps_every_byte_of_what_it_does_not_mend(tmp_path: Path) -> None:
    text = "\ufeff" + page("* one\n\nText.\n").replace("\n", "\r\n", 3)
    lay(tmp_path, {NOTE: text})
    with quickly():
        fix(tmp_path / "mkdocs.yml")
    assert (tmp_path / NOTE).read_bytes().decode() == text.replace("* one", "- one")


@pytest.mark.parametrize("name", ["docs/note.md", "docs/deep", "docs/_data/ties.yml", "docs/_data/words.txt", "docs/assets/window.svg"])
def test_a_link_to_another_place_is_neither_followed_nor_mended(name: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "page.md").write_text(page("* one\n"), encoding="utf-8")
    folder = lay(tmp_path / "site")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(outside if name.endswith("deep") else outside / "page.md")
    assert found(folder) == [f"{name}:1:1: {LINKED}"]
    with quickly():
        assert fix(folder / "mkdocs.yml") == []
    assert (outside / "page.md").read_text(encoding="utf-8") == page("* one\n")


@pytest.mark.parametrize("first", ["", "# yaml-language-server: $schema=../../hooks/schemas/quotes.json\n"], ids=["missing", "another"])
def test_a_machine_writes_the_line_that_names_a_schema(first: str, tmp_path: Path) -> None:
    path = "docs/_data/ties.yml"
    text = (CALIGARI / path).read_text(encoding="utf-8").partition("\n")[2]
    lay(tmp_path, {path: first + text})
    with quickly():
        assert fix(tmp_path / "mkdocs.yml") == [f"{path}:1: names its schema now"]
    assert (tmp_path / path).read_text(encoding="utf-8") == f"# yaml-language-server: $schema=../../hooks/schemas/ties.json\n{text}"


@pytest.mark.parametrize(
    "text",
    [
        "A wierd end.\n",
        "See [it](other.md).\n",
        "# One\n\n### Three\n",
        "In the night, Alan dies.\n",
        '??? spoiler "Later" asylum\n    Text.\n',
        '??? spoiler "Later"\n    Text.\n\n   ## Inside or outside\n',
        '-   One.\n\n    ??? spoiler asylum "Later"\n        Sealed.\n',
        "As in (the end)[ending.md], or f(x)[1].\n",
    ],
    ids=["spelling", "a page that may be another", "heading", "leak", "no guess", "a heading between in and out", "an item", "a function"],
)
def test_a_machine_leaves_to_people_what_it_cannot_know(text: str, tmp_path: Path) -> None:
    lay(tmp_path, {NOTE: page(text)})
    with quickly():
        assert fix(tmp_path / "mkdocs.yml") == []
    assert (tmp_path / NOTE).read_text(encoding="utf-8") == page(text)


def test_no_line_is_moved_into_a_spoiler_or_out_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    text = page('??? spoiler asylum "Later"\n    Sealed.\n\nOut.\n')
    monkeypatch.setattr(mending, "mended_style", lambda text: text.replace("    Sealed", "Sealed"))
    assert mended(text, [], FILM, page=True) == Mended(text, [])
