"""The Reviewdog Diagnostic Format: one ``DiagnosticResult`` as JSON, whose columns count bytes of UTF-8.

Source of the format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from asynclint.model.findings import Edit, Finding
from asynclint.model.identity import relative
from asynclint.model.spans import Location
from asynclint.output.json import document
from asynclint.output.view import View

FOR_PEOPLE: Final = False


def render(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """One JSON document."""
    diagnostics = [_diagnostic(finding, view) for finding in findings]
    yield f"{document({'source': {'name': 'asynclint'}, 'severity': 'ERROR', 'diagnostics': diagnostics})}\n"


def _diagnostic(finding: Finding, view: View) -> dict[str, Any]:
    filename = finding.filename
    diagnostic: dict[str, Any] = {
        "message": finding.message,
        "location": _location(filename, finding.location, finding.end_location, view),
        "severity": "ERROR",
        "code": {"value": finding.code, **({"url": finding.url} if finding.url else {})},
    }
    if finding.fix is not None:
        diagnostic["suggestions"] = [_suggestion(filename, edit, view) for edit in finding.fix.edits]
    if len(finding.chain) > 1:
        diagnostic["related_locations"] = [
            {
                "message": f"{step.function} → {step.calls}",
                "location": _location(step.filename, step.location, step.location, view),
            }
            for step in finding.chain
        ]
    return diagnostic


def _location(filename: str, begin: Location, end: Location, view: View) -> dict[str, Any]:
    return {"path": relative(filename, view.directory), "range": _range(filename, begin, end, view)}


def _suggestion(filename: str, edit: Edit, view: View) -> dict[str, Any]:
    return {"range": _range(filename, edit.location, edit.end_location, view), "text": edit.content}


def _range(filename: str, begin: Location, end: Location, view: View) -> dict[str, Any]:
    return {"start": _position(filename, begin, view), "end": _position(filename, end, view)}


def _position(filename: str, location: Location, view: View) -> dict[str, int]:
    before = "".join(view.lines(filename, location.row, location.row))[: location.column - 1]
    wider = len(before.encode("utf-8", "surrogatepass")) - len(before)
    return {"line": location.row, "column": location.column + wider}
