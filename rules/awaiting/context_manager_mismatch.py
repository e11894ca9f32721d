"""AL212 context-manager-mismatch."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst

from asynclint.rule import Applicability, Finding, Fix, Fixable, ProgramRule, Use

if TYPE_CHECKING:
    from asynclint.rule import FixableFile, Mismatch, Program


class ContextManagerMismatch(ProgramRule):
    """Reports `with` on an async context manager, and `async with` on what is none.

    ## What it does
    Finds `with` on an object that only `async with` can enter (locks, time limits, sessions, connections, functions
    with `@asynccontextmanager`), `async with` on one that only `with` can enter, and both on a coroutine, which has to
    be awaited first, or on a generator, whose function lacks `@contextmanager`; the same in `ExitStack.enter_context`
    and `AsyncExitStack.enter_async_context`.

    ## Why is this bad?
    The statement raises TypeError (before Python 3.11 AttributeError) when it is reached. Where an `except Exception`
    stands round it, the block simply never runs.

    ## Example

    ```python
    import asyncio


    class Dispatcher:
        def __init__(self):
            self.lock = asyncio.Lock()

        async def add(self, handler):
            with self.lock:  # error: context-manager-mismatch
                print(handler)

        async def read(self, reader):
            with asyncio.timeout(5):  # error: context-manager-mismatch
                return await reader.read()
    ```

    ```python
    # file: app/channels.py
    from contextlib import asynccontextmanager, contextmanager


    class Channels:
        async def subscribe(self, name):
            return self.subscription(name)

        @asynccontextmanager
        async def subscription(self, name):
            yield name

        @contextmanager
        def muted(self):
            yield

    # file: app/events.py
    from app.channels import Channels


    async def listen(channels: Channels):
        async with channels.subscribe("news") as subscriber:  # error: context-manager-mismatch
            print(subscriber)
        async with channels.muted():  # error: context-manager-mismatch
            print("quiet")
    ```

    ## Use instead

    ```python
    import asyncio


    class Dispatcher:
        def __init__(self):
            self.lock = asyncio.Lock()

        async def add(self, handler):
            async with self.lock:
                print(handler)

        async def read(self, reader):
            async with asyncio.timeout(5):
                return await reader.read()
    ```

    Trio's and AnyIO's time limits are plain context managers, their locks and nurseries are not:

    ```python
    import anyio
    import trio


    async def with_trio(lock: trio.Lock):
        with trio.fail_after(5):
            async with lock:
                await trio.sleep(1)


    async def with_anyio(lock: anyio.Lock):
        with anyio.move_on_after(5):
            async with lock:
                await anyio.sleep(1)
    ```

    ## Fix safety
    Safe for `with` in a coroutine that has this one item: it becomes `async with`. Unsafe where `await` is inserted
    before a coroutine that `async with` enters.

    ## Known problems
    Of a class whose bases are not all known nothing is said.

    ## Options
    * `min-confidence`: `"possible"` also shows what is wrong only on some of several ways.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[context-manager-mismatch] the reason` on the statement says that it is meant.

    ## References
    * [The `async with` statement](https://docs.python.org/3/reference/compound_stmts.html#the-async-with-statement)
    * [`asyncio.timeout`](https://docs.python.org/3/library/asyncio-task.html#asyncio.timeout)
    * [`contextlib.asynccontextmanager`](https://docs.python.org/3/library/contextlib.html#contextlib.asynccontextmanager)
    """

    code = "AL212"
    name = "context-manager-mismatch"
    since = "0.1"
    fixable = Fixable.SAFE
    aliases = ("ASYNC105",)

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each object that is entered in the wrong way."""
        for wrong in program.wrong_contexts():
            yield self.finding(
                wrong.site,
                _message(wrong),
                confidence=wrong.confidence,
                chain=wrong.steps,
                remedy=(wrong.kind,),
                aliases=self.aliases if wrong.kind == "coroutine" else (),
            )

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """``async`` before the ``with`` of one async item; ``await`` before a coroutine that is entered."""
        entered = file.expression(finding)
        item = file.parent(entered)
        statement = file.parent(item)
        if not isinstance(item, libcst.WithItem) or not isinstance(statement, libcst.With):
            return None
        if finding.remedy[0] == "async" and len(statement.items) == 1:
            return self.mended("Use `async with`", file.make_async(statement))
        if finding.remedy[0] == "coroutine" and statement.asynchronous is not None:
            return self.mended("Insert `await`", file.wait(entered), applicability=Applicability.UNSAFE)
        return None


def _message(wrong: "Mismatch") -> str:
    if wrong.receiver:
        how = f"`{wrong.receiver.rpartition('.')[2]}`"
    else:
        how = "`async with`" if wrong.use is Use.ASYNC_ENTERED else "`with`"
    what = {
        "async": "an async context manager",
        "sync": "a plain context manager",
        "coroutine": "a coroutine, which has to be awaited first",
        "generator": "a generator, which is no context manager",
    }[wrong.kind]
    return f"{how} enters `{wrong.spelled}`, {what}"
