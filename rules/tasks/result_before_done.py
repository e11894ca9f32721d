"""AL307 result-before-done."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class ResultBeforeDone(ProgramRule):
    """Reports a task that is asked for its result before it can have run.

    ## What it does
    Finds `task.result()` and `task.exception()` with nothing between the start of the task and the question that waits.

    ## Why is this bad?
    A task starts when the coroutine that made it waits. Until then it is not done, and `result()` raises
    InvalidStateError.

    ## Example

    ```python
    import asyncio


    async def fetch(url):
        return url


    async def main():
        task = asyncio.create_task(fetch("a"))
        return task.result()  # error: result-before-done
    ```

    ## Use instead

    ```python
    import asyncio


    async def fetch(url):
        return url


    async def main():
        task = asyncio.create_task(fetch("a"))
        return await task
    ```

    ## Known problems
    A task that is passed on, or asked whether it is done, is silent.

    ## Options
    * `# asynclint: ignore[result-before-done] the reason` on the statement says that it is meant.

    ## References
    * [`Task.result`](https://docs.python.org/3/library/asyncio-task.html#asyncio.Task.result)
    """

    code = "AL307"
    name = "result-before-done"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each question that comes too soon."""
        for task in program.results_too_soon():
            yield self.finding(task.at, f"`{task.name}()` of a task that cannot have run yet: nothing waits in between")
