"""AL214 as-completed-not-awaited."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.model.summary import FunctionKind, Op
from asynclint.rule import FileRule, Finding, Fixable, Use

if TYPE_CHECKING:
    from asynclint.rule import FileCall, FileView


class AsCompletedNotAwaited(FileRule):
    """Reports a plain `for` over `asyncio.as_completed` that never awaits what it gets.

    ## What it does
    Finds loops and comprehensions over `asyncio.as_completed(…)` in which the item is only asked for a result or other
    attributes, or not used at all.

    ## Why is this bad?
    What `as_completed` gives in a plain `for` are awaitables that are not done yet: awaiting one gives the next result
    that comes. Without `await` the loop ends at once, nothing is waited for, and `item.result()` raises. It is easily
    mistaken for `concurrent.futures.as_completed`, whose futures are done.

    ## Example

    ```python
    import asyncio


    async def show(tasks):
        for job in asyncio.as_completed(tasks):  # error: as-completed-not-awaited
            print(job.result())
    ```

    ## Use instead

    ```python
    import asyncio


    async def show(tasks):
        for job in asyncio.as_completed(tasks):
            print(await job)
    ```

    From Python 3.13 on `async for` gives the tasks themselves, done:

    ```python
    import asyncio


    async def show(tasks):
        async for task in asyncio.as_completed(tasks):
            print(task.result())
    ```

    ## Known problems
    An item that is passed on, stored or returned may be awaited elsewhere and is silent.

    ## Options
    * `# asynclint: ignore[as-completed-not-awaited] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.as_completed`](https://docs.python.org/3/library/asyncio-task.html#asyncio.as_completed)
    """

    code = "AL214"
    name = "as-completed-not-awaited"
    since = "0.1"
    names = ("as_completed",)
    fixable = Fixable.NO
    aliases = ()

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each loop that takes the awaitables for results."""
        for call in file.calls_to({"asyncio.as_completed"}):
            if call.use is Use.ITERATED and _is_not_awaited(file, call):
                message = "the loop over `asyncio.as_completed` never awaits what it gets: no result is there yet"
                yield self.finding(call, message)


_AS_VALUE = frozenset({Use.RECEIVER, Use.ATTRIBUTE, Use.FORMATTED, Use.TESTED, Use.COMPARED, Use.SUBSCRIPTED})


def _is_not_awaited(file: "FileView", call: "FileCall") -> bool:
    summary = file.summary
    function = summary.functions[call.row.function]
    for name, bindings in function.bindings.items():
        for binding in bindings:
            row = summary.expressions[binding.value]
            if row[0] == Op.ITEM_OF and tuple(summary.expressions[row[1]]) == (Op.CALL, call.number):
                if function.kind in (FunctionKind.MODULE, FunctionKind.CLASS_BODY) or name in function.outer_names:
                    return False
                last = summary.blocks[binding.block].end_line
                reads = [read for read in function.reads.get(name, ()) if call.row.line <= read.line <= last]
                captured = any(read.line == 0 for read in function.reads.get(name, ()))
                return not captured and all(read.use in _AS_VALUE and not read.via for read in reads)
    return False
