"""Suppression comments: asynclint's own, and those of the tools whose comments it understands or edits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from asynclint.syntax.comments import comments
from asynclint.syntax.source import Source, line_ends

_HIT = re.compile(
    r"#[ \t]*(?:asynclint[ \t]*:|asynclint[ \t]+ignore|(?i:noqa)"
    r"|type:[ \t]*ignore|pyright:[ \t]*ignore|ty:[ \t]*ignore|pylint:[ \t]*disable)"
)
_START = re.compile(
    r"""
    \#[ \t]*(?:
        (?P<asynclint> asynclint ) [ \t]* : [ \t]* (?P<verb> [\w-]* )
      | (?P<without_colon> asynclint [ \t]+ ignore (?:-file)? ) (?= [ \t]* \[ )
      | (?P<noqa> (?i:noqa) ) (?: [ \t]*(?P<coded>:) | (?![\w-]) )
      | (?P<tool> type | pyright | ty ) :[ \t]* ignore (?! [\w-] )
      | (?P<pylint> pylint ) :[ \t]* disable [ \t]* =
    )
    """,
    re.VERBOSE,
)
_BRACKETS = re.compile(r"[ \t]*\[([^\]#]*)(\]?)")
_NOQA_CODE = re.compile(r"[ \t,]*([A-Za-z]+[0-9]+)")
_PYLINT_CODES = re.compile(r"[ \t]*[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*")
_ITEM = re.compile(r"[^\s,](?:[^,]*[^\s,])?")
_WELL_FORMED = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
_REASON_END = re.compile(r"[ \t]*#(?!\d)|[ \t]*\Z")
_HOW = "write `# asynclint: ignore[rule-name]`"


@dataclass(frozen=True, slots=True)
class Code:
    """One code or rule name of a directive, as it is spelled, with its columns (as in `Directive`)."""

    name: str
    column: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Directive:
    """One suppression comment, or one of several in a comment.

    `line` starts at 1. `column` and `end_column` count code points from 0: they span `text`, from the `#` to the end
    of the reason. `tool` is `asynclint`, `asynclint-file`, `noqa`, `type`, `pyright`, `ty` or `pylint`. No codes means
    everything, unless `error` (a sentence for the user) says that the directive is malformed and so has no effect.
    `own_line` says that the comment stands alone on its line.
    """

    line: int
    column: int
    end_column: int
    tool: str
    spelled: tuple[Code, ...]
    reason: str
    own_line: bool
    text: str
    error: str | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes and names as they are spelled, in order."""
        return tuple(code.name for code in self.spelled)


def directives(source: Source) -> list[Directive]:
    """The suppression comments of `source`, in order. A directive inside a string is none.

    `# noqa` is read as ruff reads it (any case; codes separated by commas or white space), `# type: ignore[...]` as
    mypy does, `# pyright: ignore[...]`, `# ty: ignore[...]` and `# pylint: disable=...` as these tools do. Malformed
    comments of asynclint, and `# noqa:` without codes, come with an `error`.
    """
    text = source.text
    hits = [hit.start() for hit in _HIT.finditer(text)]
    found: list[Directive] = []
    line, counted = 1, 0
    for start, end in comments(text) if hits else ():
        if start > hits[-1]:
            break
        if _HIT.search(text, start, end):
            line += line_ends(text, counted, start)
            counted = start
            found += _of_comment(text, start, end, line)
    return found


def _of_comment(text: str, start: int, end: int, line: int) -> Iterator[Directive]:
    newline = text.rfind("\n", 0, start)
    line_start = 1 + max(newline, text.rfind("\r", newline + 1, start))
    own_line = not text[line_start:start].strip()
    starts = [found.start() for found in _START.finditer(text, start, end)]
    for at, limit in pairwise([*starts, end]):
        found = _START.match(text, at, limit)
        if found is None:
            continue
        tool, spans, error, done = _read(text, found, limit)
        reason_start, reason_end = _reason(text, done, limit)
        yield Directive(
            line=line,
            column=at - line_start,
            end_column=reason_end - line_start,
            tool=tool,
            spelled=tuple(Code(text[a:b], a - line_start, b - line_start) for a, b in spans),
            reason=text[reason_start:reason_end],
            own_line=own_line,
            text=text[at:reason_end],
            error=error,
        )


_Spans = list[tuple[int, int]]


def _read(text: str, found: re.Match[str], limit: int) -> tuple[str, _Spans, str | None, int]:
    """The tool, the spans of the codes, the error, and where the reason may start."""
    position = found.end()
    if found["without_colon"]:
        return "asynclint", [], f"A colon is missing after `asynclint`: {_HOW}", position
    if found["asynclint"]:
        return _read_own(text, found, limit)
    if found["noqa"]:
        spans: _Spans = []
        while found["coded"] and (code := _NOQA_CODE.match(text, position, limit)):
            spans.append(code.span(1))
            position = code.end()
        error = "`# noqa:` names no code; write `# noqa: CODE`, or `# noqa` for everything"
        return "noqa", spans, error if found["coded"] and not spans else None, position
    if found["pylint"]:
        listed = _PYLINT_CODES.match(text, position, limit)
        return (
            ("pylint", _items(text, *listed.span()), None, listed.end()) if listed else ("pylint", [], None, position)
        )
    brackets = _BRACKETS.match(text, position, limit)
    if brackets and brackets[2]:
        return found["tool"], _items(text, *brackets.span(1)), None, brackets.end()
    return found["tool"], [], None, position


def _read_own(text: str, found: re.Match[str], limit: int) -> tuple[str, _Spans, str | None, int]:
    position = found.end()
    verb = found["verb"]
    tool = "asynclint-file" if verb == "ignore-file" else "asynclint"
    if verb not in {"ignore", "ignore-file"}:
        return (
            tool,
            [],
            f"asynclint knows no comment {verb!r}: {_HOW}" if verb else f"Nothing to do is named: {_HOW}",
            position,
        )
    brackets = _BRACKETS.match(text, position, limit)
    if not brackets:
        error = f"Brackets with the rules to ignore are missing: {_HOW}" if verb == "ignore" else None
        return tool, [], error, position
    spans = _items(text, *brackets.span(1))
    error = None
    if not brackets[2]:
        error = "The closing bracket is missing: write `]` after the rules"
    elif not spans:
        error = f"The brackets name no rule: {_HOW}"
    for start, end in spans:
        if not error and not _WELL_FORMED.fullmatch(text, start, end):
            error = f"{text[start:end]!r} is neither a rule's name nor a code; separate several by commas"
    return tool, spans, error, brackets.end()


def _items(text: str, start: int, end: int) -> _Spans:
    return [item.span() for item in _ITEM.finditer(text, start, end)]


def _reason(text: str, start: int, limit: int) -> tuple[int, int]:
    """The span of the free text from `start` on, without the punctuation that leads it in."""
    found = _REASON_END.search(text, start, limit)
    end = found.start() if found else limit
    reason = text[start:end]
    led = reason.lstrip(" \t-:,;\u2013\u2014")
    return (start + len(reason) - len(led), end) if led else (start, start)
