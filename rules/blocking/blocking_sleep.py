"""AL101 blocking-sleep."""

from typing import TYPE_CHECKING

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule

if TYPE_CHECKING:
    from asynclint.rule import Finding, Fix, FixableFile

_SLEEP = ("time.sleep",)
_MODULES = {"tornado": "tornado.gen"}


class BlockingSleep(BlockingRule):
    """Reports a sleep that holds up an event loop.

    ## What it does
    Finds `time.sleep` and its like in coroutines, in callbacks of an event loop, and in every plain function that one
    of these reaches by ordinary calls. The finding stands at the sleep; its trace shows how the loop gets there.

    ## Why is this bad?
    An event loop does all its work in one thread. While that thread sleeps, no other task runs, no connection is
    served, no timeout fires and no cancellation arrives.

    ## Example

    ```python
    import time


    async def poll(device):
        while not await device.ready():
            time.sleep(0.5)  # error: blocking-sleep
    ```

    The sleep may be far away from the coroutine:

    ```python
    # file: app/retry.py
    import time


    def back_off(attempt):
        time.sleep(2**attempt)  # error: blocking-sleep

    # file: app/orders.py
    from app.retry import back_off


    async def send(order, client):
        for attempt in range(5):
            if await client.post(order):
                return
            back_off(attempt)
    ```

    ## Use instead

    ```python
    import asyncio


    async def poll(device):
        while not await device.ready():
            await asyncio.sleep(0.5)
    ```

    Trio, Tornado and Twisted have their own:

    ```python
    import trio
    from tornado import gen
    from twisted.internet import task


    async def with_trio():
        await trio.sleep(0.5)


    async def with_tornado():
        await gen.sleep(0.5)


    async def with_twisted(reactor):
        await task.deferLater(reactor, 0.5)
    ```

    A function that has to sleep belongs in a thread:

    ```python
    import asyncio
    import time


    def settle():
        time.sleep(0.5)


    async def main():
        await asyncio.to_thread(settle)
    ```

    ## Fix safety
    Unsafe: awaiting a sleep lets other tasks run in between, which may change what the code after it finds. A sleep
    that stands directly in a coroutine becomes the sleep of the framework whose modules the file imports (if none, the
    project); Twisted's needs a `reactor` that the file already imports. Where two frameworks may run the coroutine
    there is no fix, nor inside `with lock:`, nor in plain functions.

    ## Known problems
    The length of a sleep is not judged, except that `time.sleep(0)` is silent: it only gives other threads a turn.

    ## Options
    * `min-confidence`: `"possible"` also shows calls that block on some of several ways, and what is usually fast
      enough; `"certain"` shows only calls to which every step has one target.
    * `knowledge`: the project's own files, which say what blocks and what hands work to threads.
    * `# asynclint: ignore[blocking-sleep] the reason` on the call, or on any call of its trace, says that the wait is
      meant.

    ## References
    * [asyncio: running blocking code](https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code)
    * [`asyncio.sleep`](https://docs.python.org/3/library/asyncio-task.html#asyncio.sleep)
    * [Tornado: why does `time.sleep` not run in parallel?](https://www.tornadoweb.org/en/stable/faq.html)
    * [Twisted: `deferLater`](https://docs.twisted.org/en/stable/api/twisted.internet.task.html#deferLater)
    """

    code = "AL101"
    name = "blocking-sleep"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ("ASYNC251",)
    kinds = (Blocking.SLEEP,)
    waits = "sleeps"

    def fix(self, finding: "Finding", file: "FixableFile") -> "Fix | None":
        """Sleep in the way of the framework that runs the coroutine."""
        call = file.call(finding)
        if finding.remedy != _SLEEP or len(call.args) != 1 or call.args[0].keyword or call.args[0].star:
            return super().fix(finding, file)
        if file.holds_lock(call):
            return None
        keyword = file.waits_with(call)
        framework = file.framework(call)
        if framework == "twisted":
            name, edits = file.name("twisted.internet.task", "deferLater", call)
            reactor, _ = file.name("twisted.internet", "reactor", call, add=False)
            argument = file.code(call.args[0].value)
            before, after = file.waiting(call, keyword)
            new = (*edits, *file.replace(call, f"{before}{name}({reactor}, {argument}){after}"))
        else:
            name, edits = file.name(_MODULES.get(framework, framework), "sleep", call)
            new = (*edits, *file.replace_callee(call, name), *file.wait(call, keyword))
        return self.mended(f"Sleep with `{name}`", new)
