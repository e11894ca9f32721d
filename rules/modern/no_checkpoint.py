"""AL902 no-checkpoint."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, FunctionKind, Leaving

from .checkpoints import START, CheckpointRule, Checkpoints, checked_functions, may_suspend

if TYPE_CHECKING:
    from asynclint.rule import FileFunction, FileView

_MANAGER = ("__aenter__", "__aexit__")


class NoCheckpoint(CheckpointRule):
    """Reports an async function that can return without a checkpoint.

    ## What it does
    Looks at all ways through an `async def`: branches, loops that may run no round, handlers, `finally`. Reports a
    `return`, or the function where a way falls off its end, that is reached without `await`, `async for` or
    `async with`. Empty functions, overloads, abstract methods and fixtures are left alone, and of `__aenter__` and
    `__aexit__` one may do without when the other has a checkpoint or is inherited.

    ## Why is this bad?
    In Trio and AnyIO code, who awaits a function relies on it: at a checkpoint other tasks run, and a cancelled task
    stops. A loop round a function that sometimes has none can hold up the whole program, and cannot be cancelled.

    ## Example

    ```python
    import trio


    async def wait_until(ready):  # error: no-checkpoint
        while not ready():
            await trio.sleep(0.1)


    async def load(cache, key):
        if key in cache:
            return cache[key]  # error: no-checkpoint
        await trio.sleep(1)
        return None
    ```

    ## Use instead

    ```python
    import trio


    async def wait_until(ready):
        await trio.lowlevel.checkpoint()
        while not ready():
            await trio.sleep(0.1)


    async def load(cache, key):
        if key in cache:
            await trio.lowlevel.checkpoint()
            return cache[key]
        await trio.sleep(1)
        return None
    ```

    ## Fix safety
    Unsafe: other tasks run at the new checkpoint, and the function can be cancelled there.

    ## Known problems
    Off by default: asyncio code does not have this rule, and short functions often need no checkpoint. Every `await` is
    taken for a checkpoint, also that of a function which is reported itself.

    ## Options
    * `no-checkpoint-warning-decorators`: decorators whose functions need no checkpoint.
    * `exception-suppressing-context-managers`: context managers that may swallow an exception of their block, beside
      `contextlib.suppress`.
    * `# asynclint: ignore[no-checkpoint] the reason`, or `# noqa: ASYNC910`, on the statement says that it is meant.

    ## References
    * [Trio: checkpoints](https://trio.readthedocs.io/en/stable/reference-core.html#checkpoints)
    * [AnyIO: cancellation](https://anyio.readthedocs.io/en/stable/cancellation.html)
    """

    code = "AL902"
    name = "no-checkpoint"
    since = "0.1"
    default = False
    fixable = Fixable.UNSAFE
    aliases = ("ASYNC910",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each statement, or function, that a way reaches without a checkpoint."""
        for function in checked_functions(file, FunctionKind.COROUTINE):
            if not _may_be_fast(function):
                yield from self._missing(function)

    def _missing(self, function: "FileFunction") -> Iterator[Finding]:
        node = function.node
        if node is None:
            return
        for way in Checkpoints(function).ask(node, START):
            if way.fact is None:
                continue
            if way.leaving is Leaving.RETURN and way.node is not None:
                site = function.site(way.node)
                if site is not None:
                    remedy = self.before(function, way.node)
                    yield self.finding(site, "a way returns here without a checkpoint", remedy=remedy)
            elif way.leaving is Leaving.END:
                message = f"`{function.spelled}` can end without a checkpoint"
                yield self.finding(function, message, remedy=self.after(function))


def _may_be_fast(function: "FileFunction") -> bool:
    """Whether it is one of the two methods of a context manager that relies on the other."""
    owner = function.owner
    if owner is None or function.row.name not in _MANAGER:
        return False
    methods = {method.row.name: method for method in owner.methods() if method.row.name in _MANAGER}
    if _suspends(function):
        return False
    other = next((method for name, method in methods.items() if name != function.row.name), None)
    if other is None:
        return bool(owner.row.bases)
    return _suspends(other) or function.row.name == "__aexit__"


def _suspends(function: "FileFunction") -> bool:
    node = function.node
    return node is None or may_suspend(node.body)
