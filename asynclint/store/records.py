"""Stat records: whether a file or folder is as it was when it was read, without reading it again."""

import os
from typing import Final, NamedTuple

FINE_MARGIN: Final = 20_000_000
COARSE_MARGIN: Final = 2_000_000_000
"""Nanoseconds. A file system stamps changes with a clock that ticks: two changes within a tick look like one."""

_SECOND: Final = 1_000_000_000
_INODE_BITS: Final = (1 << 63) - 1
_HAS_CHANGE_TIME: Final = os.name == "posix"


class Record(NamedTuple):
    """What the file system says of a file. Of a folder, ``size`` and ``changed`` are 0: its entries alone count."""

    size: int
    modified: int
    changed: int
    inode: int


MISSING: Final = Record(-1, 0, 0, 0)


def of_file(stat: os.stat_result) -> Record:
    """The record of a file."""
    return Record(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino & _INODE_BITS)


def of_folder(stat: os.stat_result) -> Record:
    """The record of a folder; it is another one after an entry was added, removed or renamed."""
    return Record(0, stat.st_mtime_ns, 0, stat.st_ino & _INODE_BITS)


def settled(record: Record, now: int) -> bool:
    """Whether a change after ``now``, the time at which the record was taken, is sure to change the record."""
    stamp = record.changed if _HAS_CHANGE_TIME and record.changed else record.modified
    margin = FINE_MARGIN if stamp % _SECOND else COARSE_MARGIN
    return stamp < now - margin


def unchanged(path: str, record: Record, is_folder: bool) -> bool:
    """Whether the path still has this record."""
    try:
        stat = os.stat(path)
    except (OSError, ValueError):
        return record == MISSING
    return (of_folder(stat) if is_folder else of_file(stat)) == record
