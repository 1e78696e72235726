"""MkDocs' server with live reload, quick to notice a change, and with something to show for a build that failed."""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from microsite.files import is_an_editors
from microsite.policy import allowing
from mkdocs.livereload import LiveReloadServer, _normalize_mount_path, _serve_url
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

PAUSE = 0.04  # seconds without a change after which all that was saved together is there
POLLING = 0.5  # seconds between two looks at every file
NOT_FOUND = 404
Names = Callable[[str], bool]


class Changes(FileSystemEventHandler):
    """Calls `changed` for files whose names count; that one was opened or read, which a build does, is no change."""

    def __init__(self, changed: Callable[[], None], counts: Names) -> None:
        self._changed, self._counts = changed, counts

    def on_moved(self, event: FileSystemEvent) -> None:
        self._note(event.src_path, event.dest_path)

    def on_modified(self, event: FileSystemEvent) -> None:
        if not event.is_directory:  # of which it only tells that something in it was changed
            self._note(event.src_path)

    def on_created(self, event: FileSystemEvent) -> None:
        self._note(event.src_path)

    on_deleted = on_closed = on_created

    def _note(self, *paths: str) -> None:
        if any(self._counts(Path(path).name) for path in paths if path):
            self._changed()


@dataclass(frozen=True)
class Watch:
    """A folder that is watched."""

    folder: Path
    changes: Changes
    recursive: bool

    def begin(self, observer: BaseObserver) -> None:
        observer.schedule(self.changes, str(self.folder), recursive=self.recursive)


class LiveServer(LiveReloadServer):
    """Serves `root`, and over each of its pages `panel`; where there is no page, `page`, or the site's own if that is empty.

    The first build is the loop's, like all others: until it is done, whoever asks waits.
    """

    def __init__(self, builder: Callable[[], None], host: str, port: int, root: Path, *, poll: bool) -> None:
        super().__init__(builder=builder, host=host, port=port, root=str(root))
        self.build_delay = PAUSE
        self.error_handler = self._instead
        self.panel = self.page = ""
        self._want_rebuild = True
        self._visible_epoch -= 1
        self._watches: dict[str, Watch] = {}
        self.observer = PollingObserver(timeout=POLLING) if poll else Observer()

    @property
    def outdated(self) -> bool:
        """Whether something has changed since the build that runs was begun."""
        return self._want_rebuild

    def mount(self, site_url: str | None) -> str:
        """Serve at the path of the address that the site is for; the address that it has here."""
        path = urlsplit(site_url or "/").path
        self.mount_path, self.url = _normalize_mount_path(path), _serve_url(*self.server_address[:2], path)
        return self.url

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
        """Build anew when a file changes; of a folder, any that is below it."""
        found = Path(path).resolve()  # native events know no links
        if found.is_dir():
            self._add(Watch(found, Changes(self._changed, lambda name: not is_an_editors(name)), recursive), path)
        else:
            self.watch_names(found.parent, found.name)

    def watch_names(self, folder: Path, pattern: str) -> None:
        """Build anew when a file in a folder changes that has such a name: also when another is put in its place."""
        self._add(Watch(folder, Changes(self._changed, lambda name: fnmatch(name, pattern)), recursive=False), str(folder / pattern))

    def unwatch(self, path: str) -> None:
        """What has been watched stays watched: at worst there is a build too many."""

    def start(self) -> None:
        """Take the port; an OSError tells why it can't be had."""
        self.server_bind()
        self.server_activate()

    def serve(self, *, open_in_browser: bool = False) -> None:
        """Build and serve until it is interrupted."""
        try:
            if not self.observer.is_alive():
                self.observer.start()
        except OSError:  # the system has no more events to give
            self._poll()
        self.serve_thread.start()
        self._build_loop()

    def shutdown(self, wait: bool = False) -> None:
        logging.getLogger("watchdog").setLevel(logging.CRITICAL)  # a file that changes as it stops is an error to it
        super().shutdown(wait)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a browser that has gone away is nothing to speak of
            super().handle_error(request, client_address)

    def _add(self, watch: Watch, name: str) -> None:
        if name in self._watches:
            return
        self._watches[name] = watch
        self._watched_paths[name] = 1
        try:
            watch.begin(self.observer)
        except OSError:
            self._poll()

    def _poll(self) -> None:
        self.observer.stop()
        self.observer = PollingObserver(timeout=POLLING)
        for watch in self._watches.values():
            watch.begin(self.observer)
        self.observer.start()

    def _changed(self) -> None:
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _instead(self, code: int) -> bytes | None:
        """What stands where there is nothing to serve; it reloads like any page."""
        if code != NOT_FOUND:
            return None
        own = Path(self.root) / "404.html"
        if self.page or not own.exists():
            return super()._inject_js_into_html(self.page.encode(), self._visible_epoch)
        return self._inject_js_into_html(own.read_bytes(), self._visible_epoch)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        end = content.rfind(b"</body>")
        place = end if end >= 0 else len(content)
        added = self.panel.encode() + super()._inject_js_into_html(b"", epoch)
        return allowing(b"".join([content[:place], added, content[place:]]).decode(), added.decode()).encode()