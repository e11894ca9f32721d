"""Rules run one by one; what they find is judged, what they raise is told."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from msgspec.structs import replace

from asynclint.engine import runner
from asynclint.engine.registry import Registry
from asynclint.engine.selection import Selectors, resolve
from asynclint.model.effects import Confidence
from asynclint.model.findings import Finding
from asynclint.model.spans import Location
from asynclint.program.program import Program
from asynclint.rule import ProgramRule

ROOT = Path("/project")
NO_PROGRAM = cast("Program", None)


def finding(code: str, row: int, confidence: Confidence = Confidence.CERTAIN) -> Finding:
    place = Location(row, 1)
    return Finding(code, "a-name", "…", "/project/a.py", place, place, row, confidence=confidence)


class Good(ProgramRule):
    """Reports row 2, row 1 twice, and something unsure."""

    code, name, since = "XY001", "good", "1.0"

    def check(self, program: Program) -> Iterator[Finding]:
        yield finding(self.code, 2)
        yield finding(self.code, 1, Confidence.LIKELY)
        yield finding(self.code, 1)
        yield finding(self.code, 3, Confidence.POSSIBLE)


class Bad(ProgramRule):
    """Raises after its first finding."""

    code, name, since = "XY002", "bad", "1.0"

    def check(self, program: Program) -> Iterator[Finding]:
        yield finding(self.code, 1)
        raise KeyError("spam")


def run(*select: str, ignores: dict[str, list[str]] | None = None) -> runner.Outcome:
    registry = Registry([], [Good, Bad])
    selection = resolve(registry, [Selectors(select)], per_file_ignores=ignores or {}, root=ROOT)
    return runner.run(NO_PROGRAM, registry, selection, Confidence.LIKELY)


def test_findings_are_sorted_and_one_place_is_told_once() -> None:
    """Of two findings of a rule at one place the surer one stays; what is not sure enough is left out."""
    assert run("XY001").findings == (finding("XY001", 1), finding("XY001", 2))


def test_a_rule_that_raises_is_told_and_the_others_run() -> None:
    """The sentence names the rule, the place and the error; what the rule found before is not trusted."""
    outcome = run("XY001", "XY002")
    assert {one.code for one in outcome.findings} == {"XY001"}
    (problem,) = outcome.problems
    assert str(problem).startswith("the rule bad (XY002) failed at test_runner.py:")
    assert str(problem).endswith("KeyError: 'spam'")


def test_only_what_is_selected_for_a_file_counts() -> None:
    """Ignores of files hold for findings in them."""
    assert not run("XY001", ignores={"a.py": ["XY"]}).findings


def test_single_keeps_different_rules_at_one_place() -> None:
    """One defect is one rule's finding at one place."""
    both = [finding("XY001", 1), replace(finding("XY001", 1), code="XY002")]
    assert runner.single(reversed(both)) == both
