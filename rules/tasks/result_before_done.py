"""AL307 result-before-done."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Fix, FixableFile, Program


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

    ## Fix safety
    Unsafe: the question always raised an exception; now the coroutine waits there. `task.result()` becomes
    `await task`. `task.exception()`, whose answer `await` does not give, has no fix.

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
    fixable = Fixable.UNSAFE
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each question that comes too soon."""
        for task in program.results_too_soon():
            yield self.finding(task.at, f"`{task.name}()` of a task that cannot have run yet: nothing waits in between")

    def fix(self, finding: Finding, file: "FixableFile") -> "Fix | None":
        """Wait for the task."""
        task = file.expression(finding)
        question = file.parent(file.parent(task))
        if not isinstance(question, libcst.Call) or task.lpar or not file.code(question.func).endswith("result"):
            return None
        return self.mended("Await the task", (*file.wait(question, "await"), *file.cut(task, question)))
