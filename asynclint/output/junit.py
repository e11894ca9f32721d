"""JUnit's XML as Ant writes it: a suite for each file, a failed test for each finding.

Source of the format: the XSD at https://github.com/windyroad/JUnit-Schema, which every element and attribute follows.
"""

import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from asynclint.model.findings import Finding
from asynclint.output.view import View, printable

FOR_PEOPLE: Final = False

_NO_OUTPUT: Final = "    <system-out/>\n    <system-err/>\n  </testsuite>\n"


def render(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """One XML document. Without findings it holds one test, which passed."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n'
    if not findings:
        yield _suite("asynclint", 0, tests=1, failures=0)
        yield f'    <testcase name="asynclint" classname="asynclint" time="0"/>\n{_NO_OUTPUT}'
    for number, (filename, group) in enumerate(groupby(findings, key=lambda finding: finding.filename)):
        members = list(group)
        path = printable(view.repository_path(filename))
        yield _suite(path, number, tests=len(members), failures=len(members))
        for finding in members:
            yield _failed(finding, path, view)
        yield _NO_OUTPUT
    yield "</testsuites>\n"


def _suite(name: str, number: int, *, tests: int, failures: int) -> str:
    now = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
    return (
        f'  <testsuite name={quoteattr(name)} package="asynclint" id="{number}" timestamp="{now}" hostname="localhost"'
        f' tests="{tests}" failures="{failures}" errors="0" time="0">\n    <properties/>\n'
    )


def _failed(finding: Finding, path: str, view: View) -> str:
    place = f"{finding.location.row}:{finding.location.column}"
    message = printable(finding.message)
    text = "\n".join((f"{path}:{place}: {message}", *view.trace(finding)))
    return (
        f"    <testcase name={quoteattr(f'{finding.code} {finding.name} {place}')} classname={quoteattr(path)}"
        f' time="0">\n      <failure message={quoteattr(message)} type={quoteattr(finding.code)}>'
        f"{escape(text)}</failure>\n    </testcase>\n"
    )
