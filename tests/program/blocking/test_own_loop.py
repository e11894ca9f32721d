"""Waits for the loop that runs the waiting code itself."""

import pytest

from asynclint.program.blocking.own_loop import waits_for_own_loop
from asynclint.program.sites import CallSite
from tests.program.linking import calls, link, module

HEAD = "import asyncio\nfrom twisted.internet.threads import blockingCallFromThread\nasync def co(): ...\n"


@pytest.mark.parametrize(
    ("body", "call", "waits"),
    [
        ("asyncio.run_coroutine_threadsafe(co(), asyncio.get_running_loop()).result()", "result", True),
        ("loop = asyncio.get_event_loop()\n    x = asyncio.run_coroutine_threadsafe(co(), loop)\n    x.result()",
         "result", True),
        ("asyncio.run_coroutine_threadsafe(co(), loop=asyncio.get_running_loop()).exception()", "exception", True),
        ("blockingCallFromThread(reactor, co)", "blockingCallFromThread", True),
        ("asyncio.run_coroutine_threadsafe(co(), other).result()", "result", False),
        ("asyncio.run_coroutine_threadsafe(co(), asyncio.get_running_loop()).cancel()", "cancel", False),
        ("other.submit(co).result()", "result", False),
        ("result()", "result", False),
    ],
)  # fmt: skip
def test_waits_for_own_loop(body: str, call: str, waits: bool) -> None:
    """The result of what the running loop would have to run never comes while the loop waits for it."""
    program = link(f"{HEAD}async def f(other):\n    {body}\n")
    (number,) = calls(program, call)
    assert waits_for_own_loop(program.inference, CallSite(module(program), number)) is waits
