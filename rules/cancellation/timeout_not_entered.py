"""AL407 timeout-not-entered."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.rule import FileRule, Finding, Use

from .frameworks import TIMEOUTS

if TYPE_CHECKING:
    from asynclint.rule import FileCall, FileView

STRICT: Final = "ASYNC122"
_ENTERING: Final = (Use.ENTERED, Use.ASYNC_ENTERED)


class TimeoutNotEntered(FileRule):
    """Reports a timeout that nothing is subject to.

    ## What it does
    Finds calls of `asyncio.timeout`, `async_timeout.timeout`, `move_on_after`, `fail_after` and their relatives of Trio
    and AnyIO that stand alone as a statement, whose result is kept in a local name that is never used, or that is
    entered only after something else was awaited.

    ## Why is this bad?
    These functions make a context manager; by itself it limits nothing. And most of them count from the call, not from
    when they are entered: what is awaited between the two is taken off the time that the block gets.

    ## Example

    ```python
    import asyncio


    async def fetch(reader):
        asyncio.timeout(5)  # error: timeout-not-entered
        return await reader.read()


    async def fetch_all(reader, connection):
        limit = asyncio.timeout(5)  # error: timeout-not-entered
        await connection.open()
        async with limit:
            return await reader.read()
    ```

    ```python
    import anyio


    async def fetch(stream):
        scope = anyio.move_on_after(5)  # error: timeout-not-entered
        return await stream.receive()
    ```

    ## Use instead

    ```python
    import asyncio


    async def fetch(reader, connection):
        await connection.open()
        async with asyncio.timeout(5):
            return await reader.read()
    ```

    ## Known problems
    Trio counts from the entry since version 0.27, so that a Trio scope that is entered late is not reported, unless
    the rule is selected as `ASYNC122`. A scope that is passed on, stored or returned may be entered elsewhere.

    ## Options
    * `# asynclint: ignore[timeout-not-entered] the reason`, or `# noqa: ASYNC122`, says that it is meant.

    ## References
    * [`asyncio.timeout`](https://docs.python.org/3/library/asyncio-task.html#asyncio.timeout)
    * [`trio.move_on_after`](https://trio.readthedocs.io/en/stable/reference-core.html#trio.move_on_after)
    """

    code = "AL407"
    name = "timeout-not-entered"
    since = "0.1"
    names = tuple(sorted({name.rpartition(".")[2] for name in TIMEOUTS}))
    aliases = ("ASYNC122",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each timeout that is made and not entered there."""
        strict = file.is_selected_as(STRICT)
        for call in file.calls_to(TIMEOUTS):
            if call.use is Use.DROPPED:
                yield self.finding(call, f"`{call.spelled}` limits nothing: it is made, and never entered")
            elif call.use is Use.NAMED and call.row.function:
                reads = file.summary.functions[call.row.function].reads.get(call.row.detail, [])
                late = [read for read in reads if read.use in _ENTERING]
                if not reads:
                    yield self.finding(call, f"`{call.spelled}` limits nothing: `{call.row.detail}` is never entered")
                elif late and (strict or self._is_late(file, call, late[0].line)):
                    yield self.finding(call, f"`{call.spelled}` counts from here, and is entered later")

    @staticmethod
    def _is_late(file: "FileView", call: "FileCall", line: int) -> bool:
        """Whether something is awaited between the call and the ``with``, and the time counts from the call."""
        if (call.qualified or "").startswith("trio."):
            return False
        numbers = file.calls_by_function.get(call.row.function, ())
        between = (file.call_at(number).row for number in numbers)
        return any(row.use is Use.AWAITED and call.row.statement_end < row.line < line for row in between)
