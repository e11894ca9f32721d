"""The small applications in ``projects``: the command line finds in them what is marked in their sources, no more.

The markers are those of the rules' samples (see ``tests/rules/markers.py``). A row without one has to be silent.
"""

import functools
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from asynclint.model.findings import Finding
from tests.rules.harness import differences

FOLDER = Path(__file__).with_name("projects")
PROJECTS = sorted(path.parent.name for path in FOLDER.glob("*/pyproject.toml"))

Way = list[tuple[str, str, str]]
"""A trace: for each call its file, the function in which it stands, and what it calls."""

WAYS: dict[str, tuple[str, Way]] = {
    "asyncio_web": (
        "blocking-sleep",
        [
            ("shop/services/orders.py", "OrderService.place", "self.payments.charge"),
            ("shop/clients/payments.py", "PaymentClient.charge", "back_off"),
            ("shop/helpers/retry.py", "back_off", "time.sleep"),
        ],
    ),
    "tornado_app": (
        "blocking-database",
        [
            ("wiki/handlers/account.py", "AccountHandler.prepare", "self.users.email"),
            ("wiki/services/users.py", "UserService.email", "self.table.find"),
            ("wiki/storage/database.py", "UserTable.find", "cursor.execute"),
        ],
    ),
    "twisted_app": (
        "blocking-subprocess",
        [
            ("relay/protocols/status.py", "JsonResource.render_GET", "self.data"),
            ("relay/protocols/status.py", "StatusResource.data", "self.version"),
            ("relay/protocols/status.py", "StatusResource.version", "subprocess.run"),
        ],
    ),
}
"""For each project one finding that is far away from the loop."""


@functools.cache
def findings(project: str) -> list[Finding]:
    """What the program, as its users run it, finds in a project."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("ASYNCLINT_")}
    result = subprocess.run(
        [sys.executable, "-m", "asynclint", "check", "--output-format", "json", "--no-cache"],
        cwd=FOLDER / project,
        env={**variables, "PYTHONPATH": str(FOLDER.parents[1])},
        capture_output=True,
        check=False,
    )
    assert result.stderr == b""
    assert result.returncode == 1
    return msgspec.json.decode(result.stdout, type=list[Finding])


def test_every_project_has_a_way() -> None:
    """A new project needs one, too."""
    assert sorted(WAYS) == PROJECTS


@pytest.mark.parametrize("project", PROJECTS)
def test_the_findings_are_those_marked(project: str) -> None:
    """Each marked row is reported by its rules, and no other row by any."""
    root = FOLDER / project
    files = {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.py"))}
    told = differences(root, files, findings(project))
    assert not told, "\n".join(["", *told])


@pytest.mark.parametrize("project", PROJECTS)
def test_the_trace_tells_the_way(project: str) -> None:
    """The chain of an indirect finding leads from the loop to the call that waits, through all modules between."""
    rule, way = WAYS[project]
    sink = str(FOLDER / project / way[-1][0])
    (found,) = (one for one in findings(project) if (one.filename, one.name) == (sink, rule))
    assert [(Path(step.filename), step.function, step.calls) for step in found.chain] == [
        (FOLDER / project / name, function, calls) for name, function, calls in way
    ]
    assert found.chain[-1].location == found.location
    assert found.entries[0].function == way[0][1]
