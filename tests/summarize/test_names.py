"""What names and expressions of one file mean."""

import pytest

from asynclint.summarize.view import FileView
from tests.summarize.views import view


def calls(text: str) -> dict[str, str | None]:
    """The canonical names of the callees, by their spelling."""
    return {call.spelled: call.qualified for call in view(text).calls()}


@pytest.mark.parametrize(
    ("imports", "callee", "name"),
    [
        ("import asyncio", "asyncio.create_task", "asyncio.create_task"),
        ("import asyncio as aio", "aio.create_task", "asyncio.create_task"),
        ("import asyncio.tasks", "asyncio.tasks.create_task", "asyncio.create_task"),
        ("import asyncio.tasks as t", "t.create_task", "asyncio.create_task"),
        ("from asyncio import create_task", "create_task", "asyncio.create_task"),
        ("from asyncio import create_task as go", "go", "asyncio.create_task"),
        ("from asyncio import tasks", "tasks.create_task", "asyncio.create_task"),
        ("from asyncio import *", "create_task", "asyncio.create_task"),
        ("from trio import lowlevel", "lowlevel.checkpoint", "trio.lowlevel.checkpoint"),
        ("from tornado import gen", "gen.sleep", "tornado.gen.sleep"),
        ("from .tasks import create_task", "create_task", ".tasks.create_task"),
        ("", "print", "print"),
        ("", "nothing", None),
        ("import asyncio\nasyncio = object()", "asyncio.sleep", None),
        ("import asyncio\ndef asyncio(): ...", "asyncio", None),
        ("from asyncio import sleep\nfrom trio import sleep", "sleep", None),
        ("try:\n    import trio\nexcept ImportError:\n    trio = None", "trio.sleep", "trio.sleep"),
        (
            "try:\n    from asyncio import timeout\nexcept ImportError:\n    from async_timeout import timeout",
            "timeout",
            "asyncio.timeout",
        ),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import trio", "trio.sleep", "trio.sleep"),
        ("import asyncio\nrun = asyncio.run", "run", "asyncio.run"),
    ],
)
def test_imported_names(imports: str, callee: str, name: str | None) -> None:
    """Aliases, submodules, alternatives and re-exports lead to one canonical name; other meanings to none."""
    assert calls(f"{imports}\nasync def f():\n    {callee}(1)\n")[callee] == name


def test_imports_inside_functions_count_there_only() -> None:
    """A name belongs to its scope."""
    found = calls("""
        async def f():
            from trio import sleep
            sleep(1)
            def g():
                sleep(a)
        async def h(sleep):
            sleep(2)
        class C:
            from asyncio import wait
            def m(self):
                wait(1)
        """)
    assert found["sleep"] is None
    assert found["wait"] is None
    assert [call.qualified for call in view("def f():\n    from trio import sleep\n    sleep(1)\n").calls()] == [
        "trio.sleep"
    ]


