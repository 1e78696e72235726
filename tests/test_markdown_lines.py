"""A page's lines know what is code, and where they stand."""

from microsite.markdown_lines import body_lines, check_fences
from microsite.pages import PageSource


def test_lines_count_from_the_file_s_start_and_leave_out_front_matter() -> None:
    lines = body_lines("---\ntitle: x\n---\n\nText.\n")
    assert [(line.number, line.text) for line in lines] == [(4, ""), (5, "Text."), (6, "")]


def test_a_fence_and_what_is_in_it_is_code() -> None:
    lines = body_lines("a\n```yaml\n??? spoiler\n```\nb\n")
    assert [bool(line.code) for line in lines] == [False, True, True, True, False, False]


def test_a_longer_fence_holds_a_shorter_one() -> None:
    lines = body_lines("````\n```\nx\n```\n````\nb")
    assert [bool(line.code) for line in lines] == [True] * 5 + [False]


def test_a_fence_in_a_list_and_one_of_tildes_are_fences() -> None:
    assert all(line.code for line in body_lines("- ```\n  x\n  ```"))
    assert all(line.code for line in body_lines("    ~~~ md\n    x\n    ~~~"))


def test_inline_code_is_blanked_out_of_the_prose() -> None:
    (line,) = body_lines("see `<!-- film:cast -->` here")
    assert line.prose == "see " + " " * len("`<!-- film:cast -->`") + " here"


def test_a_fence_that_is_never_closed_is_text_as_it_is_to_markdown() -> None:
    lines = body_lines("a\n```\nb\n")
    assert not any(line.code for line in lines)
    assert [line for line, _ in check_fences(lines)] == [2]


def test_lines_of_a_long_comment_are_marked_and_those_of_a_short_one_are_not() -> None:
    lines = body_lines("a\n<!-- b\nc\nd -->\n<!-- e -->\n")
    assert [line.comment for line in lines] == [False, True, True, True, False, False]


def test_a_place_is_found_in_prose_whatever_its_white_space_and_not_in_longer_words() -> None:
    page = PageSource("x.md", lines=body_lines("`end of`\n\nends of\n```\nend of\n```\nend\n  of it, end of it\n"))
    assert page.place("end of") == 7
    assert page.place("end of", nth=1) == 8
    assert page.place("nowhere", "ends of") == 3
    assert page.place("nowhere") == 1
