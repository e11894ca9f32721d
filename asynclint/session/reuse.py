"""What earlier runs know of files: by their stat records where those can be trusted, else by their content."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final

from msgspec import DecodeError

from asynclint.session.reading import Reading, unpack
from asynclint.store.cache import Cache, Known
from asynclint.store.keys import key
from asynclint.store.records import Record, settled
from asynclint.syntax.source import UnreadableSource, read

_BATCH: Final = 500


class Reuse:
    """Packed readings by content, for one state of asynclint's code (``environment``)."""

    def __init__(self, cache: Cache, environment: bytes) -> None:
        self._cache = cache
        self._environment = environment
        self._known = cache.known()
        self._digests: dict[str, str] = {}
        self._new: dict[bytes, bytes] = {}

    def readings(self, records: Mapping[str, Record]) -> Iterator[tuple[str, Reading]]:
        """The files whose reading is there, with it. A file with another record than before is hashed."""
        for path, record in records.items():
            known = self._known.get(path)
            if known is not None and known.record == record:
                self._digests[path] = known.digest
            elif self._known:
                with suppress(UnreadableSource):
                    self._digests[path] = read(path).digest
        keys = {path: self._key(path, self._digests[path]) for path in records if path in self._digests}
        entries = self._cache.entries(keys.values())
        for path, entry in keys.items():
            if entry in entries:
                with suppress(DecodeError):
                    yield path, unpack(entries[entry])

    def add(self, path: str, digest: str, data: bytes) -> None:
        """Keep a packed reading."""
        self._digests[path] = digest
        self._new[self._key(path, digest)] = data
        if len(self._new) >= _BATCH:
            self._save()

    def finish(self, records: Mapping[str, Record], now: int) -> None:
        """Keep the digests of the files whose records, taken at ``now``, can be trusted."""
        self._save()
        fresh = {path: Known(records[path], digest) for path, digest in self._digests.items()}
        self._cache.remember(
            {
                path: known
                for path, known in fresh.items()
                if self._known.get(path) != known and settled(known.record, now)
            }
        )

    def _save(self) -> None:
        if self._new:
            self._cache.keep(self._new)
            self._new = {}

    def _key(self, path: str, digest: str) -> bytes:
        """Stubs and modules with the same text mean different things."""
        return key(self._environment, digest, os.path.splitext(path)[1])
