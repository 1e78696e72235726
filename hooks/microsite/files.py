"""Reading what contributors wrote, and naming it as they know it."""

import os
import re
from difflib import SequenceMatcher
from fnmatch import fnmatch
from pathlib import Path

from .models import DATA
from .problems import Problem

# What editors lay beside a file while it is open or being saved.
EDITORS = (".*", "*~", "#*#", "*.swp", "*.tmp", "*___jb_*___", "4913")

LINKED = "this is a link to another place: put the file itself here"


def is_an_editors(name: str) -> bool:
    """Whether a file's name says that an editor has put it there, and may take it away again."""
    return any(fnmatch(name, pattern) for pattern in EDITORS)


def relative(path: Path, root: Path) -> str:
    """A path as messages name it: from mkdocs.yml's folder if it is below that."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def link_on_the_way(path: Path, folder: Path) -> Path | None:
    """The link through which a path below `folder` leads elsewhere, be it a file or a folder; None if there is none."""
    parts = path.relative_to(folder).parts
    ways = (os.path.join(folder, *parts[:count]) for count in range(1, len(parts) + 1))
    return next((Path(way) for way in ways if os.path.islink(way)), None)


def read_text(path: Path, name: str) -> tuple[str | None, list[Problem]]:
    """A file's text without its byte order mark and with plain line ends; None, and why, if it can't be had."""
    if path.is_symlink() or (path.parent.name == DATA and path.parent.is_symlink()):
        return None, [Problem(name, 1, LINKED, "file")]
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        return None, [Problem(name, 1, "this file is missing", "file")]
    except OSError as error:
        return None, [Problem(name, 1, f"this can't be read: {(error.strerror or 'unknown error').lower()}", "file")]
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return None, [Problem(name, line, "a character here is not UTF-8: save the file as UTF-8", "file", column)]
    return _plain(text), []


def read_lines(path: Path) -> list[str]:
    """The lines of whatever file it is, with signs in place of what is no text; none if it can't be had."""
    try:
        return _plain(path.read_bytes().decode("utf-8-sig", "replace")).split("\n")
    except OSError:
        return []


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def write_text(path: Path, text: str) -> None:
    """Put a text into a file that is there: its mark of byte order and the ends of lines that say what they did are kept."""
    data = path.read_bytes().decode("utf-8")
    mark = "\ufeff" if data.startswith("\ufeff") else ""
    before = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", data.removeprefix(mark))
    after = re.findall(r"[^\n]*\n|[^\n]+", text)
    ends = [line[len(line.rstrip("\r\n")) :] for line in before]
    usual = max(("\n", "\r\n", "\r"), key=ends.count)
    kept = [line.replace("\n", usual) for line in after]
    matcher = SequenceMatcher(None, [line.rstrip("\r\n") for line in before], [line.rstrip("\n") for line in after], autojunk=False)
    for old, new, size in matcher.get_matching_blocks():
        for offset in range(size):
            if ends[old + offset] and after[new + offset].endswith("\n"):
                kept[new + offset] = before[old + offset]
    path.write_bytes((mark + "".join(kept)).encode())
