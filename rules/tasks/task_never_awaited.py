"""AL302 task-never-awaited."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class TaskNeverAwaited(ProgramRule):
    """Reports tasks that are collected in a local list or set which is used for nothing else.

    ## What it does
    Finds `tasks.append(asyncio.create_task(…))` where `tasks` is a list or set of the function that is only ever added
    to: never awaited, gathered, returned, stored or passed on.

    ## Why is this bad?
    The list looks as if somebody waited for the tasks. Nobody does: their exceptions are never seen, the function goes
    on before they are done, and when it ends the list ends with it and the tasks may vanish.

    ## Example

    ```python
    import asyncio


    async def save(order):
        await asyncio.sleep(1)


    async def save_all(orders):
        tasks = []
        for order in orders:
            tasks.append(asyncio.create_task(save(order)))  # error: task-never-awaited
    ```

    ## Use instead

    ```python
    import asyncio


    async def save(order):
        await asyncio.sleep(1)


    async def save_all(orders):
        tasks = []
        for order in orders:
            tasks.append(asyncio.create_task(save(order)))
        await asyncio.gather(*tasks)
    ```

    A task group waits by itself, as a nursery of Trio and a task group of AnyIO do:

    ```python
    import asyncio


    async def save(order):
        await asyncio.sleep(1)


    async def save_all(orders):
        async with asyncio.TaskGroup() as group:
            for order in orders:
                group.create_task(save(order))
    ```

    ## Known problems
    One other use of the container is enough to be silent.

    ## Options
    * `# asynclint: ignore[task-never-awaited] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.create_task`](https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task)
    * [`asyncio.TaskGroup`](https://docs.python.org/3/library/asyncio-task.html#task-groups)
    """

    code = "AL302"
    name = "task-never-awaited"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each task in a container that nobody uses."""
        for task in program.collected_tasks():
            message = f"`{task.name}` only collects tasks: nothing waits for the one that `{task.site.spelled}` starts"
            yield self.finding(task.site, message)
