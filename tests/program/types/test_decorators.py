"""What wrappers of the project's decorators make of a coroutine function."""

import pytest

from tests.program.linking import function, link

HEAD = """
import asyncio
from typing import Any, Awaitable, Callable, Generic, TypeVar, cast
from twisted.internet.defer import Deferred, ensureDeferred
F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")
"""


def result(decorator: str, use: str = "@deco\n") -> str:
    """What calling a decorated coroutine function gives."""
    program = link(f"{HEAD}{decorator}{use}async def f(): ...\n")
    return program.inference.signatures.of(function(program, "f")).result


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return f(*a)", "coroutine"),
        ("r = f(*a)\n        return r", "coroutine"),
        ("return asyncio.run(f(*a))", "plain"),
        ("r = asyncio.run(f(*a))\n        return r", "plain"),
        ("return asyncio.get_event_loop().run_until_complete(f(*a))", "plain"),
        ("c = f(*a)\n        return asyncio.run(c)", "plain"),
        ("return asyncio.ensure_future(f(*a))", "task"),
        ("return asyncio.create_task(f(*a))", "task"),
        ("return ensureDeferred(f(*a))", "deferred"),
        ("return unknown(f(*a))", "opaque"),
        ("r = asyncio.create_task(f(*a)) if x else y(f())\n        return r", "task-on-loop"),
        ("x = g(x)\n        return x", "opaque"),
    ],
)  # fmt: skip
def test_wrapper(body: str, expected: str) -> None:
    """A wrapper is read to its return statements."""
    assert result(f"def deco(f):\n    def wrapper(*a):\n        {body}\n    return wrapper\n") == expected


@pytest.mark.parametrize(
    ("decorator", "expected"),
    [
        ("def deco(f: F) -> F: return unknown(f)\n", "coroutine"),
        ("def deco(f: F) -> Callable[..., Awaitable[int]]: return unknown(f)\n", "coroutine"),
        ("def deco(f: F) -> Callable[..., 'Deferred[int]']: return unknown(f)\n", "deferred"),
        ("def deco(f: F) -> Callable[..., int]: return unknown(f)\n", "opaque"),
        ("def deco(f: Callable[..., T]) -> Callable[..., T]: return unknown(f)\n", "coroutine"),
        ("def deco(f: Callable[..., Any]) -> Callable[..., Any]: return unknown(f)\n", "opaque"),
        ("class Cached(Generic[F]):\n    __call__: F\ndef deco(f: F) -> Cached[F]: return unknown(f)\n", "coroutine"),
        ("def deco(f): return unknown(f)\n", "opaque"),
    ],
)
def test_declaration(decorator: str, expected: str) -> None:
    """What cannot be read counts as its annotations say."""
    assert result(decorator) == expected


def test_declared_factory() -> None:
    """The same for what a factory of decorators gives."""
    assert result("def deco(*, size: int) -> Callable[[F], F]: return unknown\n", "@deco(size=1)\n") == "coroutine"
    alias = "type Func[T] = Callable[[int], T]\n"
    factory = "def deco[T](*, size: int) -> Callable[[Func[T]], Func[T]]: return unknown\n"
    assert result(f"{alias}{factory}", "@deco(size=1)\n") == "coroutine"
    assert result("def deco(*, size: int) -> Callable[[T], int]: return unknown\n", "@deco(size=1)\n") == "opaque"


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("__get__(self, o, t):\n        async def w(*a): ...\n        return w", "coroutine"),
        ("__get__(self, o, t):\n        def w(*a) -> 'Deferred[int]': ...\n        return w", "deferred"),
        ("__get__(self, *o):\n        def w() -> Deferred: ...\n        x = cast(T, w)\n        return x", "deferred"),
        ("__get__(self, o, t):\n        def w(*a): return unknown()\n        return w", "opaque"),
        ("async def __call__(self): ...", "coroutine"),
        ("def other(self): ...", "opaque"),
    ],
)  # fmt: skip
def test_class(method: str, expected: str) -> None:
    """An object that stands for the function gives what its ``__get__`` or ``__call__`` gives."""
    method = method if "def" in method.split("(", maxsplit=1)[0] else f"def {method}"
    cls = f"class Descriptor:\n    def __init__(self, f): ...\n    {method}\n"
    assert result(cls, "@Descriptor\n") == expected
    assert result(f"{cls}def deco(f): return Descriptor(f)\n") == expected
    assert (
        result(f"{cls}def deco(n):\n    g = lambda f: Descriptor(f, n)\n    return cast(F, g)\n", "@deco(1)\n")
        == expected
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("def w(*a): return ensureDeferred(f(*a))\n        return w", "deferred"),
        ("async def w(*a): return await f(*a)\n        return w", "coroutine"),
        ("def w(*a): return asyncio.run(f(*a))\n        return w", "plain"),
        ("self.found = f\n        return f", "coroutine"),
        ("return cast(Any, Descriptor(f=f))", "deferred"),
        ("return unknown(f)", "opaque"),
    ],
)
def test_object(body: str, expected: str) -> None:
    """The ``__call__`` of an object that decorates is read as a decorator, wherever the object comes from."""
    descriptor = (
        "class Descriptor:\n    def __get__(self, o, t):\n        def w(*a) -> 'Deferred[int]': ...\n        return w\n"
    )
    cls = f"{descriptor}class Deco:\n    def __init__(self, *, n=0): ...\n    def __call__(self, f):\n        {body}\n"
    assert result(cls, "@Deco(n=1)\n") == expected
    assert result(f"{cls}deco = Deco()\n") == expected
    assert result(f"{cls}def deco(*, n=0) -> Deco: return Deco(n=n)\n", "@deco(n=1)\n") == expected
    method = cls.replace("__call__", "method")
    assert result(f"{method}deco = Deco()\n", "@deco.method\n") == expected
