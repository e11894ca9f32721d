"""What formats need besides the findings: how to name a file, how to show its lines, whether to colour."""

import os
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import click

from asynclint.model.findings import Finding


class Lines(Protocol):
    """Gives the rows ``first`` to ``last`` of a file, those that exist."""

    def __call__(self, filename: str, first: int, last: int) -> Sequence[str]: ...


class View(NamedTuple):
    """How findings are shown: paths relative to ``directory``, source from ``lines``, ANSI colours or not."""

    directory: str
    lines: Lines
    color: bool

    def path(self, filename: str) -> str:
        """The file's name for people: relative where it lies below the directory, and on one line."""
        inside = filename.removeprefix(self.directory.rstrip(os.sep) + os.sep)
        return printable(inside)

    def style(self, text: str, **style: Any) -> str:
        """The text in a style of ``click.style``, if colours are wanted."""
        return click.style(text, **style) if self.color else text

    def heading(self, finding: Finding) -> str:
        """``path:row:column: CODE [name] message``."""
        location = finding.location
        place = f"{self.style(self.path(finding.filename), bold=True)}:{location.row}:{location.column}:"
        code = self.style(finding.code, fg="red", bold=True)
        return f"{place} {code} [{finding.name}] {printable(finding.message)}"


def printable(text: str) -> str:
    """The text with everything that could move a terminal's cursor, or is no character at all, written as escapes."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
