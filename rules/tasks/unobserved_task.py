"""AL303 unobserved-task."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class UnobservedTask(ProgramRule):
    """Reports a task that is kept in an attribute while nothing looks at how it ends.

    ## What it does
    Finds `self.task = asyncio.create_task(…)` where the attribute is nowhere awaited, passed on, returned or asked for
    its result, and gets no done callback.

    ## Why is this bad?
    When the task fails, nobody knows: asyncio logs the exception when the task is thrown away, which for an attribute
    may be at the very end.

    ## Example

    ```python
    import asyncio


    class Poller:
        async def poll(self):
            await asyncio.sleep(1)

        def start(self):
            self.task = asyncio.create_task(self.poll())  # error: unobserved-task

        def stop(self):
            self.task.cancel()
    ```

    ## Use instead

    ```python
    import asyncio


    class Poller:
        async def poll(self):
            await asyncio.sleep(1)

        def start(self):
            self.task = asyncio.create_task(self.poll())

        async def stop(self):
            self.task.cancel()
            await asyncio.wait([self.task])
    ```

    ## Known problems
    Off by default: many tasks handle all their exceptions themselves, and then need no observer.

    ## Options
    * `# asynclint: ignore[unobserved-task] the reason` on the statement says that it is meant.

    ## References
    * [asyncio: detect never-retrieved exceptions](https://docs.python.org/3/library/asyncio-dev.html#detect-never-retrieved-exceptions)
    """

    code = "AL303"
    name = "unobserved-task"
    since = "0.1"
    fixable = Fixable.NO
    default = False
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each attribute with a task that nobody looks at."""
        for task in program.unobserved_tasks():
            yield self.finding(task.site, f"nothing sees how the task in `{task.name}` ends, or that it failed")
