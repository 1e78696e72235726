"""Whose work a file or a folder is while it is being made: whatever its process comes to, the system takes the claim back."""

import fcntl
from pathlib import Path
from typing import BinaryIO


def claim(path: Path) -> BinaryIO:
    """A file, made if there is none, claimed until it is closed or its process ends, even if that is killed.

    A BlockingIOError says that somebody else works there, in this process or in another.
    """
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file
