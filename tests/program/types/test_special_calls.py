"""Calls whose result follows from their arguments."""

import pytest

from tests.program.linking import revealed

HEAD = """
import asyncio, copy, functools
from typing import NewType, TypeVar, cast
class C:
    def m(self) -> int: ...
class D(C):
    def m(self):
        reveal_super = super()
async def co() -> C: ...
def cs() -> list[C]: ...
"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("cast(C, x)", "a.C"),
        ("functools.partial(cs)()", "list[a.C]"),
        ("getattr(C(), 'm')()", "int"),
        ("getattr(C(), x)", "?"),
        ("next(iter(cs()))", "a.C"),
        ("list(cs())", "list[a.C]"),
        ("sorted(cs())[0]", "a.C"),
        ("copy.copy(C())", "a.C"),
        ("asyncio.create_task(co())", "asyncio.Task[a.C]"),
        ("asyncio.run(co())", "a.C"),
        ("{'x': C()}.get('x')", "a.C | None"),
        ("NewType('N', C)(x)", "a.C"),
    ],
)
def test_result(expression: str, expected: str) -> None:
    """The result is of the class, the function or the items that are given."""
    assert revealed(f"{HEAD}def f(x):\n    reveal({expression})\n") == [expected]


@pytest.mark.parametrize(
    ("loop", "expected"),
    [
        ("for item in reversed(cs()): reveal(item)", "a.C"),
        ("for number, item in enumerate(cs()): reveal(item)", "a.C"),
        ("for other, item in zip(x, cs()): reveal(item)", "a.C"),
    ],
)
def test_items(loop: str, expected: str) -> None:
    """Functions that go over a collection give its items."""
    assert revealed(f"{HEAD}def f(x):\n    {loop}\n") == [expected]


def test_super() -> None:
    """``super()`` is of the class round the method, also in a function inside it."""
    text = """
    class C: ...
    class D(C):
        def m(self):
            reveal(super())
            def inner():
                reveal(super())
    reveal(super())
    """
    assert revealed(text) == ["super after a.D", "super after a.D", "?"]
