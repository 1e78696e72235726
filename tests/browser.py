"""A real Chromium on the built site: how tests and screenshots open it."""

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, sync_playwright
from pypdfium2 import PdfDocument

# Chromium calls home when it starts; nothing here needs that, and a closed network makes it wait.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]

POLICY = "Content Security Policy"  # as browsers name it on the console where it has kept something from working
WATCH = """addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile, lineNumber, sample }) =>
  console.error(`Content Security Policy: ${effectiveDirective} kept out ${blockedURI} (${sourceFile}:${lineNumber}) ${sample}`))"""
STYLED = """style => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets.push(sheet);
}"""

PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
DESKTOP = {"width": 1440, "height": 900}
SIZES = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
Visit = Callable[..., Page]  # as the fixture of that name opens one


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing: a test's output is about the test."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on a free local port; yields the address, without a slash at its end."""
    with answer(functools.partial(Quiet, directory=str(folder))) as host:
        yield host


@contextmanager
def answer(handler: Callable[..., Quiet]) -> Iterator[str]:
    """Let a handler answer on a free local port; yields the address, without a slash at its end."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))  # seconds until it sees that it is to end
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def launch(kind: BrowserType, *settings: str) -> Browser:
    """Start the machine's own Chromium, with settings of its command line; `make test` names it in CHROMIUM."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    return kind.launch(executable_path=path, args=[*QUIET, *settings])


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium, closed at the end."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        try:
            yield browser
        finally:
            browser.close()


def watch_policy(context: BrowserContext) -> list[str]:
    """What the policies of a context's pages keep from working, from now on: as the browser tells it, and as pages are told."""
    told: list[str] = []
    context.add_init_script(WATCH)
    context.on("console", lambda said: told.append(f"{said.location['url']}: {said.text}") if POLICY in said.text else None)
    return told


def restyle(page: Page, style: str) -> None:
    """Add a style as a reader's own would be: no policy has a say in it."""
    page.evaluate(STYLED, style)


def printed(page: Page) -> str:
    """The words of the page's PDF, in one line."""
    return " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in PdfDocument(page.pdf())).split())
