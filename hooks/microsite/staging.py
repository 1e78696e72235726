"""A site in the making: built beside the last good one, whose place it takes when it is whole."""

import shutil
import tempfile
import weakref
from pathlib import Path


class Staging:
    """A folder on the same disk as `target`, gone when this object is, or when Python is."""

    def __init__(self, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        self.target = target
        self._workshop = Path(tempfile.mkdtemp(prefix=".site-", dir=target.parent))
        self.folder = self._workshop / "new"
        weakref.finalize(self, shutil.rmtree, self._workshop, ignore_errors=True)

    def publish(self) -> None:
        """Put the new site in the old one's place; if that fails, the old one stays."""
        old = self._workshop / "old"
        if self.target.exists():
            self.target.rename(old)
        try:
            self.folder.rename(self.target)
        except OSError:
            if old.exists():
                old.rename(self.target)
            raise
        shutil.rmtree(self._workshop)
