"""What fixes of rules on tasks, threads and Deferreds make of code that pages do not show."""

from pathlib import Path

import pytest

from tests.rules.harness import fixed

SHIELDS = [
    (
        "    x = await asyncio.shield(\n        # why\n        save(\n            1,\n        ),\n    )\n",
        (
            "    task = asyncio.create_task(save(\n        1,\n    ))\n    TASKS.add(task)\n"
            "    task.add_done_callback(TASKS.discard)\n"
            "    x = await asyncio.shield(\n        # why\n        task,\n    )\n"
        ),
    ),
    ("    await asyncio.wait_for(asyncio.shield(save(1)), 3)\n", None),
    ("    if await asyncio.shield(save(1)):\n        pass\n", None),
]


@pytest.mark.parametrize(("before", "after"), SHIELDS)
def test_shielded_tasks_are_kept(tmp_path: Path, before: str, after: str | None) -> None:
    """Where the shield is all that a statement waits for."""
    head = "import asyncio\n\nTASKS = set()\n\n\nasync def save(x):\n    return x\n\n\nasync def main():\n"
    assert fixed(tmp_path, head + before) == head + (before if after is None else after)


RESULTS = [
    ("asyncio.create_task(f()).result().name", "(await asyncio.create_task(f())).name"),
    ("(asyncio.create_task(f())).result()", None),
    ("asyncio.create_task(f()).exception()", None),
]


@pytest.mark.parametrize(("before", "after"), RESULTS)
def test_results_are_awaited(tmp_path: Path, before: str, after: str | None) -> None:
    """With parentheses where they matter."""
    head = "import asyncio\n\n\nasync def f():\n    return 1\n\n\nasync def main():\n    return "
    assert fixed(tmp_path, f"{head}{before}\n") == f"{head}{after or before}\n"


CALLS = [
    ("self.loop.call_soon(print, 1, context=None)", "self.loop.call_soon_threadsafe(print, 1, context=None)"),
    ("self.loop.call_later(3, print)", "self.loop.call_soon_threadsafe(self.loop.call_later, 3, print)"),
    ("self.loop.create_task(f())", "asyncio.run_coroutine_threadsafe(f(), self.loop)"),
    ("self.loop.create_task(f(), name='f')", None),
    ("x = self.loop.create_task(f())", None),
    ("self.future.set_result(1)", "self.future.get_loop().call_soon_threadsafe(self.future.set_result, 1)"),
    (
        "self.queue.put_nowait(\n            1,  # one\n        )",
        "self.loop.call_soon_threadsafe(\n            self.queue.put_nowait,\n            1,  # one\n        )",
    ),
    ("self.queue.put_nowait(item=1)", None),
    ("self.event.set()", "self.loop.call_soon_threadsafe(self.event.set)"),
]


@pytest.mark.parametrize(("before", "after"), CALLS)
def test_the_loop_is_asked_from_threads(tmp_path: Path, before: str, after: str | None) -> None:
    """By the loop that the object has, if nobody uses what the call gives."""
    head = (
        "import asyncio\nimport threading\n\n\nasync def f():\n    return 1\n\n\nclass Reader:\n"
        "    def __init__(self, loop: asyncio.AbstractEventLoop):\n        self.loop = loop\n"
        "        self.queue: asyncio.Queue[int] = asyncio.Queue()\n        self.event = asyncio.Event()\n"
        "        self.future: asyncio.Future[int] = loop.create_future()\n\n"
        "    def start(self):\n        threading.Thread(target=self.read).start()\n\n    def read(self):\n        "
    )
    assert fixed(tmp_path, f"{head}{before}\n") == f"{head}{after or before}\n"


THREADS = [
    ("def start(loop: asyncio.AbstractEventLoop, done: asyncio.Event):", "loop"),
    ("def start(done: asyncio.Event):\n    mine = asyncio.get_running_loop()", "mine"),
    ("def start(done: asyncio.Event):", None),
]


@pytest.mark.parametrize(("outer", "loop"), THREADS)
def test_the_loop_comes_from_outside(tmp_path: Path, outer: str, loop: str | None) -> None:
    """From a function round the one that runs in the thread; there is no fix without one."""
    head = f"import asyncio\nimport threading\n\n\n{outer}\n\n    def work():\n        "
    tail = "\n\n    threading.Thread(target=work).start()\n"
    after = "done.set()" if loop is None else f"{loop}.call_soon_threadsafe(done.set)"
    assert fixed(tmp_path, f"{head}done.set(){tail}") == f"{head}{after}{tail}"


