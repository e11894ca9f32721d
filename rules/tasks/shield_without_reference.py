"""AL306 shield-without-reference."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Fix, FixableFile, Program


_OF_A_VALUE = (libcst.Expr, libcst.Assign, libcst.AnnAssign, libcst.Return)
"""Statements that evaluate their value before anything else."""


class ShieldWithoutReference(ProgramRule):
    """Reports a coroutine that is given to `asyncio.shield` itself.

    ## What it does
    Finds `asyncio.shield(save())` where `save()` is a coroutine: `shield` makes a task of it that nothing else refers
    to.

    ## Why is this bad?
    When the waiter is cancelled, the shielded task goes on, and from then on only the loop knows it, by a weak
    reference: the task may vanish in the middle of its work, which the shield was to protect. Nor can anybody wait for
    it, or see its exception.

    ## Example

    ```python
    import asyncio


    async def save(order):
        await asyncio.sleep(1)


    async def place(order):
        await asyncio.shield(save(order))  # error: shield-without-reference
    ```

    ## Use instead

    ```python
    import asyncio

    saving = set()


    async def save(order):
        await asyncio.sleep(1)


    async def place(order):
        task = asyncio.create_task(save(order))
        saving.add(task)
        task.add_done_callback(saving.discard)
        await asyncio.shield(task)
    ```

    Trio and AnyIO shield a block of code, which needs no reference:

    ```python
    import anyio


    async def save(order):
        await anyio.sleep(1)


    async def place(order):
        with anyio.CancelScope(shield=True):
            await save(order)
    ```

    ## Fix safety
    Unsafe: work that used to vanish then runs to its end. The fix makes a task of the coroutine in front of the
    statement, and keeps it in a set until it is done: one that the object or the module has for tasks, or a new
    `_background_tasks` of the module. There is none where the shield is not what its statement waits for.

    ## Known problems
    A local name that holds the task, or the future of the shield, is enough for this rule, though it ends with the
    function.

    ## Options
    * `# asynclint: ignore[shield-without-reference] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.shield`](https://docs.python.org/3/library/asyncio-task.html#asyncio.shield)
    """

    code = "AL306"
    name = "shield-without-reference"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each coroutine in a shield."""
        for task in program.shielded_coroutines():
            message = f"nothing keeps the task `asyncio.shield` makes of `{task.name}`, once the waiter is cancelled"
            yield self.finding(task.site, message)

    def fix(self, finding: Finding, file: "FixableFile") -> "Fix | None":
        """Keep the task in a set until it is done, and shield it."""
        call = file.call(finding)
        statement = file.statement(call)
        waiting = file.parent(call)
        whole = isinstance(statement, _OF_A_VALUE) and isinstance(waiting, libcst.Await) and statement.value is waiting
        if not whole or len(call.args) != 1 or not isinstance(call.args[0].value, libcst.Call):
            return None
        work = call.args[0].value
        starter, edits = file.name("asyncio", "create_task", call)
        tasks, more = file.kept_in(call, "task", ("_background_tasks", "background_tasks"), ("asyncio", "Task"))
        task = file.free_local(call, "task", "shielded_task", "new_task")
        rows = (
            f"{task} = {starter}({file.moved(work, statement)})",
            f"{tasks}.add({task})",
            f"{task}.add_done_callback({tasks}.discard)",
        )
        before = file.insert_before(statement, *rows)
        return self.mended(f"Keep the task in `{tasks}`", (*edits, *more, *before, *file.replace(work, task)))
