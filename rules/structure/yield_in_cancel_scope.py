"""AL501 yield-in-cancel-scope."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding, FunctionKind, nodes_of_scope

from .groups import FOREIGN_SCOPES, SCOPES, TRANSPARENT, entered_with, root

if TYPE_CHECKING:
    from asynclint.rule import FileFunction, FileView

_SCOPES = SCOPES | FOREIGN_SCOPES
_GENERATORS = frozenset({FunctionKind.GENERATOR, FunctionKind.ASYNC_GENERATOR})


class YieldInCancelScope(FileRule):
    """Reports a `yield` inside a task group or timeout of a generator.

    ## What it does
    Finds `yield` in a nursery, task group, cancel scope or timeout. Context managers (`@asynccontextmanager`,
    `@contextmanager`) and fixtures are not reported: there the caller's block takes the place of the `yield`.

    ## Why is this bad?
    While a generator is suspended, the scope stays open round whatever the caller does next. A timeout then cancels the
    caller's code, and a task group that fails cancels the wrong task. When the caller stops in the middle, nobody
    leaves the scope until the garbage collector does, in another order, perhaps in another task.

    ## Example

    ```python
    import trio


    async def lines(stream):
        with trio.fail_after(10):
            async for line in stream:
                yield line  # error: yield-in-cancel-scope
    ```

    ```python
    import asyncio


    async def results(jobs, queue):
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(job.run(queue))
            for _ in jobs:
                yield await queue.get()  # error: yield-in-cancel-scope
    ```

    ## Use instead

    A time limit for each step ends before the `yield`:

    ```python
    import trio


    async def lines(stream):
        while True:
            with trio.fail_after(10):
                line = await stream.receive_some()
            yield line
    ```

    A group belongs to the caller, or to a context manager that gives a channel:

    ```python
    import contextlib

    import trio


    @contextlib.asynccontextmanager
    async def results(jobs):
        send, receive = trio.open_memory_channel(0)
        async with trio.open_nursery() as nursery:
            for job in jobs:
                nursery.start_soon(job.run, send)
            yield receive
    ```

    ## Known problems
    A generator under any other decorator than `@override` and the like is not reported: it may be a context manager.

    ## Options
    * `# asynclint: ignore[yield-in-cancel-scope] the reason`, or `# noqa: ASYNC101`, says that it is meant.

    ## References
    * [PEP 789](https://peps.python.org/pep-0789/)
    * [Cancel scopes and nurseries in generators](https://trio.readthedocs.io/en/stable/reference-core.html#cancel-scopes-and-nurseries)
    """

    code = "AL501"
    name = "yield-in-cancel-scope"
    since = "0.1"
    words = ("yield",)
    aliases = ("ASYNC101",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each `yield`."""
        import libcst as cst

        for code in entered_with(file, _SCOPES):
            if code is file.whole or not _is_plain_generator(file.function_at(code.number)):
                continue
            body = root(code)
            for node in nodes_of_scope(body) if body else ():
                if isinstance(node, cst.With) and any(code.qualified(item.item) in _SCOPES for item in node.items):
                    for inner in nodes_of_scope(node.body):
                        site = code.site(inner) if isinstance(inner, cst.Yield) else None
                        if site is not None:
                            yield self.finding(
                                site, "the scope round this `yield` stays open while the generator waits"
                            )


def _is_plain_generator(function: "FileFunction") -> bool:
    if function.kind not in _GENERATORS or function.is_driven_generator:
        return False
    return all(name in TRANSPARENT for name in function.decorators)
