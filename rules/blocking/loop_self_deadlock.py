"""AL112 loop-self-deadlock."""

from typing import TYPE_CHECKING

import libcst

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule

if TYPE_CHECKING:
    from asynclint.rule import BlockingCall, Finding, Fix, FixableFile, Program

_FROM_THREAD = "twisted.internet.threads.blockingCallFromThread"


class LoopSelfDeadlock(BlockingRule):
    """Reports code on the loop that waits for something the same loop would have to run.

    ## What it does
    Finds `asyncio.run_coroutine_threadsafe(work(), loop).result()` in a coroutine or in what it calls, where `loop` is
    the running one, and Twisted's `blockingCallFromThread` in the thread of the reactor.

    ## Why is this bad?
    The loop waits for a result that only the loop can compute. It waits for ever, and with it the whole program.

    ## Example

    ```python
    import asyncio


    async def work():
        return 1


    def work_now():
        loop = asyncio.get_event_loop()
        return asyncio.run_coroutine_threadsafe(work(), loop).result()  # error: loop-self-deadlock


    async def main():
        return work_now()
    ```

    ```python
    from twisted.internet import protocol, reactor
    from twisted.internet.threads import blockingCallFromThread


    def read(name):
        return name


    class Echo(protocol.Protocol):
        def dataReceived(self, data):
            self.line = blockingCallFromThread(reactor, read, "a")  # error: loop-self-deadlock
    ```

    Directly in a coroutine it can be mended:

    ```python
    import asyncio


    async def work():
        return 1


    async def main():
        loop = asyncio.get_running_loop()
        return asyncio.run_coroutine_threadsafe(work(), loop).result()  # error: loop-self-deadlock
    ```

    ## Use instead

    ```python
    import asyncio


    async def work():
        return 1


    async def main():
        return await work()
    ```

    From a worker thread both are right:

    ```python
    import asyncio
    import threading


    async def work():
        return 1


    def in_thread(loop: asyncio.AbstractEventLoop):
        return asyncio.run_coroutine_threadsafe(work(), loop).result()


    async def main():
        threading.Thread(target=in_thread, args=(asyncio.get_running_loop(),)).start()
    ```

    ## Fix safety
    Unsafe: the program then goes on where it used to stop. In a coroutine the coroutine of `run_coroutine_threadsafe`
    is awaited itself, or its future by `asyncio.wrap_future`; what `blockingCallFromThread` gets is called by
    `maybeDeferred`. There is no fix in plain functions, which cannot wait, and where there is a timeout.

    ## Known problems
    Where it is not known whose loop it is, blocking-wait reports the wait.

    ## Options
    * `# asynclint: ignore[loop-self-deadlock] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.run_coroutine_threadsafe`](https://docs.python.org/3/library/asyncio-task.html#asyncio.run_coroutine_threadsafe)
    * [Twisted: using threads](https://docs.twisted.org/en/stable/core/howto/threading.html)
    """

    code = "AL112"
    name = "loop-self-deadlock"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ()

    kinds = (Blocking.WAIT,)
    waits = "waits for the loop that it holds up, for ever,"

    def concerns(self, program: "Program", call: "BlockingCall") -> bool:
        """Only waits for the own loop."""
        return program.waits_for_own_loop(call.site)

    def fix(self, finding: "Finding", file: "FixableFile") -> "Fix | None":
        """Wait as the loop's own code does."""
        call = file.call(finding)
        before, after = file.waiting(call)
        if finding.remedy == (_FROM_THREAD,):
            function = file.argument(call, "1")
            if function is None:
                return None
            name, edits = file.name("twisted.internet.defer", "maybeDeferred", call)
            kept = file.keep(function, call, f"{before}{name}(", f"){after}", call.args[-1].value)
            return self.mended(f"Call it with `{name}`", (*edits, *kept))
        if not isinstance(call.func, libcst.Attribute) or call.func.attr.value != "result" or call.args:
            return None
        future = call.func.value
        if not isinstance(future, libcst.Call):
            name, edits = file.name("asyncio", "wrap_future", call)
            return self.mended("Await the future", (*edits, *file.keep(future, call, f"{before}{name}(", f"){after}")))
        work = file.argument(future, "0") or file.argument(future, "coro")
        if not isinstance(work, libcst.Call | libcst.Name | libcst.Attribute):
            return None
        return self.mended("Await the coroutine", file.keep(work, call, before, after))
