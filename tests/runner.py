"""GitHub's runner, as far as the workflows here need one: their shell steps are carried out in a copy of this checkout.

`gh` and `make` are stood in for: gh.py answers for GitHub, and `make` leaves out what would run these tests again.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from repositories import begin, commit, git
from sites import ROOT, TESTS

WORKFLOWS = {path.stem: path for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))}
REPOSITORY = "owner/film"
BOT = {"login": "github-actions[bot]"}
HEAD = {"sha": "a" * 40, "repo": {"full_name": "helper/film"}}
# How each page of a preview begins.
NOINDEX = '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="robots" content="noindex">\n'
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
SHELLS = {"": ["bash", "-e"], "bash": ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail"]}
MAKE = f"""#!/bin/sh
for target; do case $target in -* | *=*) ;; *) break ;; esac; done
echo "$target" >>"$MADE"
case $target in
  test) mkdir screenshots && : >screenshots/home.png ;;
  links) echo 'Every page is there.' ;;
  *) exec {shutil.which("make")} "$@" ;;
esac
"""


def workflow(name: str) -> dict[str, Any]:
    """A workflow as it is written: every value is text, and `on` is no truth value."""
    return yaml.load(WORKFLOWS[name].read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506


def jobs() -> dict[str, dict[str, Any]]:
    """Every job that has steps of its own, by "workflow/job"."""
    found = {f"{name}/{job}": value for name in WORKFLOWS for job, value in workflow(name)["jobs"].items()}
    return {name: job for name, job in found.items() if "steps" in job}


def check_out(folder: Path, part: str, changed: dict[str, str]) -> Path:
    """A copy of a part of this checkout in a repository of its own, with the changed files as its second commit."""
    for name in git("ls-files", "-z", "--cached", "--others", "--exclude-standard", part, folder=ROOT).split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    begin(folder)
    commit(folder, "main")
    for name, text in changed.items():
        (folder / name).write_text(text, encoding="utf-8")
    git("checkout", "--quiet", "--detach", folder=folder)
    commit(folder, "change")
    for name in (".venv", ".cache"):  # with the cards that have been drawn
        (folder / name).symlink_to(ROOT / name)
    return folder


def published(remote: Path) -> set[str]:
    """The files on the branch that Pages serves."""
    return set(git("ls-tree", "-rz", "--name-only", "gh-pages", folder=remote).split("\0")) - {""}


@dataclass
class Runner:
    """A machine with a checkout for one job, "workflow/job", and a server beside it that holds one bare repository.

    `values` is what expressions stand for, `answers` what GitHub says, `ran` the shell steps that were carried out.
    """

    name: str
    folder: Path
    root: Path
    values: dict[str, str]
    answers: dict[str, Any]
    ran: list[str] = field(default_factory=list)

    @property
    def remote(self) -> Path:
        return self.root / "server" / REPOSITORY

    @property
    def artifacts(self) -> Path:
        return self.root / "artifacts"

    @property
    def made(self) -> list[str]:
        return (self.root / "made").read_text(encoding="utf-8").split()

    @property
    def asked(self) -> list[dict[str, Any]]:
        """What GitHub was asked to change."""
        lines = [json.loads(line) for line in (self.root / "asked").read_text(encoding="utf-8").splitlines()]
        return [line for line in lines if not line["asked"].startswith("GET")]

    @property
    def summary(self) -> str:
        return (self.root / "summary").read_text(encoding="utf-8")

    def published(self) -> set[str]:
        """The files on the branch that Pages serves."""
        return published(self.remote)

    def env(self) -> dict[str, str]:
        names = {"GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "summary", "RUNNER_TEMP": "temp", "HOME": "home"}
        names |= {"GH_ANSWERS": "answers", "GH_ASKED": "asked", "GH_ARTIFACTS": "artifacts", "MADE": "made"}
        fixed = {"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "98", "GITHUB_REPOSITORY": REPOSITORY}
        fixed |= {"GITHUB_SERVER_URL": f"file://{self.root / 'server'}", "GITHUB_WORKSPACE": str(self.folder)}
        path = {"PATH": f"{self.root / 'bin'}:{os.environ['PATH']}"}
        return path | fixed | {name: str(self.root / file) for name, file in names.items()}

    def resolve(self, text: str) -> str:
        """Put in what expressions stand for; one that nobody foresaw is an error of the test."""
        return EXPRESSION.sub(lambda match: self.values[match[1]], text)

    def wanted(self, condition: str) -> bool:
        condition = EXPRESSION.sub(r"\1", condition)
        return condition == "!cancelled()" or bool(self.values[condition])

    def run(self) -> "Runner":
        """Carry out every step of the job."""
        (self.root / "answers").write_text(json.dumps(self.answers), encoding="utf-8")
        job = jobs()[self.name]
        for step in job["steps"]:
            if "if" not in step or self.wanted(step["if"]):
                self.shell(step, job) if "run" in step else self.use(step)
        return self

    def shell(self, step: dict[str, Any], job: dict[str, Any]) -> None:
        given = {name: self.resolve(value) for name, value in {**job.get("env", {}), **step.get("env", {})}.items()}
        script = self.root / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        (self.root / "output").write_text("", encoding="utf-8")
        command = [*SHELLS[step.get("shell", "")], str(script)]
        done = subprocess.run(command, cwd=self.folder, env=self.env() | given, capture_output=True, text=True, check=False)
        if done.returncode and step.get("continue-on-error") != "true":
            raise AssertionError(f"{step['name']} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        for line in (self.root / "output").read_text(encoding="utf-8").splitlines():
            name, value = line.split("=", 1)
            self.values[f"steps.{step['id']}.outputs.{name}"] = value
        self.ran.append(step["name"])

    def use(self, step: dict[str, Any]) -> None:
        """Artifacts are kept; checkout and caches have nothing to do here."""
        if step["uses"].startswith("actions/upload-artifact@"):
            shutil.copytree(self.folder / step["with"]["path"], self.artifacts / step["with"]["name"], symlinks=True)


def stub(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    file.chmod(0o755)


def runner(root: Path, job: str, changed: dict[str, str] | None = None) -> Runner:
    """A runner in a folder of its own, for a job about the pull request 7, which is open and has no comment yet."""
    checkout = jobs()[job]["steps"][0].get("with", {})
    for name in ("work", "home", "bin", "temp", "artifacts", "server"):
        (root / name).mkdir()
    for name in ("asked", "made", "summary"):
        (root / name).touch()
    git("init", "--quiet", "--bare", root / "server" / REPOSITORY, folder=root)
    stub(root / "bin" / "gh", f'#!/bin/sh\nexec {sys.executable} {TESTS / "gh.py"} "$@"\n')
    stub(root / "bin" / "make", MAKE)
    pull = "github.event.workflow_run"
    values = {
        "github.server_url": "https://github.example",
        "github.repository": REPOSITORY,
        "github.token": "secret",
        "github.event.pull_request.number": "7",
        "github.event.repository.default_branch": "main",
        "vars.SITE_URL": "",
        f"{pull}.head_branch": "mend",
        f"{pull}.head_repository.owner.login": "helper",
        f"{pull}.head_repository.full_name": HEAD["repo"]["full_name"],
        f"{pull}.head_sha": HEAD["sha"],
        f"{pull}.id": "99",
        f"{pull}.html_url": "https://github.example/run/99",
    }
    answers = {
        f"GET repos/{REPOSITORY}/pulls": [{"number": 7, "head": HEAD}],
        f"GET repos/{REPOSITORY}/issues/7/comments": [],
        f"POST repos/{REPOSITORY}/issues/7/comments": {},
        f"PATCH repos/{REPOSITORY}/issues/comments/12": {},
    }
    folder = check_out(root / "work", checkout.get("sparse-checkout", "."), changed or {})
    return Runner(job, folder, root, values, answers)
