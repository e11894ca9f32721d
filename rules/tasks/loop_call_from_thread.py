"""AL308 loop-call-from-thread."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


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
    fixable = Fixable.NO
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each call that only the loop's thread may make."""
        for call in program.loop_calls_in_threads():
            message = f"`{call.callee}` is not thread-safe, and `{call.site.function_name}` runs in a worker thread"
            yield self.finding(call.site, message, place="thread")
