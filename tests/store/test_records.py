"""A record changes when the file does, and is trusted only when that is sure."""

import os
from pathlib import Path

from asynclint.store.records import (
    COARSE_MARGIN,
    FINE_MARGIN,
    MISSING,
    Record,
    of_file,
    of_folder,
    settled,
    unchanged,
)


def test_touched_file_has_another_record(tmp_path: Path) -> None:
    """Even with its size and modification time put back, a written file is noticed by its change time."""
    path = tmp_path / "a.py"
    path.write_text("one")
    before = path.stat()
    record = of_file(before)
    assert unchanged(str(path), record, is_folder=False)
    while of_file(path.stat()) == record:
        path.write_text("two")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not unchanged(str(path), record, is_folder=False)


def test_replaced_file_has_another_record(tmp_path: Path) -> None:
    """Another file under the same name has another inode."""
    path, other = tmp_path / "a.py", tmp_path / "b.py"
    path.write_text("one")
    other.write_text("two")
    record = of_file(path.stat())
    other.replace(path)
    assert not unchanged(str(path), record, is_folder=False)


def test_folder_record_follows_entries_only(tmp_path: Path) -> None:
    """A new entry changes the folder's record; a changed entry or permission does not."""
    (tmp_path / "a.py").write_text("one")
    os.utime(tmp_path, ns=(1, 1))
    record = of_folder(tmp_path.stat())
    (tmp_path / "a.py").write_text("two")
    tmp_path.chmod(0o755)
    assert unchanged(str(tmp_path), record, is_folder=True)
    (tmp_path / "b.py").write_text("")
    assert not unchanged(str(tmp_path), record, is_folder=True)


def test_missing_file(tmp_path: Path) -> None:
    """What was missing is unchanged while it is missing."""
    path = tmp_path / "a.py"
    assert unchanged(str(path), MISSING, is_folder=False)
    path.write_text("")
    assert not unchanged(str(path), MISSING, is_folder=False)
    path.unlink()
    assert not unchanged(str(path), Record(0, 1, 1, 1), is_folder=False)


def test_recent_changes_are_not_settled() -> None:
    """A file changed within a tick of the clock may change again without a trace; a coarse clock ticks slowly."""
    fine, coarse = 5_000_000_001, 5_000_000_000
    assert not settled(Record(1, 0, fine, 1), fine + FINE_MARGIN)
    assert settled(Record(1, 0, fine, 1), fine + FINE_MARGIN + 1)
    assert not settled(Record(1, 0, coarse, 1), coarse + COARSE_MARGIN)
    assert settled(Record(1, 0, coarse, 1), coarse + COARSE_MARGIN + 1)


def test_folders_settle_by_modification() -> None:
    """A folder's record has no change time."""
    assert not settled(Record(0, 5_000_000_001, 0, 1), 5_000_000_002)
    assert settled(MISSING, 5_000_000_001)
