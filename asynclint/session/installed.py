"""The installed libraries of a project: their modules are summarised when somebody asks, and kept in the cache."""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec import DecodeError

from asynclint.knowledge.schema import Fact
from asynclint.model.summary import FileSummary
from asynclint.session.environment import locate, search_path
from asynclint.session.reading import read_file, unpack
from asynclint.session.reuse import Reuse
from asynclint.store.cache import Cache
from asynclint.store.keys import key
from asynclint.store.records import Record, of_file, of_folder
from asynclint.summarize import decode

_AWAITABLE: Final = re.compile(
    rb"async\s+def\s+(\w+)"
    rb"|def\s+(\w+)\s*\([^)]*\)\s*->\s*[\"']?[\w.]*(?:Awaitable|Coroutine|Future|Task|Deferred)"
    rb"|@[\w.]*(?:coroutine|inlineCallbacks)\b[^\n]*\n\s*def\s+(\w+)"
)
"""Definitions that may give an awaitable; what looks like one in a string does no harm."""


class InstalledModules:
    """What ``program.libraries.Installed`` asks for, from the files of an environment.

    ``records`` are the files that were read, ``folders`` those that were searched: what the answers depend on.
    """

    def __init__(self, prefix: Path, cache: Cache, state: bytes) -> None:
        self._cache = cache
        self._state = state
        self._reuse = Reuse(cache, state)
        self._folders = search_path(prefix)
        self.facts: Mapping[str, Fact] = {}
        self.records: dict[str, Record] = {}
        self.folders: dict[str, Record] = {str(folder): of_folder(os.stat(folder)) for folder in self._folders}

    def find(self, module: str) -> tuple[str, FileSummary] | None:
        """See ``Installed``. The standard library is known by heart, and a file that cannot be read is as none."""
        if module.partition(".")[0] in sys.stdlib_module_names:
            return None
        path = locate(module, self._folders)
        if path is None:
            return None
        summary = self._summary(str(path))
        return None if summary is None else (str(path), summary)

    def source(self, module: str) -> str | None:
        """The path of the source (no stub) of an installed module; None when there is none."""
        path = locate(module, self._folders, (".py",))
        return None if path is None else str(path)

    def record(self, path: str) -> Record | None:
        """The record of a file of the environment, on which the answers depend from now on; None when it is gone."""
        try:
            self.records[path] = of_file(os.stat(path))
            self.folders[os.path.dirname(path)] = of_folder(os.stat(os.path.dirname(path)))
        except OSError:
            return None
        return self.records[path]

    def _summary(self, path: str) -> FileSummary | None:
        record = self.record(path)
        if record is None:
            return None
        kept = next((reading for _, reading in self._reuse.readings({path: record})), None)
        if kept is None:
            data = read_file(path)
            kept = unpack(data)
            if kept.digest:
                self._reuse.add(path, kept.digest, data)
        try:
            return None if kept.summary is None else decode(kept.summary)
        except DecodeError:
            return None

    def awaitable_names(self, packages: frozenset[str]) -> frozenset[str]:
        """See ``Installed``. The text is searched, not parsed; what an installed package gave is kept."""
        names: set[str] = set()
        for package in sorted(packages - sys.stdlib_module_names):
            for folder in self._folders:
                for top in (folder / package, folder / f"{package}-stubs", folder / f"{package}.py"):
                    if top.exists():
                        names.update(self._names_below(top))
        return frozenset(names)

    def _names_below(self, top: Path) -> list[str]:
        entry = key(self._state, "awaitable names", str(top), repr(of_folder(os.stat(top))))
        installed = top.parent.name in ("site-packages", "dist-packages")
        kept = self._cache.entries([entry]).get(entry) if installed else None
        if kept is not None:
            return kept.decode().split()
        found = sorted({name for path in _sources(top) for name in _names_in(path)})
        if installed:
            self._cache.keep({entry: "\n".join(found).encode()})
        return found

    def finish(self, now: int) -> None:
        """Keep what was read; ``now`` is the time before the first question."""
        self._reuse.finish(self.records, now)


def _sources(top: Path) -> Iterator[Path]:
    if top.is_file():
        yield top
        return
    for folder, _, files in os.walk(top):
        yield from (Path(folder, file) for file in files if file.endswith((".py", ".pyi")))


def _names_in(path: Path) -> Iterator[str]:
    try:
        data = path.read_bytes()
    except OSError:
        return
    for match in _AWAITABLE.finditer(data):
        yield (match[1] or match[2] or match[3]).decode("ascii", "ignore")
