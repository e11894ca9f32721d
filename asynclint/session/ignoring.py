"""Write suppressions for what is reported, and check again, until nothing is."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from asynclint.model.findings import Finding
from asynclint.session.fixing import Fixed
from asynclint.session.sources import Sources

if TYPE_CHECKING:
    from asynclint.session.session import Session

ROUNDS: Final = 10
_ABOUT_COMMENTS: Final = "AL0"


def ignore(session: "Session", given: Sequence[Path], reason: str) -> Fixed:
    """Suppress every finding in the given paths; nothing is written to a file.

    A silenced call may bring another one to light, so there are rounds. What is said of comments, and of files that
    cannot be parsed, is not suppressed.
    """
    asked = set(session.files(given))
    current: dict[str, bytes] = {}
    fixed = Fixed(session.check(given))
    for _ in range(ROUNDS):
        todo: dict[str, list[Finding]] = {}
        for one in fixed.report.findings:
            if one.filename in asked and not one.code.startswith(_ABOUT_COMMENTS):
                todo.setdefault(one.filename, []).append(one)
        if not todo:
            return fixed
        for filename, findings in todo.items():
            if not _write(filename, findings, reason, current, fixed):
                asked.discard(filename)
        fixed.report = session.check(given, current)
    fixed.warnings.append(f"suppressions were still missing after {ROUNDS} rounds; run asynclint again")
    return fixed


def _write(filename: str, findings: Sequence[Finding], reason: str, current: dict[str, bytes], fixed: Fixed) -> bool:
    """Suppress findings in the current content of a file; False if that cannot be done."""
    from asynclint.fixes.ignores import with_ignores
    from asynclint.syntax.source import decode

    source = Sources(current)(filename)
    if source is None or source.digest != fixed.report.digests[filename]:
        fixed.warnings.append(f"{filename}: the file changed while it was checked; it is left alone")
        return False
    before = source.encode(source.text)
    try:
        after = source.encode(with_ignores(source, findings, reason))
    except UnicodeEncodeError:
        fixed.warnings.append(f"{filename}: its encoding {source.encoding} cannot write the reason; it is left alone")
        return False
    if decode(before, source.path).digest != source.digest or after == before:
        fixed.warnings.append(f"{filename}: suppressions cannot be written there; it is left alone")
        return False
    fixed.before.setdefault(filename, before)
    fixed.after[filename] = current[filename] = after
    fixed.counts.setdefault(filename, Counter()).update((one.code, one.name) for one in findings)
    return True
