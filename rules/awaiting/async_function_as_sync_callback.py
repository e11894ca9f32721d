"""AL209 async-function-as-sync-callback."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class AsyncFunctionAsSyncCallback(ProgramRule):
    """Reports an async function that is given to something that calls it as a plain function.

    ## What it does
    Finds coroutine functions, and lambdas and partials that return a coroutine, where a plain callable is called and
    its result is ignored: callbacks of the loop and of tasks, thread targets, executors, `key=` functions, `atexit`,
    signal handlers, `reactor.callLater`, `Deferred.addCallback`, and functions of the project that only call their
    parameter.

    ## Why is this bad?
    The call makes a coroutine, which the caller throws away. The callback never runs; a `key=` function compares
    coroutines, which raises TypeError.

    ## Example

    ```python
    import asyncio
    import threading


    async def refresh():
        await asyncio.sleep(1)


    async def main():
        asyncio.get_running_loop().call_later(60, refresh)  # error: async-function-as-sync-callback
        threading.Thread(target=refresh).start()  # error: async-function-as-sync-callback
    ```

    ```python
    # file: app/events.py
    class Events:
        def __init__(self):
            self.closed = False

        def close(self, callback):
            self.closed = True
            callback()

    # file: app/main.py
    from app.events import Events


    async def flush():
        return 1


    def stop(events: Events):
        events.close(flush)  # error: async-function-as-sync-callback
    ```

    Twisted's reactor and Deferreds:

    ```python
    from twisted.internet import reactor
    from twisted.internet.defer import Deferred


    async def refresh(*args):
        return args


    def start(deferred: Deferred):
        reactor.callLater(60, refresh)  # error: async-function-as-sync-callback
        deferred.addCallback(refresh)  # error: async-function-as-sync-callback
    ```

    ## Use instead

    ```python
    import asyncio
    import threading

    tasks = set()


    async def refresh():
        await asyncio.sleep(1)


    def start_refresh():
        task = asyncio.create_task(refresh())
        tasks.add(task)
        task.add_done_callback(tasks.discard)


    def refresh_in_thread():
        asyncio.run(refresh())


    async def main():
        asyncio.get_running_loop().call_later(60, start_refresh)
        threading.Thread(target=refresh_in_thread).start()
    ```

    Twisted needs a Deferred; Tornado's loop runs coroutine functions by itself:

    ```python
    from tornado.ioloop import IOLoop
    from twisted.internet import reactor
    from twisted.internet.defer import Deferred, ensureDeferred


    async def refresh(*args):
        return args


    def with_twisted(deferred: Deferred):
        reactor.callLater(60, lambda: ensureDeferred(refresh()))
        deferred.addCallback(lambda result: ensureDeferred(refresh(result)))


    def with_tornado():
        IOLoop.current().call_later(60, refresh)
    ```

    ## Known problems
    What an unknown library does with a callback is not guessed: such calls are silent.

    ## Options
    * `min-confidence`: `"possible"` also shows calls of which only some targets are asynchronous.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[async-function-as-sync-callback] the reason` on the statement says that it is meant.

    ## References
    * [asyncio: scheduling callbacks](https://docs.python.org/3/library/asyncio-eventloop.html#scheduling-callbacks)
    * [`Future.add_done_callback`](https://docs.python.org/3/library/asyncio-future.html#asyncio.Future.add_done_callback)
    * [Tornado: `IOLoop.add_callback`](https://www.tornadoweb.org/en/stable/ioloop.html#tornado.ioloop.IOLoop.add_callback)
    * [Twisted: `ensureDeferred`](https://docs.twisted.org/en/stable/api/twisted.internet.defer.html#ensureDeferred)
    """

    code = "AL209"
    name = "async-function-as-sync-callback"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each coroutine function that is given to something that will not await its result."""
        for handoff in program.lost_callbacks():
            yield self.finding(
                handoff.site,
                f"`{handoff.site.spelled}` calls `{handoff.function}` as a plain function: "
                "its coroutine is created and never runs",
                confidence=handoff.confidence,
            )
