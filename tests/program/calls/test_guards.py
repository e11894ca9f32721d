"""Code that has asked where it runs is not told about."""

import pytest

from tests.program.linking import link, traces

HEAD = """
import asyncio, threading, time
def in_loop():
    try:
        asyncio.get_running_loop()
        return True
    except RuntimeError:
        return False
def in_main_thread():
    return threading.current_thread() is threading.main_thread()
def unrelated_loop():
    return True
"""


@pytest.mark.parametrize(
    "body",
    [
        "try:\n    asyncio.get_running_loop()\nexcept RuntimeError:\n    time.sleep(1)",
        "try:\n    asyncio.get_running_loop()\nexcept RuntimeError:\n    pass\nelse:\n    return\ntime.sleep(1)",
        "try:\n    loop = asyncio.get_running_loop()\nexcept RuntimeError:\n    loop = None\ntime.sleep(1)",
        "if in_loop():\n    return\ntime.sleep(1)",
        "if not in_loop():\n    time.sleep(1)",
        "if threading.current_thread() is not threading.main_thread():\n    time.sleep(1)",
        "if threading.get_ident() == self.ident:\n    pass\nelse:\n    time.sleep(1)",
        "here = threading.get_ident()\nif here == other:\n    return\ntime.sleep(1)",
        "if in_main_thread():\n    return\ntime.sleep(1)",
        "on_loop = in_loop()\nif on_loop:\n    return\ntime.sleep(1)",
    ],
)
def test_guarded(body: str) -> None:
    """A test of the running loop or of the thread guards both branches and what follows."""
    body = "".join(f"    {row}\n" for row in body.split("\n"))
    assert traces(link(f"{HEAD}def g(self=1, other=1):\n{body}async def f():\n    g()\n")) == []


@pytest.mark.parametrize(
    "body",
    [
        "time.sleep(1)\nif in_loop():\n    return",
        "if unrelated_loop():\n    return\ntime.sleep(1)",
        "if self:\n    return\ntime.sleep(1)",
        "print(threading.current_thread())\ntime.sleep(1)",
        "loop = asyncio.get_running_loop()\ntime.sleep(1)",
        "try:\n    asyncio.get_running_loop()\n    time.sleep(1)\nexcept ValueError:\n    pass",
    ],
)
def test_not_guarded(body: str) -> None:
    """A test that comes later, one of something else, and a mere mention guard nothing."""
    body = "".join(f"    {row}\n" for row in body.split("\n"))
    assert traces(link(f"{HEAD}def g(self=None):\n{body}async def f():\n    g()\n")) == ["f > g > time.sleep"]


@pytest.mark.parametrize(
    ("body", "waits"),
    [
        ("    wait()\n    if in_loop():\n        return\n", False),
        ("    wait()\n    in_loop()\n", True),
        ("    wait()\n    time.sleep(1)\n    if in_loop():\n        return\n", True),
    ],
)
def test_aware(body: str, waits: bool) -> None:
    """A function that branches by where it runs calls the others for either case; what waits in itself still does."""
    text = f"{HEAD}def wait():\n    time.sleep(1)\ndef g():\n{body}async def f():\n    g()\n"
    assert bool(traces(link(text))) is waits


def test_property_that_asks() -> None:
    """A property that asks about the loop, through functions of the project too, guards as a call does."""
    text = (
        HEAD
        + """
class C:
    @property
    def asynchronous(self):
        return in_loop()
    @property
    def looping(self):
        return True
    def guarded(self):
        if self.asynchronous:
            return
        time.sleep(1)
    def unguarded(self):
        if self.looping:
            return
        time.sleep(1)
async def f(c: C):
    c.guarded()
    c.unguarded()
"""
    )
    assert traces(link(text)) == ["f > C.unguarded > time.sleep"]


def test_loop_test_in_a_coroutine() -> None:
    """In a coroutine a loop runs always: asking for it tells nothing, asking for the thread does."""
    loop = "    try:\n        asyncio.get_running_loop()\n    except RuntimeError:\n        pass\n    time.sleep(1)\n"
    thread = "    if threading.current_thread() is x:\n        return\n    time.sleep(1)\n"
    assert traces(link(f"{HEAD}async def f():\n{loop}")) == ["f > time.sleep"]
    assert traces(link(f"{HEAD}async def f():\n{thread}")) == []


def test_guarded_call() -> None:
    """A guard round the call of a function that waits keeps the effect from going on."""
    text = "def g():\n    time.sleep(1)\ndef h():\n    if not in_loop():\n        g()\nasync def f():\n    h()\n"
    assert traces(link(HEAD + text)) == []
