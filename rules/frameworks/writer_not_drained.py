"""AL804 writer-not-drained."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.model.summary import Op
from asynclint.rule import Finding, FunctionKind, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import CallSite, Program

_WRITER = "asyncio.StreamWriter"
_WRITES = frozenset({f"{_WRITER}.write", f"{_WRITER}.writelines"})
_CLOSE = f"{_WRITER}.close"


class WriterNotDrained(ProgramRule):
    """Reports streams that are written to without `drain`, or closed without `wait_closed`.

    ## What it does
    Finds coroutines that call `StreamWriter.write` or `writelines` and no `drain` after it, and those that call
    `close` and no `wait_closed`, on the same object.

    ## Why is this bad?
    `write` only adds to a buffer. When the other side is slow, the buffer grows without end; `drain` waits until there
    is room, and tells that the connection is lost. After `close`, what is in the buffer may still be lost, and an
    error of the end of the connection turns up elsewhere, unless `wait_closed` is awaited.

    ## Example

    ```python
    import asyncio


    async def send(host, lines):
        reader, writer = await asyncio.open_connection(host, 80)
        for line in lines:
            writer.write(line)  # error: writer-not-drained "drain"
        writer.close()  # error: writer-not-drained "wait_closed"
    ```

    ## Use instead

    ```python
    import asyncio


    async def send(host, lines):
        reader, writer = await asyncio.open_connection(host, 80)
        for line in lines:
            writer.write(line)
            await writer.drain()
        writer.close()
        await writer.wait_closed()
    ```

    ## Known problems
    Off by default: for a few small messages it does not matter, and another function may drain the same writer.

    ## Options
    * `# asynclint: ignore[writer-not-drained] the reason` on the statement says that it is meant.

    ## References
    * [`StreamWriter.drain`](https://docs.python.org/3/library/asyncio-stream.html#asyncio.StreamWriter.drain)
    * [`StreamWriter.wait_closed`](https://docs.python.org/3/library/asyncio-stream.html#asyncio.StreamWriter.wait_closed)
    """

    code = "AL804"
    name = "writer-not-drained"
    since = "0.1"
    default = False

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each writer of a coroutine and each of the two."""
        for function in program.functions():
            if function.row.kind in (FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR):
                calls = list(program.calls_in(function))
                if any(call.row.name in ("write", "writelines", "close") for call in calls):
                    yield from self._writers(program, calls)

    def _writers(self, program: "Program", calls: "list[CallSite]") -> Iterator[Finding]:
        drained = {_receiver(call): call.row.line for call in calls if call.row.name == "drain"}
        waited = {_receiver(call) for call in calls if call.row.name == "wait_closed"}
        last: dict[int, CallSite] = {}
        for call in calls:
            receiver = _receiver(call)
            if call.row.name in ("write", "writelines") and program.callee(call) in _WRITES:
                last[receiver] = call
            elif call.row.name == "close" and receiver not in waited and program.callee(call) == _CLOSE:
                yield self.finding(call, f"`{call.spelled}` without `wait_closed`: what is not sent yet may be lost")
        for receiver, call in last.items():
            if drained.get(receiver, 0) == 0:
                yield self.finding(call, f"`{call.spelled}` without `drain`: the buffer may grow without end")


def _receiver(call: "CallSite") -> int:
    row = call.module.summary.expressions[call.row.callee]
    return int(row[1]) if row[0] == Op.ATTRIBUTE else 0
