"""Ask the rules how their findings can be mended."""

import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace

from asynclint.engine.registry import Registry
from asynclint.fixes.file import FixableFile
from asynclint.fixes.fragment import CannotFix
from asynclint.model.findings import Edit, Finding, Fix
from asynclint.model.problems import Problem
from asynclint.model.spans import Location
from asynclint.model.summary import FileSummary
from asynclint.program.program import Program
from asynclint.rule import Fixable
from asynclint.syntax.source import Source

Sources = Callable[[str], Source | None]
"""Gives the content of a file that has been checked; None when it cannot be had."""


class Fixer:
    """Gives findings of a program the fixes of their rules, as far as ``codes`` are to be fixed.

    ``threads``: blocking calls may be handed to threads.
    """

    def __init__(
        self,
        registry: Registry,
        program: Program,
        summaries: Mapping[str, FileSummary],
        sources: Sources,
        *,
        target_version: tuple[int, int],
        codes: frozenset[str],
        threads: bool = False,
    ) -> None:
        self.problems: list[Problem] = []
        self._registry = registry
        self._program = program
        self._summaries = summaries
        self._sources = sources
        self._target_version = target_version
        self._codes = codes
        self._threads = threads

    def fixed(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings in the same order, with their fixes. A fix that raises is one of ``problems``."""
        found = list(findings)
        places: dict[str, list[int]] = {}
        for at, finding in enumerate(found):
            if self._is_fixable(finding):
                places.setdefault(finding.filename, []).append(at)
        for filename, here in places.items():
            file = self._file(filename)
            if file is not None:
                for at in here:
                    found[at] = replace(found[at], fix=self._fix(found[at], file))
        return found

    def _is_fixable(self, finding: Finding) -> bool:
        row = self._registry.rows.get(finding.code)
        if row is None or finding.code not in self._codes or finding.fix is not None:
            return False
        return row.fixable is not Fixable.NO or (self._threads and finding.blocks is not None)

    def _file(self, filename: str) -> FixableFile | None:
        """The file as it was checked; None when it has changed since."""
        summary = self._summaries.get(filename)
        source = self._sources(filename) if summary is not None else None
        if summary is None or source is None or source.digest != summary.digest:
            return None
        return FixableFile(source, summary, self._target_version, self._program, uses_threads=self._threads)

    def _fix(self, finding: Finding, file: FixableFile) -> Fix | None:
        rule = self._registry.classes[finding.code]
        try:
            fix = rule().fix(finding, file)
            return fix and replace(fix, edits=tuple(sorted(fix.edits, key=_place)))
        except CannotFix:
            return None
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            where = f"at {Path(frame.filename).name}:{frame.lineno}: {type(error).__name__}: {error}"
            message = f"the fix of the rule {rule.name} ({rule.code}) failed {where}"
            self.problems.append(Problem(finding.filename, message, finding.location.row))
            return None


def _place(edit: Edit) -> tuple[Location, Location]:
    return edit.location, edit.end_location
