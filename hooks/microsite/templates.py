"""Templates for builds that follow one another in one process: compiled once, and the theme listed without its icons."""

import os
from collections.abc import Iterator
from types import CodeType

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Compiled templates, kept in memory for as long as their source stays the same.

    Not on disk, which would have to be trusted: compiled code is run as it stands.
    """

    def __init__(self) -> None:
        self._code: dict[str, tuple[str, CodeType]] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return os.path.realpath(filename) if filename else name

    def load_bytecode(self, bucket: Bucket) -> None:
        source, code = self._code.get(bucket.key, ("", None))
        if source == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.checksum, bucket.code


class Loader(FileSystemLoader):
    """Lists what can be published: not the theme's hidden folders, where thousands of icons are."""

    def list_templates(self) -> list[str]:
        return sorted({path for folder in self.searchpath for path in _below(folder)})


def _below(top: str) -> Iterator[str]:
    start = len(os.path.join(top, ""))
    for folder, inner, files in os.walk(top):
        inner[:] = [name for name in inner if not name.startswith(".")]
        yield from (os.path.join(folder, name)[start:].replace(os.sep, "/") for name in files)


COMPILED = Compiled()


def quicken(environment: Environment) -> Environment:
    """The same environment, that need not do again what another has done; its loader is one of files."""
    environment.bytecode_cache = COMPILED
    environment.loader = Loader(environment.loader.searchpath)
    environment.auto_reload = False  # each build has an environment of its own
    return environment
