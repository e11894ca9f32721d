"""What functions give, once their decorators are read."""

import pytest

from asynclint.program.types.kinds import Kinds
from asynclint.program.types.values import COROUTINE, DEFERRED
from tests.program.linking import function, link

HEAD = "import functools, contextlib\nfrom twisted.internet import defer\n"


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("async def f(): ...\n", "coroutine"),
        ("async def f(): yield 1\n", "async-generator"),
        ("def f(): return 1\n", "plain"),
        ("def f(): print()\n", "plain"),
        ("def f(): ...\n", ""),
        ("def f() -> int: ...\n", "plain"),
        ("def f(): return unknown()\n", ""),
        ("async def g(): ...\ndef f(): return g()\n", ""),
        ("def f(): yield 1\n", ""),
        ("@unknown\nasync def f(): ...\n", ""),
        ("@contextlib.asynccontextmanager\nasync def f(): yield 1\n", ""),
    ],
)
def test_gives(text: str, gives: str) -> None:
    """A coroutine, an async generator, or nothing that can be awaited; else it is not known."""
    program = link(HEAD + text)
    assert Kinds(program.inference).gives(function(program, "f")) == gives


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("@functools.cache\nasync def f(): ...\n", COROUTINE),
        ("@functools.lru_cache(maxsize=1)\nasync def f(): ...\n", COROUTINE),
        ("class A:\n    @functools.cached_property\n    async def f(self): ...\n", COROUTINE),
        ("async def g(): ...\n@functools.cache\ndef f(): return g()\n", COROUTINE),
        ("async def g(): ...\n@functools.cache\ndef f(x): return g() if x else None\n", COROUTINE),
        ("@functools.cache\ndef f(): return defer.succeed(1)\n", DEFERRED),
        ("@functools.cache\n@defer.inlineCallbacks\ndef f(): yield 1\n", DEFERRED),
        ("@functools.cache\ndef f(x): return defer.succeed(1) if x else 1\n", None),
        ("@functools.cache\ndef f(): yield defer.succeed(1)\n", None),
        ("@functools.cache\ndef f(): return 1\n", None),
        ("@functools.wraps(f)\nasync def f(): ...\n", None),
        ("@cache\nasync def f(): ...\n", None),
        ("async def f(): ...\n", None),
    ],
)
def test_cached_awaitables(text: str, kept: str | None) -> None:
    """A cache of functools keeps a coroutine that can be awaited once, or a Deferred that its first user changes."""
    program = link(HEAD + text)
    found = [(one.row.name, kind) for one, kind in Kinds(program.inference).cached_awaitables(program.functions())]
    assert found == ([("f", kept)] if kept else [])


@pytest.mark.parametrize(
    ("decorator", "found"),
    [("property", True), ("staticmethod", False), ("unknown", False), ("functools.cached_property", False)],
)
def test_async_properties(decorator: str, found: bool) -> None:
    """An async function behind an attribute."""
    program = link(f"{HEAD}class A:\n    @{decorator}\n    async def f(self): ...\n")
    names = [one.qualname for one in Kinds(program.inference).async_properties(program.functions())]
    assert names == (["A.f"] if found else [])
