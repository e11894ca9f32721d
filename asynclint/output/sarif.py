"""SARIF 2.1.0, for code scanning.

Source of the format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import asynclint
from asynclint.model.effects import Confidence
from asynclint.model.findings import Edit, Finding, Fix, Step
from asynclint.model.identity import Identity, identify
from asynclint.model.spans import Location
from asynclint.output.json import document
from asynclint.output.view import View, uri

FOR_PEOPLE: Final = False

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT: Final = "SRCROOT"
_LINK: Final = re.compile(r"\[([^\]]*)\](?=\()")


def render(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """One JSON document with one run."""
    root = view.repository or view.directory
    codes = {code: number for number, code in enumerate(sorted({finding.code for finding in findings}))}
    names = {finding.code: finding.name for finding in findings}
    run = {
        "tool": {
            "driver": {
                "name": "asynclint",
                "version": asynclint.__version__,
                "rules": [_rule(code, names[code], view) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"uri": f"{Path(root).as_uri().rstrip('/')}/"}},
        "results": [_result(*pair, codes, view) for pair in identify(findings, view.lines, root)],
    }
    yield f"{document({'$schema': SCHEMA, 'version': '2.1.0', 'runs': [run]})}\n"


def _rule(code: str, name: str, view: View) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code, "name": name, "defaultConfiguration": {"level": "error"}}
    page = view.page(code)
    if page is not None and page.explanation:
        rule["shortDescription"] = rule["fullDescription"] = {"text": _plain(page.summary)}
        rule["help"] = {"text": _plain(page.explanation), "markdown": page.explanation}
    return rule


def _result(finding: Finding, identity: Identity, codes: dict[str, int], view: View) -> dict[str, Any]:
    where = {"physicalLocation": _place(finding.filename, finding.location, finding.end_location, view)}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes[finding.code],
        "level": "warning" if finding.confidence is Confidence.POSSIBLE else "error",
        "message": {"text": _plain(finding.message)},
        "locations": [where | _function(finding.function)],
        "partialFingerprints": {"asynclint/v1": identity.fingerprint},
        "properties": {"confidence": finding.confidence.value, "waysIn": finding.ways_in},
    }
    if len(finding.chain) > 1:
        steps = [_step(step, depth, view) for depth, step in enumerate(finding.chain)]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    if finding.fix is not None and finding.fix.edits:
        result["fixes"] = [_fix(finding.fix, finding.filename, view)]
    return result


def _step(step: Step, depth: int, view: View) -> dict[str, Any]:
    where = {
        "physicalLocation": _place(step.filename, step.location, None, view),
        "message": {"text": _plain(f"{step.function} → {step.calls}")},
    }
    return {"location": where | _function(step.function), "nestingLevel": depth}


def _function(name: str) -> dict[str, Any]:
    return {"logicalLocations": [{"fullyQualifiedName": name, "kind": "function"}]} if name else {}


def _place(filename: str, begin: Location, end: Location | None, view: View) -> dict[str, Any]:
    return {"artifactLocation": _artifact(filename, view), "region": _region(begin, end)}


def _artifact(filename: str, view: View) -> dict[str, Any]:
    path = view.repository_path(filename)
    return {"uri": uri(path)} | ({} if os.path.isabs(path) else {"uriBaseId": _ROOT})


def _region(begin: Location, end: Location | None) -> dict[str, int]:
    region = {"startLine": begin.row, "startColumn": begin.column}
    return region if end is None else region | {"endLine": end.row, "endColumn": end.column}


def _fix(fix: Fix, filename: str, view: View) -> dict[str, Any]:
    change = {"artifactLocation": _artifact(filename, view), "replacements": [_replacement(edit) for edit in fix.edits]}
    return {"description": {"text": _plain(fix.message)}, "artifactChanges": [change]}


def _replacement(edit: Edit) -> dict[str, Any]:
    return {
        "deletedRegion": _region(edit.location, edit.end_location),
        "insertedContent": {"text": edit.content},
    }


def _plain(text: str) -> str:
    """A plain text message: what looks like an embedded link is none."""
    return _LINK.sub(r"\\[\1\\]", text)
