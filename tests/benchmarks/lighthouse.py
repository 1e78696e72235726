"""Lighthouse, driven from here: what it says of a page on a simulated phone or desktop."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from browser import QUIET

FOLDER = Path(__file__).parent.parent / "lighthouse"
FIRST_PAINT, LARGEST_PAINT = "first-contentful-paint", "largest-contentful-paint"
BLOCKING, SHIFT, BYTES = "total-blocking-time", "cumulative-layout-shift", "total-byte-weight"
TIMED, REVIEWED = "performance", ("accessibility", "best-practices", "seo")


@dataclass(frozen=True)
class View:
    """A first view of a page, with nothing cached, as Lighthouse simulates it.

    Times are in milliseconds, bytes as they were sent; a score is of 100. `failed` names the audits that were not passed.
    """

    values: dict[str, float]
    requests: int
    scores: dict[str, int]
    failed: list[str]
    versions: list[str]


@dataclass(frozen=True)
class Lighthouse:
    """A running Lighthouse with a Chromium of its own."""

    asked: IO[str]
    answers: IO[str]

    def view(self, url: str, *, desktop: bool, reviewed: bool) -> View:
        """Look at a page once; `reviewed` for the categories besides performance too, whose scores are the same each time."""
        categories = [TIMED, *REVIEWED] if reviewed else [TIMED]
        print(json.dumps({"url": url, "desktop": desktop, "categories": categories}), file=self.asked, flush=True)
        answer = json.loads(self.answers.readline() or '{"error": "it has stopped"}')
        if error := answer.pop("error", None):
            raise SystemExit(f"Lighthouse could not look at {url}: {error}")
        return View(**answer)


@contextmanager
def lighthouse() -> Iterator[Lighthouse]:
    """Start it; ended at the end."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium") or ""
    with subprocess.Popen(
        ["node", "measure.js", *QUIET],
        cwd=FOLDER,
        env=os.environ | {"CHROMIUM": chromium},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stdout
        yield Lighthouse(process.stdin, process.stdout)
