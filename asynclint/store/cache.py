"""The cache folder: one SQLite file that runs share, which may be lost at any time without harm.

No method raises for a cache that is damaged, locked or cannot be written: it then holds nothing and keeps nothing.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple, Self, TypeVar

from asynclint.store.records import FINE_MARGIN, Record

FILE_NAME: Final = "cache-1.db"
"""The number is that of the tables below; another layout gets another file."""

T = TypeVar("T")

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
_PAUSE_SECONDS = 0.01
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

        def work(connection: sqlite3.Connection) -> dict[str, Known]:
            rows = connection.execute("SELECT path, size, modified, changed, inode, digest FROM records")
            return {os.fsdecode(path): Known(Record(*record), digest) for path, *record, digest in rows}

        return self._ask(work, {})

    def remember(self, known: Mapping[str, Known]) -> None:
        """Keep what is known of files."""
        rows = [(os.fsencode(path), *one.record, one.digest) for path, one in known.items()]
        self._write(lambda connection: _insert(connection, "records", rows))

    def entries(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The entries that are there, by key. What is asked for stays in the cache for three more weeks."""
        wanted = list(dict.fromkeys(keys))
        today = _today()
        aged: list[tuple[int, bytes]] = []
        nothing: dict[bytes, bytes] = {}

        def work(connection: sqlite3.Connection) -> dict[bytes, bytes]:
            found: dict[bytes, bytes] = {}
            for chunk in _chunks(wanted):
                query = f"SELECT key, data, day FROM entries WHERE key IN ({','.join('?' * len(chunk))})"
                for key, data, day in connection.execute(query, chunk):
                    found[key] = data
                    if day != today:
                        aged.append((today, key))
            return found

        found = self._ask(work, nothing)
        if aged:
            self._write(lambda connection: connection.executemany("UPDATE entries SET day = ? WHERE key = ?", aged))
        return found

    def keep(self, entries: Mapping[bytes, bytes]) -> None:
        """Add entries, and drop those for which nobody asked lately."""
        today = _today()

        def work(connection: sqlite3.Connection) -> None:
            _insert(connection, "entries", [(key, data, today) for key, data in entries.items()])
            connection.execute("DELETE FROM entries WHERE day < ?", (today - _DAYS_KEPT,))

        self._write(work)

    def report(self, key: bytes) -> tuple[bytes, bytes] | None:
        """The records and the report that ``keep_report`` got, if they are there."""

        def work(connection: sqlite3.Connection) -> tuple[bytes, bytes] | None:
            row: tuple[bytes, bytes] | None = connection.execute(
                "SELECT records, report FROM reports WHERE key = ?", (key,)
            ).fetchone()
            return row

        return self._ask(work, None)

    def keep_report(self, key: bytes, records: bytes, report: bytes) -> None:
        """Keep a report with the records under which it holds; the oldest reports go."""

        def work(connection: sqlite3.Connection) -> None:
            _insert(connection, "reports", [(key, records, report, time.time_ns())])
            connection.execute(
                "DELETE FROM reports WHERE key NOT IN (SELECT key FROM reports ORDER BY stored DESC LIMIT ?)",
                (_REPORTS_KEPT,),
            )

        self._write(work)

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

    def _ask(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """What ``work`` gives. An error closes the cache, and damage makes a new one; the answer is ``otherwise``."""
        if self._connection is None or self._folder is None:
            return otherwise
        try:
            return work(self._connection)
        except sqlite3.OperationalError:
            self.close()
        except sqlite3.DatabaseError:
            self.close()
            _discard(self._folder)
            self._connection = self._open(self._folder)
        return otherwise

    def _write(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Do the work in one transaction."""

        def transaction(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            try:
                work(connection)
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

        self._ask(transaction, None)


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        _switch_to_wal(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_TABLES)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Use write-ahead logging. SQLite itself does not wait while another run makes this very change."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


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
