"""The baseline: findings that a project accepts for now, each by its identity, never by its row.

The file is JSON with one entry a line, sorted, and an empty last entry, so that a line more or less changes no other.
An entry of a rule that follows calls also has the functions on a loop whose ways to it are accepted.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

import msgspec
from msgspec import Struct

from asynclint.model.findings import Finding
from asynclint.model.identity import Identity, relative
from asynclint.model.problems import UsageError

_VERSION: Final = 1

Functions = frozenset[tuple[str, str]]
"""Functions by filename and qualified name."""


class Accepted(Struct, frozen=True, order=True, forbid_unknown_fields=True, omit_defaults=True):
    """One entry: an identity, and the functions (``path:name``) from which the finding may be reached."""

    path: str
    function: str
    code: str
    statement: str
    occurrence: int
    entries: tuple[str, ...] = ()


class _File(Struct, forbid_unknown_fields=True):
    version: int
    findings: list[Accepted | None]


class Widened(NamedTuple):
    """A finding that is accepted, but not for all functions from which it is reached now."""

    finding: Finding
    known: Functions


class Comparison(NamedTuple):
    """What a baseline makes of findings.

    ``new`` are not in it, ``widened`` are with fewer ways, ``stale`` are entries that match nothing any more. ``kept``
    is the baseline without what is stale, ``grown`` the same with everything that is new.
    """

    new: list[Finding]
    widened: list[Widened]
    stale: list[Accepted]
    kept: list[Accepted]
    grown: list[Accepted]


def read(path: Path) -> list[Accepted]:
    """The entries of a baseline. Raises UsageError with a sentence that says what is wrong with the file."""
    try:
        text = path.read_text(encoding="utf-8")
        file = msgspec.convert(json.loads(text), _File)
    except OSError as error:
        raise UsageError(f"{path}: this baseline cannot be read: {error.strerror}") from None
    except ValueError as error:
        conflict = "\n<<<<<<< " in text if not isinstance(error, UnicodeDecodeError) else False
        reason = "it has merge conflicts that nobody solved" if conflict else str(error)
        raise UsageError(f"{path}: this is no baseline of asynclint: {reason}") from None
    if file.version != _VERSION:
        raise UsageError(f"{path}: baselines of version {file.version} are not known; this asynclint has {_VERSION}")
    return sorted({entry for entry in file.findings if entry is not None})


def text(entries: Iterable[Accepted]) -> str:
    """The content of the file."""
    rows = []
    for entry in sorted(set(entries)):
        fields = msgspec.to_builtins(entry)
        row = json.dumps(fields, ensure_ascii=False)
        try:
            row.encode()
        except UnicodeEncodeError:  # a file name that is not text
            row = json.dumps(fields)
        rows.append(f"{row},\n")
    return f'{{"version": {_VERSION}, "findings": [\n{"".join(rows)}null\n]}}\n'


def compare(
    entries: Sequence[Accepted],
    findings: Sequence[tuple[Finding, Identity]],
    root: str,
    *,
    judged: Callable[[Accepted], bool],
    is_gone: Callable[[str], bool],
) -> Comparison:
    """Match findings to entries, each once.

    ``root`` is the folder to which paths are relative. ``judged`` says whether this run would have found what an entry
    stands for, ``is_gone`` whether there is no file at a path any more: its entries may match in one other file.
    """
    matches = _matches(entries, findings, root, is_gone)
    comparison = Comparison([], [], [], [], [])
    used = set()
    for number, (finding, identity) in enumerate(findings):
        entry = matches.get(number)
        functions = functions_of(finding)
        if entry is None:
            comparison.new.append(finding)
            comparison.grown.append(_entry(identity, _named(functions, root)))
            continue
        used.add(entry)
        known = _known(functions, entry, root, is_gone)
        if functions - known:
            comparison.widened.append(Widened(finding, known))
        comparison.kept.append(_entry(identity, _named(known, root)))
        comparison.grown.append(_entry(identity, _named(functions, root)))
    for entry in entries:
        if entry not in used:
            if judged(entry):
                comparison.stale.append(entry)
            else:
                comparison.kept.append(entry)
                comparison.grown.append(entry)
    return comparison


def functions_of(finding: Finding) -> Functions:
    """The functions on a loop from which a finding is reached, if its rule follows calls."""
    if finding.blocks is None:
        return frozenset()
    found = {(entry.filename, entry.function) for entry in finding.entries}
    return frozenset(found | {(finding.filename, finding.function)} if len(finding.chain) == 1 else found)


def _matches(
    entries: Sequence[Accepted],
    findings: Sequence[tuple[Finding, Identity]],
    root: str,
    is_gone: Callable[[str], bool],
) -> dict[int, Accepted]:
    """The entry of each finding, by its number, that has one."""
    matches: dict[int, Accepted] = {}
    here = defaultdict(list)
    for entry in entries:
        here[entry.path, *_content(entry)].append(entry)
    waiting = []
    for number, (finding, identity) in enumerate(findings):
        rivals = here[identity.path, *_content(identity)]
        if not rivals:
            waiting.append(number)
            continue
        named = _named(functions_of(finding), root)
        best = min(rivals, key=lambda entry: (len(named - set(entry.entries)), entry.occurrence != identity.occurrence))
        rivals.remove(best)
        matches[number] = best
    moved = defaultdict(list)
    for left in here.values():
        for entry in left:
            if is_gone(entry.path):
                moved[_content(entry)].append(entry)
    found = Counter(identity.path for number in waiting if _content(identity := findings[number][1]) in moved)
    waiting.sort(key=lambda number: (-found[findings[number][1].path], number))
    for number in waiting:
        identity = findings[number][1]
        rivals = moved[_content(identity)]
        if rivals:
            name = PurePosixPath(identity.path).name
            best = min(rivals, key=lambda entry: (PurePosixPath(entry.path).name != name, entry))
            rivals.remove(best)
            matches[number] = best
    return matches


def _known(functions: Functions, entry: Accepted, root: str, is_gone: Callable[[str], bool]) -> Functions:
    """The functions that an entry accepts; one whose file is gone stands for one of that name in another file."""
    accepted = set(entry.entries)
    names = {f"{relative(filename, root)}:{function}": (filename, function) for filename, function in functions}
    known = {names[name] for name in accepted & names.keys()}
    parted = (name.rpartition(":") for name in accepted - names.keys())
    moved = Counter(function for path, _, function in parted if is_gone(path))
    for filename, function in sorted(functions - known):
        if moved[function]:
            moved[function] -= 1
            known.add((filename, function))
    return frozenset(known)


def _content(item: Accepted | Identity) -> tuple[str, str, str]:
    return item.function, item.code, item.statement


def _named(functions: Functions, root: str) -> set[str]:
    return {f"{relative(filename, root)}:{function}" for filename, function in functions}


def _entry(identity: Identity, functions: Iterable[str]) -> Accepted:
    return Accepted(
        identity.path,
        identity.function,
        identity.code,
        identity.statement,
        identity.occurrence,
        tuple(sorted(functions)),
    )
