"""Functions, blocks and handlers of one file, and their libcst nodes."""

import libcst

from asynclint.model.summary import BlockKind, FunctionKind
from asynclint.summarize.view import FileFunction, FileView
from tests.summarize.views import view


def function(file: FileView, name: str) -> FileFunction:
    """The function with this name."""
    return next(one for one in file.functions() if one.spelled == name)


def test_kinds_and_decorators() -> None:
    """Generators that a decorator makes coroutines count as coroutines."""
    file = view("""
        from contextlib import asynccontextmanager
        from twisted.internet import defer
        from tornado.gen import coroutine as co
        import pytest

        async def a(): ...
        async def b(): yield
        def c(): yield
        @defer.inlineCallbacks
        def d(): yield
        @co
        def e(): yield
        @co
        def f(): ...
        class C:
            @pytest.fixture(scope="session")
            @asynccontextmanager
            async def g(self):
                def h(): lambda: k()
                yield
        """)
    assert [one.spelled for one in file.functions() if one.is_coroutine] == ["a", "b", "d", "e", "g"]
    assert [one.spelled for one in file.functions() if one.is_driven_generator] == ["d", "e"]
    method = function(file, "g")
    assert method.decorators == ("pytest.fixture", "contextlib.asynccontextmanager")
    assert method.kind is FunctionKind.ASYNC_GENERATOR
    assert method.owner is not None
    assert method.owner.name == "C"
    assert [one.spelled for one in method.owner.methods()] == ["g"]
    inner = function(file, "h")
    assert inner.parent is method
    assert [call.spelled for call in inner.calls()] == ["k"]
    assert list(method.calls()) == []


def test_bases() -> None:
    """Bases by their canonical names."""
    file = view(
        "import logging\nfrom asyncio import Protocol as P\nclass A(P, logging.Handler): ...\nclass B(A): ...\n"
    )
    assert [one.bases for one in file.classes()] == [("asyncio.Protocol", "logging.Handler"), (None,)]


NESTED = """
class C:
    if True:
        @d
        async def ä(self, x):
            '''Text
          that goes left.'''
            ü = 1; await self.b(x)[0](
                1)
            async with self.lock(), other as y:
                pass
            def inner():
                return f()

def after(): pass
"""


def test_nodes_have_their_places_in_the_file() -> None:
    """Only the function's own text is parsed; rows and columns are those of the file."""
    file = view(NESTED)
    method = function(file, "ä")
    assert file.trees_made == 0
    node = method.node
    assert isinstance(node, libcst.FunctionDef)
    assert (node.name.value, node.decorators) == ("ä", ())
    assert file.trees_made == 1
    for call in method.calls():
        found = call.node
        assert found is not None
        site = method.site(found)
        assert site is not None
        assert (site.location, site.end_location) == (call.location, call.end_location)
        assert (site.statement_row, site.noqa_row) == (call.statement_row, call.noqa_row)
    body = node.body.body
    header = method.site(body[2])
    assert header is not None
    assert (header.location.row, header.statement_row, header.noqa_row, header.function_name) == (9, 9, 9, "C.ä")
    assert file.trees_made == 1
    inner = next(call for call in file.calls() if call.spelled == "f")
    assert inner.function is function(file, "inner")
    assert isinstance(inner.node, libcst.Call)
    assert file.trees_made == 2


def test_calls_outside_functions_have_nodes() -> None:
    """They come from the tree of the whole file."""
    (call,) = view("class C:\n    x = f(1)\n").calls()
    assert call.function is None
    assert isinstance(call.node, libcst.Call)


def test_text_that_libcst_refuses() -> None:
    """Every answer is None."""
    file = view("def f():\n    g(1)\n")
    method = function(file, "f")
    file.lines[1] = "    g(1"
    assert method.node is None
    (call,) = file.calls()
    assert call.node is None
    assert method.site(libcst.Name("g")) is None


def test_meanings_of_nodes() -> None:
    """Names of a libcst tree mean what those of the summary mean."""
    file = view("""
        import asyncio
        class C:
            def __init__(self):
                self.loop = asyncio.get_running_loop()
            async def f(self):
                return [asyncio.Queue(), self.loop.create_task(1), await asyncio.sleep(2), asyncio.shield(3).cancel(4)]
        """)
    method = function(file, "f")
    assert method.node is not None
    (statement,) = method.node.body.body
    assert isinstance(statement, libcst.SimpleStatementLine)
    (returned,) = statement.body
    assert isinstance(returned, libcst.Return)
    assert isinstance(returned.value, libcst.List)
    queue, task, slept, cancelled = (element.value for element in returned.value.elements)
    assert (method.qualified(queue), method.type_of(queue)) == ("asyncio.Queue", "asyncio.Queue")
    assert (method.qualified(task), method.type_of(task)) == ("asyncio.AbstractEventLoop.create_task", "asyncio.Task")
    assert isinstance(slept, libcst.Await)
    assert method.gives_awaitable(slept.expression)
    assert not method.gives_awaitable(slept)
    assert method.qualified(cancelled) == "asyncio.Future.cancel"


def test_handlers() -> None:
    """Caught classes by canonical names, the tried body, and the other handlers."""
    file = view("""
        import asyncio, anyio
        from asyncio import CancelledError as Gone
        async def f():
            try:
                await g()
            except (ValueError, Gone, mine) as error:
                pass
            except anyio.get_cancelled_exc_class(): pass
            except:
                try:
                    h()
                except KeyError:
                    pass
                finally:
                    await k()
        """)
    first, second, third, inner = file.handlers()
    assert first.caught == ("ValueError", "asyncio.CancelledError", None)
    assert second.caught == ("anyio.get_cancelled_exc_class",)
    assert third.caught == ("BaseException",)
    assert [one.block.number for one in second.siblings] == [one.block.number for one in (first, second, third)]
    assert first.body is not None
    assert first.body.suspends
    assert [call.spelled for call in first.body.calls()] == ["g"]
    assert inner.body is not None
    assert not inner.body.suspends
    assert [call.spelled for call in inner.body.calls()] == ["h"]
    assert [one.block.location.row for one in (first, second, third, inner)] == [6, 8, 9, 12]
    assert [call.spelled for call in third.block.calls()] == ["h", "k"]
    assert next(iter(function(file, "f").handlers())).block is first.block


def test_blocks() -> None:
    """Context managers with their names, calls and types."""
    file = view("""
        import asyncio, trio
        async def f(lock: asyncio.Lock):
            with trio.move_on_after(1) as scope, open("x"):
                while True:
                    async with lock:
                        pass
        """)
    outer, loop, inner = [block for block in function(file, "f").blocks() if block.kind is not BlockKind.BODY]
    assert [(item.qualified, item.call is not None) for item in outer.items] == [
        ("trio.move_on_after", True), ("open", True),
    ]  # fmt: skip
    assert [(item.qualified, item.type) for item in inner.items] == [(None, "asyncio.Lock")]
    assert [block.kind for block in inner.ancestors()] == [BlockKind.WHILE, BlockKind.WITH, BlockKind.BODY]
    assert (outer.suspends, loop.suspends, inner.suspends) == (True, True, True)
    assert loop.location.row == 4
