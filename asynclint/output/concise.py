"""One line a finding: ``path:row:column: CODE [name] message``."""

from collections.abc import Iterator, Sequence
from typing import Final

from asynclint.model.findings import Finding
from asynclint.output.view import View

FOR_PEOPLE: Final = True


def render(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """The lines of all findings, each with its line end."""
    for finding in findings:
        yield f"{view.heading(finding)}\n"
