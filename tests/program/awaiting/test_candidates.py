"""The names of what may give an awaitable."""

import pytest

from tests.program.linking import link

HEAD = """
from functools import partial
from typing import Any, Awaitable, Callable, Protocol
import asyncio
async def co(): ...
Callback = Callable[[str], Awaitable[Any]]
Callbacks = list[Callback]
class Caller(Protocol):
    async def __call__(self): ...
def factory():
    async def inner(): ...
    return inner
"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("async def f(): ...\nf()", "f"),
        ("def f(): return co()\nf()", "f"),
        ("def f() -> 'asyncio.Future[int]': ...\nf()", "f"),
        ("def f() -> Callback: ...\nf()", "f"),
        ("def g(f: Callback): f()", "f"),
        ("def g(f: 'Caller | None'): f()", "f"),
        ("class A:\n    f: Callback\ndef g(a): a.f()", "f"),
        ("class A:\n    def __init__(self):\n        self.f = co\ndef g(a): a.f()", "f"),
        ("class A:\n    def __init__(self, f: Callback):\n        self.h = f\ndef g(a): a.h()", "h"),
        ("class A:\n    all: Callbacks\n    def g(self):\n        for f in self.all:\n            f()", "f"),
        ("TABLE = {'a': co}\ndef g(k):\n    f = TABLE[k]\n    f()", "f"),
        ("TABLE = {'a': co}\ndef g(k):\n    f = TABLE.get(k)\n    f()", "f"),
        ("def g():\n    f = factory()\n    f()", "f"),
        ("f = partial(co, 1)\nf()", "f"),
        ("f = lambda: co()\nf()", "f"),
    ],
)
def test_candidate(text: str, name: str) -> None:
    """A definition, an annotation or a value makes a name one to look at."""
    assert name in link(f"{HEAD}{text}\n").awaitables.candidates.names


@pytest.mark.parametrize(
    "text",
    [
        "def f(): return 1\nf()",
        "def f() -> int: ...\nf()",
        "async def f(): ...",
        "def g(f): f()",
        "async def g():\n    f = await co()\n    f()",
        "def g():\n    f = co\n    f.x = 1",
        "class A:\n    def __init__(self):\n        self.f = print\ndef g(a): a.f()",
        "TABLE = {'a': print}\ndef g(k):\n    f = TABLE[k]\n    f()",
    ],
)
def test_no_candidate(text: str) -> None:
    """Nothing else is looked at."""
    assert "f" not in link(f"{HEAD}{text}\n").awaitables.candidates.names
