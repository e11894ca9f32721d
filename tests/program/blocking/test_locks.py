"""Locks that are held across a suspension, and locks that are taken twice."""

import pytest

from asynclint.model.effects import Confidence
from tests.program.linking import link

THREAD = "import threading\nlock = threading.Lock()\n"
TASK = "import asyncio\nlock = asyncio.Lock()\n"


def taking(inside: str, after: str = "pass") -> str:
    """A coroutine ``f`` that does something while it holds the lock and after it, and ``g``, which takes the lock."""
    f = f"async def f():\n    async with lock:\n        {inside}\n    {after}\n"
    return f"{TASK}{f}async def g():\n    async with lock: pass\n"


@pytest.mark.parametrize(
    ("body", "row"),
    [
        ("with lock:\n        await x()", 5),
        ("with lock:\n        yield 1", 5),
        ("with lock:\n        async with x: pass", 5),
        ("lock.acquire()\n    await x()\n    lock.release()", 5),
        ("with lock:\n        y = 1\n    await x()", None),
        ("lock.acquire()\n    lock.release()\n    await x()", None),
        ("lock.acquire(blocking=False)\n    await x()\n    lock.release()", None),
        ("with x:\n        await x()", None),
    ],
)
def test_held_while_suspended(body: str, row: int | None) -> None:
    """A coroutine that suspends with a lock of threads stops everybody who wants the lock."""
    found = list(link(f"{THREAD}async def f(x):\n    {body}\n").locks.held_while_suspended())
    assert [(one.spelled, one.row, one.confidence) for one in found] == (
        [("lock", row, Confidence.CERTAIN)] if row else []
    )


def test_plain_function_may_hold() -> None:
    """A plain function never suspends; a lock of tasks may be held."""
    assert not list(link(f"{THREAD}def f(x):\n    with lock:\n        yield x\n").locks.held_while_suspended())
    text = f"{TASK}async def f(x):\n    async with lock:\n        await x()\n"
    assert not list(link(text).locks.held_while_suspended())


@pytest.mark.parametrize(
    ("inside", "site", "inner"),
    [
        ("async with lock: pass", "lock", "f"),
        ("await g()", "g", "g"),
        ("await asyncio.gather(g())", "g", "g"),
        ("await asyncio.wait_for(asyncio.shield(g()), 1)", "g", "g"),
    ],
)
def test_reacquired(inside: str, site: str, inner: str) -> None:
    """Who holds the lock waits for itself, directly or through what it awaits."""
    (found,) = link(taking(inside)).locks.reacquired()
    assert (found.site.spelled, found.inner.function.qualname) == (site, inner)
    assert found.outer.spelled == "lock"


@pytest.mark.parametrize(
    ("inside", "after"),
    [
        ("pass", "async with lock: pass"),
        ("pass", "await g()"),
        ("asyncio.create_task(g())", "pass"),
        ("if not lock.locked():\n            async with lock: pass", "pass"),
        ("lock.release()\n        await lock.acquire()", "pass"),
    ],
)
def test_not_reacquired(inside: str, after: str) -> None:
    """One after the other, in another task, or with the lock given back, a lock may be taken again."""
    assert not list(link(taking(inside, after)).locks.reacquired())


def test_lock_of_another_object() -> None:
    """The lock of ``self`` is another one than that of another object."""
    text = """
    import asyncio
    class A:
        def __init__(self): self.lock = asyncio.Lock()
        async def f(self, other: "A"):
            async with self.lock:
                await other.g()
        async def h(self):
            async with self.lock:
                await self.g()
        async def g(self):
            async with self.lock: pass
    """
    assert [found.outer.function.qualname for found in link(text).locks.reacquired()] == ["A.h"]
