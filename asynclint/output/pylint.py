"""Lines as Pylint's ``parseable`` format has them: ``path:row: [CODE] message``."""

from collections.abc import Iterator, Sequence
from typing import Final

from asynclint.model.findings import Finding
from asynclint.output.view import View, printable

FOR_PEOPLE: Final = False


def render(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """A line for each finding."""
    for finding in findings:
        place = f"{view.path(finding.filename)}:{finding.location.row}"
        yield f"{place}: [{finding.code}] {printable(finding.message)}\n"
