"""Counts by rule, as ruff prints them."""

import json

from asynclint.output import statistics
from tests.output.samples import DIRECT, FIXED, THROUGH_CALLS, view


def test_most_frequent_first() -> None:
    """Counts go down, and stand flush right."""
    findings = [FIXED, *[DIRECT] * 10]
    assert "".join(statistics.render(findings, view()._replace(unsafe_fixes=True))) == (
        "10\tAL101\t[ ] blocking-sleep\n 1\tAL203\t[*] coroutine-in-condition\n"
    )


def test_no_marks_without_fixes() -> None:
    """Where nothing can be fixed there is no column for it."""
    assert "".join(statistics.render([DIRECT, THROUGH_CALLS], view())) == "2\tAL101\tblocking-sleep\n"


def test_json() -> None:
    """The same as data, with the names of ruff."""
    assert json.loads("".join(statistics.render_json([DIRECT, FIXED, DIRECT], view()._replace(unsafe_fixes=True)))) == [
        {"code": "AL101", "name": "blocking-sleep", "count": 2, "fixable": False, "fixable_count": 0},
        {"code": "AL203", "name": "coroutine-in-condition", "count": 1, "fixable": True, "fixable_count": 1},
    ]
