"""Suppression comments: what they cut before linking, what they silence afterwards, and which were of use.

A comment on a call takes that call out of every trace of its rules, so its codes go to ``Program.link`` as cuts. What
is still found on the comment's statement is silenced. A comment that did either is used.
"""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from asynclint.engine.registry import Registry
from asynclint.model.comments import JudgedComment, Word, WordState
from asynclint.model.findings import Finding
from asynclint.model.summary import FileSummary
from asynclint.model.suppression import Suppression

Cut = tuple[str, int, str]
"""Filename, row, code: as ``Program.used_cuts`` names what a cut removed."""


class Comment(Struct, frozen=True):
    """A suppression of one file, with the canonical codes of the rules that it silences there."""

    filename: str
    suppression: Suppression
    codes: frozenset[str]


class Suppressions:
    """All suppressions of a program.

    ``cuts`` is for ``Program.link``: filename to row to codes.
    """

    def __init__(self, registry: Registry, files: Iterable[tuple[str, FileSummary]]) -> None:
        self._registry = registry
        self._comments: dict[str, list[Comment]] = {}
        self._used: set[tuple[Comment, str]] = set()
        self.cuts: dict[str, dict[int, frozenset[str]]] = {}
        for filename, summary in files:
            comments = [Comment(filename, one, _codes(registry, one)) for one in summary.suppressions]
            comments = [one for one in comments if one.codes or one.suppression.tool in _OWN]
            if comments:
                self._comments[filename] = comments
                if cuts := _cuts([one for one in comments if one.codes], summary.lines):
                    self.cuts[filename] = cuts

    def apply(self, findings: Iterable[Finding], used_cuts: Iterable[Cut]) -> list[Finding]:
        """The findings that no comment silences; remembers which comments were used, also by the cuts of the link."""
        self.note((), used_cuts)
        return [finding for finding in findings if not self.silences(finding)]

    def note(self, findings: Iterable[Finding], used_cuts: Iterable[Cut]) -> None:
        """Remember which comments findings and cuts use, whether these findings are to be shown or not."""
        for filename, row, code in used_cuts:
            self._use((one for one in self._comments.get(filename, ()) if _covers(one, row, row, code)), code)
        for finding in findings:
            self.silences(finding)

    def silences(self, finding: Finding) -> bool:
        """Whether a comment concerns the finding; it is used then."""
        first = finding.statement_row or finding.location.row
        last = max(finding.noqa_row, first)
        comments = self._comments.get(finding.filename, ())
        return self._use((one for one in comments if _covers(one, first, last, finding.code)), finding.code)

    def judged(self, ran: Callable[[str], frozenset[str]]) -> Iterator[JudgedComment]:
        """The comments of our own form and those that name our codes, with what each word did; to ask after ``apply``.

        ``ran`` says whose findings counted in a file.
        """
        for filename, comments in self._comments.items():
            codes = ran(filename)
            for comment in comments:
                words = tuple(self._word(comment, spelled, codes) for spelled in comment.suppression.codes)
                own = comment.suppression.tool in _OWN
                if own or any(word.state is WordState.UNUSED for word in words):
                    yield JudgedComment(filename, comment.suppression, own, words)

    def _word(self, comment: Comment, spelled: str, ran: frozenset[str]) -> Word:
        own = comment.suppression.tool in _OWN
        if own:
            codes = self._registry.named(spelled)
            if not codes:
                return Word(spelled, WordState.UNKNOWN, self._registry.nearest(spelled))
        else:
            codes = frozenset({spelled.upper()}) & comment.codes
        if any((comment, code) in self._used for code in codes):
            return Word(spelled, WordState.USED)
        judged = codes and codes <= ran and not any(code.startswith(_ABOUT_COMMENTS) for code in codes)
        return Word(spelled, WordState.UNUSED if judged and comment.suppression.error is None else WordState.UNJUDGED)

    def _use(self, comments: Iterable[Comment], code: str) -> bool:
        used = {(comment, code) for comment in comments}
        self._used |= used
        return bool(used)


_ABOUT_COMMENTS = "AL0"
_WHOLE_FILE = "asynclint-file"
_OWN = frozenset({"asynclint", _WHOLE_FILE})
_FOR_NEXT_ROW = frozenset({"asynclint", "pylint"})
"""The tools whose comments, standing alone on a row, concern the next row with code."""


def _codes(registry: Registry, suppression: Suppression) -> frozenset[str]:
    """What a comment silences. Those of other tools are for us only as far as they name our rules by code or alias."""
    if suppression.error is not None:
        return frozenset()
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
