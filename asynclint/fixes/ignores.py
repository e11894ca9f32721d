"""Suppression comments for findings: where they can stand, and what they say."""

import ast
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from asynclint.fixes.apply import apply
from asynclint.fixes.comments import with_more
from asynclint.fixes.text import Text
from asynclint.model.findings import Applicability, Edit, Finding, Fix
from asynclint.summarize.suppressions import suppressions
from asynclint.syntax.comments import comments
from asynclint.syntax.directives import Directive, directives
from asynclint.syntax.parse import parse
from asynclint.syntax.source import Source

_TOOL: Final = "asynclint"


def with_ignores(source: Source, findings: Iterable[Finding], reason: str) -> str:
    """The text with a suppression for each finding, by the name of its rule.

    A comment that already silences rules on the statement gets the names; else a new one goes to the end of a row of
    the statement, or above it where every row ends inside a string or with a backslash. Nothing but comments changes.
    """
    first = _Ignores(source, reason).write(findings, above=False)
    if _means_the_same(source, first):
        return first
    return _Ignores(source, reason).write(findings, above=True)


class _Ignores:
    """The comments of one file."""

    def __init__(self, source: Source, reason: str) -> None:
        self._source = source
        self._text = Text(source.text, source.newline)
        self._lines = source.lines
        self._reason = f" {reason}" if reason else ""
        targets = suppressions(source)
        own = zip(directives(source), targets, strict=True)
        self._own = [(one, row.target) for one, row in own if one.tool == _TOOL and one.spelled and one.error is None]

    def write(self, findings: Iterable[Finding], *, above: bool) -> str:
        """The changed text; with ``above``, new comments have rows of their own."""
        extended: dict[Directive, list[str]] = {}
        behind: dict[int, list[str]] = {}
        over: dict[int, list[str]] = {}
        statements = _by_statement(findings)
        rows = {row for first, last, _ in statements for row in range(first, last + 1)}
        free = frozenset[int]() if above else _free_rows(self._lines, self._source, rows)
        for (first, last, place), names in statements.items():
            directive = next((one for one, target in self._own if first <= target <= last), None)
            if directive is not None:
                _add(extended.setdefault(directive, []), [name for name in names if name not in directive.codes])
                continue
            candidates = [place, last, *range(first, last + 1)]
            row = next((row for row in candidates if row in behind), None)
            row = row or next((row for row in candidates if row in free), None)
            if row is not None:
                _add(behind.setdefault(row, []), names)
            else:
                _add(over.setdefault(first, []), names)
        edits = [with_more(self._text, directive, names) for directive, names in extended.items() if names]
        edits += (self._behind(row, names) for row, names in behind.items())
        edits += (self._over(row, names) for row, names in over.items())
        return apply(self._source.text, [Fix(Applicability.SAFE, "", (edit,)) for edit in edits]).text

    def _behind(self, row: int, names: Sequence[str]) -> Edit:
        line = self._lines[row - 1]
        start = self._text.row_start(row)
        kept = len(line.rstrip())
        return self._text.edit(start + kept, start + len(line), f"  {self._comment(names)}")

    def _over(self, row: int, names: Sequence[str]) -> Edit:
        line = self._lines[row - 1]
        indentation = line[: len(line) - len(line.lstrip())]
        start = self._text.row_start(row)
        return self._text.edit(start, start, f"{indentation}{self._comment(names)}\n")

    def _comment(self, names: Sequence[str]) -> str:
        return f"# {_TOOL}: ignore[{', '.join(names)}]{self._reason}"


def _by_statement(findings: Iterable[Finding]) -> dict[tuple[int, int, int], list[str]]:
    """The names of the rules by the rows of a statement, the first and the last, and the row of a finding."""
    found: dict[tuple[int, int], tuple[int, list[str]]] = {}
    for one in findings:
        first = one.statement_row or one.location.row
        _, names = found.setdefault((first, max(one.noqa_row, first)), (one.location.row, []))
        _add(names, [one.name])
    return {(first, last, place): sorted(names) for (first, last), (place, names) in found.items()}


def _add(names: list[str], more: Iterable[str]) -> None:
    names += (name for name in more if name not in names)


def _free_rows(lines: Sequence[str], source: Source, rows: Collection[int]) -> frozenset[int]:
    """The rows that can end with a comment: not in a string, and not before a continuation."""
    probe: list[str] = []
    ends: dict[int, int] = {}
    length = 0
    for number, line in enumerate(lines, 1):
        probed = f"{line} #" if number in rows else line
        probe.append(probed)
        length += len(probed)
        ends[length] = number
        length += 1
    closed = {end for _, end in comments("\n".join(probe))}
    return frozenset(
        ends[end]
        for end in closed
        if end in ends and ends[end] in rows and not lines[ends[end] - 1].rstrip().endswith("\\")
    )


def _means_the_same(source: Source, text: str) -> bool:
    try:
        return ast.dump(parse(replace(source, text=text))) == ast.dump(parse(source))
    except Exception:
        return False
