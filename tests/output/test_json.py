"""What reads ruff's JSON reads ours."""

import json as standard
from typing import Any

import msgspec

from asynclint.model.findings import Finding
from asynclint.output import json
from tests.output.samples import DIRECT, FIXED, THROUGH_CALLS, view

RUFF = {
    "cell",
    "code",
    "end_location",
    "filename",
    "fix",
    "location",
    "message",
    "name",
    "noqa_row",
    "severity",
    "url",
}
OURS = {"confidence", "blocks", "place", "ways_in", "chain", "entries"}


def parsed(*findings: Finding) -> Any:
    return standard.loads("".join(json.render(findings, view())))


def test_no_findings_are_an_empty_list() -> None:
    """A gate that reads the output gets JSON in any case."""
    assert parsed() == []


def test_names_of_the_fields() -> None:
    """Exactly the fields of ruff, and ours."""
    assert set(parsed(DIRECT)[0]) == RUFF | OURS


def test_values() -> None:
    """Rows and columns are objects, file names are absolute, the trace has all its steps."""
    (one,) = parsed(THROUGH_CALLS)
    assert one["location"] == {"row": 4, "column": 5}
    assert one["end_location"] == {"row": 4, "column": 18}
    assert one["filename"] == "/w/p/low.py"
    assert (one["confidence"], one["blocks"], one["place"], one["ways_in"]) == ("likely", "sleep", "coroutine", 3)
    assert one["chain"] == [
        {"filename": "/w/p/high.py", "location": {"row": 4, "column": 5}, "function": "f", "calls": "low.wait"},
        {"filename": "/w/p/low.py", "location": {"row": 4, "column": 5}, "function": "wait", "calls": "time.sleep"},
    ]
    assert one["entries"] == [{"filename": "/w/p/high.py", "location": {"row": 4, "column": 5}, "function": "f"}]


def test_fix() -> None:
    """A fix has the fields of ruff's."""
    assert parsed(FIXED)[0]["fix"] == {
        "applicability": "unsafe",
        "message": "await it",
        "edits": [{"content": "await ", "location": {"row": 1, "column": 1}, "end_location": {"row": 1, "column": 1}}],
    }


def test_names_that_are_no_text() -> None:
    """A file name with bytes that are not UTF-8 is shown by escapes, and the document stays valid."""
    strange = msgspec.structs.replace(DIRECT, filename="/w/\udcff.py", message='"\n\x1b')
    (one,) = parsed(strange)
    assert one["filename"] == "/w/\\udcff.py"
    assert one["message"] == '"\n\x1b'
