"""AL414 cancel-not-awaited."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.model.summary import Op
from asynclint.rule import BlockKind, FileRule, Finding, Use, children

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileCall, FileView

_LOOPS = (BlockKind.FOR, BlockKind.ASYNC_FOR, BlockKind.WHILE)


class CancelNotAwaited(FileRule):
    """Reports a task that is cancelled and then forgotten.

    ## What it does
    Finds `task.cancel()` after which the function does not use the task again: it is not awaited, passed on, stored or
    returned. The local name has to hold a task: one made by `create_task` or `ensure_future`, or annotated.

    ## Why is this bad?
    `cancel()` only asks. The task still runs until its next `await`, its clean-up may take longer, and it can refuse.
    Who does not wait goes on while the task may still use what is closed next, and never sees the exception with which
    the clean-up failed.

    ## Example

    ```python
    import asyncio


    async def run(work, connection):
        task = asyncio.create_task(work(connection))
        await asyncio.sleep(10)
        task.cancel()  # error: cancel-not-awaited
        await connection.close()
    ```

    ## Use instead

    ```python
    import asyncio


    async def run(work, connection):
        task = asyncio.create_task(work(connection))
        await asyncio.sleep(10)
        task.cancel()
        await asyncio.wait([task])
        await connection.close()
    ```

    ## Known problems
    Often nothing depends on when the task ends, and a method that cancels is often not the one that waits: the rule is
    off by default. Only tasks in local names are looked at.

    ## Options
    * `# asynclint: ignore[cancel-not-awaited] the reason` says that it is meant.

    ## References
    * [`Task.cancel`](https://docs.python.org/3/library/asyncio-task.html#asyncio.Task.cancel)
    """

    code = "AL414"
    name = "cancel-not-awaited"
    since = "0.1"
    default = False

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each task whose last use is its cancellation."""
        for call in file.calls_to({"asyncio.Task.cancel"}):
            if call.use is Use.DROPPED and call.function is not None and self._is_last_use(call):
                receiver = call.spelled.removesuffix(".cancel")
                yield self.finding(call, f"`{receiver}` is asked to end, and nobody waits until it has")

    @staticmethod
    def _is_last_use(call: "FileCall") -> bool:
        import libcst as cst

        function, node = call.function, call.node
        if function is None or function.node is None or node is None or not isinstance(node.func, cst.Attribute):
            return False
        receiver = node.func.value
        if not isinstance(receiver, cst.Name) or receiver.value not in function.row.bindings:
            return False
        if any(block.kind in _LOOPS for block in (call.block, *call.block.ancestors())):
            return False
        expressions = function.file.summary.expressions
        if any(
            expressions[one] == (Op.NAME, receiver.value) for other in function.calls() for one in other.row.arguments
        ):
            return False
        return _uses(function.node.body, receiver.value)[-1:] == [receiver]


def _uses(node: "cst.CSTNode", name: str) -> "list[cst.CSTNode]":
    """The nodes that read a name, in order."""
    import libcst as cst

    if isinstance(node, cst.Name):
        return [node] if node.value == name else []
    if isinstance(node, cst.Attribute):
        return _uses(node.value, name)
    return [use for child in children(node) if not isinstance(child, cst.AssignTarget) for use in _uses(child, name)]
