"""Arguments that known functions use in a certain way."""

import pytest

from asynclint.knowledge.schema import Want
from asynclint.model.summary import Use
from asynclint.program.calls.wants import WantedArguments, known_callee
from tests.program.linking import calls, link, module

HEAD = "import asyncio, contextlib\nasync def co(): ...\n"


@pytest.mark.parametrize(
    ("call", "want", "found"),
    [
        ("asyncio.gather(co(), x)", Want.AWAITABLE, [("co()", "asyncio.gather", "0"), ("x", "asyncio.gather", "1")]),
        ("asyncio.gather(*x)", Want.AWAITABLE, []),
        ("asyncio.wait_for(x, 1)", Want.AWAITABLE, [("x", "asyncio.wait_for", "0")]),
        ("asyncio.wait_for(fut=x, timeout=1)", Want.AWAITABLE, [("x", "asyncio.wait_for", "fut")]),
        ("asyncio.wait([x])", Want.FUTURES, [("…", "asyncio.wait", "0")]),
        ("unknown(x)", Want.AWAITABLE, []),
        ("asyncio.gather(x)", Want.CONTEXT, []),
    ],
)
def test_arguments(call: str, want: Want, found: list[tuple[str, str, str]]) -> None:
    """What is passed to where something of a kind is wanted, with who wants it and where it stands."""
    program = link(f"{HEAD}async def f(x):\n    {call}\n")
    wanted = WantedArguments(program.inference).of(program.modules(), want)
    assert [(operand.spelled, receiver, key) for operand, receiver, key in wanted] == found


def test_use() -> None:
    """An argument counts as used in the way that the function uses it, and knows its own call."""
    program = link(f"{HEAD}async def f(x):\n    asyncio.gather(co(), x)\n")
    first, second = (
        operand for operand, _, _ in WantedArguments(program.inference).of(program.modules(), Want.AWAITABLE)
    )
    assert (first.use, first.call) == (Use.AWAITED, calls(program, "co")[0])
    assert second.call is None


@pytest.mark.parametrize(
    ("callee", "name"),
    [
        ("asyncio.gather", "asyncio.gather"),
        ("contextlib.ExitStack", "contextlib.ExitStack"),
        ("co", None),
        ("(asyncio.gather if x else asyncio.wait)", None),
    ],
)
def test_known_callee(callee: str, name: str | None) -> None:
    """The one function or class outside the program that a call means."""
    program = link(f"{HEAD}def f(x):\n    y = {callee}(x)\n")
    number = len(module(program).summary.calls) - 1
    assert known_callee(program.inference, module(program), number) == name
