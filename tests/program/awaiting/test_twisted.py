"""Coroutines where a Deferred is expected."""

import pytest

from asynclint.program.awaiting.twisted import returned_coroutines
from tests.program.linking import link

HEAD = """
from twisted.internet.defer import Deferred, succeed, inlineCallbacks
async def co(): ...
def give() -> Deferred: ...
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def f() -> Deferred:\n    return co()\n", ["f"]),
        ("def f(x):\n    if x:\n        return give()\n    return co()\n", ["f"]),
        ("def f():\n    return co()\n", []),
        ("def f() -> Deferred:\n    return Deferred.fromCoroutine(co())\n", []),
        ("async def f() -> Deferred:\n    return co()\n", []),
        ("@inlineCallbacks\ndef f():\n    yield give()\n    return co()\n", []),
    ],
)
def test_returned_coroutines(text: str, found: list[str]) -> None:
    """A plain function that promises or gives Deferreds may not return a coroutine."""
    program = link(HEAD + text)
    sites = returned_coroutines(program.inference, program.modules())
    assert [site.function_name for site in sites] == found


def test_file_without_twisted() -> None:
    """Nothing is expected where Twisted is not imported."""
    program = link("async def co(): ...\ndef f() -> 'Deferred':\n    return co()\n")
    assert not list(returned_coroutines(program.inference, program.modules()))
