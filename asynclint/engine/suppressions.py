"""Suppression comments: what they cut before linking, what they silence afterwards, and which were of use.

A comment on a call takes that call out of every trace of its rules, so its codes go to ``Program.link`` as cuts. What
is still found on the comment's statement is silenced. A comment that did either is used.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from asynclint.engine.registry import Registry
from asynclint.model.findings import Finding
from asynclint.model.summary import FileSummary, Suppression

Cut = tuple[str, int, str]
"""Filename, row, code: as ``Program.used_cuts`` names what a cut removed."""


class Comment(Struct, frozen=True):
    """A suppression of one file, with the canonical codes of the rules that it silences there."""

    filename: str
    suppression: Suppression
    codes: frozenset[str]


class Suppressions:
    """All suppressions of a program.

    ``cuts`` is for ``Program.link``: filename to row to codes. ``warnings`` are sentences about comments that say
    nothing asynclint can act on; they go to standard error and change no exit code.
    """

    def __init__(self, registry: Registry, files: Iterable[tuple[str, FileSummary]]) -> None:
        self.warnings: list[str] = []
        self._comments: dict[str, list[Comment]] = {}
        self._used: set[Comment] = set()
        self.cuts: dict[str, dict[int, frozenset[str]]] = {}
        for filename, summary in files:
            comments = list(self._read(registry, filename, summary.suppressions))
            if comments:
                self._comments[filename] = comments
                self.cuts[filename] = _cuts(comments, summary.lines)

    def apply(self, findings: Iterable[Finding], used_cuts: Iterable[Cut]) -> list[Finding]:
        """The findings that no comment silences; remembers which comments were used, also by the cuts of the link."""
        for filename, row, code in used_cuts:
            self._use(comment for comment in self._comments.get(filename, ()) if _covers(comment, row, row, code))
        return [finding for finding in findings if not self._silences(finding)]

    def unused(self) -> Iterator[Comment]:
        """The comments that cut and silenced nothing; to ask after ``apply``."""
        for comments in self._comments.values():
            yield from (comment for comment in comments if comment not in self._used)

    def _silences(self, finding: Finding) -> bool:
        first = finding.statement_row or finding.location.row
        last = max(finding.noqa_row, first)
        comments = self._comments.get(finding.filename, ())
        return self._use(comment for comment in comments if _covers(comment, first, last, finding.code))

    def _use(self, comments: Iterable[Comment]) -> bool:
        used = set(comments)
        self._used |= used
        return bool(used)

    def _read(self, registry: Registry, filename: str, suppressions: Iterable[Suppression]) -> Iterator[Comment]:
        for suppression in suppressions:
            if suppression.tool in _OWN:
                place = f"{filename}:{suppression.line}"
                self.warnings += (f"{place}: {sentence}" for sentence in _mistakes(registry, suppression))
            if suppression.error is None and (codes := _codes(registry, suppression)):
                yield Comment(filename, suppression, codes)


_WHOLE_FILE = "asynclint-file"
_OWN = frozenset({"asynclint", _WHOLE_FILE})
_FOR_NEXT_ROW = frozenset({"asynclint", "pylint"})
"""The tools whose comments, standing alone on a row, concern the next row with code."""


def _codes(registry: Registry, suppression: Suppression) -> frozenset[str]:
    """What a comment silences. Those of other tools are for us only as far as they name our rules by code or alias."""
    if suppression.tool == _WHOLE_FILE and not suppression.codes:
        return frozenset(registry.rows)
    codes: set[str] = set()
    for word in suppression.codes:
        if suppression.tool in _OWN:
            codes |= registry.named(word)
        else:
            codes |= registry.aliased(word)
            if suppression.tool == "noqa":
                codes |= {word.upper()} & registry.rows.keys()
    return frozenset(codes)


def _mistakes(registry: Registry, suppression: Suppression) -> Iterator[str]:
    """What is wrong with a comment of ours: its form, or names that no rule has."""
    if suppression.error is not None:
        yield suppression.error
        return
    for word in suppression.codes:
        if not registry.named(word):
            near = registry.nearest(word)
            yield f"no rule is called `{word}`" + (f"; did you mean `{near}`?" if near else "")


def _row(suppression: Suppression) -> int | None:
    """The row that a comment concerns, None for the whole file."""
    if suppression.tool == _WHOLE_FILE:
        return None
    return suppression.target if suppression.tool in _FOR_NEXT_ROW else suppression.line


def _covers(comment: Comment, first: int, last: int, code: str) -> bool:
    row = _row(comment.suppression)
    return code in comment.codes and (row is None or first <= row <= last)


def _cuts(comments: Iterable[Comment], lines: int) -> dict[int, frozenset[str]]:
    everywhere = frozenset[str]().union(*(one.codes for one in comments if _row(one.suppression) is None))
    cuts = dict.fromkeys(range(1, lines + 1), everywhere) if everywhere else {}
    for one in comments:
        row = _row(one.suppression)
        if row is not None:
            cuts[row] = cuts.get(row, frozenset()) | one.codes
    return cuts
