"""What the program awaits, enters and iterates."""

import pytest

from asynclint.model.summary import Use
from asynclint.program.calls.operands import Operands, UsedOperand
from tests.program.linking import link, show

HEAD = "class C: ...\nasync def co() -> C: ...\ndef cs() -> list[C]: ...\n"


def operands(body: str, use: Use, names: set[str]) -> list[UsedOperand]:
    """The operands of a use in a coroutine function of this body."""
    program = link(f"{HEAD}async def f(x, y):\n    {body}\n")
    return list(Operands(program.inference).of(program.modules(), names.__contains__, use))


@pytest.mark.parametrize(
    ("body", "use", "found"),
    [
        ("await co()", Use.AWAITED, [("co(…)", "typing.Coroutine[a.C]")]),
        ("await x", Use.AWAITED, [("x", "?")]),
        ("t = co()\n    await t", Use.AWAITED, [("t", "typing.Coroutine[a.C]")]),
        ("with C(): pass", Use.ENTERED, [("C(…)", "a.C")]),
        ("async with x.y: pass", Use.ASYNC_ENTERED, [("x.y", "?")]),
        ("for c in cs(): pass", Use.ITERATED, [("cs(…)", "list[a.C]")]),
        ("[c async for c in x]", Use.ASYNC_ITERATED, [("x", "?")]),
        ("co()", Use.AWAITED, []),
        ("await other()", Use.AWAITED, []),
    ],
)
def test_operands(body: str, use: Use, found: list[tuple[str, str]]) -> None:
    """Calls of what has one of the names, and every other expression."""
    assert [(one.spelled, show(one.values)) for one in operands(body, use, {"co", "C", "cs"})] == found


def test_call_number() -> None:
    """An operand that is a call says which; one that is none says what it is."""
    (call,) = operands("await co()", Use.AWAITED, {"co"})
    (name,) = operands("await x", Use.AWAITED, set())
    assert (call.call is not None, call.expression) == (True, 0)
    assert (name.call, name.expression > 0) == (None, True)
