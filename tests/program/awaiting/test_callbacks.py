"""Coroutine functions handed to who ignores their coroutines, and coroutines where a function is wanted."""

import pytest

from asynclint.model.effects import Confidence
from tests.program.linking import link

HEAD = """
import asyncio, atexit, threading
async def co(): ...
"""


@pytest.mark.parametrize(
    ("call", "lost"),
    [
        ("asyncio.get_running_loop().call_soon(co)", "co"),
        ("asyncio.get_running_loop().call_later(1, lambda: co())", "lambda: co(…)"),
        ("atexit.register(co)", "co"),
        ("threading.Thread(target=co)", "co"),
        ("sorted([], key=co)", "co"),
        ("asyncio.create_task(co())", None),
        ("list(map(co, []))", None),
        ("unknown(co)", None),
        ("asyncio.get_running_loop().call_soon(print)", None),
        ("asyncio.run(co())", None),
    ],
)
def test_lost_callback(call: str, lost: str | None) -> None:
    """Who calls a coroutine function as a plain one and ignores its coroutine never runs it."""
    found = [item.function for item in link(f"{HEAD}async def f():\n    {call}\n").lost_callbacks()]
    assert found == ([lost] if lost else [])


def test_callback_for_type_checkers() -> None:
    """Code that never runs loses nothing."""
    assert list(link(f"{HEAD}if TYPE_CHECKING:\n    atexit.register(co)\n").lost_callbacks()) == []


def test_confidence_of_lost_callback() -> None:
    """A loop that gets a coroutine function is a certain mistake."""
    (lost,) = link(f"{HEAD}asyncio.get_event_loop().call_soon(co)\n").lost_callbacks()
    assert lost.confidence is Confidence.CERTAIN


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        ("asyncio.get_running_loop().call_later(1, co())", "1"),
        ("threading.Thread(target=co())", "target"),
        ("atexit.register(co())", "0"),
        ("asyncio.create_task(co())", None),
        ("atexit.register(co)", None),
        ("unknown(co())", None),
        ("atexit.register(lambda: co())", None),
    ],
)
def test_coroutine_in_place_of_a_function(call: str, argument: str | None) -> None:
    """What wants to call something cannot call a coroutine object."""
    found = list(link(f"{HEAD}async def f():\n    {call}\n").callbacks.coroutines())
    assert [(one.site.spelled, one.argument) for one in found] == ([("co", argument)] if argument else [])
