"""Workflow commands of GitHub Actions, which put findings beside the changed lines of a pull request.

Source of the syntax and its escapes:
https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterator, Sequence
from typing import Final

from asynclint.model.findings import Finding
from asynclint.output.view import View, printable

FOR_PEOPLE: Final = False

_IN_TEXT: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """One command a finding; its text has the way onto the loop, too."""
    for finding in findings:
        begin, end = finding.location, finding.end_location
        properties = {
            "title": f"{finding.code} {finding.name}",
            "file": view.repository_path(finding.filename),
            "line": str(begin.row),
            "endLine": str(end.row),
        }
        if end.row == begin.row:
            properties |= {"col": str(begin.column), "endColumn": str(end.column)}
        written = ",".join(f"{name}={value.translate(_IN_PROPERTY)}" for name, value in properties.items())
        text = "\n".join((printable(finding.message), *view.trace(finding)))
        yield f"::error {written}::{text.translate(_IN_TEXT)}\n"
