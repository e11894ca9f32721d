"""AL905 loop-no-checkpoint."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.rule import Finding, Fixable, FunctionKind, Leaving

from .checkpoints import START, CheckpointRule, Checkpoints, endless_loops

if TYPE_CHECKING:
    from asynclint.rule import FileFunction, FileView

_ROUND = frozenset({Leaving.END, Leaving.CONTINUE})


class LoopNoCheckpoint(CheckpointRule):
    """Reports an endless loop that may go round without a checkpoint.

    ## What it does
    Looks at all ways through one round of `while True` in an async function. Reports the loop when a round may have no
    place at which a cancelled task stops, and nothing breaks out of the loop.

    ## Why is this bad?
    Round after round, nothing else runs: no other task, no timer, no signal handler, and no cancellation.

    ## Example

    ```python
    import trio


    async def pump(source):
        while True:  # error: loop-no-checkpoint
            if source.has_data():
                await source.send()
    ```

    ## Use instead

    ```python
    import trio


    async def pump(source):
        while True:
            await trio.lowlevel.checkpoint()
            if source.has_data():
                await source.send()
    ```

    ## Fix safety
    Unsafe: other tasks run at the new checkpoint, and the loop can be cancelled there.

    ## Known problems
    Off by default: a round without a checkpoint can be rare enough. A loop that never has one is the business of
    `endless-loop-without-await`.

    ## Options
    * `exception-suppressing-context-managers`: context managers that may swallow an exception of their block, beside
      `contextlib.suppress`.
    * `# asynclint: ignore[loop-no-checkpoint] the reason`, or `# noqa: ASYNC913`, on the statement says that it is
      meant.

    ## References
    * [Trio: checkpoints](https://trio.readthedocs.io/en/stable/reference-core.html#checkpoints)
    """

    code = "AL905"
    name = "loop-no-checkpoint"
    since = "0.1"
    default = False
    fixable = Fixable.UNSAFE
    aliases = ("ASYNC913",)
    second_to = ("AL912",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each loop."""
        for function in file.functions():
            if function.kind in (FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR):
                yield from self._loops(function)

    def _loops(self, function: "FileFunction") -> Iterator[Finding]:
        for loop, block in endless_loops(function):
            question = Checkpoints(function, cancellation=True, yields_pass=True)
            ways = question.ask(loop.body, START)
            if any(way.leaving is Leaving.BREAK for way in ways):
                continue
            if any(way.leaving in _ROUND and way.fact is not None for way in ways):
                message = "a round of this endless loop may have no checkpoint"
                yield self.finding(block, message, remedy=_first(function, loop))


def _first(function: "FileFunction", loop: cst.While) -> tuple[str, ...]:
    """The place of the first statement of the body, if it has rows of its own."""
    if not isinstance(loop.body, cst.IndentedBlock):
        return ()
    first = loop.body.body[0]
    node = first.body[0] if isinstance(first, cst.SimpleStatementLine) else first
    position = function.tree.position_of(node)
    return () if position is None else (str(position.line), str(position.column))
