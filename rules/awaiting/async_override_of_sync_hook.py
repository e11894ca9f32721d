"""AL217 async-override-of-sync-hook."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class AsyncOverrideOfSyncHook(ProgramRule):
    """Reports a method of the wrong kind: asynchronous where its base calls a plain one, or plain where it is awaited.

    ## What it does
    Finds `async def` methods that replace a method which a base class, of the project or of a known library, calls
    without awaiting it (`logging.Handler.emit`, `asyncio.Protocol.data_received`, `Thread.run`,
    `json.JSONEncoder.default`), and plain methods that replace a coroutine which is awaited and give nothing to await.

    ## Why is this bad?
    A coroutine that the base drops never runs, and one that it uses is always true. A plain method in the place of a
    coroutine raises TypeError where it is awaited.

    ## Example

    ```python
    import asyncio
    import logging


    class Queue(logging.Handler):
        async def emit(self, record):  # error: async-override-of-sync-hook
            await asyncio.sleep(1)


    class Client(asyncio.Protocol):
        async def data_received(self, data):  # error: async-override-of-sync-hook
            await asyncio.sleep(1)
    ```

    ```python
    # file: app/base.py
    class Task:
        async def run(self):
            self.prepare()
            await self.work()

        def prepare(self):
            print("nothing to prepare")

        async def work(self):
            print("nothing to do")

    # file: app/jobs.py
    from app.base import Task


    class Mail(Task):
        async def prepare(self):  # error: async-override-of-sync-hook
            self.server = "localhost"

        def work(self):  # error: async-override-of-sync-hook
            print(self.server)
    ```

    ## Use instead

    ```python
    import asyncio
    import logging


    class Queue(logging.Handler):
        def __init__(self, queue: asyncio.Queue):
            super().__init__()
            self.queue = queue

        def emit(self, record):
            self.queue.put_nowait(record)


    class Client(asyncio.Protocol):
        def data_received(self, data):
            print(data)
    ```

    Tornado and Twisted call many methods of their classes; those that may be coroutines in Tornado are the methods of
    HTTP, `prepare`, `open` and `on_message`:

    ```python
    from tornado import web


    class Page(web.RequestHandler):
        async def get(self):
            self.finish("hello")

        def on_finish(self):
            print("done")
    ```

    ## Known problems
    Only bases that are known are judged, and of the project's own only those whose callers all take the result as it
    is. A method that raises in any case is left alone.

    ## Options
    * `min-confidence`: `"possible"` also shows what is wrong only on some of several ways.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[async-override-of-sync-hook] the reason` on the statement says that it is meant.

    ## References
    * [asyncio: protocols](https://docs.python.org/3/library/asyncio-protocol.html#protocols)
    * [`logging.Handler.emit`](https://docs.python.org/3/library/logging.html#logging.Handler.emit)
    * [Tornado: RequestHandler](https://www.tornadoweb.org/en/stable/web.html#entry-points)
    """

    code = "AL217"
    name = "async-override-of-sync-hook"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ("invalid-overridden-method",)

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each method of the wrong kind."""
        for override in program.mixed_overrides():
            name = override.site.spelled
            if override.asynchronous:
                message = f"`{name}` is asynchronous, but `{override.base}` is called without `await`: it never runs"
            else:
                message = f"`{name}` is a plain function, but `{override.base}` is awaited: there it fails"
            yield self.finding(override.site, message, confidence=override.confidence, chain=override.steps)
