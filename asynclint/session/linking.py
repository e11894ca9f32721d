"""From summaries to findings: link the program, run the rules, apply the suppressions."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

import asynclint.rules
from asynclint.config.settings import Settings
from asynclint.engine.baseline import Widened
from asynclint.engine.fixer import Fixer, Sources
from asynclint.engine.registry import Registry, discover
from asynclint.engine.runner import Outcome, run, run_on_comments, single, without_second
from asynclint.engine.suppressions import Suppressions
from asynclint.knowledge.loader import load
from asynclint.knowledge.table import Table
from asynclint.model.comments import JudgedComment, WordState
from asynclint.model.effects import Confidence
from asynclint.model.findings import Finding
from asynclint.model.focus import Focus
from asynclint.model.problems import Problem
from asynclint.model.summary import FileSummary
from asynclint.program.libraries import Installed
from asynclint.program.program import Program, SourceFile
from asynclint.rule import FileRule
from asynclint.session.pytest import read_pytest
from asynclint.session.reading import Checks
from asynclint.session.selecting import Choice
from asynclint.summarize.view import FileView


class Judged(NamedTuple):
    """What the rules say of a program."""

    findings: list[Finding]
    problems: list[Problem]
    warnings: list[str]


class Judge:
    """The rules and the knowledge of one run."""

    def __init__(self, settings: Settings, installed: Installed | None = None) -> None:
        """``installed`` are the libraries of the project.

        Raises UsageError for an unknown rule, a broken plug-in or a broken knowledge file.
        """
        self._settings = settings
        self._installed = installed
        self._sources: Sources = lambda _: None
        self.program: Program | None = None
        self._registry: Registry = discover()
        self._choice = Choice(self._registry, settings)
        self._fixable = self._choice.fixable()
        for path in settings.knowledge:
            load(path)

    def checks(self) -> Checks | None:
        """The selected file rules, None without any: they run where the files are read."""
        classes = self._registry.classes
        selected = [classes[code] for code in sorted(self._choice.codes & classes.keys())]
        rules = tuple(rule for rule in selected if issubclass(rule, FileRule))
        if not rules:
            return None
        settings = self._settings
        return Checks(rules, settings.target_version, settings.rule_options, self._choice.selectors)

    def judge(
        self,
        summaries: Mapping[str, FileSummary],
        found: list[Finding],
        focus: Focus | None,
        sources: Sources,
        configurations: Iterable[str] = (),
    ) -> Judged:
        """All findings that count, with their fixes; with a ``focus``, those that concern it.

        ``found`` are those that were made where files are read. They have to count as those of program rules do.
        ``sources`` gives the files that program rules look at and those that are to be mended, ``configurations`` are
        the files that may say how tests run.
        """
        self._sources = sources
        suppressions = None if self._settings.ignore_noqa else Suppressions(self._registry, summaries.items())
        self.program = program = self.link(summaries, suppressions.cuts if suppressions else {}, focus, configurations)
        outcome = run(program, self._registry, self._choice, self._choice.minimum)
        counting = filter(self._choice.counts, (*outcome.findings, *single(found)))
        findings = without_second(counting, self._registry)
        warnings = list(self._choice.warnings)
        problems = list(outcome.problems)
        if suppressions is not None:
            findings = suppressions.apply(findings, program.used_cuts)
            about = self._about_comments(program, suppressions, found, focus, complete=not outcome.problems)
            findings += filter(self._choice.counts, about.findings)
            problems += about.problems
        if focus is not None:
            findings = [finding for finding in findings if _concerns(finding, focus)]
        fixer = Fixer(
            self._registry,
            program,
            summaries,
            sources,
            target_version=self._settings.target_version,
            codes=self._fixable,
            threads=self._settings.fixes.fix_blocking_with == "thread",
        )
        findings = fixer.fixed(sorted(findings, key=lambda finding: finding.sort_key))
        return Judged(findings, [*problems, *fixer.problems], warnings)

    def _about_comments(
        self,
        program: Program,
        suppressions: Suppressions,
        found: Sequence[Finding],
        focus: Focus | None,
        *,
        complete: bool,
    ) -> Outcome:
        """What the rules on suppression comments say. Without ``complete`` nothing is unused: rules have failed.

        A comment may silence what is not sure enough to be shown, so before one is called unused everything that is
        possible is looked for.
        """

        def ran(filename: str) -> frozenset[str]:
            return self._choice.for_path(filename) if complete else frozenset()

        def asked() -> list[JudgedComment]:
            judged = suppressions.judged(ran)
            return [one for one in judged if focus is None or focus.covers(one.filename, one.noqa_row, one.noqa_row)]

        comments = asked()
        if any(comment.spelled(WordState.UNUSED) for comment in comments):
            program.least = Confidence.POSSIBLE
            possible = run(program, self._registry, self._choice, Confidence.POSSIBLE)
            program.least = self._choice.minimum
            suppressions.note((*possible.findings, *found), program.used_cuts)
            comments = asked()
        outcome = run_on_comments(self._registry, self._choice, comments)
        return Outcome(tuple(one for one in outcome.findings if not suppressions.silences(one)), outcome.problems)

    def new_ways(self, widened: Sequence[Widened]) -> list[Finding]:
        """Findings that are accepted for some ways only, with the others. To ask after ``judge``."""
        assert self.program is not None
        wanted = {one.finding.sort_key: one.finding for one in widened}
        known = {(one.finding.filename, one.finding.location): one.known for one in widened}
        codes = frozenset(one.finding.code for one in widened)
        outcome = run(self.program.beside(known), self._registry, self._choice, self._choice.minimum, codes)
        return [
            replace(finding, fix=wanted[finding.sort_key].fix)
            for finding in outcome.findings
            if finding.sort_key in wanted
        ]

    def counts(self, filename: str, code: str) -> bool:
        """Whether findings of a rule count in a file."""
        return code in self._choice.for_path(filename)

    def plugin_files(self) -> list[Path]:
        """The modules of the rules that come from outside. To ask after ``judge``."""
        modules = {rule.__module__ for rule in self._registry.classes.values()}
        foreign = (sys.modules[name] for name in modules if not name.startswith(f"{asynclint.rules.__name__}."))
        return [Path(module.__file__) for module in foreign if module.__file__]

    def link(
        self,
        summaries: Mapping[str, FileSummary],
        cuts: Mapping[str, Mapping[int, frozenset[str]]],
        focus: Focus | None,
        configurations: Iterable[str] = (),
    ) -> Program:
        """The program of all files."""
        modules = {name for summary in summaries.values() for name in summary.modules if not name.startswith(".")}
        modules.update(*(summary.unbound for summary in summaries.values()))
        settings = self._settings
        return Program.link(
            [SourceFile(path, summary) for path, summary in summaries.items()],
            knowledge=Table.load(modules, settings.knowledge, settings.target_version),
            cuts=cuts,
            focus=focus,
            least=self._choice.minimum,
            installed=self._installed,
            pytest=read_pytest(configurations),
            views=self._view,
            selectors=self._choice.selectors,
        )

    def _view(self, path: str, summary: FileSummary) -> FileView | None:
        """The file as a file rule sees it; None when it is no longer what was summarised."""
        source = self._sources(path)
        if source is None or source.digest != summary.digest:
            return None
        settings = self._settings
        return FileView(source, summary, settings.target_version, settings.rule_options, self._choice.selectors)

    @property
    def trees_made(self) -> int:
        """For how many functions program rules asked libcst."""
        return self.program.trees_made if self.program else 0


def _concerns(finding: Finding, focus: Focus) -> bool:
    """Whether the finding's statement, or a call on any way there, lies in the focus."""
    if finding.blocks is not None:  # the program asks that of every way
        return True
    first = finding.statement_row or finding.location.row
    last = max(finding.noqa_row, finding.end_location.row)
    return focus.covers(finding.filename, first, last) or any(
        focus.covers(step.filename, step.location.row, step.location.row) for step in finding.chain
    )
