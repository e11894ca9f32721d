"""AL408 constant-absolute-deadline."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.rule import FileRule, Finding

from .numbers import is_constant

if TYPE_CHECKING:
    from asynclint.rule import FileView

DEADLINES: Final = {
    "trio.fail_at": (0, "deadline"),
    "trio.move_on_at": (0, "deadline"),
    "trio.sleep_until": (0, "deadline"),
    "trio.CancelScope": (-1, "deadline"),
    "anyio.fail_at": (0, "deadline"),
    "anyio.move_on_at": (0, "deadline"),
    "anyio.sleep_until": (0, "deadline"),
    "anyio.CancelScope": (-1, "deadline"),
    "asyncio.timeout_at": (0, "when"),
    "async_timeout.timeout_at": (0, "deadline"),
    "asyncio.AbstractEventLoop.call_at": (0, "when"),
}
"""By callee: the position (-1 for none) and the keyword of the deadline."""


class ConstantAbsoluteDeadline(FileRule):
    """Reports a number where a point in time is expected.

    ## What it does
    Finds calls that take an absolute deadline, as `trio.fail_at`, `trio.move_on_at`, `CancelScope(deadline=…)`,
    `asyncio.timeout_at` and `loop.call_at` do, and are given a number that is written out.

    ## Why is this bad?
    The clock of an event loop starts anywhere: at the boot of the machine, or at a random value. A constant is either
    long past, and the timeout is over before it began, or so far ahead that it never comes. Meant was nearly always a
    number of seconds from now.

    ## Example

    ```python
    import trio


    async def fetch(stream):
        with trio.fail_at(5):  # error: constant-absolute-deadline
            return await stream.receive_some()
    ```

    ```python
    import asyncio


    async def fetch(reader):
        async with asyncio.timeout_at(10):  # error: constant-absolute-deadline
            return await reader.read()
    ```

    ## Use instead

    ```python
    import asyncio

    import trio


    async def fetch(stream):
        with trio.fail_after(5):
            return await stream.receive_some()


    async def until(stream):
        with trio.fail_at(trio.current_time() + 5):
            return await stream.receive_some()


    async def with_asyncio(reader):
        async with asyncio.timeout(10):
            return await reader.read()
    ```

    ## Known problems
    A constant that has a name is not looked up.

    ## Options
    * `# asynclint: ignore[constant-absolute-deadline] the reason`, or `# noqa: ASYNC125`, says that it is meant.

    ## References
    * [`trio.fail_at`](https://trio.readthedocs.io/en/stable/reference-core.html#trio.fail_at)
    * [`asyncio.timeout_at`](https://docs.python.org/3/library/asyncio-task.html#asyncio.timeout_at)
    * [`loop.call_at`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.call_at)
    """

    code = "AL408"
    name = "constant-absolute-deadline"
    since = "0.1"
    names = tuple(sorted({name.rpartition(".")[2] for name in DEADLINES}))
    aliases = ("ASYNC125",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each deadline that is a constant."""
        for call in file.calls_to(DEADLINES):
            position, keyword = DEADLINES[call.qualified or ""]
            deadline = call.argument(position, keyword)
            if deadline is not None and is_constant(file, deadline):
                yield self.finding(
                    call, f"`{call.spelled}` takes a point in time on the loop's clock, not a number of seconds"
                )
