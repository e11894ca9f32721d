"""Installed libraries are read for their interfaces, and a change of them is noticed."""

from pathlib import Path

import pytest

from asynclint.session.report import Report
from asynclint.session.session import check
from tests.session.trees import tree

SITE = ".venv/lib/python3.13/site-packages/"
LIBRARY = {
    f"{SITE}lib/__init__.py": "from .client import Client as Client\nfrom .helpers import *\n",
    f"{SITE}lib/client.py": (
        "from .base import Base\n\n\n"
        "class Client(Base):\n    async def get(self) -> dict[str, int]:\n        return {}\n\n"
        "    async def __aenter__(self):\n        return self\n"
    ),
    f"{SITE}lib/base.py": "class Base:\n    async def close(self):\n        raise SystemExit\n",
    f"{SITE}lib/helpers.py": "async def now(): ...\n",
}
PROJECT = """\
import lib
from lib import Client, now


class Store:
    def __init__(self, client: Client):
        self.client = client

    async def load(self):
        self.client.close()
        found = self.client.get()
        print(found["a"])
        now()
        lib.client.Client().get()
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an environment, which is the working directory."""
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    monkeypatch.chdir(tmp_path)
    return tree(tmp_path, {"pyproject.toml": "[tool.asynclint]\n", "app/store.py": PROJECT, **LIBRARY})


def rows(report: Report) -> list[tuple[int, str]]:
    """Where each finding is, and which."""
    assert report.problems == ()
    return [(finding.location.row, finding.code) for finding in report.findings]


def test_coroutines_of_libraries(project: Path) -> None:
    """Through re-exports, star imports, base classes, submodules and annotations."""
    expected = [(10, "AL201"), (11, "AL204"), (13, "AL201"), (14, "AL201")]
    assert rows(check()) == expected
    assert rows(check()) == expected


def test_changed_library_is_noticed(project: Path) -> None:
    """A run looks again when a file of the environment that it read has changed."""
    check()
    tree(project, {f"{SITE}lib/base.py": "class Base:\n    def close(self):\n        return 1\n"})
    assert rows(check()) == [(11, "AL204"), (13, "AL201"), (14, "AL201")]


def test_library_that_disappears(project: Path) -> None:
    """Without the library nothing is known of it."""
    check()
    (project / SITE / "lib").rename(project / SITE / "gone")
    assert rows(check()) == []


def test_broken_library_does_no_harm(project: Path) -> None:
    """What cannot be parsed is not known; that is no problem of the project."""
    tree(project, {f"{SITE}lib/base.py": "class Base(:\n"})
    assert rows(check()) == [(11, "AL204"), (13, "AL201"), (14, "AL201")]


def test_nothing_is_executed(project: Path) -> None:
    """A library may do anything when it is imported: it is not."""
    tree(project, {f"{SITE}lib/base.py": "raise SystemExit(9)\n\n\nclass Base:\n    async def close(self): ...\n"})
    assert (10, "AL201") in rows(check())


def test_findings_are_about_the_project_only(project: Path) -> None:
    """A library's own mistakes are not reported."""
    tree(
        project,
        {f"{SITE}lib/base.py": "import time\n\n\nclass Base:\n    async def close(self):\n        time.sleep(9)\n"},
    )
    assert {Path(finding.filename).name for finding in check().findings} == {"store.py"}
