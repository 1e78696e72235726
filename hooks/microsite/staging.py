"""A site in the making: built beside the last good one, whose place it takes when it is whole."""

import ctypes
import errno
import os
import shutil
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from .claims import claim

WORKSHOP, CLAIM, OLD = ".site-", "claim", "old-"  # how names begin, but for the claim's
HERE, EXCHANGE = -100, 2  # AT_FDCWD, RENAME_EXCHANGE: https://man7.org/linux/man-pages/man2/rename.2.html
A_DISK = "this is a disk of its own, which nothing can replace in one go (set site_dir in mkdocs.yml to a folder in it)"


class Staging:
    """A folder on the same disk as `target`, gone when this object is, or when Python is, or with the next one beside it.

    If `target` is a link, it is what the link leads to that is replaced. An OSError says why nothing can be built there.
    """

    def __init__(self, target: Path) -> None:
        self.target = target.resolve()
        if self.target.is_mount():
            raise OSError(errno.EBUSY, A_DISK, str(target))
        self.target.parent.mkdir(parents=True, exist_ok=True)
        sweep(self.target.parent)
        self._workshop, claimed = _workshop(self.target.parent)
        self.folder = self._workshop / "new"
        weakref.finalize(self, _clear, self._workshop, claimed)

    def publish(self) -> None:
        """Put the new site in the old one's place; if that fails, the old one stays.

        It is one step where the system has one for it. Elsewhere it is two, and if the build
        is killed between them, the next one gives the old site back.
        """
        _open_to_all(self.folder)
        aside: Path | None = None
        try:
            while not (_exchange(self.folder, self.target) or _rename(self.folder, self.target)):
                with suppress(FileNotFoundError):  # another build was quicker, and then this one comes after it
                    aside = self.target.rename(Path(tempfile.mkdtemp(prefix=OLD, dir=self._workshop)) / self.target.name)
        except OSError:
            if aside and not self.target.exists():
                aside.rename(self.target)
            raise
        _clear(self._workshop)


def sweep(folder: Path) -> None:
    """Take away what killed builds have left in a folder; those that still run keep what they have."""
    for workshop in folder.glob(f"{WORKSHOP}*"):
        with suppress(OSError):
            if not (workshop / CLAIM).exists():
                workshop.rmdir()  # which it is only if there is nothing in it
                continue
            with claim(workshop / CLAIM):
                for old in workshop.glob(f"{OLD}*/*"):
                    if not (folder / old.name).exists():
                        old.rename(folder / old.name)
                _clear(workshop)


def _workshop(folder: Path) -> tuple[Path, BinaryIO]:
    """A new folder and the claim on it."""
    while True:
        workshop = Path(tempfile.mkdtemp(prefix=WORKSHOP, dir=folder))
        try:
            claimed = claim(workshop / CLAIM)
        except (BlockingIOError, FileNotFoundError):  # somebody swept here before there was a claim
            continue
        except OSError:
            workshop.rmdir()
            raise
        if (workshop / CLAIM).exists():
            return workshop, claimed


def _clear(workshop: Path, claimed: BinaryIO | None = None) -> None:
    """Take a workshop away, its claim last: without one, nobody would dare to go on with it."""
    with suppress(OSError):
        for path in workshop.iterdir():
            if path.name != CLAIM:
                shutil.rmtree(path, ignore_errors=True)
        (workshop / CLAIM).unlink(missing_ok=True)
        workshop.rmdir()
    if claimed:
        claimed.close()


def _open_to_all(site: Path) -> None:
    """Let everybody read a site, and its owner write it, whatever the mask of the one who built it: servers run as others."""
    for path in (site, *site.rglob("*")):
        with suppress(PermissionError):  # a disk that knows no such thing
            path.chmod(0o755 if path.is_dir() else 0o644)


def _exchange(new: Path, target: Path) -> bool:
    """Swap two paths in one step, in which there is no moment without either; False if there is nothing to swap, or no such step."""
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return swap is not None and swap(HERE, os.fsencode(new), HERE, os.fsencode(target), EXCHANGE) == 0


def _rename(new: Path, target: Path) -> bool:
    """Give a new site its name; False if something else has it."""
    try:
        new.rename(target)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            return False
        raise
    return True
