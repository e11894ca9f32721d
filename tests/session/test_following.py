"""With ``follow-dependencies`` the source of libraries says which of their functions wait."""

from pathlib import Path

import pytest

from asynclint.session.session import check
from tests.session.trees import tree

SITE = ".venv/lib/python3.13/site-packages/"
LIBRARY = {
    f"{SITE}lib/__init__.py": "from .client import Client, fetch, quick\n",
    f"{SITE}lib/client.py": """\
import functools
from . import wire


class Client:
    def __init__(self, path):
        self.settings = wire.settings(path)

    def get(self):
        return self._send()

    def _send(self):
        return wire.send(b"")


def fetch():
    return Client("x").get()


def quick():
    return functools.partial(wire.send, b"")
""",
    f"{SITE}lib/wire.py": """\
import socket


def send(data):
    return socket.create_connection(("example.org", 80)).sendall(data)


def settings(path):
    return {}
""",
}
PROJECT = """\
import lib


async def main(client: lib.Client):
    lib.fetch()
    client.get()
    lib.Client("x")
    lib.quick()
"""
OFF, ON = "[tool.asynclint]\n", "[tool.asynclint]\nfollow-dependencies = true\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an environment, which is the working directory."""
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    monkeypatch.chdir(tmp_path)
    return tree(tmp_path, {"pyproject.toml": ON, "app/main.py": PROJECT, **LIBRARY})


def found() -> list[tuple[int, str]]:
    """Row and code of each finding."""
    report = check()
    assert report.problems == ()
    return [(finding.location.row, finding.code) for finding in report.findings]


def test_functions_that_wait(project: Path) -> None:
    """Functions and methods that come to a known call wait; what only refers to one does not."""
    assert found() == [(5, "AL103"), (6, "AL103")]
    assert found() == [(5, "AL103"), (6, "AL103")]


def test_constructor_that_waits(project: Path) -> None:
    """A class whose constructor waits is reported where an object is made."""
    wire = "import time\n\ndef send(data): ...\n\ndef settings(path):\n    time.sleep(1)\n"
    tree(project, {f"{SITE}lib/wire.py": wire})
    assert found() == [(5, "AL101"), (7, "AL101")]


def test_off_by_default(project: Path) -> None:
    """Without the option only knowledge tells of libraries."""
    tree(project, {"pyproject.toml": OFF})
    assert found() == []


def test_knowledge_comes_first(project: Path) -> None:
    """What a knowledge file says of a function counts, whatever its source does."""
    header = '[header]\ndistribution = "lib"\nversions = "1"\nsource = "-"\nmodules = ["lib"]\n'
    tree(project, {"lib.toml": f'{header}[functions]\n"lib.fetch" = {{ returns = "int" }}\n'})
    tree(project, {"pyproject.toml": f'{ON}knowledge = ["lib.toml"]\n'})
    assert found() == [(6, "AL103")]
