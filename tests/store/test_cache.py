"""The cache keeps what it is given, and survives what people and machines do to it."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from asynclint.store import cache as cache_module
from asynclint.store.cache import FILE_NAME, Cache, Known
from asynclint.store.records import Record

KNOWN = Known(Record(1, 2, 3, 4), "digest")


def test_what_is_kept_is_there_in_the_next_run(tmp_path: Path) -> None:
    """Entries, records and reports come back as they were."""
    name = os.fsdecode(b"/p/\xff.py")
    with Cache(tmp_path / "c") as cache:
        cache.keep({b"k": b"data"})
        cache.remember({name: KNOWN})
        cache.keep_report(b"r", b"records", b"report")
    with Cache(tmp_path / "c") as cache:
        assert cache.entries([b"k", b"other", b"k"]) == {b"k": b"data"}
        assert cache.known() == {name: KNOWN}
        assert cache.report(b"r") == (b"records", b"report")
        assert cache.report(b"other") is None


def test_folder_keeps_to_itself(tmp_path: Path) -> None:
    """Version control and backups leave the folder alone."""
    with Cache(tmp_path / "c"):
        pass
    assert (tmp_path / "c" / ".gitignore").read_text() == "*\n"
    assert (tmp_path / "c" / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_no_folder_keeps_nothing() -> None:
    """Without a folder every question has an empty answer."""
    with Cache(None) as cache:
        cache.keep({b"k": b"data"})
        cache.remember({"a": KNOWN})
        cache.keep_report(b"r", b"", b"")
        assert (cache.entries([b"k"]), cache.known(), cache.report(b"r")) == ({}, {}, None)


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b"", b"SQLite format 3\0" + b"\0" * 5000])
def test_damaged_file_is_replaced(tmp_path: Path, damage: bytes) -> None:
    """A file that is no database is discarded, and the cache works again."""
    (tmp_path / FILE_NAME).write_bytes(damage)
    with Cache(tmp_path) as cache:
        cache.keep({b"k": b"data"})
        cache.known()
    with Cache(tmp_path) as cache:
        cache.keep({b"l": b"data"})
        assert cache.entries([b"l"]) == {b"l": b"data"}


def test_damage_inside_is_survived(tmp_path: Path) -> None:
    """Pages overwritten in the middle of the file cost the cache, not the run."""
    with Cache(tmp_path) as cache:
        cache.keep({bytes([number]): os.urandom(4000) for number in range(200)})
        cache.remember({f"/p/{number}": KNOWN for number in range(5000)})
    path = tmp_path / FILE_NAME
    data = bytearray(path.read_bytes())
    for start in range(4096, len(data), 4096):
        data[start : start + 64] = os.urandom(64)
    path.write_bytes(data)
    with Cache(tmp_path) as cache:
        cache.known()
        cache.entries([bytes([number]) for number in range(200)])
        cache.keep({b"k": b"data"})
    with Cache(tmp_path) as cache:
        cache.keep({b"k": b"data"})
        assert cache.entries([b"k"]) == {b"k": b"data"}


def test_place_that_cannot_be_written(tmp_path: Path) -> None:
    """Where no folder can be made, the run goes without a cache."""
    (tmp_path / "file").write_text("")
    with Cache(tmp_path / "file" / "c") as cache:
        cache.keep({b"k": b"data"})
        assert cache.entries([b"k"]) == {}


def test_locked_cache_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When another run does not let go, this one goes on without keeping anything."""
    monkeypatch.setattr(cache_module, "_WAIT_SECONDS", 0.05)
    with Cache(tmp_path) as cache:
        cache.keep({b"k": b"data"})
        other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        cache.keep({b"l": b"data"})
        assert cache.entries([b"k"]) == {}
        other.execute("ROLLBACK")
        other.close()
    with Cache(tmp_path) as cache:
        assert cache.entries([b"k", b"l"]) == {b"k": b"data"}


def test_entries_that_nobody_asks_for_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for stays; the rest is dropped after three weeks."""
    monkeypatch.setattr(cache_module, "_today", lambda: 100)
    with Cache(tmp_path) as cache:
        cache.keep({b"used": b"1", b"unused": b"2"})
        monkeypatch.setattr(cache_module, "_today", lambda: 115)
        cache.entries([b"used"])
        monkeypatch.setattr(cache_module, "_today", lambda: 122)
        cache.keep({b"new": b"3"})
        assert cache.entries([b"used", b"unused", b"new"]) == {b"used": b"1", b"new": b"3"}


def test_few_reports_are_kept(tmp_path: Path) -> None:
    """The oldest reports make room."""
    with Cache(tmp_path) as cache:
        for number in range(20):
            cache.keep_report(bytes([number]), b"", bytes([number]))
        kept = [number for number in range(20) if cache.report(bytes([number])) is not None]
    assert kept == list(range(12, 20))


WRITER = textwrap.dedent("""
    import os, sys
    from pathlib import Path
    from asynclint.store.cache import Cache
    number = int(sys.argv[2])
    with Cache(Path(sys.argv[1])) as cache:
        for turn in range(int(sys.argv[3])):
            cache.keep({b"%d-%d-%d" % (number, turn, item): b"x" * 500 for item in range(50)})
            print(turn, flush=True)
""")


def start_writer(folder: Path, number: int, turns: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(number), str(turns)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )


def test_two_runs_share_the_cache(tmp_path: Path) -> None:
    """What two processes write at the same time is all there."""
    writers = [start_writer(tmp_path, number, 10) for number in range(2)]
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    keys = [b"%d-%d-%d" % (number, turn, item) for number in range(2) for turn in range(10) for item in range(50)]
    with Cache(tmp_path) as cache:
        assert len(cache.entries(keys)) == len(keys)


def test_killed_run_leaves_whole_transactions(tmp_path: Path) -> None:
    """After SIGKILL the cache holds what was committed, and takes more."""
    writer = start_writer(tmp_path, 0, 100_000)
    assert writer.stdout is not None
    for _ in range(5):
        turn = int(writer.stdout.readline())
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    with Cache(tmp_path) as cache:
        for done in range(turn + 1):
            assert len(cache.entries(b"0-%d-%d" % (done, item) for item in range(50))) == 50
        cache.keep({b"k": b"data"})
        assert cache.entries([b"k"]) == {b"k": b"data"}


def test_large_projects_are_quick(tmp_path: Path) -> None:
    """11,000 entries of 5 kB are read in well below a second of processor time."""
    entries = {key: key * 500 for key in (b"%010d" % number for number in range(11_000))}
    with Cache(tmp_path) as cache:
        cache.keep(entries)
    with Cache(tmp_path) as cache:
        started = time.process_time()
        assert cache.entries(entries) == entries
        assert time.process_time() - started < 0.8
