"""Deferreds whose errors nobody sees."""

import textwrap

import pytest

from asynclint.program.awaiting.deferreds import without_errback
from tests.program.linking import link

GIVE = "def give() -> Deferred: ...\n"
HEAD = f"""
from twisted.internet.defer import Deferred
{GIVE}
def f(self):
"""


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ("give().addCallback(print)", True),
        ("give().addCallback(print).addCallback(print)", True),
        ("d = give()\n    d.addCallback(print)", True),
        ("give().addCallback(print).addErrback(print)", False),
        ("give().addErrback(print).addCallback(print)", False),
        ("give().addCallbacks(print, print)", False),
        ("d = give()\n    d.addCallback(print)\n    d.addErrback(print)", False),
        ("d = give()\n    d.addCallback(print)\n    return d", False),
        ("return give().addCallback(print)", False),
        ("self.d = give().addCallback(print)", False),
        ("x = give().addCallback(print)", False),
        ("give()", False),
    ],
)
def test_without_errback(body: str, lost: bool) -> None:
    """A Deferred that gets callbacks and is dropped loses its errors, unless it is handed on or has an errback."""
    found = without_errback(link(f"{HEAD}    {body}\n").awaitable_uses)
    assert [site.spelled for site in found] == (["give"] if lost else [])


@pytest.mark.parametrize(
    ("body", "succeeds"),
    [
        ("d = Deferred()\n    return d", True),
        ("self.d = Deferred()\n    return self.d", True),
        ("d = Deferred()\n    self.on_error(d.errback)\n    return d", False),
        ("return give()", False),
        ("d = give()\n    return d", False),
    ],
)
def test_only_succeeds(body: str, succeeds: bool) -> None:
    """A Deferred that its function makes, in a file without ``errback``, has only callbacks that can fail."""
    methods = textwrap.indent(f"def run(self):\n    {body}\n", "    ")
    call = "def main(job: Job):\n    job.run().addCallback(print)\n"
    program = link(f"from twisted.internet.defer import Deferred\n{GIVE}class Job:\n{methods}{call}")
    found = [site for site in program.deferreds_without_errback() if site.row.name == "run"]
    assert [program.only_succeeds(site) for site in found] == [succeeds]
