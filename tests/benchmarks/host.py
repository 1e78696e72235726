"""A local host that serves a folder as real ones do: compressed, over connections that stay open, with ages for caches."""

import gzip
import mimetypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from browser import Quiet, answer

LEVEL = 6  # of gzip's nine: zlib's default, and what most hosts take; nginx out of the box takes 1, and files compressed beforehand 9
WORDY = re.compile(r"text/|.*(?:javascript|json|xml)")
HASHED = re.compile(r"\.[0-9a-f]{8,}\.")
YEAR, SHORT = "public, max-age=31536000, immutable", "public, max-age=600"


@cache
def sent(path: Path) -> bytes:
    """What a host sends of a file: compressed, unless it is a picture, which is already."""
    data = path.read_bytes()
    return gzip.compress(data, LEVEL, mtime=0) if WORDY.match(kind(path)) else data


def kind(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def file_at(folder: Path, url: str) -> Path:
    """The file that answers an address; 404.html, if nothing does."""
    path = folder / unquote(urlsplit(url).path).lstrip("/")
    path = path / "index.html" if path.is_dir() else path
    return path if path.is_file() else folder / "404.html"


class Host(Quiet):
    """Answers requests for a folder's files."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one go, as the second would wait for news of the first
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        path = file_at(Path(self.directory), self.path)
        body = sent(path)
        self.send_response(404 if path.name == "404.html" and not self.path.endswith("/404.html") else 200)
        self.send_header("Content-Type", f"{kind(path)}; charset=utf-8" if WORDY.match(kind(path)) else kind(path))
        if WORDY.match(kind(path)):
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        self.send_header("Cache-Control", YEAR if HASHED.search(path.name) else SHORT)
        self.send_header("Last-Modified", self.date_time_string(int(path.stat().st_mtime)))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def hosting(folder: Path) -> Iterator[str]:
    """Serve a folder, which may be filled later, on a free local port; yields the address, without a slash at its end."""
    with answer(partial(Host, directory=str(folder))) as address:
        yield address
