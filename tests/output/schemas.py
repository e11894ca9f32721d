"""Published schemas as judges of output."""

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]

DATA = Path(__file__).parent / "data"


def accept(document: Any, schema_name: str) -> None:
    """Raise ``jsonschema.ValidationError`` if the document is not as the schema says."""
    schema = json.loads((DATA / schema_name).read_text(encoding="utf-8"))
    kind: Any = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    kind(schema, format_checker=jsonschema.FormatChecker()).validate(document)
