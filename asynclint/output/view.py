"""What formats need besides the findings: how to name a file, how to show its lines, what is known of a rule."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import click

from asynclint.model.findings import Applicability, Finding
from asynclint.model.identity import Lines, relative
from asynclint.model.pages import RulePage


def _no_page(_: str) -> RulePage | None:
    return None


class View(NamedTuple):
    """How findings are shown.

    People read paths relative to ``directory``; machines read them relative to ``repository``, the root of what is
    under version control. ``lines`` gives source, ``page`` what is written about the rule of a code. With ``color``
    there are ANSI colours; ``unsafe_fixes`` are offered like safe ones.
    """

    directory: str
    lines: Lines
    color: bool
    repository: str = ""
    page: Callable[[str], RulePage | None] = _no_page
    unsafe_fixes: bool = False

    def is_fixable(self, finding: Finding) -> bool:
        """Whether the finding has a fix of a kind that people allow."""
        if finding.fix is None:
            return False
        return self.unsafe_fixes or finding.fix.applicability is Applicability.SAFE

    def path(self, filename: str) -> str:
        """The file's name for people: relative where it lies below the directory, and on one line."""
        inside = filename.removeprefix(self.directory.rstrip(os.sep) + os.sep)
        return printable(inside)

    def repository_path(self, filename: str) -> str:
        """The file's name for machines: from the root of the repository, with ``/``; elsewhere the whole path."""
        return relative(filename, self.repository or self.directory)

    def style(self, text: str, **style: Any) -> str:
        """The text in a style of ``click.style``, if colours are wanted."""
        return click.style(text, **style) if self.color else text

    def heading(self, finding: Finding) -> str:
        """``path:row:column: CODE [name] message``, with ``[*]`` behind the code of what can be fixed."""
        location = finding.location
        place = f"{self.style(self.path(finding.filename), bold=True)}:{location.row}:{location.column}:"
        code = self.style(finding.code, fg="red", bold=True)
        mark = f" [{self.style('*', fg='cyan')}]" if self.is_fixable(finding) else ""
        return f"{place} {code}{mark} [{finding.name}] {printable(finding.message)}"

    def trace(self, finding: Finding) -> list[str]:
        """The way onto the loop in lines of plain text: ``path:row:column function → what it calls``; empty for one."""
        if len(finding.chain) < 2:
            return []
        return [
            f"{printable(self.repository_path(step.filename))}:{step.location.row}:{step.location.column} "
            f"{printable(step.function)} → {printable(step.calls)}"
            for step in finding.chain
        ]


def printable(text: str) -> str:
    """The text with everything that could move a terminal's cursor, or is no character at all, written as escapes."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def uri(path: str) -> str:
    """The path, with ``/``, as a URI: relative, or with the scheme ``file``."""
    if os.path.isabs(path):
        return Path(path).as_uri()
    return quote(os.fsencode(path))
