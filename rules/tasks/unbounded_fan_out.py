"""AL310 unbounded-fan-out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.model.summary import Op
from asynclint.rule import FileRule, Finding, Fixable

if TYPE_CHECKING:
    from asynclint.rule import FileView


class UnboundedFanOut(FileRule):
    """Reports `gather` over a comprehension: as many tasks at once as there are items.

    ## What it does
    Finds `asyncio.gather(*(fetch(url) for url in urls))` over something whose size the code does not fix, in functions
    without a semaphore or another limiter.

    ## Why is this bad?
    A thousand items are a thousand requests at once: servers refuse, memory grows, and file descriptors run out.

    ## Example

    ```python
    import asyncio


    async def fetch(url):
        return url


    async def fetch_all(urls):
        return await asyncio.gather(*(fetch(url) for url in urls))  # error: unbounded-fan-out
    ```

    ## Use instead

    ```python
    import asyncio


    async def fetch(url):
        return url


    async def fetch_all(urls):
        limit = asyncio.Semaphore(10)

        async def limited(url):
            async with limit:
                return await fetch(url)

        return await asyncio.gather(*(limited(url) for url in urls))
    ```

    ## Known problems
    Off by default: most such collections are small. A limiter inside of another file's function is not seen.

    ## Options
    * `# asynclint: ignore[unbounded-fan-out] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.Semaphore`](https://docs.python.org/3/library/asyncio-sync.html#asyncio.Semaphore)
    * [`anyio.CapacityLimiter`](https://anyio.readthedocs.io/en/stable/synchronization.html#capacity-limiters)
    """

    code = "AL310"
    name = "unbounded-fan-out"
    since = "0.1"
    fixable = Fixable.NO
    default = False
    aliases = ()

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each fan-out without a limit."""
        expressions = file.summary.expressions
        limits = {call.name for call in file.summary.calls} & _LIMITERS
        for call in file.calls_to({"asyncio.gather"}) if not limits else ():
            starred = [expressions[row[1]] for e in call.row.arguments if (row := expressions[e])[0] == Op.STARRED]
            if any(row[0] == Op.COMPREHENSION and _is_open(file, row) for row in starred):
                yield self.finding(call, "`asyncio.gather` starts all items at once: nothing limits how many")


_LIMITERS = frozenset({"Semaphore", "BoundedSemaphore", "CapacityLimiter", "AsyncLimiter", "batched"})


def _is_open(file: "FileView", comprehension: "tuple[object, ...]") -> bool:
    """Whether the items come from something whose size the code does not fix."""
    summary = file.summary
    inner = comprehension[3]
    for function in summary.functions:
        for bindings in function.bindings.values():
            for binding in bindings:
                row = summary.expressions[binding.value]
                if binding.block == inner and row[0] == Op.ITEM_OF:
                    source = summary.expressions[row[1]]
                    return source[0] in (Op.NAME, Op.ATTRIBUTE, Op.AWAIT)
    return False
