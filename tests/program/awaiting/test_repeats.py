"""Coroutine objects that are run more than once."""

import pytest

from asynclint.program.awaiting.repeats import repeats
from tests.program.linking import link


def repeated(body: str) -> list[tuple[str, int]]:
    """The name and the row of each second run in a coroutine function of this body, whose first row is 0."""
    rows = "".join(f"    {row}\n" for row in body.split("\n"))
    program = link(f"import asyncio\nasync def co(): ...\nasync def f(c, others):\n{rows}")
    return [(one.name, one.location.row - 4) for one in repeats(program.awaitable_uses)]


@pytest.mark.parametrize(
    ("body", "row"),
    [
        ("x = co()\nawait x\nawait x", 2),
        ("x = co()\nawait x\nif c:\n    await x", 3),
        ("x = co()\nasyncio.create_task(x)\nawait x", 2),
        ("x = co()\nawait asyncio.wait_for(x, 1)\nreturn await asyncio.gather(x)", 2),
        ("x = co()\nfor _ in others:\n    await x", 2),
        ("x = co()\nwhile c():\n    await x", 2),
        ("x = co()\nfor _ in others:\n    try:\n        await x\n        return\n    except E:\n        pass", 3),
    ],
)
def test_second_run(body: str, row: int) -> None:
    """A second await, task or round of a loop finds the coroutine spent."""
    assert repeated(body) == [("x", row)]


@pytest.mark.parametrize(
    "body",
    [
        "x = co()\nawait x",
        "x = co()\nif c:\n    await x\nelse:\n    await x",
        "for _ in others:\n    x = co()\n    await x",
        "x = co()\nfor _ in others:\n    await x\n    break",
        "x = co()\nfor y in others:\n    await x\n    if y:\n        break",
        "x = asyncio.create_task(co())\nawait x\nawait x",
        "x = co()\nprint(x)\nawait x",
    ],
)
def test_one_run(body: str) -> None:
    """Other ways, other coroutines, tasks and loops that end are no second run."""
    assert repeated(body) == []


def test_where_it_is_made() -> None:
    """A repeat knows where the coroutine was made."""
    program = link("async def co(): ...\nasync def f():\n    x = co()\n    await x\n    await x\n")
    (found,) = repeats(program.awaitable_uses)
    assert (found.first.location.row, found.function_name) == (3, "f")
