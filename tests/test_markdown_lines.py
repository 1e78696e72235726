"""A page's lines know what is code, and where they stand."""

from microsite.markdown_lines import body_lines, first_place, places


def test_lines_count_from_the_file_s_start_and_leave_out_front_matter() -> None:
    lines = body_lines("---\ntitle: x\n---\n\nText.\n")
    assert [(line.number, line.text) for line in lines] == [(4, ""), (5, "Text."), (6, "")]


def test_a_fence_and_what_is_in_it_is_code() -> None:
    lines = body_lines("a\n```yaml\n??? spoiler\n```\nb\n")
    assert [line.code for line in lines] == [False, True, True, True, False, False]


def test_a_longer_fence_holds_a_shorter_one() -> None:
    lines = body_lines("````\n```\nx\n```\n````\nb")
    assert [line.code for line in lines] == [True] * 5 + [False]


def test_a_fence_in_a_list_and_one_of_tildes_are_fences() -> None:
    assert all(line.code for line in body_lines("- ```\n  x\n  ```"))
    assert all(line.code for line in body_lines("    ~~~ md\n    x\n    ~~~"))


def test_inline_code_is_blanked_out_of_the_prose() -> None:
    (line,) = body_lines("see `<!-- film:cast -->` here")
    assert line.prose == "see " + " " * len("`<!-- film:cast -->`") + " here"


def test_places_are_found_in_prose_only() -> None:
    lines = body_lines("x (a.md)\n```\n(a.md)\n```\n(a.md)\n")
    assert places(lines, "(a.md") == [1, 5]
    assert first_place(lines, "(b.md", "(a.md") == 1
    assert first_place(lines, "nowhere") == 1
