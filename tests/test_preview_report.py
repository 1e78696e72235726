"""`make preview-report` lays two revisions out, builds both, and prints the comment on what changed, and nothing else."""

import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from commands.preview_report import Revision, comment, findings, main
from repositories import begin, commit, git
from sites import ROOT, TESTS, lay, page
from two_sites import PREVIEW, TEXT, built, diff, outside_code, site, spoiler, told

GOLDEN = TESTS / "preview-report" / "comment.md"
Run = Callable[..., tuple[int, str, str]]


def test_reads_as_the_comment_that_was_approved() -> None:
    bodies = f"<h1>The ending</h1>{spoiler('Who tells it', 'Somebody in a park.')}{spoiler('Where it is told', 'A garden.', 'fair')}"
    text = '<h1>No sound</h1><p>It is <a href="https://en.example/silent">silent</a>.</p>'
    head = site(
        {
            "index.html": built(TEXT.replace("was", "was first"), "Caligari explained", nav="Who is who"),
            "ending/index.html": built(bodies, "The ending", nav="Who is who"),
            "404.html": built("<h1>Nothing here</h1>", "Not found", nav="Who is who"),
            "sound/index.html": built(text, "Its sound", nav="Who is who"),
            "assets/film.css": b"body{margin:0}",
        }
    )
    assert f"{told(site(), head)}\n" == GOLDEN.read_text(encoding="utf-8")


def test_if_the_head_does_not_build_that_comes_first_with_a_warning_before_its_findings() -> None:
    findings = ["1 problem to mend; the site was left as it is:", "docs/a.md:3: the title gives away 'x': “a” ``` </details> @octocat"]
    report = comment(Revision("1", None, "", site()), Revision("2", findings, "", None), PREVIEW)
    assert report.startswith("## This does not build\n")
    assert report.index("may quote the film’s secrets.</summary>") < report.index("docs/a.md:3:")
    assert PREVIEW not in report
    assert "octocat" not in outside_code(report)
    assert outside_code(report).count("</details>") == 1


def test_if_the_base_does_not_build_only_what_is_now_is_told() -> None:
    report = told(None, site())
    assert "**`1111111111` does not build**" in report
    assert "has 3 pages and 0 spoilers for `fair`, 0 spoilers for `murders`, 1 spoiler for `asylum`." in report
    assert "### Checks" in report
    for text in ("→", "docs/a.md", "### Pages"):
        assert text not in report


def test_a_build_that_says_nothing_of_an_audit_is_pointed_out() -> None:
    assert "the build says nothing of an audit" in comment(Revision("1", None, "", site()), Revision("2", None, "", site()), "")


def test_findings_are_those_of_a_build_in_the_checkout() -> None:
    said = "INFO    -  Building\n\x1b[31mERROR   -  \x1b[0mConfig file '/tmp/x/head/mkdocs.yml': wrong\n\n/tmp/x/head/docs/a.md:1: no\n"
    assert findings(said, Path("/tmp/x/head")) == ["Config file 'mkdocs.yml': wrong", "docs/a.md:1: no"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The second film in a repository, committed on main."""
    folder = lay(tmp_path / "film", {".gitignore": "/site/\n/.cache\n"})
    begin(folder)
    commit(folder, "Begin")
    return folder


@pytest.fixture
def run(repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in the repository: what it returns, prints, and notes."""
    monkeypatch.chdir(repository)

    def command(*arguments: str) -> tuple[int, str, str]:
        returned = main(arguments)
        return returned, *capsys.readouterr()

    return command


def replace_in(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def test_the_working_tree_is_compared_with_main_and_nothing_of_it_is_touched(repository: Path, run: Run) -> None:
    replace_in(repository / "docs" / "index.md", ("A silent film", "A silent movie"), ("slept for years", "slept, zebra"))
    (repository / "docs" / "note.md").write_text(page("A note that is not committed.\n", "A note"), encoding="utf-8")
    before = sorted(map(str, repository.rglob("*")))
    returned, report, notes = run(f"--url={PREVIEW}")
    assert (returned, notes) == (0, "Building both revisions …\n")
    assert report.startswith(f"## [See the preview]({PREVIEW})\n")
    assert f"The working tree compared with `{git('rev-parse', 'main', folder=repository)[:10]}`." in report
    assert f"- added: [`A note`]({PREVIEW}note/)" in report
    assert {"- A silent film (Wikipedia).", "+ A silent movie (Wikipedia).", "+ A note that is not committed."} <= set(diff(report))
    assert "- **changed inside**: `What the showman shows`, `fair`" in report
    assert re.search(r"\*\*Audit:\*\* `No leak: [\d,]+ surfaces", report)
    assert sorted(map(str, repository.rglob("*"))) == before
    assert git("worktree", "list", folder=repository).count("\n") == 1
    for text in ("zebra", "Last changed", str(repository.parent)):
        assert text not in report


def test_a_head_that_does_not_build_is_told_with_the_lines_that_its_build_prints(repository: Path, run: Run) -> None:
    git("checkout", "-b", "wrong", folder=repository)
    (repository / "docs" / "note.md").write_text(page('??? spoiler asylm "Who"\n    A patient.\n'), encoding="utf-8")
    (repository / ".gitattributes").write_text("docs/note.md export-ignore\n", encoding="utf-8")
    commit(repository, "Wrong")
    returned, report, _ = run("--base=main", "--head=wrong")
    assert returned == 0
    assert report.startswith("## This does not build\n")
    assert "\ndocs/note.md:6:13: 'asylm' is not a level of film.yml; did you mean 'asylum'?\n" in report
    assert "INFO" not in report
    assert "Traceback" not in report


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--base=nowhere"], "'nowhere' is no revision of this repository; has it been fetched?\n"),
        (["--base=main", "--head=--help"], "'--help' is no revision of this repository; has it been fetched?\n"),
        (["--url=javascript:alert(1)"], "URL should be a whole web address, with https://, not 'javascript:alert(1)'\n"),
        (["--url=https://x.example/)"], "URL should be a whole web address, with https://, not 'https://x.example/)'\n"),
    ],
    ids=["base", "head", "scheme", "bracket"],
)
def test_what_cannot_be_compared_is_said_in_a_line_and_nothing_is_printed(arguments: Sequence[str], message: str, run: Run) -> None:
    assert run(*arguments) == (2, "", message)


def test_without_main_it_says_what_to_name(repository: Path, run: Run) -> None:
    git("branch", "--move", "main", "other", folder=repository)
    assert run() == (2, "", "there is no origin/main or main with which this shares history: name a revision with BASE=…\n")


def test_outside_of_a_repository_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main([]) == 2
    assert tuple(capsys.readouterr()) == ("", "this folder is no git repository, or one without a commit\n")


def test_make_helps_with_it() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    assert re.search(r"^make preview-report +\S", listed, re.MULTILINE)
