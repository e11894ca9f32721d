"""AL111 nested-event-loop."""

from typing import TYPE_CHECKING

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asynclint.rule import Finding, Program


class NestedEventLoop(BlockingRule):
    """Reports code that starts or drives an event loop where one runs already.

    ## What it does
    Finds `asyncio.run`, `Runner.run`, `run_until_complete`, `run_forever`, `trio.run`, `anyio.run`, `IOLoop.run_sync`,
    `reactor.run`, `async_to_sync` and their like in coroutines and callbacks, and in plain functions that these reach.
    It is silent in threads, behind a check for the running loop, and in a program that calls `nest_asyncio.apply`.
    Anywhere it finds `loop.run_until_complete` under `if loop.is_running()`, or where `get_running_loop` gave `loop`.

    ## Why is this bad?
    It fails: `asyncio.run` raises RuntimeError when a loop runs in the thread, and so do `run_until_complete`,
    `trio.run` and `IOLoop.run_sync`. What does not fail at once, such as another kind of loop inside the first, stops
    the first one until the second ends.

    ## Example

    ```python
    import asyncio


    async def fetch():
        return 1


    async def main():
        return asyncio.run(fetch())  # error: nested-event-loop
    ```

    Usually a helper for synchronous callers is in between:

    ```python
    # file: app/sync.py
    import asyncio


    def call(coroutine):
        return asyncio.run(coroutine)  # error: nested-event-loop

    # file: app/report.py
    from app.sync import call


    async def fetch():
        return 1


    def report():
        return call(fetch())


    async def page():
        return report()
    ```

    ## Use instead

    ```python
    import asyncio


    async def fetch():
        return 1


    async def main():
        return await fetch()


    if __name__ == "__main__":
        asyncio.run(main())
    ```

    A helper that has to work in both worlds can leave the loop's thread:

    ```python
    import asyncio


    async def fetch():
        return 1


    def report():
        return asyncio.run(fetch())


    async def page():
        return await asyncio.to_thread(report)
    ```

    Tornado and Twisted:

    ```python
    from tornado.ioloop import IOLoop
    from twisted.internet import task


    async def fetch(*args):
        return 1


    def with_tornado():
        return IOLoop.current().run_sync(fetch)


    def with_twisted():
        task.react(fetch)
    ```

    ## Known problems
    A function that asks for the running loop in a way that asynclint does not understand is reported.

    ## Options
    * `min-confidence`: `"possible"` also shows calls that block on some of several ways, and what is usually fast
      enough; `"certain"` shows only calls to which every step has one target.
    * `knowledge`: the project's own files, which say what blocks and what hands work to threads.
    * `# asynclint: ignore[nested-event-loop] the reason` on the call, or on any call of its trace, says that the wait
      is meant.

    ## References
    * [`asyncio.run`](https://docs.python.org/3/library/asyncio-runner.html#asyncio.run)
    * [`loop.run_until_complete`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.run_until_complete)
    * [Tornado: running the event loop](https://www.tornadoweb.org/en/stable/ioloop.html#running-an-ioloop)
    * [Twisted: `task.react`](https://docs.twisted.org/en/stable/api/twisted.internet.task.html#react)
    """

    code = "AL111"
    name = "nested-event-loop"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()
    kinds = (Blocking.LOOP,)
    waits = "starts or drives an event loop where one runs already"

    def check(self, program: "Program") -> "Iterator[Finding]":
        """Loops that are driven on a loop, and those that are known to run."""
        reported = set()
        for finding in super().check(program):
            reported.add((finding.filename, finding.location))
            yield finding
        for site in program.drives_running_loop() if "nest_asyncio" not in program.imported else ():
            if (site.filename, site.location) not in reported:
                yield self.finding(site, f"`{site.spelled}` fails: the code has just learned that this loop runs")
