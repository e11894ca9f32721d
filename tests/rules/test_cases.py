"""Every case of the pages in ``cases`` reports what is marked in it, and nothing else.

The default rules run, and those that a marker of the page names.

With ``ASYNCLINT_REWRITE_CASES=1`` in the environment the markers are rewritten to what is reported now.
"""

import os
from pathlib import Path

import pytest

from asynclint.model.findings import Finding
from tests.rules import case_pages, markers
from tests.rules.case_pages import Case
from tests.rules.harness import SUFFIXES, check, differences

REWRITE = os.environ.get("ASYNCLINT_REWRITE_CASES") == "1"


@pytest.mark.parametrize("case", case_pages.all_cases(), ids=lambda case: case.name)
def test_case(case: Case, tmp_path: Path) -> None:
    """The findings are those of the markers."""
    findings = check(tmp_path, case.files, case.options, case.rules)
    if REWRITE:
        rewrite(case, tmp_path, findings)
    else:
        told = differences(tmp_path, case.files, findings)
        assert not told, "\n".join(["", f"{case.page}: {case.title}", *told])


def rewrite(case: Case, root: Path, findings: list[Finding]) -> None:
    """Change the markers of a case in its page; rows stay where they are."""
    lines = case.page.read_text(encoding="utf-8").splitlines()
    for name, text in case.files.items():
        if name.endswith(SUFFIXES):
            for row in range(1, len(text.splitlines()) + 1):
                at = case.starts[name] + row - 2
                here = [one.name for one in findings if (one.filename, one.location.row) == (str(root / name), row)]
                lines[at] = markers.rewrite(lines[at], here)
    case.page.write_text("\n".join(lines) + "\n", encoding="utf-8")
