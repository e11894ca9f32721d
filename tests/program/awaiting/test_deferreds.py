"""Deferreds whose errors nobody sees."""

import pytest

from asynclint.program.awaiting.deferreds import without_errback
from tests.program.linking import link

HEAD = """
from twisted.internet.defer import Deferred
def give() -> Deferred: ...
def f(self):
"""


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ("give().addCallback(print)", True),
        ("give().addCallback(print).addCallback(print)", True),
        ("d = give()\n    d.addCallback(print)", True),
        ("give().addCallback(print).addErrback(print)", False),
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
