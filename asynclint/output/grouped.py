"""The findings of each file under its name."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from asynclint.model.findings import Finding
from asynclint.output.view import View, printable

FOR_PEOPLE: Final = True


def render(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """A block for each file, followed by an empty line; the columns of a block are flush."""
    for filename, group in groupby(findings, key=lambda finding: finding.filename):
        members = list(group)
        rows = max(len(str(finding.location.row)) for finding in members)
        columns = max(len(str(finding.location.column)) for finding in members)
        yield f"{view.style(view.path(filename), bold=True)}:\n"
        for finding in members:
            place = f"{finding.location.row:>{rows}}:{finding.location.column:<{columns}}"
            code = view.style(finding.code, fg="red", bold=True)
            yield f"  {place} {code} [{finding.name}] {printable(finding.message)}\n"
        yield "\n"
