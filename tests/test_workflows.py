"""The workflows are known to work before GitHub runs them: they are linted, and each shell step is carried out here."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from repositories import begin, commit, git
from runner import BOT, HEAD, NOINDEX, REPOSITORY, WORKFLOWS, Runner, jobs, runner, workflow
from sites import ROOT

BIN = ROOT / ".venv" / "bin"
PUBLISH, SWEEP = "preview-publish/publish", "preview-publish/sweep"
COMMENTS = f"repos/{REPOSITORY}/issues/7/comments"
MARKER = "<!-- preview of this pull request -->"


@pytest.mark.parametrize(
    "command",
    [
        [BIN / "actionlint", "-shellcheck", BIN / "shellcheck", "-pyflakes="],
        [BIN / "zizmor", "--offline", "--persona=auditor", "--strict-collection", "--no-progress", "--quiet", ".github"],
        [BIN / "shellcheck", ".github/publish", ".github/comment", ".github/address", "hosting/build"],
    ],
    ids=lambda command: command[0].name,
)
def test_reports_nothing(command: list[str | Path]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def every(key: str) -> list[tuple[str, str]]:
    """All values of a key in all workflows, as they are written, with the file's name."""
    lines = [(name, line) for name, path in WORKFLOWS.items() for line in path.read_text(encoding="utf-8").splitlines()]
    return [(name, match[1]) for name, line in lines if (match := re.match(rf"\s*(?:- )?{key}: *(.*)", line))]


