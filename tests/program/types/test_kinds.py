"""What functions give, once their decorators are read."""

import pytest

from asynclint.program.types.kinds import Kinds
from tests.program.linking import function, link

HEAD = "import functools, contextlib\n"


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
    ("text", "cached"),
    [
        ("@functools.cache\nasync def f(): ...\n", True),
        ("@functools.lru_cache(maxsize=1)\nasync def f(): ...\n", True),
        ("class A:\n    @functools.cached_property\n    async def f(self): ...\n", True),
        ("async def g(): ...\n@functools.cache\ndef f(): return g()\n", True),
        ("@functools.cache\ndef f(): return 1\n", False),
        ("@functools.wraps(f)\nasync def f(): ...\n", False),
        ("@cache\nasync def f(): ...\n", False),
        ("async def f(): ...\n", False),
    ],
)
def test_cached_coroutines(text: str, cached: bool) -> None:
    """A cache of functools keeps a coroutine that can be awaited once."""
    program = link(HEAD + text)
    found = [one.row.name for one in Kinds(program.inference).cached_coroutines(program.functions())]
    assert found == (["f"] if cached else [])


@pytest.mark.parametrize(
    ("decorator", "found"),
    [("property", True), ("staticmethod", False), ("unknown", False), ("functools.cached_property", False)],
)
def test_async_properties(decorator: str, found: bool) -> None:
    """An async function behind an attribute."""
    program = link(f"{HEAD}class A:\n    @{decorator}\n    async def f(self): ...\n")
    names = [one.qualname for one in Kinds(program.inference).async_properties(program.functions())]
    assert names == (["A.f"] if found else [])
