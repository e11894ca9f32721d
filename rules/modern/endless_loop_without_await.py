"""AL912 endless-loop-without-await."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.model.summary import BlockKind
from asynclint.rule import Confidence, FileRule, Finding, children, nodes_of_scope

from .checkpoints import endless_loops

if TYPE_CHECKING:
    from asynclint.rule import FileBlock, FileFunction, FileView

_ENDING = (cst.Await, cst.Yield, cst.Asynchronous, cst.Return, cst.Raise, cst.Assert)
_LEAVING_CALLS = frozenset({"exit", "_exit", "quit", "abort", "fail", "skip", "execv", "execvp", "execve"})
_SUPPRESSING = ("suppress", "raises", "assertRaises")


class EndlessLoopWithoutAwait(FileRule):
    """Reports `while True` in a coroutine that neither waits nor ends.

    ## What it does
    Finds `while True` in an async function (and in generators that Tornado or Twisted drives) whose body has no
    `await`, `yield`, `async for`, `async with`, `break`, `return` or `raise`, and round which no handler stands that
    the exception of a call could lead to.

    ## Why is this bad?
    The loop never comes back to the event loop: from its first round on, nothing else in the program runs.

    ## Example

    ```python
    async def serve(queue):
        while True:  # error: endless-loop-without-await
            for job in queue.take():
                job.run()
    ```

    ## Use instead

    ```python
    import asyncio


    async def serve(queue):
        while True:
            for job in queue.take():
                job.run()
            await asyncio.sleep(0.1)
    ```

    ## Known problems
    A loop that is meant to end by an exception which the caller of the function catches is reported: a handler in the
    same function, or a `break`, says that better.

    ## Options
    * `# asynclint: ignore[endless-loop-without-await] the reason` on the statement says that it is meant.

    ## References
    * [asyncio: developing with asyncio](https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code)
    """

    code = "AL912"
    name = "endless-loop-without-await"
    since = "0.1"
    words = ("while",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each loop."""
        rows = file.summary.blocks
        looping = {row.function for row in rows if row.kind is BlockKind.WHILE and not row.suspends}
        for function in map(file.function_at, sorted(looping)):
            if function.is_coroutine and any(_is_suspect(block) for block in function.blocks()):
                yield from self._loops(function)

    def _loops(self, function: "FileFunction") -> Iterator[Finding]:
        for loop, block in endless_loops(function):
            if _is_suspect(block) and not _ends(loop.body):
                calls = any(isinstance(node, cst.Call) for node in nodes_of_scope(loop.body))
                yield self.finding(
                    block,
                    "this loop never waits and never ends: nothing else runs any more",
                    confidence=Confidence.LIKELY if calls else Confidence.CERTAIN,
                )


def _is_suspect(block: "FileBlock") -> bool:
    """Whether it is an endless loop that does not suspend, and that no handler of the function gets to see."""
    if not block.is_endless_loop or block.suspends:
        return False
    for outer in block.ancestors():
        if outer.kind is BlockKind.TRY and outer.row.items:
            return False
        if any((item.qualified or "").rpartition(".")[2] in _SUPPRESSING for item in outer.items):
            return False
    return True


def _ends(body: cst.CSTNode, *, breaks: bool = True) -> bool:
    """Whether something in the body leaves the loop; an inner loop keeps its own ``break``."""
    for node in children(body):
        if isinstance(node, _ENDING) or (breaks and isinstance(node, cst.Break)):
            return True
        if isinstance(node, cst.Call) and _last_name(node.func) in _LEAVING_CALLS:
            return True
        if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda):
            continue
        if _ends(node, breaks=breaks and not isinstance(node, cst.While | cst.For)):
            return True
    return False


def _last_name(callee: cst.BaseExpression) -> str:
    match callee:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return name
    return ""
