"""AL205 unawaited-future."""

from typing import TYPE_CHECKING

from asynclint.rule import Confidence, Fixable

from .reports import FUTURES, AwaitableRule, dropped, value_use, what

if TYPE_CHECKING:
    from asynclint.rule import Awaitable, Program


class UnawaitedFuture(AwaitableRule):
    """Reports a future that is dropped, or used as if it were its result.

    ## What it does
    Finds calls of `asyncio.gather`, `shield`, `wrap_future`, `loop.run_in_executor` and of other functions that return
    a future where nobody takes the future, or where it is compared, subscripted, iterated or otherwise used as a value.

    ## Why is this bad?
    The work runs, but nobody waits for it and nobody sees when it fails: asyncio can only log the exception when the
    future is thrown away. What comes next runs before the work is done.

    ## Example

    ```python
    import asyncio
    from pathlib import Path


    async def save(path: Path, text):
        loop = asyncio.get_running_loop()
        loop.run_in_executor(None, path.write_text, text)  # error: unawaited-future
    ```

    ```python
    # file: app/jobs.py
    import asyncio


    def in_thread(function):
        return asyncio.get_running_loop().run_in_executor(None, function)

    # file: app/report.py
    from app.jobs import in_thread


    def rows():
        return [1, 2, 3]


    async def report():
        first = in_thread(rows)[0]  # error: unawaited-future
        return first
    ```

    ## Use instead

    ```python
    import asyncio
    from pathlib import Path


    async def save(path: Path, text):
        await asyncio.to_thread(path.write_text, text)
    ```

    To go on meanwhile, keep the future and wait later:

    ```python
    import asyncio


    async def fetch(number):
        return number


    async def main():
        running = asyncio.gather(fetch(1), fetch(2))
        print("started")
        return await running
    ```

    Tornado's and Twisted's ways to threads return something to wait for, too:

    ```python
    from tornado.ioloop import IOLoop
    from twisted.internet.threads import deferToThread


    def rows():
        return [1, 2, 3]


    async def with_tornado():
        return await IOLoop.current().run_in_executor(None, rows)


    async def with_twisted():
        return await deferToThread(rows)
    ```

    ## Fix safety
    Unsafe: the coroutine then waits, and sees exceptions that it did not see before. `await` is inserted in a
    coroutine, `yield` in a generator that Tornado or Twisted drives. In a plain function, which cannot wait, there is
    no fix.

    ## Known problems
    Work that may well be forgotten, closing a connection or writing a log, is *possible* and not shown by default.
    `Executor.submit` alone is the usual way to start something in a thread and is silent. So is a future of the project
    that the function which returns it keeps in an attribute or a collection too.

    ## Options
    * `min-confidence`: `"possible"` also shows calls of which only some targets are asynchronous.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[unawaited-future] the reason` on the statement says that it is meant.

    ## References
    * [asyncio: futures](https://docs.python.org/3/library/asyncio-future.html)
    * [`loop.run_in_executor`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.run_in_executor)
    * [asyncio: detect never-retrieved exceptions](https://docs.python.org/3/library/asyncio-dev.html#detect-never-retrieved-exceptions)
    """

    code = "AL205"
    name = "unawaited-future"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ("unused-awaitable",)

    def confidence(self, program: "Program", use: "Awaitable") -> Confidence:
        """To let a function run that only ends something, without waiting for it, may be meant."""
        ending = dropped(use) and program.fates.only_ends_something(use)
        return use.confidence.weaker(Confidence.POSSIBLE) if ending else use.confidence

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """A future that is dropped, so that nobody sees its exception, or used as if it were its result."""
        if use.kind not in FUTURES:
            return None
        if dropped(use):
            if program.fates.may_be_dropped(use) or program.fates.is_kept(use):
                return None
            return f"the future of `{use.site.spelled}` is dropped: nobody waits for it or sees its exception"
        if use.named and program.fates.handed_on(use):
            return None
        how = value_use(program, use)
        return f"{what(use)} is {how} as if it were the result" if how else None
