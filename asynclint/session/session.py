"""One check from beginning to end."""

import os
import sys
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from asynclint.config.settings import Settings
from asynclint.model.findings import Step
from asynclint.model.focus import Focus
from asynclint.model.problems import Problem
from asynclint.session import stored
from asynclint.session.collector import collector_paused
from asynclint.session.files import Files
from asynclint.session.project import Project
from asynclint.session.report import Report
from asynclint.session.setup import configure
from asynclint.store.cache import Cache
from asynclint.store.records import MISSING, Record, of_file, of_folder

if TYPE_CHECKING:
    from asynclint.engine.baseline import Comparison
    from asynclint.model.summary import FileSummary
    from asynclint.session.changes import Changes
    from asynclint.session.gathering import Gathered, Progress
    from asynclint.session.installed import InstalledModules
    from asynclint.session.reading import Checks

Log = Callable[[str], None]


def check(paths: Iterable[str | os.PathLike[str]] = (".",)) -> Report:
    """Check files and folders with the configuration of their project, as ``asynclint check`` does.

    Raises ``asynclint.model.problems.UsageError`` for a configuration that cannot be used.
    """
    directory = Path.cwd()
    given = absolute(paths, directory)
    return Session(*configure(given, {}, directory=directory)).check(given)


def absolute(paths: Iterable[str | os.PathLike[str]], directory: Path) -> list[Path]:
    """The paths as absolute ones without dots; symbolic links stay."""
    return list(dict.fromkeys(Path(os.path.normpath(directory / path)) for path in paths)) or [directory]


