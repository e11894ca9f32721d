"""One JSON object a line, with the fields of ``json``."""

from collections.abc import Iterator, Sequence
from typing import Final

from asynclint.model.findings import Finding
from asynclint.output.json import encoded, fields
from asynclint.output.view import View

FOR_PEOPLE: Final = False


def render(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """A line for each finding."""
    for finding in findings:
        yield f"{encoded(fields(finding)).decode()}\n"
