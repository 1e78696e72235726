"""Cases as files: the files of the second film that a case changes, and what must be said about it.

`=== path` is followed by a whole file, or with `(change)` after it by what is there, an
arrow and what is put in its place; `(absent)` takes the file away, `(crlf)` ends its lines
as Windows does, and any other word, as in `(latin-1)`, is the encoding in which it is saved.
The last part is `=== problems`.
"""

import re
from pathlib import Path

from sites import CALIGARI, ROOT

PART = re.compile(r"^=== (?P<name>[^\x22\n]+?)(?: \((?P<how>[\w-]+)\))?\n", re.MULTILINE)
PLACED = re.compile(r"(?P<path>\S.*?):(?P<line>\d+):(?P<column>\d+): (?P<message>.+)")  # a problem, as it is told
Content = str | bytes | None


def read_case(path: Path) -> tuple[dict[str, Content], list[str]]:
    """The files that a case changes, and the problems that it expects."""
    _, *parts = PART.split(path.read_text(encoding="utf-8"))
    files = {name: _content(name, how, text) for name, how, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)}
    return files, str(files.pop("problems", "")).splitlines()


def _content(name: str, how: str | None, text: str) -> Content:
    if how == "absent":
        return None
    if how == "change":
        return changed(name, *(part.rstrip("\n") for part in text.split("→\n")))
    if how == "crlf":
        return text.replace("\n", "\r\n")
    return text.encode(how) if how else text


def changed(name: str, old: str, new: str) -> str:
    """A file of the second film, or of the project, with some of its text replaced."""
    path = CALIGARI / name if (CALIGARI / name).exists() else ROOT / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name} does not have: {old}"
    return text.replace(old, new)