class Session:
    """The checks of one project under one set of settings.

    With ``updating`` no report of an earlier run is taken, and a baseline need not exist yet; ``comparison`` is then
    what the last check has to say of the baseline.
    """

    def __init__(
        self, project: Project, settings: Settings, *, progress: "Progress | None" = None, log: Log | None = None
    ) -> None:
        self.project = project
        self.settings = settings
        self._progress = progress
        self._log: Log = log or (lambda _: None)
        self._linked: object = None
        self.updating = False
        self.comparison: Comparison | None = None

    def check(self, given: Sequence[Path], texts: Mapping[str, bytes] | None = None) -> Report:
        """Report what concerns the given absolute paths.

        ``texts`` replaces the content of files, by absolute path; such files belong to the program even if they do not
        exist. Raises UsageError for an unknown rule or a broken knowledge file.
        """
        texts = texts or {}
        with Cache(None if self.settings.no_cache else self.settings.cache_dir) as cache:
            state = stored.code_state()
            changes = self._changes()
            key = stored.report_key(state, self.settings, given, changes and changes.rows)
            report = stored.find(cache, key) if not texts and not self.updating else None
            if report is not None:
                self._log("nothing has changed since the last run")
                return report
            with collector_paused():
                return self._check(given, texts, cache, state, key, changes)

    def _changes(self) -> "Changes | None":
        if self.settings.diff_base is None:
            return None
        from asynclint.session.changes import Changes

        return Changes(self.settings.diff_base, self.project.root)

    def state(self, given: Sequence[Path]) -> object:
        """What a check of the given paths depends on: the settings, and what the file system says of files."""
        files = self._find(given)
        own = _records([*self.settings.knowledge, *filter(None, [self.settings.baseline])])
        return self.settings, files.records, files.ignore_files, files.configurations, own

    def files(self, given: Sequence[Path]) -> list[str]:
        """The files that a check of the given paths is about, in order."""
        files = self._find(given)
        return sorted(files.below(given))

    def modules(self, given: Sequence[Path]) -> frozenset[str]:
        """The absolute names of the modules that the program's files import, as they write them."""
        with Cache(None if self.settings.no_cache else self.settings.cache_dir) as cache:
            gathered = self._gather(self._find(given), {}, cache, stored.code_state(), time.time_ns())
        named = (name for summary in gathered.summaries.values() for name in summary.modules)
        return frozenset(name for name in named if not name.startswith("."))

    def ways(self, filename: str, row: int) -> list[tuple[Step, ...]]:
        """Every way by which the calls on a row get onto a loop, each as a trace."""
        from asynclint.session.linking import Judge

        given = [Path(filename)]
        with Cache(None if self.settings.no_cache else self.settings.cache_dir) as cache:
            state = stored.code_state()
            judge = Judge(self.settings, self._installed(cache, state))
            gathered = self._gather(self._find(given), {}, cache, state, time.time_ns())
            program = judge.link(gathered.summaries, {}, None)
            return list(program.ways(filename, row))

    def _installed(self, cache: Cache, state: bytes) -> "InstalledModules | None":
        from asynclint.session.installed import InstalledModules

        return InstalledModules(self.settings.python, cache, state) if self.settings.python is not None else None

    def _find(self, given: Sequence[Path], texts: Collection[str] = ()) -> Files:
        """The files of the program, but for those whose ``texts`` are known."""
        settings = self.settings
        files = Files(
            self.project.root,
            settings.exclude,
            force_exclude=settings.force_exclude,
            respect_gitignore=settings.respect_gitignore,
        )
        tops = tuple(top for top in self.project.tops if str(top) not in texts)
        files.find(self.project._replace(tops=tops), [path for path in given if str(path) not in texts])
        return files

    def _check(
        self,
        given: Sequence[Path],
        texts: Mapping[str, bytes],
        cache: Cache,
        state: bytes,
        key: bytes,
        changes: "Changes | None",
    ) -> Report:
        from asynclint.session.accepting import beside_baseline
        from asynclint.session.linking import Judge
        from asynclint.session.sources import Sources

        now = time.time_ns()
        installed = self._installed(cache, state)
        files = self._find(given, texts)
        texts = {path: text for path, text in texts.items() if not files.refuses(path)}
        judge = Judge(self.settings, installed)
        files.records |= dict.fromkeys(texts, MISSING)
        knowledge = _records([*self.settings.knowledge, *filter(None, [self.settings.baseline])])
        asked = files.below(given)
        focus = None if len(asked) == len(files.records) else Focus.on_files(asked)
        if changes is not None:
            focus = Focus(changes.with_texts(texts)).within(asked)
        gathered = self._gather(files, texts, cache, state, now, judge.checks())
        if installed is not None and self.settings.follow_dependencies:
            self._follow(installed, gathered, cache, state, now)
        started = time.perf_counter()
        judged = judge.judge(gathered.summaries, gathered.findings, focus, Sources(texts), files.configurations)
        self._linked = (gathered, judge)
        self._log(f"program rules asked libcst for {judge.trees_made} functions")
        self._log(f"linked and judged {len(gathered.summaries)} files in {time.perf_counter() - started:.2f} s")
        problems = [*(Problem(path, reason) for path, reason in files.unusable.items()), *gathered.problems]
        if focus is not None:
            problems = [one for one in problems if _lies_in(one.filename, given)]
        findings, warnings = judged.findings, judged.warnings
        if self.settings.baseline is not None:
            beside = beside_baseline(
                self.settings.baseline,
                self.project.root,
                findings,
                judge,
                texts,
                asked=asked if changes is None else frozenset(),
                whole=focus is None,
                may_be_missing=self.updating,
            )
            findings, warnings, self.comparison = beside.findings, [*warnings, *beside.warnings], beside.comparison
        report = Report(
            findings=tuple(findings),
            problems=(*sorted(problems, key=lambda one: (one.filename, one.row)), *judged.problems),
            warnings=tuple(_about(warnings, files.records, asked)),
            files=len(asked),
            digests={
                one.filename: gathered.summaries[one.filename].digest
                for one in findings
                if one.filename in gathered.summaries
            },
        )
        groups = [files.records, files.ignore_files, files.configurations, knowledge, _records(judge.plugin_files())]
        folders = files.folders | _import_folders()
        if installed is not None:
            installed.finish(now)
            self._log(f"{len(installed.records)} modules of installed libraries were asked for")
            groups.append(installed.records)
            folders |= installed.folders
        if not texts:
            stored.keep(cache, key, report, files=groups, folders=folders, now=now)
        return report

    def _gather(
        self,
        files: Files,
        texts: Mapping[str, bytes],
        cache: Cache,
        state: bytes,
        now: int,
        checks: "Checks | None" = None,
    ) -> "Gathered":
        from asynclint.session.gathering import CheckedReuse, gather
        from asynclint.session.reuse import Reuse
        from asynclint.session.workers import processors

        started = time.perf_counter()
        jobs = self.settings.jobs or processors()
        reuse = Reuse(cache, state) if checks is None else CheckedReuse(cache, state, checks)
        gathered = gather(files.records, texts, reuse, now=now, jobs=jobs, progress=self._progress, checks=checks)
        duration = time.perf_counter() - started
        self._log(f"read {gathered.read} files in {duration:.2f} s; {len(files.records)} belong to the program")
        if checks is not None and gathered.functions:
            share = f"{100 * gathered.trees / gathered.functions:.1f} %"
            self._log(f"file rules asked libcst for {gathered.trees} of {gathered.functions} functions ({share})")
        return gathered

    def _follow(
        self, installed: "InstalledModules", gathered: "Gathered", cache: Cache, state: bytes, now: int
    ) -> None:
        from asynclint.session.following import follow
        from asynclint.session.gathering import gather
        from asynclint.session.reuse import Reuse
        from asynclint.session.workers import processors

        def read(records: Mapping[str, Record]) -> "Mapping[str, FileSummary]":
            jobs = self.settings.jobs or processors()
            return gather(records, {}, Reuse(cache, state), now=now, jobs=jobs, progress=self._progress).summaries

        started = time.perf_counter()
        summaries = gathered.summaries.values()
        installed.facts = follow(installed, summaries, read, self.settings, cache, state)
        count, duration = len(installed.facts), time.perf_counter() - started
        self._log(f"{count} functions of installed libraries wait; went through their source in {duration:.2f} s")


def _records(paths: Sequence[Path]) -> dict[str, Record]:
    records = {}
    for path in paths:
        try:
            records[str(path)] = of_file(os.stat(path))
        except OSError:
            records[str(path)] = MISSING
    return records


def _import_folders() -> dict[str, Record]:
    """The folders in which plug-ins are installed; another one, or one less, changes its folder."""
    return {path: of_folder(os.stat(path)) for path in sys.path if os.path.isdir(path)}


def _lies_in(filename: str, given: Sequence[Path]) -> bool:
    return any(Path(filename).is_relative_to(path) for path in given)


def _about(warnings: Sequence[str], records: Mapping[str, Record], asked: frozenset[str]) -> Iterable[str]:
    """The warnings that name no file, or one that was asked for."""
    for warning in warnings:
        filename = warning.partition(":")[0]
        if filename not in records or filename in asked:
            yield warning
