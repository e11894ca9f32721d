"""AL308 loop-call-from-thread."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Edit, Fix, FixableFile, Program

_FUTURES = ("asyncio.Future.", "asyncio.Task.")
_LOOP = "asyncio.AbstractEventLoop."
_SYNCHRONIZED = (*_FUTURES, _LOOP, "asyncio.Queue.", "asyncio.Event.", "asyncio.PriorityQueue.", "asyncio.LifoQueue.")


class LoopCallFromThread(ProgramRule):
    """Reports methods of the loop, and of its futures, queues and events, that are called in a worker thread.

    ## What it does
    Finds `loop.call_soon`, `loop.create_task`, `future.set_result`, `queue.put_nowait`, `event.set`,
    `reactor.callLater`, `nursery.start_soon` and others that are not thread-safe, in functions that only ever run in
    worker threads: thread targets, `run` of a `Thread`, functions given to executors, and what only these call.

    ## Why is this bad?
    Nothing wakes the loop: what was asked for happens when something else wakes it, minutes later or never. And the
    loop's data are changed while the loop works with them.

    ## Example

    ```python
    import asyncio
    import threading


    class Reader:
        def __init__(self, loop: asyncio.AbstractEventLoop):
            self.loop = loop
            self.queue: asyncio.Queue[str] = asyncio.Queue()

        def read(self):
            self.queue.put_nowait("line")  # error: loop-call-from-thread
            self.loop.call_soon(print, "line")  # error: loop-call-from-thread

        def start(self):
            threading.Thread(target=self.read).start()
    ```

    ```python
    from twisted.internet import reactor
    from twisted.internet.threads import deferToThread


    def work():
        reactor.callLater(1, print, "done")  # error: loop-call-from-thread


    def start():
        return deferToThread(work)
    ```

    ## Use instead

    ```python
    import asyncio
    import threading


    class Reader:
        def __init__(self, loop: asyncio.AbstractEventLoop):
            self.loop = loop
            self.queue: asyncio.Queue[str] = asyncio.Queue()

        def read(self):
            self.loop.call_soon_threadsafe(self.queue.put_nowait, "line")
            self.loop.call_soon_threadsafe(print, "line")

        def start(self):
            threading.Thread(target=self.read).start()
    ```

    ```python
    from twisted.internet import reactor
    from twisted.internet.threads import deferToThread


    def work():
        reactor.callFromThread(reactor.callLater, 1, print, "done")


    def start():
        return deferToThread(work)
    ```

    Trio and AnyIO have `trio.from_thread.run_sync` and `anyio.from_thread.run_sync`, Tornado `IOLoop.add_callback`.

    ## Fix safety
    Unsafe: what is called then happens later, in the thread of the loop, and its exceptions are logged there. A call
    whose result nobody uses goes through `call_soon_threadsafe`, `run_coroutine_threadsafe`, Twisted's
    `callFromThread` or Tornado's `add_callback`. Queues and events of asyncio need a loop that the function was given:
    a parameter, an attribute of its object, a name outside. There is no fix with keyword arguments, nor for Trio and
    AnyIO, whose `from_thread` only works in threads of theirs.

    ## Known problems
    A thread that makes a loop of its own is silent altogether.

    ## Options
    * `min-confidence`: `"possible"` also shows what is wrong only on some of several ways.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[loop-call-from-thread] the reason` on the statement says that it is meant.

    ## References
    * [asyncio: concurrency and multithreading](https://docs.python.org/3/library/asyncio-dev.html#concurrency-and-multithreading)
    * [Twisted: using threads](https://docs.twisted.org/en/stable/core/howto/threading.html)
    * [Trio: threads](https://trio.readthedocs.io/en/stable/reference-core.html#threads-if-you-must)
    """

    code = "AL308"
    name = "loop-call-from-thread"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each call that only the loop's thread may make."""
        for call in program.loop_calls_in_threads():
            message = f"`{call.callee}` is not thread-safe, and `{call.site.function_name}` runs in a worker thread"
            yield self.finding(call.site, message, place="thread", remedy=(call.callee, call.loop or ""))

    def fix(self, finding: Finding, file: "FixableFile") -> "Fix | None":
        """Ask the loop to make the call."""
        call = file.call(finding)
        statement = file.statement(call)
        if not isinstance(statement, libcst.Expr) or statement.value is not call:
            return None
        callee, loop = finding.remedy
        owner = file.code(call.func.value) if isinstance(call.func, libcst.Attribute) else ""
        plain = not any(one.keyword is not None or one.star == "**" for one in call.args)
        if callee == f"{_LOOP}call_soon" and isinstance(call.func, libcst.Attribute):
            edits: tuple[Edit, ...] = file.replace_callee(call, f"{owner}.call_soon_threadsafe")
        elif not plain:
            return None
        elif callee in (f"{_LOOP}create_task", "asyncio.create_task"):
            edits = _started(file, call, owner if callee.startswith(_LOOP) else loop)
        else:
            asker, edits = _asker(file, call, callee, owner, loop)
            edits += file.hand_to(call, asker) if asker else ()
        return self.mended("Let the loop's thread do it", edits) if edits else None


def _started(file: "FixableFile", call: libcst.Call, loop: str) -> "tuple[Edit, ...]":
    """The edits that start a task in the loop from outside."""
    if not loop or len(call.args) != 1 or call.args[0].star:
        return ()
    name, edits = file.name("asyncio", "run_coroutine_threadsafe", call)
    coroutine = call.args[0].value
    return (*edits, *file.keep(coroutine, call, f"{name}(", f", {loop})"))


def _asker(
    file: "FixableFile", call: libcst.Call, callee: str, owner: str, loop: str
) -> "tuple[str, tuple[Edit, ...]]":
    """The function that lets the loop's thread call another one; empty where there is none in reach."""
    if not owner or not all(part.isidentifier() for part in owner.split(".")):
        return "", ()
    if callee.startswith("tornado.ioloop.IOLoop."):
        return f"{owner}.add_callback", ()
    if callee.startswith("twisted.internet.defer."):
        name, edits = file.name("twisted.internet", "reactor", call, add=False)
        return f"{name}.callFromThread", edits
    if callee.startswith("twisted."):
        return f"{owner}.callFromThread", ()
    if callee.startswith(_FUTURES):
        return f"{owner}.get_loop().call_soon_threadsafe", ()
    if not callee.startswith(_SYNCHRONIZED):
        return "", ()
    found = owner if callee.startswith(_LOOP) else loop
    return (f"{found}.call_soon_threadsafe", ()) if found else ("", ())
