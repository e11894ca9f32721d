"""Decorators decide the kind: known ones, the project's (which are read), and unknown ones."""

import pytest

from asynclint.program.types.signatures import Signature
from tests.program.linking import Files, function, link

HEAD = """
import asyncio
import contextlib
import functools
import nowhere
from functools import cached_property, lru_cache
from tornado import gen
from twisted.internet import defer
from typing import Callable, TypeVar
F = TypeVar("F", bound=Callable)
"""


def signature(files: Files, qualname: str = "f") -> Signature:
    """The signature of a function of ``a.py``."""
    program = link(files)
    return program.inference.signatures.of(function(program, qualname))


def decorated(decorator: str, use: str = "@deco", body: str = "async def f(): ...") -> str:
    """A text with a decorator of the project and a function that uses it."""
    return f"{HEAD}{decorator}\n{use}\n{body}\n"


@pytest.mark.parametrize(
    ("text", "result", "place"),
    [
        ("def f(): ...", "plain", "here"),
        ("async def f(): ...", "coroutine", "loop"),
        ("def f(): yield", "generator", "here"),
        ("async def f(): yield", "async-generator", "loop"),
    ],
)
def test_undecorated(text: str, result: str, place: str) -> None:
    """Without decorators the definition says it all."""
    found = signature(text)
    assert (found.result, found.place, found.certain) == (result, place, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@functools.cache\ndef f(): ...", Signature("plain", cached=True)),
        ("@lru_cache(maxsize=1)\ndef f(): ...", Signature("plain", cached=True)),
        ("@contextlib.contextmanager\ndef f(): yield", Signature("context-manager")),
        ("@contextlib.asynccontextmanager\nasync def f(): yield", Signature("async-context-manager", place="loop")),
        ("@gen.coroutine\ndef f(): yield", Signature("future", place="loop", drives_generator=True)),
        ("@defer.inlineCallbacks\ndef f(): yield", Signature("deferred", place="loop", drives_generator=True)),
    ],
)
def test_known_decorator(text: str, expected: Signature) -> None:
    """Knowledge says what a library's decorator makes of a function."""
    assert signature(f"{HEAD}{text}\n") == expected


@pytest.mark.parametrize(
    ("decorator", "access", "cached"),
    [
        ("property", "property", False),
        ("cached_property", "cached-property", True),
        ("staticmethod", "method", False),
        ("Own", "property", False),
        ("OwnCached", "cached-property", True),
    ],
)
def test_access(decorator: str, access: str, cached: bool) -> None:
    """Properties, and subclasses of them, are read instead of called."""
    head = f"{HEAD}class Own(property): ...\nclass OwnCached(cached_property): ...\n"
    text = f"{head}class A:\n    @{decorator}\n    def f(self): ...\n"
    found = signature(text, "A.f")
    assert (found.access, found.cached, found.certain) == (access, cached, True)


@pytest.mark.parametrize("body", ["def f(): ...", "async def f(): ..."])
@pytest.mark.parametrize("decorator", ["@nowhere.deco", "@nowhere.deco(1)", "@undefined", "@[x][0]"])
def test_unknown_decorator(decorator: str, body: str) -> None:
    """Below a decorator of which nothing is known, nothing is known of the result, and nothing is certain."""
    found = signature(f"{HEAD}{decorator}\n{body}\n")
    assert (found.result, found.certain) == ("opaque", False)


TRANSPARENT = [
    "def deco(f):\n    return f",
    "def deco(f):\n    f.marked = True\n    return f",
    "def deco(f):\n    def w(*a, **k):\n        return f(*a, **k)\n    return w",
    "def deco(f):\n    @functools.wraps(f)\n    def w(*a, **k):\n        return f(*a, **k)\n    return w",
    "def deco(f):\n    def w(*a, **k):\n        return f(*a, **k)\n    return functools.update_wrapper(w, f)",
    "def deco(f):\n    def w(*a, **k):\n        return f(*a, **k)\n    return functools.wraps(f)(w)",
    "def deco(f):\n    return lambda *a: f(*a)",
    "def deco(f: F) -> F:\n    return nowhere.wrap(f)",
]


@pytest.mark.parametrize("decorator", TRANSPARENT)
@pytest.mark.parametrize(("body", "result"), [("def f(): ...", "plain"), ("async def f(): ...", "coroutine")])
def test_transparent(decorator: str, body: str, result: str) -> None:
    """A wrapper that returns what the function returns changes nothing."""
    found = signature(decorated(decorator, body=body))
    assert (found.result, found.certain) == (result, True)


@pytest.mark.parametrize("body", ["def f(): ...", "async def f(): ..."])
def test_async_wrapper(body: str) -> None:
    """An async wrapper makes a coroutine of whatever it wraps, and runs it on the loop."""
    text = "def deco(f):\n    @functools.wraps(f)\n    async def w(*a):\n        return f(*a)\n    return w"
    found = signature(decorated(text, body=body))
    assert (found.result, found.place, found.certain) == ("coroutine", "loop", True)


