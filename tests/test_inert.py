"""What strangers write is text in a comment, and nothing but text; and a comment has an end."""

import re
from html import escape

import pytest
from commands.preview_report import Revision, comment
from microsite.inert import code, diff_lines, difference, fenced, fitting, size
from two_sites import PREVIEW, SPAN, Files, built, outside_code, site, spoiler, told_of

HOSTILE = "@octocat ![x](https://evil.example/x.png) <img src=x> [a](https://evil.example) `` ` </details> #1 **b**"
LONGEST_COMMENT = 65_536  # characters: what GitHub takes


def test_nothing_that_a_stranger_writes_does_anything() -> None:
    name, label = HOSTILE.replace("/", ""), escape(HOSTILE)
    body = f"<h2>{label}</h2>{spoiler(label, 'x')}<a href='https://e.example/`@octocat'>a</a>"
    files: Files = {
        f"{name}/index.html": built(body, HOSTILE),
        f"assets/{name}.png": b"\x89PNG",
        "index.html": built(spoiler("Old", "x"), HOSTILE),
    }
    before = Revision("1", None, "", site({"index.html": built(spoiler(label, "x"), "Caligari")}))
    report = comment(before, Revision("2", None, f"No leak: {HOSTILE}", site(files)), PREVIEW)
    assert report.count("octocat") > 8
    left = re.sub(rf"\]\({PREVIEW}[\w%./~-]*\)", "", outside_code(report))
    for word in ("octocat", "evil", "<img", "![", "</details>", "#1", "**b**"):
        assert word not in left


@pytest.mark.parametrize("text", ["a", "`", "``a`` `", "` a", "a`", "", "a\nb\r\u2028c\x00", "\u202etxt"])
def test_a_name_in_code_is_one_span_whatever_it_is(text: str) -> None:
    assert SPAN.sub("", code(text)) == ""
    assert code(text).isprintable()


def test_a_long_name_is_cut() -> None:
    assert len(code("x" * 999)) < 200


def test_backticks_in_a_text_end_no_fence() -> None:
    assert outside_code(fenced("a\n````\n```` @octocat\r```\x1b[0m")) == ""
    assert "\r" not in fenced("a\rb")


def test_a_long_sentence_is_set_in_lines_that_all_have_its_mark() -> None:
    lines = diff_lines("word " * 60, "+").splitlines()
    assert len(lines) > 2
    assert all(line.startswith("+ ") and len(line) <= 100 for line in lines)


def test_what_has_no_room_is_counted() -> None:
    assert fitting(["aa", "bb", "cc"], str, 7) == "aa\nbb\n- … and 1 more"
    assert fitting(["aa" * 99], str, 7) == "- … and 1 more"


@pytest.mark.parametrize("letter", ["x", "я", "`"])
def test_a_comment_is_never_longer_than_github_takes(letter: str) -> None:
    word = letter * 60
    files: Files = {}
    for page in range(120):
        text = "".join(f"<p>{word} {page}-{part}.</p>" for part in range(9)) + "x" * 70_000 * (page == 0)
        links = "".join(f'<a href="https://{page}-{part}.example/{word}">a</a>' for part in range(9))
        files[f"{word}{page}/index.html"] = built(f"{text}{links}{spoiler(f'{word} {page}', word)}", f"{word} {page}" * 40)
        for ending in ("png", "css", "js", "woff", "bin"):
            files[f"assets/{word}{page}.{ending}"] = b"\x89"
    report = told_of(files)
    assert len(report.encode()) < LONGEST_COMMENT
    assert report.count("… and ") >= 7
    assert "### Checks" in report


def test_a_comment_on_what_does_not_build_is_no_longer_either() -> None:
    findings = [f"docs/{'я' * 60}.md:{line}: wrong" for line in range(9999)]
    report = comment(Revision("1", None, "", site()), Revision("2", findings, "", None), "")
    assert len(report.encode()) < LONGEST_COMMENT
    assert "more lines\n```\n\n</details>" in report


@pytest.mark.parametrize(("count", "said"), [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_500, "1.5 kB"), (2_340_000, "2.34 MB")])
def test_a_number_of_bytes_is_said_as_people_do(count: int, said: str) -> None:
    assert size(count) == said


def test_a_difference_has_a_sign() -> None:
    assert [difference(0, 5), difference(5, 0), difference(5, 5)] == ["+5 bytes", "−5 bytes", "the same"]
