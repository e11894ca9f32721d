"""AL403 suppressed-cancellation."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import BlockKind, FileRule, Finding, FunctionKind, nodes_of_scope

from .frameworks import CANCELLED, EVERYTHING
from .surroundings import is_deaf, suspends
from .swallowing import confidence_of

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileBlock, FileCall, FileFunction, FileView


class SuppressedCancellation(FileRule):
    """Reports `contextlib.suppress` round awaits that also suppresses their cancellation.

    ## What it does
    Finds `suppress(asyncio.CancelledError)`, `suppress(trio.Cancelled)` and `suppress(BaseException)` round code that
    awaits. Awaiting a task that was cancelled before is silent, as are the main coroutine of a program and tests, and a
    `while not future.done()` that awaits only this future: it insists. Where the coroutine ends right after the block,
    or where only tasks are awaited, the finding is *possible*.

    ## Why is this bad?
    The cancellation of a task arrives as an exception in the innermost await. If it is suppressed there, the task goes
    on behind the block as if nobody had asked it to end.

    ## Example

    ```python
    import asyncio
    from contextlib import suppress


    async def poll(client):
        while True:
            with suppress(BaseException):  # error: suppressed-cancellation
                await client.fetch()
            await asyncio.sleep(10)
    ```

    ## Use instead

    ```python
    import asyncio
    from contextlib import suppress


    async def poll(client):
        while True:
            with suppress(OSError):
                await client.fetch()
            await asyncio.sleep(10)


    async def stop(task):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    ```

    ## Options
    * `min-confidence`: `"possible"` also shows blocks that end their coroutine, or await a task only.
    * `# asynclint: ignore[suppressed-cancellation] the reason` says that it is meant.

    ## References
    * [`contextlib.suppress`](https://docs.python.org/3/library/contextlib.html#contextlib.suppress)
    * [Task cancellation](https://docs.python.org/3/library/asyncio-task.html#task-cancellation)
    """

    code = "AL403"
    name = "suppressed-cancellation"
    since = "0.1"
    names = ("suppress",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each block that suppresses a cancellation."""
        if is_deaf(file):
            return
        for call in file.calls_to({"contextlib.suppress"}):
            caught = {file.callee_or_name(one, call.at) or "" for one in call.row.arguments} & {*CANCELLED, EVERYTHING}
            if caught:
                yield from self._findings(file, call, frozenset(caught))

    def _findings(self, file: "FileView", call: "FileCall", caught: frozenset[str]) -> Iterator[Finding]:
        function, block = call.function, file.block_entered_with(call)
        if function is None or block is None or not block.row.suspends:
            return
        node = function.with_of(block)
        if function.kind not in (FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR) or node is None:
            return
        if suspends(function, node.body) and not _insists(function, block, node):
            confidence = confidence_of(function, node.body, node, caught, None)
            if confidence is not None:
                name = min(caught, key=lambda one: one == EVERYTHING)
                yield self.finding(
                    call, f"suppresses `{name}`: the task goes on when it is cancelled", confidence=confidence
                )


def _insists(function: "FileFunction", block: "FileBlock", node: "cst.With") -> bool:
    """Whether a block is all that a ``while not future.done()`` does, and awaits nothing but this future."""
    import libcst as cst

    loop = block.parent
    if loop is None or loop.kind is not BlockKind.WHILE:
        return False
    match function.tree.node_at(cst.While, loop.row.line, loop.row.column):
        case cst.While(
            test=cst.UnaryOperation(
                operator=cst.Not(), expression=cst.Call(func=cst.Attribute(value=future, attr=cst.Name("done")))
            ),
            body=cst.IndentedBlock(body=[only]),
        ):
            awaits = [one for one in nodes_of_scope(node.body) if isinstance(one, cst.Await)]
            return only is node and all(any(part.deep_equals(future) for part in nodes_of_scope(one)) for one in awaits)
    return False
