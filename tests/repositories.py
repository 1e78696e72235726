"""Git repositories for tests, in which nothing of this machine's settings counts."""

import os
import subprocess
from pathlib import Path

WHO = {f"GIT_{who}_{what}": "test@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **WHO}


def git(*arguments: str | Path, folder: Path, **environment: str) -> str:
    """Run git; returns what it printed."""
    env = {"PATH": os.environ["PATH"], **ALONE, **environment}
    return subprocess.run(["git", *arguments], cwd=folder, env=env, check=True, capture_output=True, text=True).stdout


def begin(folder: Path) -> None:
    git("init", "--quiet", "--initial-branch=main", folder=folder)


def commit(folder: Path, message: str, **environment: str) -> None:
    """Commit all that a folder has, even if that is what it had before."""
    git("add", "--all", folder=folder)
    git("commit", "--quiet", "--allow-empty", f"--message={message}", folder=folder, **environment)
