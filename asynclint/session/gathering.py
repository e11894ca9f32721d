"""From files to summaries: what the cache knows is not read again, the rest is read by workers."""

import pickle
import sys
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

from msgspec import DecodeError
from msgspec.structs import replace

from asynclint.model.findings import Finding
from asynclint.model.problems import Problem
from asynclint.model.spans import Location
from asynclint.model.summary import DEFINITIONS, FileSummary
from asynclint.session.collector import collector_paused
from asynclint.session.reading import Checked, Checks, Reading, SyntaxFault, read_file, read_text, unpack
from asynclint.session.reuse import Reuse
from asynclint.session.workers import WORTH_A_POOL, Work, read_all
from asynclint.store.cache import Cache
from asynclint.store.keys import key
from asynclint.store.records import Record
from asynclint.summarize import decode

Progress = Callable[[int, int], None]
"""Called with how many files are read, and how many are to be read."""

SYNTAX_ERROR: Final = ("AL000", "syntax-error")


class Gathered(NamedTuple):
    """What is known of a program's files.

    ``summaries`` by path, in order; ``findings``, those of file rules and those about files that cannot be parsed;
    ``problems``, files that cannot be read and rules that failed on a file; ``read``, how many files the cache did not
    have; ``functions``, how many definitions those contain, and ``trees``, for how many of them libcst was asked.
    """

    summaries: dict[str, FileSummary]
    findings: list[Finding]
    problems: list[Problem]
    read: int
    functions: int
    trees: int


class CheckedReuse(Reuse):
    """Packed readings that hold what file rules found: by path too, as a rule may look at it."""

    def __init__(self, cache: Cache, environment: bytes, checks: Checks) -> None:
        rules = (part for rule in checks.rules for part in (rule.code, rule.__module__, _code_of(rule.__module__)))
        super().__init__(
            cache,
            key(
                environment,
                "file rules",
                repr(checks.target_version),
                repr(checks.options),
                *sorted(checks.selectors),
                *rules,
            ),
        )

    def _key(self, path: str, digest: str) -> bytes:
        return key(super()._key(path, digest), path)


def gather(
    records: Mapping[str, Record],
    texts: Mapping[str, bytes],
    reuse: Reuse,
    *,
    now: int,
    jobs: int,
    progress: Progress | None = None,
    checks: Checks | None = None,
) -> Gathered:
    """Take in files by absolute path. With ``checks``, ``reuse`` has to be a ``CheckedReuse`` of the same ones.

    ``now`` is the time at which the records were taken. ``texts`` holds the content of files that is not to be read
    from the file system.
    """
    work: Work = read_file if checks is None else partial(read_file, checks=checks)
    with collector_paused():
        gathered = Gathered({}, [], [], 0, 0, 0)
        trees = 0
        for path, text in texts.items():
            reading = unpack(read_text(path, text, checks))
            trees += reading.trees
            _take(gathered, path, reading)
        stored = {path: record for path, record in records.items() if path not in texts}
        done = {path for path, reading in reuse.readings(stored) if _take(gathered, path, reading)}
        missing = [path for path in stored if path not in done]
        size = sum(stored[path].size for path in missing)
        if size < WORTH_A_POOL or (checks is not None and not _can_travel(work)):
            jobs = 1
        for count, (path, data) in enumerate(read_all(missing, jobs, work), 1):
            reading = unpack(data)
            trees += reading.trees
            _take(gathered, path, reading)
            if reading.digest and not reading.failures:
                reuse.add(path, reading.digest, data)
            if progress is not None:
                progress(count, len(missing))
        reuse.finish(stored, now)
        summaries = {path: gathered.summaries[path] for path in sorted(gathered.summaries)}
    fresh = [*missing, *texts]
    functions = sum(_definitions(summaries[path]) for path in fresh if path in summaries)
    return gathered._replace(summaries=summaries, read=len(fresh), functions=functions, trees=trees)


def _definitions(summary: FileSummary) -> int:
    return sum(row.kind in DEFINITIONS for row in summary.functions)


def _take(gathered: Gathered, path: str, reading: Reading) -> bool:
    """Sort one reading in; False for a damaged one."""
    if reading.summary is not None:
        try:
            gathered.summaries[path] = decode(reading.summary)
        except DecodeError:
            return False
    elif reading.fault is not None:
        gathered.findings.append(_finding(path, reading.fault))
    elif reading.problem is not None:
        row, message = reading.problem
        gathered.problems.append(Problem(path, message, row))
    if isinstance(reading, Checked):
        gathered.findings.extend(one if one.filename else replace(one, filename=path) for one in reading.findings)
        gathered.problems.extend(Problem(path, sentence) for sentence in reading.failures)
    return True


def _code_of(module: str) -> str:
    """A digest of a module's file; the code state of asynclint does not cover those of plug-ins."""
    file = getattr(sys.modules.get(module), "__file__", None)
    try:
        return blake2b(Path(file).read_bytes()).hexdigest() if file else ""
    except OSError:
        return ""


def _can_travel(work: Work) -> bool:
    """Whether other processes can be given the work: a plug-in may have made a rule that they could not find."""
    try:
        pickle.dumps(work)
    except Exception:
        return False
    return True


def _finding(path: str, fault: SyntaxFault) -> Finding:
    code, name = SYNTAX_ERROR
    begin, end = Location(fault.row, fault.column), Location(fault.row, fault.column + 1)
    return Finding(code, name, fault.message, path, begin, end, noqa_row=fault.row)
