"""`make serve` on a small site, as its author has it: a process of its own, files that change, and what it says."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sites import ROOT

LONGEST = 60  # seconds after which a preview that still says nothing is ended, so that its test fails


@dataclass
class Preview:
    """A running preview of the film in `folder`; `said` has the lines that have been read from its terminal."""

    folder: Path
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    before: dict[Path, bytes | None] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where it is served, with a slash at its end."""
        return next(re.findall(r"http://\S+/", line)[0] for line in self.said if "http://" in line)

    def until(self, words: str) -> str:
        """Wait for a line that has these words."""
        for line in self.process.stdout or ():
            self.said.append(line.rstrip("\n"))
            if words in line:
                return self.said[-1]
        raise AssertionError(f"never said {words!r}, but:\n" + "\n".join(self.said))

    def write(self, name: str, text: str | None) -> None:
        """Save a file, or (None) delete it."""
        path = self.folder / name
        self.before.setdefault(path, path.read_bytes() if path.exists() else None)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace some text of a file."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text, f"{name} does not have: {old}"
        self.write(name, text.replace(old, new))

    def undo(self) -> None:
        """Put every file back, and wait until all of them are."""
        for path, data in self.before.items():
            path.unlink(missing_ok=True)
            if data is not None:
                path.write_bytes(data)
        if self.before:
            self.before.clear()
            self.until("built in")

    def end(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Press Ctrl-C; the exit code, and the rest of what is said."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=LONGEST)
        return self.process.returncode, rest


@contextmanager
def preview(folder: Path, *arguments: str, **environment: str) -> Iterator[Preview]:
    """Preview a folder on a free port."""
    command = [sys.executable, "-m", "commands.serve", "--config-file", str(folder / "mkdocs.yml"), "--port", "0", *arguments]
    variables = os.environ | {"PYTHONPATH": str(ROOT / "hooks"), "NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "error"} | environment
    with subprocess.Popen(
        command, cwd=folder, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    ) as process:
        timer = threading.Timer(LONGEST, process.kill)
        timer.start()
        running = Preview(folder, process)
        try:
            running.until("preview at")
            yield running
        finally:
            if process.poll() is None:
                running.end()
            timer.cancel()
