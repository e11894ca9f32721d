"""Logging commands of Azure Pipelines.

Source of the syntax and its escapes: https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands
"""

from collections.abc import Iterator, Sequence
from typing import Final

from asynclint.model.findings import Finding
from asynclint.output.view import View, printable

FOR_PEOPLE: Final = False

_IN_TEXT: Final = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY: Final = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"})


def render(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """One command a finding."""
    for finding in findings:
        properties = {
            "type": "error",
            "sourcepath": view.repository_path(finding.filename),
            "linenumber": str(finding.location.row),
            "columnnumber": str(finding.location.column),
            "code": finding.code,
        }
        written = "".join(f"{name}={value.translate(_IN_PROPERTY)};" for name, value in properties.items())
        text = f"[{finding.name}] {printable(finding.message)}"
        yield f"##vso[task.logissue {written}]{text.translate(_IN_TEXT)}\n"
