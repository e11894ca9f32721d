"""Code Quality reports of GitLab."""

import json

import pytest

from asynclint.model.findings import Finding
from asynclint.output import gitlab
from tests.output.samples import ATTACK, DIRECT, FIXED, THROUGH_CALLS, view
from tests.output.schemas import accept


@pytest.mark.parametrize("findings", [(), (DIRECT, FIXED), (ATTACK, THROUGH_CALLS)])
def test_valid(findings: tuple[Finding, ...]) -> None:
    """Every document is as GitLab describes it."""
    document = json.loads("".join(gitlab.render(findings, view())))
    accept(document, "gitlab-code-quality.json")
    assert len(document) == len(findings)


def test_values() -> None:
    """The path is relative to the repository; equal findings have fingerprints of their own."""
    first, second = json.loads("".join(gitlab.render([DIRECT, DIRECT], view())))
    assert first["location"]["path"] == "p/low.py"
    assert first["location"]["positions"]["begin"] == {"line": 4, "column": 5}
    assert (first["check_name"], first["severity"]) == ("blocking-sleep", "major")
    assert first["fingerprint"] != second["fingerprint"]
