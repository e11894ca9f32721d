"""AL311 unstructured-task."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class UnstructuredTask(ProgramRule):
    """Reports every task that no task group keeps.

    ## What it does
    Finds `asyncio.create_task`, `ensure_future`, `loop.create_task` and the like, however their result is used.

    ## Why is this bad?
    A task outside of a task group can fail unseen, outlive what it works for, and has to be cancelled by hand. Projects
    that want structured concurrency only allow `TaskGroup`, nurseries and AnyIO's task groups.

    ## Example

    ```python
    import asyncio


    async def fetch(url):
        return url


    async def main():
        task = asyncio.create_task(fetch("a"))  # error: unstructured-task
        return await task
    ```

    ## Use instead

    ```python
    import asyncio


    async def fetch(url):
        return url


    async def main():
        async with asyncio.TaskGroup() as group:
            task = group.create_task(fetch("a"))
        return task.result()
    ```

    ## Known problems
    Off by default: most programs need a task outside of a group somewhere.

    ## Options
    * `# asynclint: ignore[unstructured-task] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.TaskGroup`](https://docs.python.org/3/library/asyncio-task.html#task-groups)
    """

    code = "AL311"
    name = "unstructured-task"
    since = "0.1"
    fixable = Fixable.NO
    default = False
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each task outside of a group."""
        for task in program.unstructured_tasks():
            yield self.finding(task.site, f"`{task.site.spelled}` starts a task that no task group keeps")