FRAMEWORKS = [
    ("io: IOLoop", "io.call_later(1, print)", "io.add_callback(io.call_later, 1, print)"),
    ("got: defer.Deferred", "got.callback(None)", "reactor.callFromThread(got.callback, None)"),
    ("group: anyio.abc.TaskGroup", "group.start_soon(print)", None),
]


@pytest.mark.parametrize(("parameter", "before", "after"), FRAMEWORKS)
def test_each_framework_has_a_way(tmp_path: Path, parameter: str, before: str, after: str | None) -> None:
    """Trio's and AnyIO's work in threads of theirs only."""
    head = (
        "import threading\n\nimport anyio\nimport anyio.abc\nfrom tornado.ioloop import IOLoop\n"
        f"from twisted.internet import defer, reactor\n\n\ndef start({parameter}):\n\n    def work():\n        "
    )
    tail = "\n\n    threading.Thread(target=work).start()\n"
    assert fixed(tmp_path, f"{head}{before}{tail}") == f"{head}{after or before}{tail}"


OWN_LOOPS = [
    ("return asyncio.run_coroutine_threadsafe(f(), loop).result().x", "return (await f()).x"),
    (
        "x = asyncio.run_coroutine_threadsafe(f(), loop)\n    return x.result()",
        "x = asyncio.run_coroutine_threadsafe(f(), loop)\n    return await asyncio.wrap_future(x)",
    ),
    ("return asyncio.run_coroutine_threadsafe(f(), loop).result(3)", None),
    ("return asyncio.run_coroutine_threadsafe(  # why\n        f(), loop).result()", None),
    (
        "return blockingCallFromThread(reactor, sorted, [1], key=abs)",
        "return await defer.maybeDeferred(sorted, [1], key=abs)",
    ),
]


@pytest.mark.parametrize(("before", "after"), OWN_LOOPS)
def test_the_own_loop_is_awaited(tmp_path: Path, before: str, after: str | None) -> None:
    """A future by its wrapper, and without a timeout only."""
    head = (
        "import asyncio\n\nfrom twisted.internet import defer, reactor\n"
        "from twisted.internet.threads import blockingCallFromThread\n\n\n"
        "async def f():\n    return 1\n\n\nasync def main():\n    loop = asyncio.get_running_loop()\n    "
    )
    assert fixed(tmp_path, f"{head}{before}\n") == f"{head}{after or before}\n"


def test_collections_from_elsewhere_are_no_deferreds(tmp_path: Path) -> None:
    """What is in a list is changed where the list is made, if it is made of calls."""
    head = "from twisted.internet import defer\n\n\nasync def f(x):\n    return x\n\n\ndef main(x):\n"
    assert fixed(tmp_path, f"{head}    return defer.gatherResults((f(1), f(2)))\n") == (
        f"{head}    return defer.gatherResults((defer.ensureDeferred(f(1)), defer.ensureDeferred(f(2))))\n"
    )
    text = f"{head}    jobs = [f(1)]\n    return defer.gatherResults(jobs)\n"
    assert fixed(tmp_path, text) == text


def test_comments_that_say_not_to_wait_are_heeded(tmp_path: Path) -> None:
    """Then there is a finding, as nothing runs, but no fix that waits."""
    text = "async def f(x):\n    return x\n\n\nasync def main():\n    f(1)  # fire and forget\n"
    assert fixed(tmp_path, text) == text
    assert fixed(tmp_path, text.replace("fire and forget", "go")).endswith("    await f(1)  # go\n")


def test_handlers_that_pass_raise_instead(tmp_path: Path) -> None:
    """In place of what does nothing."""
    head = "import asyncio\n\n\nasync def serve(x):\n    try:\n        await x.work()\n"
    head += "    except asyncio.CancelledError:\n        "
    tail = "  # why\n    x.end()\n"
    assert fixed(tmp_path, f"{head}pass{tail}", {"min-confidence": "possible"}) == f"{head}raise{tail}"


def test_what_is_awaited_by_name_is_not_awaited_before(tmp_path: Path) -> None:
    """The name would hold the result, which cannot be awaited."""
    head = "async def f():\n    return 1\n\n\nasync def main():\n    x = f()\n    if x:\n        "
    assert fixed(tmp_path, f"{head}await x\n") == f"{head}await x\n"
    assert fixed(tmp_path, f"{head}pass\n") == f"{head}pass\n".replace("x = f()", "x = await f()")