def test_each_action_is_pinned_by_its_commit_and_says_its_version() -> None:
    actions = [value for _, value in every("uses") if not value.startswith("$/")]
    assert len(actions) > 10
    assert [value for value in actions if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", value)] == []


def test_one_action_has_one_version() -> None:
    pins = {value for _, value in every("uses")}
    assert len({pin.partition("@")[0] for pin in pins}) == len(pins)


def test_each_job_has_a_time_limit() -> None:
    assert [name for name, job in jobs().items() if "timeout-minutes" not in job] == []


def test_nothing_is_allowed_unless_a_job_says_so() -> None:
    assert {name: workflow(name)["permissions"] for name in WORKFLOWS} == {name: {} for name in WORKFLOWS}


def test_only_what_pushes_or_comments_may_write() -> None:
    rights = {name: job["permissions"] for name, job in jobs().items()}
    assert {name for name, right in rights.items() if "write" in right.values()} == {
        "deploy/deploy",
        "preview-publish/publish",
        "preview-publish/sweep",
    }


@pytest.mark.parametrize("name", ["check", "preview", "links"])
def test_knows_no_secret_and_no_token(name: str) -> None:
    assert not re.search(r"secrets|token|write", WORKFLOWS[name].read_text(encoding="utf-8"))


def test_everything_that_pushes_waits_for_its_turn_and_is_not_dropped() -> None:
    groups = [workflow("preview-publish")["concurrency"], jobs()["deploy/deploy"]["concurrency"]]
    assert groups == [{"group": "gh-pages", "queue": "max"}] * 2


def test_every_workflow_ends_or_queues_what_it_overtakes() -> None:
    for name in WORKFLOWS:
        concurrency = workflow(name)["concurrency"]
        assert concurrency.get("cancel-in-progress") == "true" or concurrency["queue"] == "max"


def test_expressions_stand_in_no_shell_step() -> None:
    """What GitHub would put into a script, a branch's name for one, would be run."""
    scripts = [step["run"] for job in jobs().values() for step in job["steps"] if "run" in step]
    assert len(scripts) > 10
    assert [script for script in scripts if "${{" in script] == []


def test_no_checkout_leaves_its_credentials_behind() -> None:
    checkouts = [step for job in jobs().values() for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
    assert {step["with"]["persist-credentials"] for step in checkouts} == {"false"}


def test_what_may_write_checks_out_main_alone() -> None:
    uses = [step for name, job in jobs().items() if name.startswith("preview-publish/") for step in job["steps"] if "uses" in step]
    assert {step["with"]["ref"] for step in uses} == {"${{ github.event.repository.default_branch }}"}


def test_what_may_write_builds_nothing() -> None:
    writing = [job for job in jobs().values() if "write" in job["permissions"].values()]
    scripts = [step["run"] for job in writing for step in job["steps"] if "run" in step]
    assert len(scripts) > 4
    assert [script for script in scripts if re.search(r"\b(?:make|pip|python)\b", script)] == []


def test_main_is_deployed_only_if_the_check_passed() -> None:
    deploy = workflow("deploy")["jobs"]
    assert deploy["check"]["uses"] == "$/.github/workflows/check.yml"
    assert (deploy["build"]["needs"], deploy["deploy"]["needs"]) == ("check", "build")
    assert "workflow_call" in workflow("check")["on"]


def test_every_pull_request_is_checked_and_links_once_a_week() -> None:
    assert "pull_request" in workflow("check")["on"]
    (schedule,) = workflow("links")["on"]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", schedule["cron"])


def test_a_preview_is_published_after_the_workflow_of_that_name() -> None:
    assert workflow("preview-publish")["on"]["workflow_run"]["workflows"] == [workflow("preview")["name"]]


# Every job is run by a test, and what it leaves is looked at.


def lay_page(folder: Path) -> Path:
    """A site of one page in a folder of its own."""
    folder.mkdir()
    (folder / "index.html").write_text(NOINDEX, encoding="utf-8")
    return folder


def left_artifact(machine: Runner, report: str = "# Report\n", *, site: bool = True) -> Path:
    """What preview.yml left of a small site."""
    folder = machine.artifacts / "preview"
    folder.mkdir()
    (folder / "report.md").write_text(report, encoding="utf-8")
    if site:
        lay_page(folder / "site")
    return folder


def put(machine: Runner, site: Path, path: str) -> None:
    """Publish a folder as a workflow would."""
    subprocess.run([".github/publish", "put", site, path], cwd=machine.folder, env=machine.env(), check=True)


def check(machine: Runner) -> None:
    machine.run()
    assert machine.made == ["check", "site", "test"]
    assert (machine.folder / "site" / "index.html").exists()
    assert list((machine.artifacts / "screenshots").iterdir())


def build_preview(machine: Runner) -> None:
    machine.run()
    left = machine.artifacts / "preview"
    home = (left / "site" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://owner.github.io/film/previews/pr-7/">' in home
    assert "https://owner.github.io/film/previews/pr-7/" in (left / "report.md").read_text(encoding="utf-8")
    assert sorted(path.name for path in left.iterdir()) == ["report.md", "site"]
    put(machine, left / "site", "previews/pr-7")  # the script takes for a preview what a build leaves


def close_preview(machine: Runner) -> None:
    machine.run()
    assert list(machine.artifacts.iterdir()) == []


def sweep(machine: Runner) -> None:
    small = lay_page(machine.root / "small")
    for number in (6, 7):
        put(machine, small, f"previews/pr-{number}")
    machine.run()
    assert machine.published() == {".nojekyll", "previews/pr-7/index.html"}


def publish_preview(machine: Runner) -> None:
    left_artifact(machine)
    machine.run()
    assert machine.published() == {".nojekyll", "previews/pr-7/index.html"}
    (comment,) = machine.asked
    assert comment["asked"] == f"POST {COMMENTS}"
    assert comment["fields"]["body"] == f"{MARKER}\n# Report\n"


def build_site(machine: Runner) -> None:
    machine.run()
    left = machine.artifacts / "site"
    assert {"index.html", "404.html", "sitemap.xml"} <= {path.name for path in left.iterdir()}
    home = (left / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://owner.github.io/film/">' in home
    assert "noindex" not in home


def deploy(machine: Runner) -> None:
    put(machine, lay_page(machine.root / "small"), "previews/pr-7")
    (lay_page(machine.artifacts / "site") / "cast.html").touch()
    machine.run()
    assert machine.published() == {".nojekyll", "index.html", "cast.html", "previews/pr-7/index.html"}


def ask_links(machine: Runner) -> None:
    machine.run()
    assert machine.summary == "### Links to other sites\n    Every page is there.\n"


JOBS: dict[str, Callable[[Runner], None]] = {
    "check/check": check,
    "deploy/build": build_site,
    "deploy/deploy": deploy,
    "links/links": ask_links,
    "preview/build": build_preview,
    "preview/closed": close_preview,
    "preview-publish/publish": publish_preview,
    "preview-publish/sweep": sweep,
}


@pytest.mark.parametrize("name", jobs())
def test_every_shell_step_runs_of(name: str, tmp_path: Path) -> None:
    machine = runner(tmp_path, name)
    JOBS[name](machine)
    assert machine.ran == [step["name"] for step in jobs()[name]["steps"] if "run" in step]


def test_a_preview_that_does_not_build_leaves_its_report_alone(tmp_path: Path) -> None:
    machine = runner(tmp_path, "preview/build", {"docs/index.md": "no front matter\n"}).run()
    assert [path.name for path in (machine.artifacts / "preview").iterdir()] == ["report.md"]


def test_a_preview_that_did_not_build_is_commented_on_and_the_one_before_stays(tmp_path: Path) -> None:
    machine = runner(tmp_path, PUBLISH)
    put(machine, lay_page(machine.root / "small"), "previews/pr-7")
    left_artifact(machine, "docs/index.md:1: broken\n", site=False)
    machine.run()
    assert machine.published() == {".nojekyll", "previews/pr-7/index.html"}
    assert machine.asked[0]["fields"]["body"].endswith("docs/index.md:1: broken\n")


def by(user: dict[str, str], number: int, body: str = f"{MARKER}\nbefore") -> dict[str, Any]:
    """A comment, as GitHub tells of it."""
    return {"id": number, "user": user, "body": body}


def test_its_own_comment_is_updated_and_nobody_elses(tmp_path: Path) -> None:
    machine = runner(tmp_path, PUBLISH)
    left_artifact(machine)
    others = [by({"login": "helper"}, 10), by(BOT, 11, f"Look: {MARKER}")]
    machine.answers[f"GET {COMMENTS}"] = [*others, by(BOT, 12), by(BOT, 13)]
    machine.run()
    assert [line["asked"] for line in machine.asked] == [f"PATCH repos/{REPOSITORY}/issues/comments/12"]


def test_a_comment_is_cut_to_what_github_takes_and_stays_text(tmp_path: Path) -> None:
    machine = runner(tmp_path, PUBLISH)
    (left_artifact(machine) / "report.md").write_bytes(b"\xff\0x" + "é".encode() * 40000)
    machine.run()
    body = machine.asked[0]["fields"]["body"]
    assert 59000 < len(body.encode()) < 65536
    assert set(body.splitlines()[-1]) == {"x", "é"}
    assert "(https://github.example/run/99)" in body


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text("")], ids=["no", "an empty"])
def test_the_comment_leads_to_the_run_if_it_left_report(spoil: Callable[[Path], object], tmp_path: Path) -> None:
    machine = runner(tmp_path, PUBLISH)
    spoil(left_artifact(machine) / "report.md")
    machine.run()
    assert "(https://github.example/run/99)" in machine.asked[0]["fields"]["body"]


def test_a_report_that_is_a_link_is_not_read(tmp_path: Path) -> None:
    machine = runner(tmp_path, PUBLISH)
    report = left_artifact(machine) / "report.md"
    report.unlink()
    report.symlink_to("/etc/passwd")
    machine.run()
    assert "root" not in machine.asked[0]["fields"]["body"]


def test_an_artifact_that_no_build_left_is_neither_published_nor_commented_on(tmp_path: Path) -> None:
    machine = runner(tmp_path, PUBLISH)
    (left_artifact(machine) / "site" / "passwd.txt").symlink_to("/etc/passwd")
    with pytest.raises(AssertionError, match="Publish it ended with 1"):
        machine.run()
    assert machine.asked == []
    assert git("branch", "--list", folder=machine.remote) == ""


OTHERS: dict[str, list[dict[str, Any]]] = {
    "is closed": [],
    "has moved on": [{"number": 7, "head": {**HEAD, "sha": "b" * 40}}],
    "is from a fork of the same owner": [{"number": 7, "head": {**HEAD, "repo": {"full_name": "helper/other"}}}],
    "is from a fork that is gone": [{"number": 7, "head": {**HEAD, "repo": None}}],
}


@pytest.mark.parametrize("pulls", OTHERS.values(), ids=OTHERS)
def test_nothing_is_published_if_the_pull_request(pulls: list[dict[str, Any]], tmp_path: Path) -> None:
    machine = runner(tmp_path, PUBLISH)
    left_artifact(machine)
    machine.answers[f"GET repos/{REPOSITORY}/pulls"] = pulls
    machine.run()
    assert machine.ran == ["Find the open pull request that this was built from"]


def test_no_preview_is_taken_down_if_github_does_not_answer(tmp_path: Path) -> None:
    machine = runner(tmp_path, SWEEP)
    put(machine, lay_page(machine.root / "small"), "previews/pr-6")
    machine.answers.clear()
    with pytest.raises(AssertionError, match="HTTP 404"):
        machine.run()
    assert machine.published() == {".nojekyll", "previews/pr-6/index.html"}


def test_the_last_preview_is_taken_down_too(tmp_path: Path) -> None:
    machine = runner(tmp_path, SWEEP)
    put(machine, lay_page(machine.root / "small"), "previews/pr-7")
    machine.answers[f"GET repos/{REPOSITORY}/pulls"] = []
    machine.run()
    assert machine.published() == {".nojekyll"}


ADDRESSES = {
    "": ("Owner/Film", "", "https://owner.github.io/Film/"),
    "of an owner": ("Owner/owner.github.io", "", "https://owner.github.io/"),
    "of a domain": ("owner/film", "film.example\n", "https://film.example/"),
    "of somebody's own choice": ("owner/film", "film.example", "https://example.org/films/"),
}


@pytest.mark.parametrize("case", ADDRESSES)
def test_the_address_is_that(case: str, tmp_path: Path) -> None:
    repository, domain, address = ADDRESSES[case]
    begin(tmp_path)
    if domain:
        (tmp_path / "CNAME").write_text(domain, encoding="utf-8")
        commit(tmp_path, "domain")
        git("update-ref", "refs/remotes/origin/gh-pages", "HEAD", folder=tmp_path)
    env = {"PATH": os.environ["PATH"], "GITHUB_REPOSITORY": repository, "SITE_URL": address if "example.org" in address else ""}

    def told(*arguments: str) -> str:
        command = [ROOT / ".github" / "address", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=True).stdout

    assert told() == f"{address}\n"
    assert told("previews/pr-7") == f"{address}previews/pr-7/\n"


def test_the_programs_that_workflows_call_can_be_run() -> None:
    called = {word for path in WORKFLOWS.values() for word in re.findall(r"\.github/(\w+) ", path.read_text(encoding="utf-8"))}
    assert called == {"address", "comment", "publish"}
    assert all(os.access(ROOT / ".github" / name, os.X_OK) for name in called)
    assert shutil.which("bash")
