"""Tasks that nothing keeps."""

import pytest

from tests.program.linking import link

HEAD = """
import asyncio, weakref
async def co(): ...
kept = set()
weak = weakref.WeakSet()
def keeping(c):
    task = asyncio.create_task(c)
    kept.add(task)
    return task
def losing(c):
    task = asyncio.create_task(c)
    return task
def forwarding(c):
    return losing(c)
"""


def function(body: str) -> str:
    """The head with a coroutine function ``f`` of this body."""
    return f"{HEAD}async def f(c: int, self=1):\n" + "".join(f"    {row}\n" for row in body.split("\n"))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("asyncio.create_task(co())", ""),
        ("asyncio.ensure_future(co())", ""),
        ("t = asyncio.create_task(co())", ": `t` is never read"),
        ("asyncio.create_task(co()).add_done_callback(print)", ": a done callback does not keep it"),
        ("weak.add(asyncio.create_task(co()))", ": a WeakSet does not keep it"),
        ("losing(co())", ""),
        ("forwarding(co())", ""),
    ],
)
def test_dropped_task(body: str, why: str) -> None:
    """A task to which only the loop has a reference may vanish, also when a helper has started it."""
    assert [(lost.why, lost.site.function_name) for lost in link(function(body)).dropped_tasks()] == [(why, "f")]


@pytest.mark.parametrize(
    "body",
    [
        "await asyncio.create_task(co())",
        "t = asyncio.create_task(co())\nawait t",
        "kept.add(asyncio.create_task(co()))",
        "self.task = asyncio.create_task(co())",
        "return asyncio.create_task(co())",
        "keeping(co())",
        "async with asyncio.TaskGroup() as group:\n    group.create_task(co())",
        "print(asyncio.create_task(co()))",
        "t = asyncio.create_task(co())\nt.add_done_callback(print)\nkept.add(t)",
        "co()",
    ],
)
def test_kept_task(body: str) -> None:
    """A task that is awaited, stored, returned or passed on, or that a group or a helper keeps, is not lost."""
    assert list(link(function(body)).dropped_tasks()) == []
