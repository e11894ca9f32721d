"""Where functions run: coroutines, callbacks, framework methods, threads."""

import pytest

from asynclint.model.places import Place
from tests.program.linking import Files, function, link

HEAD = """
import asyncio, atexit, threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
loop = asyncio.get_event_loop()
def f(): ...
"""


def handed(files: Files, qualname: str = "f") -> set[Place]:
    """The places that a function is handed to."""
    program = link(files)
    return set(program.places.handed(function(program, qualname)))


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("loop.call_soon(f)", {Place.LOOP}),
        ("loop.call_later(1, f)", {Place.LOOP}),
        ("loop.call_later(delay=1, callback=f)", {Place.LOOP}),
        ("loop.call_soon(partial(f, 1))", {Place.LOOP}),
        ("loop.call_soon(partial(partial(f, 1), 2))", {Place.LOOP}),
        ("asyncio.to_thread(f)", {Place.THREAD}),
        ("loop.run_in_executor(None, f)", {Place.THREAD}),
        ("threading.Thread(target=f)", {Place.THREAD}),
        ("ThreadPoolExecutor().submit(f)", {Place.THREAD}),
        ("ThreadPoolExecutor().map(f, [])", {Place.THREAD}),
        ("sorted([], key=f)", {Place.INLINE}),
        ("atexit.register(f)", {Place.LATER}),
        ("unknown(f)", set()),
        ("loop.call_later(f, 1)", set()),
        ("f()", set()),
        ("loop.call_soon(f())", set()),
        ("loop.call_soon(f)\nasyncio.to_thread(f)", {Place.LOOP, Place.THREAD}),
    ],
)
def test_handed(call: str, expected: set[Place]) -> None:
    """Knowledge says where a receiver runs each of its arguments, through ``partial`` too."""
    assert handed(f"{HEAD}{call}\n") == expected


@pytest.mark.parametrize(
    "forwarding",
    [
        "def later(cb):\n    loop.call_soon(cb)\nlater(f)",
        "def later(cb):\n    loop.call_soon(cb)\nlater(cb=f)",
        "def later(delay, cb):\n    loop.call_soon(partial(cb, 1))\nlater(1, f)",
        "def one(cb):\n    loop.call_soon(cb)\ndef two(cb):\n    one(cb)\ntwo(f)",
        "class A:\n    def later(self, cb):\n        loop.call_soon(cb)\nA().later(f)",
        "class A:\n    def __init__(self, cb):\n        loop.call_soon(cb)\nA(f)",
    ],
)
def test_forwarded(forwarding: str) -> None:
    """A function of the project that hands a parameter on hands on what it is given."""
    assert handed(f"{HEAD}{forwarding}\n") == {Place.LOOP}


def test_called_parameter() -> None:
    """A function of the project that calls its parameter runs it in its own place."""
    assert handed(f"{HEAD}def run(cb):\n    cb()\nrun(f)\n") == {Place.INLINE}


def test_other_function_of_the_same_name() -> None:
    """A name that means another function is no hand-off of this one."""
    files = {"a.py": f"{HEAD}", "b.py": f"{HEAD}loop.call_soon(f)\n"}
    assert handed(files) == set()


def test_bound_method() -> None:
    """A bound method is handed over like a function."""
    text = f"{HEAD}class A:\n    def m(self): ...\n    def go(self):\n        loop.call_soon(self.m)\n"
    assert handed(text, "A.m") == {Place.LOOP}


def test_lambda() -> None:
    """A lambda in the arguments is handed over itself."""
    assert handed(f"{HEAD}loop.call_soon(lambda: 1)\n", "<lambda>") == {Place.LOOP}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(): ...", None),
        ("async def f(): ...", "coroutine"),
        ("async def f(): yield", "coroutine"),
        ("def f(): ...\nloop.call_soon(f)", "callback"),
        ("def f(): ...\nasyncio.to_thread(f)", None),
        ("def deco(g):\n    def w():\n        return asyncio.to_thread(g)\n    return w\n@deco\ndef f(): ...", None),
    ],
)
def test_on_loop(text: str, expected: str | None) -> None:
    """Coroutines and callbacks of the loop run on it; plain functions and those of threads do not."""
    program = link(f"{HEAD}{text}\n")
    assert program.places.on_loop(function(program, "f")) == expected


@pytest.mark.parametrize(
    ("bases", "method", "expected"),
    [
        ("asyncio.Protocol", "data_received", "method"),
        ("Below", "data_received", "method"),
        ("asyncio.Protocol", "helper", None),
        ("tornado.web.RequestHandler", "get", "method"),
        ("threading.Thread", "run", None),
        ("Unknown", "data_received", None),
    ],
)
def test_framework_method(bases: str, method: str, expected: str | None) -> None:
    """A method that a framework calls runs where the framework calls it, below subclasses too."""
    head = "import asyncio, threading, tornado.web\nclass Below(asyncio.Protocol): ...\n"
    text = f"{head}class A({bases}):\n    def {method}(self): ...\n"
    program = link(text)
    assert program.places.on_loop(function(program, f"A.{method}")) == expected


def test_module_and_class_bodies() -> None:
    """Code at the top of a file or of a class runs at import, not on a loop."""
    program = link("class A:\n    x = 1\n")
    assert [program.places.on_loop(node) for node in program.index.functions()] == [None, None]
