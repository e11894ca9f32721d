"""The Code Quality report of GitLab.

Source of the format: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from asynclint.model.findings import Finding
from asynclint.model.identity import Identity, identify
from asynclint.output.json import document
from asynclint.output.view import View

FOR_PEOPLE: Final = False


def render(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """One JSON document. A finding keeps its fingerprint while its statement stays in its function."""
    identified = identify(findings, view.lines, view.repository or view.directory)
    yield f"{document([_issue(finding, identity) for finding, identity in identified])}\n"


def _issue(finding: Finding, identity: Identity) -> dict[str, Any]:
    return {
        "description": f"{finding.code} {finding.name}: {finding.message}",
        "check_name": finding.name,
        "fingerprint": identity.fingerprint,
        "severity": "major",
        "location": {
            "path": identity.path,
            "positions": {
                "begin": {"line": finding.location.row, "column": finding.location.column},
                "end": {"line": finding.end_location.row, "column": finding.end_location.column},
            },
        },
    }
