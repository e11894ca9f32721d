"""AL304 ignored-gather-exceptions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding, Fixable

from .reports import awaited_and_dropped, is_clean_up

if TYPE_CHECKING:
    from asynclint.rule import FileView


class IgnoredGatherExceptions(FileRule):
    """Reports `gather(…, return_exceptions=True)` whose results nobody looks at.

    ## What it does
    Finds `await asyncio.gather(…, return_exceptions=True)` that stands alone as a statement. Silent where the same
    tasks were cancelled before, where what is gathered closes or stops something, and where the tasks are looked at
    afterwards: that is the usual clean-up.

    ## Why is this bad?
    `return_exceptions=True` turns exceptions into results. When the results are dropped, every failure is lost without
    a trace: nothing is raised and nothing is logged.

    ## Example

    ```python
    import asyncio


    async def save(order):
        await asyncio.sleep(1)


    async def save_all(orders):
        jobs = (save(order) for order in orders)
        await asyncio.gather(*jobs, return_exceptions=True)  # error: ignored-gather-exceptions
    ```

    ## Use instead

    ```python
    import asyncio
    import logging


    async def save(order):
        await asyncio.sleep(1)


    async def save_all(orders):
        results = await asyncio.gather(*(save(order) for order in orders), return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                logging.error("not saved", exc_info=result)
    ```

    ## Known problems
    Whether a coroutine handles its exceptions itself is not asked. A function that gives tasks a callback for their end
    is taken to look at their exceptions there.

    ## Options
    * `# asynclint: ignore[ignored-gather-exceptions] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.gather`](https://docs.python.org/3/library/asyncio-task.html#asyncio.gather)
    """

    code = "AL304"
    name = "ignored-gather-exceptions"
    since = "0.1"
    names = ("return_exceptions",)
    fixable = Fixable.NO
    aliases = ()

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each dropped list of exceptions."""
        for call in file.calls_to({"asyncio.gather"}):
            given = call.row.keywords.get("return_exceptions")
            if given is None or tuple(file.summary.expressions[given][1:]) != ("bool", True):
                continue
            watched = call.function is not None and any(
                other.row.name == "add_done_callback" for other in call.function.calls()
            )
            if awaited_and_dropped(call) and not watched and not is_clean_up(file, call):
                message = "the exceptions that `asyncio.gather` returns are dropped: no failure is ever seen"
                yield self.finding(call, message)
