"""Run rules on a program: what they find, and which of them failed."""

import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from asynclint.engine.registry import Registry
from asynclint.engine.selection import Selection
from asynclint.model.comments import JudgedComment
from asynclint.model.effects import Confidence
from asynclint.model.findings import Finding
from asynclint.model.problems import Problem
from asynclint.program.program import Program
from asynclint.rule import CommentRule, ProgramRule


class Outcome(Struct, frozen=True):
    """What came of a run of rules; the findings are sorted by file, place and code."""

    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]


def run(
    program: Program,
    registry: Registry,
    selection: Selection,
    minimum: Confidence,
    only: frozenset[str] | None = None,
) -> Outcome:
    """Ask the selected program rules, or ``only`` these of them.

    A finding counts if its rule is selected for its file and it is at least as sure as ``minimum``. A rule that raises
    gives a problem instead of findings; the other rules still run.
    """
    found: list[Finding] = []
    problems: list[Problem] = []
    codes = selection.codes & registry.classes.keys()
    for code in sorted(codes if only is None else codes & only):
        rule = registry.classes[code]()
        if isinstance(rule, ProgramRule):
            try:
                found += list(rule.check(program))
            except Exception as error:
                problems.append(Problem("", f"the rule {rule.name} ({rule.code}) failed {_where(error)}"))
    counting = (
        finding
        for finding in found
        if finding.confidence.rank <= minimum.rank and finding.code in selection.for_path(finding.filename)
    )
    return Outcome(tuple(single(counting)), tuple(problems))


def run_on_comments(registry: Registry, selection: Selection, comments: Sequence[JudgedComment]) -> Outcome:
    """Ask the selected rules on suppression comments, as ``run`` asks the others."""
    found: list[Finding] = []
    problems: list[Problem] = []
    for code in sorted(selection.codes & registry.classes.keys()):
        rule = registry.classes[code]()
        if isinstance(rule, CommentRule):
            try:
                found += list(rule.check(comments))
            except Exception as error:
                problems.append(Problem("", f"the rule {rule.name} ({rule.code}) failed {_where(error)}"))
    counting = (finding for finding in found if finding.code in selection.for_path(finding.filename))
    return Outcome(tuple(single(counting)), tuple(problems))


def single(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each place and code, the surest, sorted."""
    best: dict[tuple[str, int, int, str], Finding] = {}
    for finding in findings:
        rival = best.get(finding.sort_key)
        if rival is None or finding.confidence.rank < rival.confidence.rank:
            best[finding.sort_key] = finding
    return [best[key] for key in sorted(best)]


def without_second(findings: Iterable[Finding], registry: Registry) -> list[Finding]:
    """The findings without those of a rule that is second to another one which reports the same place."""
    found = list(findings)
    taken = {(one.filename, one.location, one.code) for one in found}
    return [
        one
        for one in found
        if one.code not in registry.classes
        or not any((one.filename, one.location, first) in taken for first in registry.classes[one.code].second_to)
    ]


def _where(error: Exception) -> str:
    """The file and row that raised, and the error, for a bug report."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"at {Path(frame.filename).name}:{frame.lineno}: {type(error).__name__}: {error}"
