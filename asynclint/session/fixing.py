"""Fix what can be fixed, and check again, until nothing changes."""

import gc
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from asynclint.model.findings import Applicability, Edit, Finding
from asynclint.session.report import Report
from asynclint.session.sources import Sources

if TYPE_CHECKING:
    from asynclint.session.session import Session

ROUNDS: Final = 20
"""After so many checks of the whole project fixes are taken to undo each other."""

Rule = tuple[str, str]
"""Code and name."""


class Fixed(Struct):
    """What fixing came to: the report on what is left, and by file the content before and after, and what was fixed."""

    report: Report
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    counts: dict[str, Counter[Rule]] = {}
    warnings: list[str] = []

    @property
    def number(self) -> int:
        """How many findings were fixed."""
        return sum(counts.total() for counts in self.counts.values())


def fix(session: "Session", given: Sequence[Path], texts: Mapping[str, bytes], *, unsafe: bool) -> Fixed:
    """Apply the fixes of a check of the given paths, in rounds; nothing is written to a file.

    Only files below the given paths are changed. Of fixes that are in each other's way one waits for the next round,
    in which everything is checked again with the changed files. What makes a file something that cannot be parsed is
    left out, and said.
    """
    wanted = {Applicability.SAFE, Applicability.UNSAFE} if unsafe else {Applicability.SAFE}
    asked = {*session.files([path for path in given if str(path) not in texts]), *texts}
    current = dict(texts)
    refused: set[tuple[str, tuple[Edit, ...]]] = set()
    seen: set[tuple[str, bytes]] = set()
    fixed = Fixed(session.check(given, current))
    for _ in range(ROUNDS):
        todo: dict[str, list[Finding]] = {}
        for one in fixed.report.findings:
            if one.fix is None or one.fix.applicability not in wanted or one.filename not in asked:
                continue
            if (one.filename, one.fix.edits) not in refused:
                todo.setdefault(one.filename, []).append(one)
        if not todo:
            return fixed
        changed = False
        for filename, findings in todo.items():
            old = current.get(filename)
            _mend(filename, findings, current, fixed, refused)
            data = current.get(filename)
            if data is None or data is old:
                continue
            changed = True
            if (filename, data) in seen:
                asked.discard(filename)
                fixed.warnings.append(f"{filename}: fixes undo each other; the file is left as they made it")
            seen.add((filename, data))
        if changed:
            gc.enable()  # each round leaves a program behind
            fixed.report = session.check(given, current)
    fixed.warnings.append(f"fixes still changed something after {ROUNDS} rounds; run asynclint again")
    return fixed


def _mend(
    filename: str,
    findings: Sequence[Finding],
    current: dict[str, bytes],
    fixed: Fixed,
    refused: set[tuple[str, tuple[Edit, ...]]],
) -> None:
    """Apply the fixes of one file to its current content."""
    from asynclint.fixes.checked import mend
    from asynclint.syntax.source import decode

    source = Sources(current)(filename)
    fixes = [one.fix for one in findings if one.fix is not None]
    if source is None or source.digest != fixed.report.digests[filename]:
        refused.update((filename, fix.edits) for fix in fixes)
        fixed.warnings.append(f"{filename}: the file changed while it was checked; it is not fixed")
        return
    before = source.encode(source.text)
    if decode(before, source.path).digest != source.digest:
        refused.update((filename, fix.edits) for fix in fixes)
        fixed.warnings.append(f"{filename}: its encoding {source.encoding} cannot be written back; it is not fixed")
        return
    mended = mend(source, fixes)
    for number in mended.broken:
        finding = findings[number]
        refused.add((filename, fixes[number].edits))
        place = f"{filename}:{finding.location.row}"
        fixed.warnings.append(f"{place}: the fix of {finding.code} {finding.name} would break the file; it is left out")
    if mended.fixes:
        fixed.before.setdefault(filename, before)
        fixed.after[filename] = current[filename] = mended.data
        counts = fixed.counts.setdefault(filename, Counter())
        counts.update((findings[number].code, findings[number].name) for number in mended.fixes)
