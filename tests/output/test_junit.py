"""JUnit's XML, by the rules of the XSD that Ant's JUnit task has."""

import re
import xml.etree.ElementTree as ET

import pytest

from asynclint.model.findings import Finding
from asynclint.output import junit
from tests.output.samples import ATTACK, DIRECT, FIXED, THROUGH_CALLS, view

SUITE = {"name", "package", "id", "timestamp", "hostname", "tests", "failures", "errors", "time"}


def document(*findings: Finding) -> ET.Element:
    text = "".join(junit.render(findings, view()))
    assert text.isascii() or text.encode()
    return ET.fromstring(text.encode("utf-8"))


@pytest.mark.parametrize("findings", [(), (DIRECT, FIXED), (ATTACK, DIRECT, THROUGH_CALLS)])
def test_valid(findings: tuple[Finding, ...]) -> None:
    """Elements in their order with exactly the required attributes, and numbers that agree."""
    root = document(*findings)
    assert (root.tag, root.attrib) == ("testsuites", {})
    for number, suite in enumerate(root):
        assert suite.tag == "testsuite"
        assert set(suite.attrib) == SUITE
        assert suite.get("id") == str(number)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.get("timestamp", ""))
        tags = [child.tag for child in suite]
        cases = suite.findall("testcase")
        assert tags == ["properties", *["testcase"] * len(cases), "system-out", "system-err"]
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
        for case in cases:
            assert set(case.attrib) == {"name", "classname", "time"}
            assert all(set(child.attrib) == {"message", "type"} for child in case)
            assert len(case) <= 1
    assert len(root.findall("testsuite/testcase/failure")) == len(findings)


def test_nothing_found_is_a_test_that_passed() -> None:
    """A report without a test counts as a failure for some servers."""
    (case,) = document().findall("testsuite/testcase")
    assert len(case) == 0


def test_a_suite_for_each_file() -> None:
    """Findings of one file stand together; the text has the trace."""
    root = document(DIRECT, THROUGH_CALLS, FIXED)
    assert [suite.get("name") for suite in root] == ["p/low.py", "/elsewhere/c.py"]
    failure = root.findall("testsuite/testcase/failure")[1]
    assert failure.get("type") == "AL101"
    assert (failure.text or "").splitlines() == [
        "p/low.py:4:5: `time.sleep` waits",
        "p/high.py:4:5 f → low.wait",
        "p/low.py:4:5 wait → time.sleep",
    ]
