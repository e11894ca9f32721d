"""AL311 unstructured-task."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class UnstructuredTask(ProgramRule):
    """Reports tasks that no task group keeps and that the program does not look after itself.

    ## What it does
    Finds `asyncio.create_task`, `ensure_future`, `loop.create_task` and the like, however their result is used, unless
    the task is kept where it outlives the function that starts it, *and* its end is noticed:

    * it is kept in an attribute, in a set, list or dictionary that is one, in a name of the module or of a function
      round this one, or by a nested function that refers to it;
    * it gets a done callback, or what keeps it is awaited, gathered, cancelled, iterated or passed on elsewhere.

    These are the background tasks of asyncio's documentation: whoever writes them so has decided who owns the task.
    What is reported is a task that nobody keeps, one that is kept while nobody looks how it ends, one that is returned,
    and one that is only a local: a function that waits for its own tasks can do so with a group.

    ## Why is this bad?
    A task outside of a task group can fail unseen, outlive what it works for, and has to be cancelled by hand. Projects
    that want structured concurrency use `TaskGroup`, nurseries and AnyIO's task groups, and write down who looks after
    the few tasks that belong to no block.

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

    Work that belongs to no block is kept, and its end is noticed:

    ```python
    import asyncio


    class Poller:
        def __init__(self):
            self.tasks = set()

        async def poll(self):
            await asyncio.sleep(1)

        def start(self):
            task = asyncio.create_task(self.poll())
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
    ```

    ## Known problems
    Off by default: most programs await tasks of their own without a group somewhere. What a done callback does with the
    task is not asked: `add_done_callback(tasks.discard)` forgets it without a look at its exception, which asyncio then
    logs. An attribute that another module reads counts as noticed.

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
        """One finding for each task outside of a group that is not looked after."""
        for task in program.unstructured_tasks():
            yield self.finding(task.site, f"`{task.site.spelled}` starts a task that no task group keeps")
