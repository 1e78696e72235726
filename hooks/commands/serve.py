"""`make serve`: the site as it is being edited, and in its place or over it whatever is wrong with it.

Stock `mkdocs serve` ends when its first build fails, and stands still as long as a later one does.
"""

import argparse
import errno
import logging
import signal
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from pathlib import Path

from jinja2 import TemplateError
from markupsafe import escape
from microsite.breakdowns import error_problem
from microsite.partials import Partials
from microsite.verdicts import Verdict, failed, passed, refused
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from .building import Said, cause, listening, why_broken
from .live_server import LiveServer

LIVE = "mkdocs.livereload"  # tells of every request for what is not there
PROJECT = Path(__file__).parents[2]
ENDS = ("SIGINT", "SIGTERM", "SIGHUP")
DEFAULT_ADDRESS = ("127.0.0.1", 8000)


class Preview:
    """Builds a site again and again, and tells what comes of it; the last good one stays where it is served."""

    def __init__(self, config_file: Path, workshop: Path, arguments: argparse.Namespace) -> None:
        self.config_file, self.verbose = config_file, arguments.verbose
        self.site, self.partials = workshop / "site", Partials(PROJECT / "overrides")
        host, port = _address(config_file)
        self.server = LiveServer(self.build, host, port if arguments.port is None else arguments.port, self.site, poll=arguments.poll)
        self.server.watch_names(config_file.parent, "*.yml")  # it may inherit from others
        self.config: MkDocsConfig | None = None  # the last that could be read

    def build(self) -> None:
        """One build, whatever comes of it."""
        start = time.perf_counter()
        with listening(LIVE) as said:
            try:
                self._build()
                verdict = passed(said.warnings)
            except (Exception, SystemExit) as error:
                verdict = self._verdict(error, said)
        if verdict.published or not self.server.outdated:  # a file that was only half written is read again at once
            self._tell(verdict, time.perf_counter() - start)

    def end(self) -> None:
        self.server.shutdown(wait=self.server.serve_thread.is_alive())
        if self.config:
            self.config.plugins.on_shutdown()

    def _build(self) -> None:
        config = load_config(str(self.config_file), site_dir=str(self.site))
        first, self.config = self.config is None, config
        config.site_url = self.server.mount(config.site_url)
        for folder in (config.docs_dir, config.theme.custom_dir, *config.watch):
            self.server.watch(folder)
        if first:
            config.plugins.on_startup(command="serve", dirty=False)
            config.plugins.on_serve(self.server, config=config, builder=self.build)
        build(config, serve_url=self.server.url)

    def _verdict(self, error: BaseException, said: Said) -> Verdict:
        """What to say of a build that has stopped."""
        broken = why_broken(error, self.config_file, said.errors)
        if self.verbose and broken:
            traceback.print_exception(cause(error))
        return failed(broken, self.config_file.parent) if broken else refused(str(cause(error)))

    def _tell(self, verdict: Verdict, seconds: float) -> None:
        """In the terminal, and in every page."""
        self.server.panel = self._drawn("verdict_panel", verdict) if verdict.lines else ""
        self.server.page = "" if verdict.published else self._drawn("verdict_page", verdict)
        if verdict.published:
            _say(f"built in {seconds:.1f} s: {self.server.url}")
        if verdict.lines:
            _say(str(verdict))

    def _drawn(self, partial: str, verdict: Verdict) -> str:
        try:
            return self.partials.render(partial, verdict=verdict)
        except TemplateError as error:  # of this partial: then it is plain text
            return escape(f"{verdict}\n{error_problem(error, PROJECT / 'mkdocs.yml')}")


def _address(config_file: Path) -> tuple[str, int]:
    """The host and the port that mkdocs.yml asks for, if it does."""
    with listening(), suppress(Exception, SystemExit):
        host, port = load_config(str(config_file)).dev_addr
        return host, port
    return DEFAULT_ADDRESS


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {words}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make serve", description="Preview the site while you edit it.")
    parser.add_argument("--config-file", type=Path, default=Path("mkdocs.yml"))
    parser.add_argument("--port", type=int, help="another port than 8000")
    parser.add_argument("--poll", action="store_true", help="look at every file again and again, where the system tells of no change")
    parser.add_argument("--verbose", action="store_true", help="all that MkDocs says, and where in the code an error was")
    return parser.parse_args()


def _log(*, verbose: bool) -> None:
    logger = logging.getLogger("mkdocs")
    logger.propagate = False
    logger.addHandler(logging.StreamHandler() if verbose else logging.NullHandler())
    logger.setLevel(logging.INFO if verbose else logging.WARNING)


def _in_the_way(error: OSError, port: int) -> str:
    """Why a port can't be had."""
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use, perhaps by another preview; choose another: make serve PORT={port + 1}"
    return f"port {port} can't be used ({(error.strerror or str(error)).lower()}); choose another: make serve PORT=8001"


def _at_its_end(action: object) -> None:
    for name in ENDS:
        if number := getattr(signal, name, None):
            signal.signal(number, action)  # type: ignore[arg-type]


def main() -> int | str:
    arguments = _arguments()
    _log(verbose=arguments.verbose)
    _at_its_end(signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="preview-") as workshop:
        preview = Preview(arguments.config_file.resolve(), Path(workshop), arguments)
        try:
            preview.server.start()
            _say(f"preview at {preview.server.mount(None)}, until you press Ctrl-C")
            preview.server.serve()
        except OSError as error:
            return _in_the_way(error, preview.server.server_address[1])
        except KeyboardInterrupt:
            return 0
        finally:
            _at_its_end(signal.SIG_IGN)
            preview.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
