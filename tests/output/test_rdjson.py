"""The Reviewdog Diagnostic Format."""

import json
from typing import Any

import msgspec
import pytest

from asynclint.model.findings import Finding
from asynclint.model.spans import Location
from asynclint.output import rdjson
from tests.output.samples import ATTACK, DIRECT, FIXED, THROUGH_CALLS, view
from tests.output.schemas import accept


def diagnostics(*findings: Finding, source: str | None = None) -> Any:
    files = None if source is None else {findings[0].filename: source}
    document = json.loads("".join(rdjson.render(findings, view(files))))
    accept(document, "rdjson.json")
    return document["diagnostics"]


@pytest.mark.parametrize("findings", [(), (DIRECT, FIXED), (ATTACK, THROUGH_CALLS)])
def test_valid(findings: tuple[Finding, ...]) -> None:
    """The published schema accepts every document."""
    assert len(diagnostics(*findings)) == len(findings)


def test_values() -> None:
    """Place, rule, trace and fix."""
    (through,) = diagnostics(THROUGH_CALLS)
    assert through["location"]["path"] == "p/low.py"
    assert through["code"] == {"value": "AL101"}
    assert [one["message"] for one in through["related_locations"]] == ["f → low.wait", "wait → time.sleep"]
    (fixed,) = diagnostics(FIXED)
    (suggestion,) = fixed["suggestions"]
    assert suggestion == {
        "range": {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 1}},
        "text": "await ",
    }


def test_columns_count_bytes() -> None:
    """As the format says: a letter of three bytes moves what follows by three."""
    (one,) = diagnostics(
        msgspec.structs.replace(DIRECT, location=Location(1, 5), end_location=Location(1, 6)), source="'日'; f()\n"
    )
    assert one["location"]["range"] == {"start": {"line": 1, "column": 7}, "end": {"line": 1, "column": 8}}
