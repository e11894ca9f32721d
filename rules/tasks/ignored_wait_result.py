"""AL305 ignored-wait-result."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding, Fixable

from .reports import forgets_pending, is_main, looks_at_tasks

if TYPE_CHECKING:
    from asynclint.rule import FileCall, FileView


class IgnoredWaitResult(FileRule):
    """Reports `asyncio.wait` with a limit whose pending tasks are forgotten.

    ## What it does
    Finds `await asyncio.wait(tasks, timeout=…)` and `return_when=FIRST_…` where the result is dropped, or `pending` is
    never read, and the tasks are not looked at afterwards either.

    ## Why is this bad?
    `wait` neither raises nor cancels when time is up or the first task is done. The others go on in the background, and
    their exceptions, and those of the tasks that are done, are never seen.

    ## Example

    ```python
    import asyncio


    async def fetch(url):
        return url


    async def fetch_first():
        done, _ = await asyncio.wait(  # error: ignored-wait-result
            [asyncio.create_task(fetch("a")), asyncio.create_task(fetch("b"))], return_when=asyncio.FIRST_COMPLETED
        )
        return done.pop().result()
    ```

    ## Use instead

    ```python
    import asyncio


    async def fetch(url):
        return url


    async def fetch_first():
        done, pending = await asyncio.wait(
            [asyncio.create_task(fetch("a")), asyncio.create_task(fetch("b"))], return_when=asyncio.FIRST_COMPLETED
        )
        for task in pending:
            task.cancel()
        return done.pop().result()
    ```

    ## Known problems
    Tasks that are held by an attribute, or read again by the function, are somebody else's and silent. So is a function
    that the same file gives to `asyncio.run`, which cancels what is left.

    ## Options
    * `# asynclint: ignore[ignored-wait-result] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.wait`](https://docs.python.org/3/library/asyncio-task.html#asyncio.wait)
    """

    code = "AL305"
    name = "ignored-wait-result"
    since = "0.1"
    names = ("wait",)
    fixable = Fixable.NO
    aliases = ()

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each wait that leaves tasks behind."""
        for call in file.calls_to({"asyncio.wait"}):
            forgotten = _is_limited(file, call) and forgets_pending(file, call) and not looks_at_tasks(file, call)
            if forgotten and not is_main(file, call):
                yield self.finding(call, "the tasks that `asyncio.wait` leaves pending go on, and nobody looks at them")


def _is_limited(file: "FileView", call: "FileCall") -> bool:
    expressions = file.summary.expressions
    limit = call.row.keywords.get("timeout")
    if limit is not None and expressions[limit][1:2] != ("NoneType",):
        return True
    when = call.row.keywords.get("return_when")
    return when is not None and str(expressions[when][-1]).startswith("FIRST_")
