"""AL301 dangling-task."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import libcst

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Fix, FixableFile, Program


class DanglingTask(ProgramRule):
    """Reports a task to which nothing keeps a reference.

    ## What it does
    Finds tasks of `asyncio.create_task`, `ensure_future`, `loop.create_task` and of project functions that return a new
    task where the task is dropped, kept only in a local name that is never read, or put into a `WeakSet`. A done
    callback does not keep a task either. Task groups and nurseries keep theirs.

    ## Why is this bad?
    The event loop holds its tasks weakly. A task that nothing else refers to may be collected as garbage in the middle
    of its work, which then never ends. And who has no reference can neither wait for the task nor see its exception.

    ## Example

    ```python
    import asyncio


    async def send_mail(order):
        await asyncio.sleep(1)


    async def place(order):
        asyncio.create_task(send_mail(order))  # error: dangling-task
        return "thank you"
    ```

    ```python
    # file: app/background.py
    import asyncio


    def start(coroutine):
        return asyncio.ensure_future(coroutine)

    # file: app/orders.py
    from app.background import start


    async def send_mail(order):
        return order


    async def place(order):
        start(send_mail(order))  # error: dangling-task
        return "thank you"
    ```

    ## Use instead

    ```python
    import asyncio

    background = set()


    async def send_mail(order):
        await asyncio.sleep(1)


    async def place(order):
        task = asyncio.create_task(send_mail(order))
        background.add(task)
        task.add_done_callback(background.discard)
        return "thank you"
    ```

    Where the work belongs to a block, a task group keeps and awaits it:

    ```python
    import asyncio

    import trio


    async def send_mail(order):
        return order


    async def place(orders):
        async with asyncio.TaskGroup() as group:
            for order in orders:
                group.create_task(send_mail(order))


    async def with_trio(orders):
        async with trio.open_nursery() as nursery:
            for order in orders:
                nursery.start_soon(send_mail, order)
    ```

    Tornado's loop and Twisted's Deferreds keep what they run:

    ```python
    from tornado.ioloop import IOLoop
    from twisted.internet.defer import ensureDeferred


    async def send_mail(order):
        return order


    def with_tornado(order):
        IOLoop.current().spawn_callback(send_mail, order)


    def with_twisted(order):
        ensureDeferred(send_mail(order)).addErrback(print)
    ```

    ## Fix safety
    Unsafe: tasks that used to vanish then run to their end. The fix keeps the task in a set until it is done: one that
    the object or the module has for tasks, or a new `_background_tasks` of the module. A task in a WeakSet, or one that
    a lambda starts, has no fix.

    ## Known problems
    A task often survives without a reference, because what it waits for refers to it. That is luck: it ends with the
    next change of what the task waits for.

    ## Options
    * `min-confidence`: `"possible"` also shows calls of which only some targets start a task.
    * `knowledge`: the project's own files, which say what starts a task (`spawns`) and what keeps it (`keeps`).
    * `# asynclint: ignore[dangling-task] the reason`, or `# noqa: RUF006`, on the statement says that it is meant.

    ## References
    * [`asyncio.create_task`](https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task)
    * [`asyncio.TaskGroup`](https://docs.python.org/3/library/asyncio-task.html#task-groups)
    * [`loop.create_task`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.create_task)
    """

    code = "AL301"
    name = "dangling-task"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ("ASYNC300", "RUF006")
    second_to = ("AL308",)

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each task to which nothing keeps a reference."""
        for task in program.dropped_tasks():
            yield self.finding(task.site, f"nothing keeps the task that `{task.site.spelled}` starts{task.why}",
                               confidence=task.confidence)  # fmt: skip

    def fix(self, finding: Finding, file: "FixableFile") -> "Fix | None":
        """Keep the task in a set of the module until it is done."""
        call = file.call(finding)
        statement = file.statement(call)
        tasks, edits = file.kept_in(call, "task", ("_background_tasks", "background_tasks"), ("asyncio", "Task"))
        rows: tuple[str, ...] = ()
        if isinstance(statement, libcst.Expr):
            task = file.free_local(call, "task", "background_task", "new_task")
            edits += file.prefix(statement, f"{task} = ")
            if statement.value is not call:
                arguments = _callback(statement.value, call)
                if arguments is None:
                    return None
                edits += file.cut(call, statement)
                rows = (f"{task}.add_done_callback({', '.join(map(file.code, arguments))})",)
        elif isinstance(statement, libcst.Assign) and statement.value is call and len(statement.targets) == 1:
            target = statement.targets[0].target
            if not isinstance(target, libcst.Name):
                return None
            task = target.value
        else:
            return None
        rows = (f"{tasks}.add({task})", *rows, f"{task}.add_done_callback({tasks}.discard)")
        return self.mended(f"Keep the task in `{tasks}`", (*edits, *file.insert_after(statement, *rows)))


def _callback(value: libcst.BaseExpression, call: libcst.Call) -> Sequence[libcst.Arg] | None:
    """The arguments of ``call.add_done_callback(…)``."""
    if isinstance(value, libcst.Call) and isinstance(value.func, libcst.Attribute):
        callback = value.func.attr.value == "add_done_callback"
        return value.args if callback and value.func.value is call else None
    return None
