"""A problem says where its value stands, to the column, and how its kind is mended."""

from pathlib import Path

import pytest
from microsite.places import located, report
from microsite.problems import MEND, Problem, guess_of

LINES = {
    "a value": ("'asylm' is not a level; did you mean 'asylum'?", '??? spoiler asylm "Who"', "asylm"),
    "what is called wrong, not its key": ("'day' should be a day, not 'soon'", "    day: soon", "soon"),
    "what can't be": ("'role' can't be 'directr'; did you mean 'director'?", "  role: directr", "directr"),
    "words with marks between": ("the text gives away 'x' (end): “Alan dies”", "In it, Alan **dies**.", "Alan"),
    "a whole word": ("'ending.md' leads nowhere", "spending.md, ending.md", "ending.md"),
    "words in other letters": ("it has “alan DIES”", "So Alan dies.", "Alan"),
    "a value with an apostrophe before it": ("it can't be read: 'x y'", "- x y", "x y"),
    "the text of the line, if the value is not there": ("this quote lacks 'level'", "  - id: hello", "- id"),
}


@pytest.mark.parametrize(("message", "line", "value"), LINES.values(), ids=LINES)
def test_a_column_is_where_the_value_stands(message: str, line: str, value: str, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(f"\n{line}\n", encoding="utf-8")
    (problem,) = located([Problem("note.md", 2, message)], tmp_path)
    assert line[problem.column - 1 :].startswith(value)


def test_a_column_that_is_known_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("'x' 'x'\n", encoding="utf-8")
    (problem,) = located([Problem("note.md", 1, "'x' is wrong", column=6)], tmp_path)
    assert problem.column == 6


def test_a_file_that_is_gone_or_no_text_or_shorter_has_problems_at_its_first_column(tmp_path: Path) -> None:
    (tmp_path / "short.md").write_bytes(b"\xff")
    problems = [Problem("gone.md", 1, "'x'"), Problem("short.md", 9, "'x'")]
    assert located(problems, tmp_path) == problems


def test_a_report_is_in_the_order_of_places_and_says_each_thing_once(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("b a\n", encoding="utf-8")
    problems = [Problem("note.md", 1, "'a' is wrong"), Problem("note.md", 1, "'b' is wrong"), Problem("note.md", 1, "'a' is wrong")]
    assert report(problems, tmp_path).splitlines() == [
        "2 problems to mend; the site was left as it is:",
        "note.md:1:1: 'b' is wrong",
        "note.md:1:3: 'a' is wrong",
    ]


def test_what_a_message_suggests_can_be_read_back() -> None:
    assert guess_of("'a' is wrong; did you mean 'b c'?") == "b c"
    assert guess_of("'a' is wrong; there is none yet") is None


def test_there_is_no_problem_of_a_kind_that_nothing_explains() -> None:
    with pytest.raises(AssertionError, match="'wrong'"):
        Problem("a.md", 1, "'a' is wrong", "wrong")


def test_each_kind_is_mended_in_a_line() -> None:
    assert all(advice and "\n" not in advice and len(advice) < 120 for advice in MEND.values())
