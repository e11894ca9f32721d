"""Findings beside those that the project's baseline accepts."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from asynclint.engine import baseline
from asynclint.engine.baseline import Accepted, Comparison
from asynclint.model.findings import Finding
from asynclint.model.identity import identify
from asynclint.session.sources import SourceLines

if TYPE_CHECKING:
    from asynclint.session.linking import Judge


class Beside(NamedTuple):
    """The findings that are left, what people should know of the baseline, and how it compares with all findings."""

    findings: list[Finding]
    warnings: list[str]
    comparison: Comparison


def beside_baseline(
    path: Path,
    root: Path,
    findings: Sequence[Finding],
    judge: "Judge",
    texts: Mapping[str, bytes],
    *,
    asked: frozenset[str],
    whole: bool,
    may_be_missing: bool,
) -> Beside:
    """Compare findings with the baseline at a path; paths in it are relative to the project's root.

    ``asked`` are the files whose findings are all there, ``whole`` says that these are the whole project. Raises
    UsageError for a file that is no baseline.
    """

    def is_gone(relative_path: str) -> bool:
        return not os.path.lexists(root / relative_path)

    def judged(entry: Accepted) -> bool:
        filename = os.path.normpath(root / entry.path)
        return (filename in asked or (whole and is_gone(entry.path))) and judge.counts(filename, entry.code)

    entries = [] if may_be_missing and not path.exists() else baseline.read(path)
    identified = list(identify(findings, SourceLines(texts), str(root)))
    comparison = baseline.compare(entries, identified, str(root), judged=judged, is_gone=is_gone)
    found = [*comparison.new, *(judge.new_ways(comparison.widened) if comparison.widened else ())]
    found.sort(key=lambda finding: finding.sort_key)
    return Beside(found, list(_about(path, comparison.stale)), comparison)


def _about(path: Path, stale: Sequence[Accepted]) -> Iterator[str]:
    if stale:
        first = stale[0]
        number = "1 entry matches" if len(stale) == 1 else f"{len(stale)} entries match"
        yield (
            f"{path.name}: {number} nothing any more, as {first.code} in {first.path}, `{first.statement}`; "
            "`asynclint check --update-baseline` removes what is stale"
        )