@pytest.mark.parametrize(
    ("binding", "callee", "name"),
    [
        ("loop = asyncio.get_running_loop()", "loop.create_task", "asyncio.AbstractEventLoop.create_task"),
        ("t = asyncio.create_task(x)", "t.cancel", "asyncio.Task.cancel"),
        ("t = asyncio.get_running_loop().create_task(x)", "t.cancel", "asyncio.Task.cancel"),
        ("async with trio.open_nursery() as n: pass", "n.start_soon", "trio.Nursery.start_soon"),
        ("async with anyio.create_task_group() as n: pass", "n.start_soon", "anyio.abc.TaskGroup.start_soon"),
        ("async with asyncio.TaskGroup() as n: pass", "n.create_task", "asyncio.TaskGroup.create_task"),
        ("with trio.move_on_after(1) as s: pass", "s.cancel", "trio.CancelScope.cancel"),
        ("async with asyncio.timeout(1) as s: pass", "s.expired", "asyncio.Timeout.expired"),
        ("async with n.start(x) as y: pass", "y.start_soon", None),
        ("r, w = await asyncio.open_connection()", "w.write", "asyncio.StreamWriter.write"),
        ("q: asyncio.Queue[int] = make()", "q.get", "asyncio.Queue.get"),
        ("t: 'asyncio.Task | None' = None", "t.cancel", "asyncio.Task.cancel"),
        ("q = asyncio.Queue()\n    q = 2", "q.get", None),
        ("t = None\n    t = asyncio.create_task(x)", "t.cancel", "asyncio.Task.cancel"),
        ("[t for t in x]\n    t = asyncio.create_task(x)", "t.cancel", "asyncio.Task.cancel"),
        ("pass", "[t.cancel() for t in x][0]", None),
    ],
)
def test_objects_that_are_bound_once(binding: str, callee: str, name: str | None) -> None:
    """Constructors, known results, contexts and annotations tell the class of a name."""
    text = f"import asyncio, trio, anyio\nasync def f(x):\n    {binding}\n    {callee}(1)\n"
    file = view(text)
    last = max((call for call in file.calls()), key=lambda call: (call.row.line, -call.row.column, call.row.end_column))
    assert last.qualified == name


def test_parameters_and_attributes() -> None:
    """Annotated parameters, attributes of ``self``, and what a class inherits."""
    found = calls("""
        from __future__ import annotations
        import asyncio
        import trio
        from typing import Optional
        from tornado.web import RequestHandler

        class Base:
            def __init__(self):
                self.loop = asyncio.get_event_loop()

        class C(Base, RequestHandler):
            task: asyncio.Task | None = None

            def __init__(self, nursery: trio.Nursery, scope: Optional[trio.CancelScope]):
                self.nursery = nursery
                self.scope = scope
                self.task = None
                self.twice = 1

            def m(self):
                self.nursery.start_soon(1)
                self.scope.cancel(1)
                self.task.cancel(1)
                self.loop.call_soon(1)
                self.set_status(1)
                self.twice.foo(1)
                self.m(1)
                self.unknown.foo(1)

            @staticmethod
            def s(other):
                other.task.cancel(2)

        def use(c: C):
            c.task.cancel(3)
        """)
    assert found == {
        "asyncio.get_event_loop": "asyncio.get_event_loop",
        "self.nursery.start_soon": "trio.Nursery.start_soon",
        "self.scope.cancel": "trio.CancelScope.cancel",
        "self.task.cancel": "asyncio.Task.cancel",
        "self.loop.call_soon": "asyncio.AbstractEventLoop.call_soon",
        "self.set_status": "tornado.web.RequestHandler.set_status",
        "self.twice.foo": None,
        "self.m": None,
        "self.unknown.foo": None,
        "other.task.cancel": None,
        "c.task.cancel": "asyncio.Task.cancel",
    }


def test_a_name_that_is_its_own_value_ends() -> None:
    """Circles of bindings are no circles of questions."""
    assert calls("def f():\n    x = x.y\n    z = w\n    w = z\n    x.a(); z.b()\n") == {"x.a": None, "z.b": None}
    chain = "".join(f"x{number} = x{number - 1}.a\n" for number in range(1, 200))
    assert set(calls(f"import m as x0\n{chain}x199()\n").values()) <= {None, "m" + ".a" * 199}


def names_of(file: FileView, *names: str) -> list[tuple[int, str | None]]:
    return [(call.row.line, call.qualified) for call in file.calls_to(names)]


def test_calls_to() -> None:
    """The calls of certain callees, under whatever names."""
    file = view("""
        from asyncio import sleep as snooze, wait
        import trio
        nap = trio.sleep
        async def f(sleep):
            await snooze(1)
            await nap(2)
            sleep(3)
            trio.sleep(4)
            wait(5)
        """)
    assert names_of(file, "asyncio.sleep", "trio.sleep") == [(5, "asyncio.sleep"), (6, "trio.sleep"), (8, "trio.sleep")]
    assert names_of(file, "anyio.sleep") == []
    assert file.imported == {"asyncio", "trio"}
