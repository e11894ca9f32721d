"""SARIF is valid, points into the repository, and keeps its fingerprints."""

import json
from typing import Any

import msgspec
import pytest

from asynclint.model.findings import Finding
from asynclint.model.spans import Location
from asynclint.output import sarif
from tests.output.samples import ATTACK, DIRECT, FIXED, SOURCE, THROUGH_CALLS, view
from tests.output.schemas import accept


def run(*findings: Finding, source: str = SOURCE) -> Any:
    document = json.loads("".join(sarif.render(findings, view({DIRECT.filename: source}))))
    accept(document, "sarif-2.1.0.json")
    (only,) = document["runs"]
    return only


@pytest.mark.parametrize("findings", [(), (DIRECT,), (THROUGH_CALLS, FIXED), (ATTACK,)])
def test_valid(findings: tuple[Finding, ...]) -> None:
    """The official schema accepts every document, with hostile texts, too."""
    assert len(run(*findings)["results"]) == len(findings)


def test_rules() -> None:
    """Each rule that reported stands once, with its page as help."""
    driver = run(DIRECT, FIXED, THROUGH_CALLS)["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == ["AL101", "AL203"]
    assert driver["rules"][0]["help"]["markdown"] == "Waits.\n\n# More"
    assert driver["rules"][0]["shortDescription"]["text"] == "Waits."


def test_place() -> None:
    """Files are named from the root of the repository, columns count characters."""
    result = run(FIXED, DIRECT)
    elsewhere, inside = (one["locations"][0]["physicalLocation"] for one in result["results"])
    assert inside["artifactLocation"] == {"uri": "p/low.py", "uriBaseId": "SRCROOT"}
    assert inside["region"] == {"startLine": 4, "startColumn": 5, "endLine": 4, "endColumn": 18}
    assert elsewhere["artifactLocation"] == {"uri": "file:///elsewhere/c.py"}
    assert result["originalUriBaseIds"] == {"SRCROOT": {"uri": "file:///w/"}}
    assert result["columnKind"] == "unicodeCodePoints"


def test_trace_is_a_code_flow() -> None:
    """From the entry to the sink; a direct call has none."""
    direct, through = run(DIRECT, THROUGH_CALLS)["results"]
    assert "codeFlows" not in direct
    steps = through["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["message"]["text"] for step in steps] == ["f → low.wait", "wait → time.sleep"]
    assert [step["location"]["physicalLocation"]["region"]["startLine"] for step in steps] == [4, 4]


def test_fix() -> None:
    """The edits are replacements."""
    (fix,) = run(FIXED)["results"][0]["fixes"]
    assert fix["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1},
            "insertedContent": {"text": "await "},
        }
    ]


def test_fingerprint_stays() -> None:
    """Other rows and layout change nothing; another statement does, and so does being the second of its kind."""

    def prints(*findings: Finding, source: str = SOURCE) -> list[str]:
        return [one["partialFingerprints"]["asynclint/v1"] for one in run(*findings, source=source)["results"]]

    moved = msgspec.structs.replace(DIRECT, location=Location(5, 5), end_location=Location(5, 20), noqa_row=5)
    (before,) = prints(DIRECT)
    assert prints(moved, source="\n" + SOURCE.replace("(1)", "( 1 )").replace("zzz", "y")) == [before]
    assert prints(DIRECT, source=SOURCE.replace("(1)", "(2)")) != [before]
    assert len(set(prints(DIRECT, DIRECT))) == 2


def test_no_links_from_texts() -> None:
    """Brackets of a text before parentheses would be a link in SARIF's messages."""
    (result,) = run(msgspec.structs.replace(DIRECT, message="`x[0](1)` waits"))["results"]
    assert result["message"]["text"] == "`x\\[0\\](1)` waits"


def test_strange_file_names_are_encoded() -> None:
    """A URI has no space, no colon in its first part, and bytes that are no text by their numbers."""
    (result,) = run(msgspec.structs.replace(DIRECT, filename="/w/a:b c\udcff.py"))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%3Ab%20c%FF.py"
