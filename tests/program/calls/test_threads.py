"""What runs in worker threads only, and what it calls there."""

import pytest

from asynclint.program.calls.threads import ThreadCall, Threads
from tests.program.linking import function, link

HEAD = """
import asyncio, threading
loop = asyncio.new_event_loop()
queue = asyncio.Queue()
"""


def threads(text: str) -> Threads:
    """The questions about threads of a program."""
    program = link(HEAD + text)
    return Threads(program.graph, program.places)


def calls(text: str) -> list[ThreadCall]:
    """The calls in threads that only the loop may make."""
    return list(threads(text).loop_calls())


@pytest.mark.parametrize(
    "start",
    [
        "threading.Thread(target=work).start()",
        "asyncio.get_event_loop().run_in_executor(None, work)",
        "threading.Thread(target=lambda: work()).start()",
    ],
)
def test_loop_call_in_thread(start: str) -> None:
    """A function that a thread starts with may not call what belongs to the loop."""
    (found,) = calls(f"def work():\n    queue.put_nowait(1)\n{start}\n")
    assert (found.callee, found.site.function_name, found.loop) == ("asyncio.Queue.put_nowait", "work", "loop")


@pytest.mark.parametrize(
    "text",
    [
        "def work():\n    queue.put_nowait(1)\n",
        "def work():\n    queue.put_nowait(1)\nthreading.Thread(target=work)\nasync def f():\n    work()\n",
        "def work():\n    queue.put_nowait(1)\nthreading.Thread(target=work)\nloop.call_soon(work)\n",
        "def work():\n    queue.put_nowait(1)\n    loop.run_forever()\nthreading.Thread(target=work)\n",
        "def work():\n    asyncio.run(main())\n    queue.put_nowait(1)\nthreading.Thread(target=work)\n",
        "async def work():\n    queue.put_nowait(1)\nthreading.Thread(target=work)\n",
        "def work():\n    loop.call_soon_threadsafe(print)\nthreading.Thread(target=work)\n",
    ],
)
def test_no_loop_call_in_thread(text: str) -> None:
    """Functions that may run on a loop, threads with a loop of their own and thread-safe calls are left alone."""
    assert calls(text) == []


def test_entry() -> None:
    """The entry of a helper is the function with which the thread starts."""
    text = "def work():\n    helper()\ndef helper():\n    queue.put_nowait(1)\nthreading.Thread(target=work)\n"
    program = link(HEAD + text)
    entry = Threads(program.graph, program.places).entry(function(program, "helper"))
    assert entry is function(program, "work")
    (found,) = program.loop_calls_in_threads()
    assert found.entry is entry


@pytest.mark.parametrize(
    ("text", "name", "written"),
    [
        ("def f(own: asyncio.AbstractEventLoop): ...\n", "f", "own"),
        ("def f(): ...\n", "f", "loop"),
        (
            "class A:\n    def __init__(self):\n        self.main = asyncio.get_running_loop()\n    def f(this): ...\n",
            "A.f",
            "this.main",
        ),
    ],
)
def test_loop_in_reach(text: str, name: str, written: str) -> None:
    """A loop may be a parameter, an attribute of the object or a name outside, the nearest first."""
    program = link(HEAD + text)
    assert Threads(program.graph, program.places).loop_in_reach(function(program, name)) == written


def test_no_loop_in_reach() -> None:
    """Where the code was given none, nothing can be written."""
    program = link("def f(x): ...\n")
    assert Threads(program.graph, program.places).loop_in_reach(function(program, "f")) is None
