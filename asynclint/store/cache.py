"""The cache folder: one SQLite file that runs share, which may be lost at any time without harm.

No method raises for a cache that is damaged, locked or cannot be written: it then holds nothing and keeps nothing.
"""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple, Self

from asynclint.store.records import FINE_MARGIN, Record

FILE_NAME: Final = "cache-1.db"
"""The number is that of the tables below; another layout gets another file."""

_TABLES = """
    CREATE TABLE IF NOT EXISTS records (
        path BLOB PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER, digest TEXT
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, data BLOB NOT NULL, day INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS reports (
        key BLOB PRIMARY KEY, records BLOB NOT NULL, report BLOB NOT NULL, stored INTEGER NOT NULL
    );
"""
_CHUNK = 10_000
_WAIT_SECONDS = 10.0
_DAY_SECONDS = 86_400
_DAYS_KEPT = 21
_REPORTS_KEPT = 8
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of asynclint; it may be deleted.\n"


class Known(NamedTuple):
    """The content digest of a file at the time at which it had this record."""

    record: Record
    digest: str


class Cache:
    """Everything that is kept between runs. Use it in a ``with`` statement."""

    def __init__(self, folder: Path | None) -> None:
        """Open the cache in ``folder``, making it when needed; None for a cache that keeps nothing."""
        self._folder = folder
        self._connection = None if folder is None else self._open(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; the cache is empty and keeps nothing from now on."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()

    def known(self) -> dict[str, Known]:
        """What is known of files, by absolute path."""
        with self._guarded() as connection:
            if connection is not None:
                rows = connection.execute("SELECT path, size, modified, changed, inode, digest FROM records")
                return {os.fsdecode(path): Known(Record(*record), digest) for path, *record, digest in rows}
        return {}

    def remember(self, known: Mapping[str, Known]) -> None:
        """Keep what is known of files."""
        rows = [(os.fsencode(path), *one.record, one.digest) for path, one in known.items()]
        with self._writing() as connection:
            if connection is not None:
                connection.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?)", rows)

    def entries(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The entries that are there, by key. What is asked for stays in the cache for three more weeks."""
        wanted = list(dict.fromkeys(keys))
        found: dict[bytes, bytes] = {}
        aged: list[tuple[int, bytes]] = []
        today = _today()
        with self._guarded() as connection:
            if connection is None:
                return found
            for chunk in _chunks(wanted):
                marks = ",".join("?" * len(chunk))
                for key, data, day in connection.execute(
                    f"SELECT key, data, day FROM entries WHERE key IN ({marks})", chunk
                ):
                    found[key] = data
                    if day != today:
                        aged.append((today, key))
        if aged:
            with self._writing() as connection:
                if connection is not None:
                    connection.executemany("UPDATE entries SET day = ? WHERE key = ?", aged)
        return found

    def keep(self, entries: Mapping[bytes, bytes]) -> None:
        """Add entries, and drop those for which nobody asked lately."""
        today = _today()
        with self._writing() as connection:
            if connection is not None:
                rows = ((key, data, today) for key, data in entries.items())
                connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)
                connection.execute("DELETE FROM entries WHERE day < ?", (today - _DAYS_KEPT,))

    def report(self, key: bytes) -> tuple[bytes, bytes] | None:
        """The records and the report that ``keep_report`` got, if they are there."""
        with self._guarded() as connection:
            if connection is not None:
                row: tuple[bytes, bytes] | None = connection.execute(
                    "SELECT records, report FROM reports WHERE key = ?", (key,)
                ).fetchone()
                return row
        return None

    def keep_report(self, key: bytes, records: bytes, report: bytes) -> None:
        """Keep a report with the records under which it holds; the oldest reports go."""
        with self._writing() as connection:
            if connection is not None:
                row = (key, records, report, time.time_ns())
                connection.execute("INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?)", row)
                connection.execute(
                    "DELETE FROM reports WHERE key NOT IN (SELECT key FROM reports ORDER BY stored DESC LIMIT ?)",
                    (_REPORTS_KEPT,),
                )

    def _open(self, folder: Path) -> sqlite3.Connection | None:
        try:
            _make(folder)
            try:
                return _connect(folder / FILE_NAME)
            except sqlite3.OperationalError:
                return None
            except sqlite3.DatabaseError:
                _discard(folder)
                return _connect(folder / FILE_NAME)
        except (OSError, sqlite3.Error):
            return None

    @contextmanager
    def _guarded(self) -> Iterator[sqlite3.Connection | None]:
        """The connection; the first error closes the cache, and damage removes its file."""
        try:
            yield self._connection
        except sqlite3.OperationalError:
            self.close()
        except sqlite3.DatabaseError:
            self.close()
            if self._folder is not None:
                _discard(self._folder)
                self._connection = self._open(self._folder)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection | None]:
        """One transaction."""
        with self._guarded() as connection:
            if connection is None:
                yield None
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_TABLES)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _make(folder: Path) -> None:
    """Make the folder with the files that keep version control and backups away from it.

    A new entry changes the parent's modification time; records of the parent are taken after the clock has ticked.
    """
    if (folder / "CACHEDIR.TAG").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    (folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")
    time.sleep(2 * FINE_MARGIN / 1e9)


def _discard(folder: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            (folder / f"{FILE_NAME}{suffix}").unlink()


def _today() -> int:
    return int(time.time() // _DAY_SECONDS)


def _chunks(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]
