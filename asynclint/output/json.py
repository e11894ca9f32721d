"""A list of objects with the field names of ruff's JSON, and what only asynclint knows."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from asynclint.model.findings import Finding, Fix
from asynclint.output.view import View

FOR_PEOPLE: Final = False

_MOST_ENTRIES: Final = 1000


def render(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """One JSON document, in one piece."""
    yield f"{document([fields(finding) for finding in findings])}\n"


def document(value: object) -> str:
    """The value as indented JSON. A text with lone surrogates, which JSON cannot hold, is shown by its escapes."""
    return msgspec.json.format(encoded(value), indent=2).decode()


def encoded(value: object) -> bytes:
    """The value as JSON in one line."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_encodable(value))


def fields(finding: Finding) -> dict[str, Any]:
    """The object of one finding."""
    return {
        "cell": None,
        "code": finding.code,
        "name": finding.name,
        "message": finding.message,
        "severity": "error",
        "filename": finding.filename,
        "location": finding.location,
        "end_location": finding.end_location,
        "noqa_row": finding.noqa_row,
        "url": finding.url,
        "fix": None if finding.fix is None else _fix(finding.fix),
        "confidence": finding.confidence,
        "blocks": finding.blocks,
        "place": finding.place,
        "ways_in": finding.ways_in,
        "chain": finding.chain,
        "entries": finding.entries[:_MOST_ENTRIES],
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {"applicability": fix.applicability, "message": fix.message, "edits": fix.edits}


def _encodable(value: object) -> object:
    plain = msgspec.to_builtins(value)
    if isinstance(plain, str):
        return plain.encode("utf-8", "backslashreplace").decode()
    if isinstance(plain, dict):
        return {key: _encodable(item) for key, item in plain.items()}
    if isinstance(plain, list | tuple):
        return [_encodable(item) for item in plain]
    return plain
