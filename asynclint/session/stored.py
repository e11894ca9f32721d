"""The report of an earlier run, given again when nothing changed that it depends on."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

import asynclint
import asynclint.rules
from asynclint.config.settings import Settings
from asynclint.session.report import Report
from asynclint.store.cache import Cache
from asynclint.store.keys import environment, key
from asynclint.store.records import Record, settled, unchanged

Row = tuple[bytes, int, int, int, int, bool]
"""A path, its record, and whether it is a folder."""

_ENCODER = msgspec.msgpack.Encoder()
_ROWS = msgspec.msgpack.Decoder(list[Row])
_REPORT = msgspec.msgpack.Decoder(Report)


def code_state() -> bytes:
    """A digest of asynclint's version and code, its rules and knowledge, and the interpreter's version."""
    folders = [Path(asynclint.__file__).parent, Path(asynclint.rules.__path__[-1])]
    return environment(asynclint.__version__, folders)


def report_key(state: bytes, settings: Settings, given: Sequence[Path], rows: object = None) -> bytes:
    """The key of the report for paths, or for some ``rows`` of theirs, under settings."""
    fixes = msgspec.structs.replace(settings.fixes, fix=False, unsafe_fixes=False, show_fixes=False, fix_only=False)
    relevant = msgspec.structs.replace(settings, jobs=None, output_format="", fixes=fixes)
    return key(state, repr(relevant), repr(rows), *map(str, given))


def find(cache: Cache, report: bytes) -> Report | None:
    """The stored report of a key, if everything has the records that it had then."""
    stored = cache.report(report)
    if stored is None:
        return None
    try:
        rows = _ROWS.decode(stored[0])
        if all(unchanged(os.fsdecode(path), Record(*record), is_folder) for path, *record, is_folder in rows):
            return _REPORT.decode(stored[1])
    except msgspec.DecodeError:
        pass
    return None


def keep(
    cache: Cache,
    report_key: bytes,
    report: Report,
    *,
    files: Iterable[Mapping[str, Record]],
    folders: Mapping[str, Record],
    now: int,
) -> None:
    """Store a report if every record, taken at ``now``, can be trusted, and if it tells of no problem."""
    records = [(path, record, False) for group in files for path, record in group.items()]
    records += ((path, record, True) for path, record in folders.items())
    if report.problems or not all(settled(record, now) for _, record, _ in records):
        return
    rows = [(os.fsencode(path), *record, is_folder) for path, record, is_folder in records]
    try:
        cache.keep_report(report_key, _ENCODER.encode(rows), _ENCODER.encode(report))
    except UnicodeEncodeError:  # a file name that is not text
        return
