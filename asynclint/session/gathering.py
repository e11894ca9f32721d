"""From files to summaries: what the cache knows is not read again, the rest is read by workers."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NamedTuple

from msgspec import DecodeError

from asynclint.model.findings import Finding
from asynclint.model.problems import Problem
from asynclint.model.spans import Location
from asynclint.model.summary import FileSummary
from asynclint.session.reading import Reading, SyntaxFault, read_text, unpack
from asynclint.session.reuse import Reuse
from asynclint.session.workers import WORTH_A_POOL, read_all
from asynclint.store.records import Record
from asynclint.summarize import decode

Progress = Callable[[int, int], None]
"""Called with how many files are read, and how many are to be read."""

SYNTAX_ERROR: Final = ("AL000", "syntax-error")


class Gathered(NamedTuple):
    """What is known of a program's files.

    ``summaries`` by path, in order; ``faults``, findings about files that cannot be parsed; ``problems``, files that
    cannot be read; ``read``, how many files the cache did not have.
    """

    summaries: dict[str, FileSummary]
    faults: list[Finding]
    problems: list[Problem]
    read: int


def gather(
    records: Mapping[str, Record],
    texts: Mapping[str, bytes],
    reuse: Reuse,
    *,
    now: int,
    jobs: int,
    progress: Progress | None = None,
) -> Gathered:
    """Take in files by absolute path.

    ``now`` is the time at which the records were taken. ``texts`` holds the content of files that is not to be read
    from the file system.
    """
    with collector_paused():
        gathered = Gathered({}, [], [], 0)
        for path, text in texts.items():
            _take(gathered, path, unpack(read_text(path, text)))
        stored = {path: record for path, record in records.items() if path not in texts}
        done = {path for path, reading in reuse.readings(stored) if _take(gathered, path, reading)}
        missing = [path for path in stored if path not in done]
        size = sum(stored[path].size for path in missing)
        for count, (path, data) in enumerate(read_all(missing, jobs if size >= WORTH_A_POOL else 1), 1):
            reading = unpack(data)
            _take(gathered, path, reading)
            if reading.digest:
                reuse.add(path, reading.digest, data)
            if progress is not None:
                progress(count, len(missing))
        reuse.finish(stored, now)
        summaries = {path: gathered.summaries[path] for path in sorted(gathered.summaries)}
    return gathered._replace(summaries=summaries, read=len(missing) + len(texts))


def _take(gathered: Gathered, path: str, reading: Reading) -> bool:
    """Sort one reading in; False for a damaged one."""
    if reading.summary is not None:
        try:
            gathered.summaries[path] = decode(reading.summary)
        except DecodeError:
            return False
    elif reading.fault is not None:
        gathered.faults.append(_finding(path, reading.fault))
    elif reading.problem is not None:
        row, message = reading.problem
        gathered.problems.append(Problem(path, message, row))
    return True


def _finding(path: str, fault: SyntaxFault) -> Finding:
    code, name = SYNTAX_ERROR
    begin, end = Location(fault.row, fault.column), Location(fault.row, fault.column + 1)
    return Finding(code, name, fault.message, path, begin, end, noqa_row=fault.row)


@contextmanager
def collector_paused() -> Iterator[None]:
    """No garbage collection meanwhile: what is loaded stays, and searching it for garbage takes most of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