@pytest.mark.parametrize(
    "hand",
    [
        "asyncio.get_running_loop().run_in_executor(None, f)",
        "asyncio.get_running_loop().run_in_executor(None, lambda: f(*a))",
        "asyncio.get_running_loop().run_in_executor(None, functools.partial(f, *a))",
        "asyncio.to_thread(f, *a)",
    ],
)
def test_thread_offload(hand: str) -> None:
    """A wrapper that returns the awaitable of a thread makes the function awaitable, and its body runs in a thread."""
    found = signature(
        decorated(f"def deco(f):\n    def w(*a):\n        return {hand}\n    return w", body="def f(): ...")
    )
    assert (found.result, found.place) == ("coroutine", "thread")


@pytest.mark.parametrize("hand", ["asyncio.to_thread(f, *a)", "asyncio.get_running_loop().run_in_executor(None, f)"])
def test_offload_by_an_async_wrapper(hand: str) -> None:
    """An async wrapper that waits for a thread keeps the body off the loop, too."""
    text = f"def deco(f):\n    async def w(*a):\n        return await {hand}\n    return w"
    found = signature(decorated(text, body="def f(): ..."))
    assert (found.result, found.place) == ("coroutine", "thread")


def test_to_sync() -> None:
    """A wrapper that runs the coroutine and returns nothing makes a plain function of it."""
    text = "def deco(f):\n    def w(*a):\n        asyncio.run(f(*a))\n    return w"
    assert signature(decorated(text)).result == "plain"


@pytest.mark.parametrize(
    ("decorator", "use", "result"),
    [
        ("def deco(n):\n    def inner(f):\n        return f\n    return inner", "@deco(1)", "coroutine"),
        (
            "def deco(n):\n    def inner(f):\n        def w(): return f()\n        return w\n    return inner",
            "@deco(1)",
            "coroutine",
        ),
        ("def deco(n):\n    def inner(f):\n        return nowhere.wrap(f)\n    return inner", "@deco(1)", "opaque"),
        ("def deco(n):\n    return nowhere.make(n)", "@deco(1)", "opaque"),
    ],
)
def test_factory(decorator: str, use: str, result: str) -> None:
    """A decorator that is made by a call is the function that the call returns."""
    assert signature(decorated(decorator, use)).result == result


def test_async_factory() -> None:
    """An async wrapper two levels down makes a plain function a coroutine function."""
    text = """
def deco(n):
    def inner(f):
        async def w(*a):
            return f(*a)
        return w
    return inner"""
    assert signature(decorated(text, "@deco(1)", "def f(): ...")).result == "coroutine"


DUAL = """
def deco(f):
    if asyncio.iscoroutinefunction(f):
        async def w(*a):
            return await f(*a)
        return w
    def v(*a):
        return f(*a)
    return v"""


@pytest.mark.parametrize(("body", "result"), [("def f(): ...", "plain"), ("async def f(): ...", "coroutine")])
def test_wrapper_for_both_kinds(body: str, result: str) -> None:
    """Of a decorator with a wrapper for each kind, the one of the function's own kind counts."""
    assert signature(decorated(DUAL, body=body)).result == result


def test_decorator_in_other_file() -> None:
    """A decorator is read where it is defined."""
    files = {
        "a.py": "from b import deco\n@deco\ndef f(): ...\n",
        "b.py": "def deco(g):\n    async def w(*a):\n        return g(*a)\n    return w\n",
    }
    assert signature(files).result == "coroutine"


def test_order_of_decorators() -> None:
    """The decorator nearest to the function is applied first."""
    text = f"{HEAD}def deco(f):\n    async def w(*a):\n        return f(*a)\n    return w\n"
    assert signature(f"{text}@contextlib.contextmanager\n@deco\ndef f(): ...\n").result == "context-manager"
    assert signature(f"{text}@deco\n@nowhere.x\ndef f(): ...\n").certain is False


def test_binding() -> None:
    """Access through an object binds a method to it, a class method to its class, a static method to nothing."""
    program = link(
        """
        class A:
            def a(self): ...
            @classmethod
            def b(cls): ...
            @staticmethod
            def c(): ...
            def __new__(cls): ...
            def __init_subclass__(cls): ...
        """
    )
    names = ("a", "b", "c", "__new__", "__init_subclass__")
    found = [program.inference.signatures.binding(function(program, f"A.{name}")) for name in names]
    assert found == ["instance", "class", "static", "class", "class"]


def test_suspends() -> None:
    """Only what runs as a coroutine of its own keeps its effects from the caller."""
    assert [signature(f"{text}: yield\n").suspends for text in ("def f()", "async def f()")] == [False, True]
