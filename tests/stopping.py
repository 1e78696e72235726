"""Builds that are stopped in their tracks, each in a process of its own that is quick to have: it is a copy of this one.

A line of standard input is a command, a line of standard output the answer:

    [how, step, folder]   build a folder's site; at the step of that number happens `how`: a signal's name, or "full",
                          after which the disk takes no more. Answers with what became of the process.
    ["go on"]             lets the build go on that was stopped last. Answers in the same way.

A step is one thing that a build does to the disk, once it has swept. All that a build did is answered by "count": a list of their names.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any
from unittest.mock import patch

STEPS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "fcntl.flock", "ctypes.dlsym"}
BEGINS = "tempfile.mkdtemp"
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
TAKE_SPACE = {"open", "os.mkdir"}
NO_SPACE = 28


class Stopping:
    """Starts builds that are stopped, from tests."""

    def __init__(self, process: "Popen[str]") -> None:
        self._process = process

    def __call__(self, *command: object) -> dict[str, Any]:
        """What became of a build: "status" as subprocess gives it, or the signal that stopped it; "said" on stderr; "steps"."""
        assert self._process.stdin and self._process.stdout
        print(json.dumps([str(word) if isinstance(word, os.PathLike) else word for word in command]), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())


@contextmanager
def stopping(*, two_steps: bool = False) -> Iterator[Stopping]:
    """`two_steps`: on a system that can't swap two folders in one."""
    command = [sys.executable, __file__, *(["two-steps"] if two_steps else [])]
    # What Python compiles and keeps would be steps too, in the first of two builds that are alike.
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True, env=environment) as process:
        yield Stopping(process)
        assert process.stdin
        process.stdin.close()


class Steps:
    """Counts what is done to the disk, and does what has been asked for at one of the steps."""

    def __init__(self, how: str, at: int) -> None:
        self.how, self.at, self.begun, self.seen = how, at, False, []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        self.begun = self.begun or event == BEGINS
        if not self.begun:
            return
        if event in STEPS or (event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES):
            self.seen.append(event)
            self._happen(event)

    def _happen(self, event: str) -> None:
        if self.how == "full" and len(self.seen) >= self.at and event in TAKE_SPACE:
            raise OSError(NO_SPACE, os.strerror(NO_SPACE))
        if self.how.startswith("SIG") and len(self.seen) == self.at:
            os.kill(os.getpid(), signal.Signals[self.how])


def build(how: str, at: int, folder: str, answers: int, said: int) -> None:
    """Build as `mkdocs build` does, here."""
    from mkdocs.__main__ import cli

    signal.signal(signal.SIGINT, signal.default_int_handler)  # shells have what runs in their background ignore it
    steps = Steps(how, at)
    os.chdir(folder)
    os.dup2(said, sys.stderr.fileno())
    os.dup2(said, sys.stdout.fileno())
    sys.addaudithook(steps)
    try:
        cli.main(["build"])
    finally:
        steps.how = ""
        os.write(answers, json.dumps(steps.seen).encode())


def watch(pid: int, said: Any, seen: Any) -> dict[str, Any]:
    """Wait until a build has ended or was stopped."""
    _, status = os.waitpid(pid, os.WUNTRACED)
    for file in (said, seen):
        file.seek(0)
    steps = json.loads(seen.read() or "[]")
    became = os.WSTOPSIG(status) if os.WIFSTOPPED(status) else os.waitstatus_to_exitcode(status)
    return {"status": became, "said": said.read().decode(), "steps": steps}


def main() -> None:
    from sites import DRAWN, build_in, lay, quickly

    last: tuple[Any, ...] = ()
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, DRAWN, ignore_errors=True)
        stack.enter_context(quickly())
        build_in(lay(Path(stack.enter_context(TemporaryDirectory()))))  # what is read and imported here need not be again
        if "two-steps" in sys.argv:
            stack.enter_context(patch("microsite.staging._exchange", return_value=False))
        for line in sys.stdin:
            command = json.loads(line)
            if command == ["go on"]:
                os.kill(last[0], signal.SIGCONT)
                print(json.dumps(watch(*last)), flush=True)
                last = ()
                continue
            said, seen = TemporaryFile(), TemporaryFile()
            if not (pid := os.fork()):
                build(*command, seen.fileno(), said.fileno())
            found = watch(pid, said, seen)
            if found["status"] == signal.SIGSTOP:
                last = pid, said, seen
            print(json.dumps(found), flush=True)
    if last:  # a test has failed meanwhile
        os.kill(last[0], signal.SIGKILL)


if __name__ == "__main__":
    main()
