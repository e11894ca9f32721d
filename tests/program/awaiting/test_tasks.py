"""Tasks: who keeps them, who looks at their end, and what they outlive."""

import pytest

from asynclint.program.awaiting.tasks import Tasks
from tests.program.linking import link

HEAD = """
import asyncio
async def co(*a): ...
"""


def function(body: str) -> str:
    """The head with a coroutine function ``f`` of this body."""
    return f"{HEAD}async def f(c, given):\n" + "".join(f"    {row}\n" for row in body.split("\n"))


def tasks(text: str) -> Tasks:
    """The questions about tasks of a program."""
    return Tasks(link(text).inference)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("await asyncio.create_task(co())", ["asyncio.create_task"]),
        ("asyncio.ensure_future(co())", ["asyncio.ensure_future"]),
        ("async with asyncio.TaskGroup() as group:\n    group.create_task(co())", []),
        ("await asyncio.gather(co())", []),
        ("c.create_task(co())", []),
    ],
)
def test_unstructured(body: str, found: list[str]) -> None:
    """A task belongs to a group, or to nothing."""
    assert [one.site.spelled for one in tasks(function(body)).unstructured()] == found


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("ts = []\nts.append(asyncio.create_task(co()))", "ts"),
        ("ts: set = set()\nts.add(asyncio.create_task(co()))\nts.clear()", "ts"),
        ("ts = []\nts.append(asyncio.create_task(co()))\nawait asyncio.gather(*ts)", None),
        ("ts = []\nts.append(asyncio.create_task(co()))\nreturn ts", None),
        ("ts = []\nts.append(asyncio.create_task(co()))\nfor t in ts:\n    await t", None),
        ("ts = given\nts.append(asyncio.create_task(co()))", None),
        ("given.append(asyncio.create_task(co()))", None),
        ("ts = []\nts.append(co())", None),
    ],
)
def test_collected_only(body: str, name: str | None) -> None:
    """A local container that only collects tasks is one that nobody waits for."""
    assert [one.name for one in tasks(function(body)).collected_only()] == ([name] if name else [])


@pytest.mark.parametrize(
    ("other", "observed"),
    [
        ("pass", False),
        ("self.task.cancel()", False),
        ("await self.task", True),
        ("self.task.add_done_callback(print)", True),
        ("print(self.task)", True),
        ("return self.task", True),
        ("await asyncio.gather(*[self.task])", True),
        ("t = self.task", True),
        ("t: object = self.task or None", True),
    ],
)
def test_unobserved(other: str, observed: bool) -> None:
    """Somebody has to await a kept task, ask for its result or get it."""
    text = f"{HEAD}class A:\n    async def start(self):\n        self.task = asyncio.create_task(co())\n"
    text += f"    async def other(self):\n        {other}\n"
    assert [one.name for one in tasks(text).unobserved()] == ([] if observed else ["task"])


def test_observed_by_another_file() -> None:
    """Who reads an attribute of the name elsewhere may look at the task."""
    text = f"{HEAD}class A:\n    async def start(self):\n        self.task = asyncio.create_task(co())\n"
    program = link({"a.py": text, "b.py": "async def f(x):\n    await x.task\n"})
    assert not list(Tasks(program.inference).unobserved())


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("with open(c) as r:\n    t = asyncio.create_task(co(r))\nawait t", "r"),
        ("async with c() as r:\n    return asyncio.create_task(co(r))", "r"),
        ("with open(c) as r:\n    t = asyncio.create_task(co(r))\n    await t", None),
        ("with open(c) as r:\n    t = asyncio.create_task(co())\nawait t", None),
        ("with open(c) as r:\n    pass\nt = asyncio.create_task(co(r))\nawait t", None),
        ("with open(c) as r:\n    t = asyncio.create_task(co(r))\n    await t\nt.cancel()", None),
    ],
)
def test_outliving(body: str, name: str | None) -> None:
    """A task that gets what a block opened has to end before the block."""
    assert [one.name for one in tasks(function(body)).outliving()] == ([name] if name else [])


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("t = asyncio.create_task(co())\nreturn t.result()", "result"),
        ("asyncio.create_task(co()).exception()", "exception"),
        ("t = asyncio.create_task(co())\nawait t\nreturn t.result()", None),
        ("t = asyncio.create_task(co())\nawait asyncio.sleep(1)\nreturn t.result()", None),
        ("t = asyncio.create_task(co())\nif t.done():\n    return t.result()", None),
        ("async with c:\n    t = asyncio.create_task(co())\nreturn t.result()", None),
    ],
)
def test_results_too_soon(body: str, name: str | None) -> None:
    """Nothing has run as long as nobody waits."""
    program = link(function(body))
    found = [one.name for one in Tasks(program.inference).results_too_soon(program.awaitable_uses)]
    assert found == ([name] if name else [])


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("await asyncio.shield(co())", ["co"]),
        ("await asyncio.wait_for(asyncio.shield(co()), 1)", ["co"]),
        ("t = asyncio.create_task(co())\nawait asyncio.shield(t)", []),
        ("await c.shield(co())", []),
    ],
)
def test_shielded_coroutines(body: str, found: list[str]) -> None:
    """Nothing but the shield knows the task that it makes of a coroutine."""
    assert [one.name for one in tasks(function(body)).shielded_coroutines()] == found
