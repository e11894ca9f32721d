"""Suppression comments as rows of the summary: what each says and which row it concerns."""

from asynclint.model.suppression import Suppression
from asynclint.syntax.directives import Directive, directives
from asynclint.syntax.source import Source


def suppressions(source: Source) -> tuple[Suppression, ...]:
    """The suppression comments of a file, in order."""
    found = directives(source)
    lines = source.lines if any(directive.own_line for directive in found) else []
    return tuple(_row(directive, lines) for directive in found)


def _row(directive: Directive, lines: list[str]) -> Suppression:
    target = directive.line
    if directive.own_line:
        for row, line in enumerate(lines[directive.line :], directive.line + 1):
            if line.strip() and not line.lstrip().startswith("#"):
                target = row
                break
    return Suppression(
        line=directive.line,
        target=target,
        column=directive.column,
        end_column=directive.end_column,
        tool=directive.tool,
        codes=tuple(directive.codes),
        reason=directive.reason,
        own_line=directive.own_line,
        error=directive.error,
    )
