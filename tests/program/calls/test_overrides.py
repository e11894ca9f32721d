"""Methods that replace one of another kind."""

import pytest

from asynclint.model.effects import Confidence
from asynclint.program.calls.overrides import Override, Overrides
from tests.program.linking import link


def mixed(text: str) -> list[Override]:
    """The methods of a program that replace one of another kind."""
    program = link(text)
    return list(Overrides(program.graph).mixed(program.functions()))


def classes(base: str, method: str, call: str, kind: str = "def") -> str:
    """A base with a method ``run`` that calls its ``hook``, and a class that replaces the hook."""
    return f"""
class Base:
    {kind} run(self):
        {call}
    {base}
class Below(Base):
    {method}
"""


@pytest.mark.parametrize(
    ("base", "call", "found"),
    [
        ("def hook(self): print()", "self.hook()", True),
        ("def hook(self): return 1", "if self.hook(): pass", True),
        ("def hook(self): print()", "x = self.hook()", False),
        ("def hook(self): print()", "await_it(self.hook())", False),
        ("def hook(self): print()", "asyncio.ensure_future(self.hook())", False),
        ("def hook(self): return unknown()", "self.hook()", False),
        ("def hook(self) -> Awaitable: ...", "self.hook()", False),
        ("async def hook(self): ...", "self.hook()", False),
        ("@unknown\n    def hook(self): print()", "self.hook()", False),
        ("def hook(self): print()", "pass", False),
    ],
)
def test_asynchronous_over_plain(base: str, call: str, found: bool) -> None:
    """A coroutine that replaces a plain method never runs where the result is taken as it is."""
    overrides = mixed(classes(base, "async def hook(self): ...", call))
    assert [(one.site.function_name, one.asynchronous, one.base) for one in overrides] == (
        [("Below.hook", True, "Base.hook")] if found else []
    )


@pytest.mark.parametrize(
    ("method", "call", "found"),
    [
        ("def hook(self): print()", "await self.hook()", True),
        ("def hook(self): return 1", "await self.hook()", True),
        ("def hook(self): return unknown()", "await self.hook()", False),
        ("def hook(self): raise TypeError", "await self.hook()", False),
        ("def hook(self): print()", "self.hook()", False),
        ("async def hook(self): ...", "await self.hook()", False),
    ],
)
def test_plain_over_asynchronous(method: str, call: str, found: bool) -> None:
    """A plain method gives nothing to those who await the one that it replaces."""
    overrides = mixed(classes("async def hook(self): return 1", method, call, "async def"))
    assert [one.asynchronous for one in overrides] == ([False] if found else [])


@pytest.mark.parametrize(
    ("text", "base"),
    [
        (
            "import threading\nclass A(threading.Thread):\n    async def run(self): ...\n",
            "threading.Thread.run",
        ),
        (
            "import asyncio\nclass A(asyncio.Protocol):\n    async def data_received(self, data): ...\n",
            "asyncio.Protocol.data_received",
        ),
        ("import threading\nclass A(threading.Thread):\n    async def other(self): ...\n", None),
        ("import threading\nclass A(threading.Thread):\n    def run(self): ...\n", None),
    ],
)
def test_over_library(text: str, base: str | None) -> None:
    """Libraries call some methods of their subclasses in a known way."""
    assert [one.base for one in mixed(text)] == ([base] if base else [])


def test_called_through_other_objects() -> None:
    """Whether an object of the subclass comes to a call through another name is not sure."""
    text = "class Base:\n    def hook(self): print()\nclass Below(Base):\n    async def hook(self): ...\n"
    (one,) = mixed(f"{text}def f(base: Base):\n    base.hook()\n")
    assert one.confidence is Confidence.POSSIBLE
    assert [step.function for step in one.steps] == ["f", "Base.hook", "Below.hook"]


def test_caller_that_is_replaced_too() -> None:
    """The subclass has a caller of its own, which awaits."""
    text = classes("def hook(self): print()", "async def hook(self): ...", "self.hook()")
    assert mixed(f"{text}    async def run(self):\n        await self.hook()\n") == []
