"""AL309 task-outlives-resource."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class TaskOutlivesResource(ProgramRule):
    """Reports a task that gets what a `with` has opened, and is waited for only after the block.

    ## What it does
    Finds a task that is made inside `with` or `async with`, is given the name that the block binds, and is awaited,
    returned or passed on only when the block is over.

    ## Why is this bad?
    The block closes the session, connection or file while the task still works with it.

    ## Example

    ```python
    import asyncio

    import aiohttp


    async def fetch(session, url):
        async with session.get(url) as response:
            return await response.text()


    async def main(url):
        async with aiohttp.ClientSession() as session:
            task = asyncio.create_task(fetch(session, url))  # error: task-outlives-resource
        return await task
    ```

    ## Use instead

    ```python
    import asyncio

    import aiohttp


    async def fetch(session, url):
        async with session.get(url) as response:
            return await response.text()


    async def main(url):
        async with aiohttp.ClientSession() as session:
            task = asyncio.create_task(fetch(session, url))
            return await task
    ```

    ## Known problems
    Only tasks in local names are followed. Any use inside the block that could wait for the task is enough to be
    silent.

    ## Options
    * `# asynclint: ignore[task-outlives-resource] the reason` on the statement says that it is meant.

    ## References
    * [The `with` statement](https://docs.python.org/3/reference/compound_stmts.html#the-with-statement)
    """

    code = "AL309"
    name = "task-outlives-resource"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each task that works with what is closed."""
        for task in program.outliving_tasks():
            message = f"the task works with `{task.name}`, and is waited for only when the `with` has closed that"
            yield self.finding(task.site, message)
