"""AL202 coroutine-never-awaited."""

from typing import TYPE_CHECKING

from asynclint.rule import Fixable, Use, Via

from .reports import COROUTINES, AwaitableRule

if TYPE_CHECKING:
    from asynclint.rule import Awaitable, Program


class CoroutineNeverAwaited(AwaitableRule):
    """Reports a coroutine that is kept under a name, or in a container, and then forgotten.

    ## What it does
    Finds coroutines that are assigned to a local name (also to `_`) that is never read, and coroutines in a list,
    dictionary or comprehension that is never used.

    ## Why is this bad?
    A coroutine runs when it is awaited or made a task. One that is only kept never runs, and the code looks as if it
    did.

    ## Example

    ```python
    async def save(order):
        return order


    async def place(orders):
        for order in orders:
            result = save(order)  # error: coroutine-never-awaited
        return len(orders)
    ```

    ```python
    async def save(order):
        return order


    async def place(orders):
        jobs = [save(order) for order in orders]  # error: coroutine-never-awaited
        return len(orders)
    ```

    ## Use instead

    ```python
    async def save(order):
        return order


    async def place(orders):
        for order in orders:
            await save(order)
        return len(orders)
    ```

    ```python
    import asyncio


    async def save(order):
        return order


    async def place(orders):
        jobs = [save(order) for order in orders]
        await asyncio.gather(*jobs)
        return len(orders)
    ```

    Twisted:

    ```python
    from twisted.internet.defer import Deferred, gatherResults


    async def save(order):
        return order


    async def place(orders):
        await gatherResults([Deferred.fromCoroutine(save(order)) for order in orders])
        return len(orders)
    ```

    ## Fix safety
    Unsafe: code that never ran before begins to run, and whether one by one or all at once is for a person to say. The
    fix inserts `await` (`yield` in a generator that Tornado or Twisted drives) at the call, which means one by one. In
    plain functions, lambdas and generator expressions there is no fix.

    ## Known problems
    One read of the name on any path is enough to be silent, even if another path forgets the coroutine. Names of
    modules and attributes are not followed: other code may await them.

    ## Options
    * `min-confidence`: `"possible"` also shows calls of which only some targets are asynchronous.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[coroutine-never-awaited] the reason` on the statement says that it is meant.

    ## References
    * [asyncio: coroutines](https://docs.python.org/3/library/asyncio-task.html#coroutines)
    * [asyncio: detect never-awaited coroutines](https://docs.python.org/3/library/asyncio-dev.html#detect-never-awaited-coroutines)
    * [`asyncio.gather`](https://docs.python.org/3/library/asyncio-task.html#asyncio.gather)
    """

    code = "AL202"
    name = "coroutine-never-awaited"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ()

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """A coroutine under a name that is never read, or in a container that is dropped."""
        if use.kind not in COROUTINES:
            return None
        if use.unused:
            return f"`{use.named}` holds a coroutine of `{use.site.spelled}` and is never used: it never runs"
        if use.use is Use.DROPPED and use.via & (Via.DISPLAY | Via.COMPREHENSION):
            return (
                f"the coroutines of `{use.site.spelled}` are gathered into a container that is dropped: they never run"
            )
        return None
