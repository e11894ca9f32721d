"""Wrappers of decorators that leave a block before the coroutine runs that they return."""

import pytest

from asynclint.program.awaiting.wrapping import hasty_wrappers, surrounding
from tests.program.linking import calls, link, module


def decorator(body: str, inside: str = "") -> str:
    """A decorator whose wrapper has this body, with a coroutine function below it."""
    return f"""
def timed(f):
    {inside or "pass"}
    def wrapper(*a):
        {body}
    return wrapper
@timed
async def co(): ...
"""


@pytest.mark.parametrize(
    ("body", "around"),
    [
        ("with clock(): return f(*a)", "`with`"),
        ("try: return f(*a)\n        except ValueError: pass", "`try`"),
        ("return f(*a)", None),
        ("with clock(): f(*a)", None),
        ("with clock(): return other(*a)", None),
        ("with clock(): return f(*a) if not iscoroutinefunction(f) else g(f)", None),
    ],
)
def test_hasty_wrapper(body: str, around: str | None) -> None:
    """What a wrapper returns out of a block runs after the block."""
    program = link(decorator(body))
    found = [
        (one.around, one.decorated.qualname) for one in hasty_wrappers(program.places.wrappers, program.functions())
    ]
    assert found == ([(around, "co")] if around else [])


@pytest.mark.parametrize(
    "inside",
    ["if asyncio.iscoroutinefunction(f): return f", "async def other(*a): return await f(*a)", "assert callable(f)"],
)
def test_aware_decorator(inside: str) -> None:
    """A decorator that asks what it gets, or has a coroutine too, knows what it does."""
    program = link(decorator("with clock(): return f(*a)", inside))
    assert not list(hasty_wrappers(program.places.wrappers, program.functions()))


def test_plain_functions_only() -> None:
    """Where no coroutine function is decorated, everything has run."""
    program = link(decorator("with clock(): return f(*a)").replace("async def co", "def co"))
    assert not list(hasty_wrappers(program.places.wrappers, program.functions()))


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("try:\n    f()\nfinally: pass\n", "`try`"),
        ("try: pass\nexcept E:\n    f()\n", None),
        ("async def g():\n    async with x:\n        f()\n", "`async with`"),
        ("with x:\n    try: pass\n    except E:\n        f()\n", "`with`"),
        ("if x:\n    f()\n", None),
    ],
)
def test_surrounding(text: str, around: str | None) -> None:
    """The innermost ``try`` or ``with`` counts; its handlers are outside of the ``try``."""
    program = link(text)
    (number,) = calls(program, "f")
    assert surrounding(module(program), module(program).summary.calls[number].block) == around
