"""Findings with their source and, for what comes through calls, the way onto the loop."""

from collections.abc import Iterator, Sequence
from typing import Final

from asynclint.model.findings import Applicability, Finding, Step
from asynclint.output.excerpt import excerpt
from asynclint.output.view import View, printable

FOR_PEOPLE: Final = True


def render(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """A block of lines for each finding, followed by an empty line."""
    for finding in findings:
        yield "".join(f"{line}\n" for line in (view.heading(finding), *_body(finding, view), ""))


def _body(finding: Finding, view: View) -> Iterator[str]:
    gutter = len(str(finding.end_location.row + 1))
    yield from excerpt(finding, view, gutter)
    note = f"{' ' * gutter} {view.style('=', fg='blue', bold=True)} "
    if len(finding.chain) > 1:
        title = "how it gets on the loop:" if finding.blocks else "where it comes from, and where it goes:"
        yield f"{note}{view.style(title, bold=True)}"
        yield from (f"{' ' * (gutter + 3)}{line}" for line in trace(finding.chain, view))
    if finding.ways_in > 1:
        place = f"{view.path(finding.filename)}:{finding.location.row}"
        yield f"{note}{finding.ways_in} calls lead here; `asynclint why {place}` shows every way"
    if finding.fix is not None:
        kind = " (unsafe)" if finding.fix.applicability is Applicability.UNSAFE else ""
        yield f"{note}{view.style('fix:', bold=True)} {printable(finding.fix.message)}{kind}"


def trace(chain: Sequence[Step], view: View) -> Iterator[str]:
    """One line a step, each deeper than the one before: ``path:row:column function → what it calls``."""
    for depth, step in enumerate(chain):
        place = f"{view.path(step.filename)}:{step.location.row}:{step.location.column}"
        calls = f"{view.style(printable(step.function), fg='cyan')} → {printable(step.calls)}"
        yield f"{'  ' * depth}{place} {calls}"
