"""AL904 scope-no-guaranteed-checkpoint."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.rule import FileRule, Finding, Leaving, nodes_of_scope

from .checkpoints import START, Checkpoints, may_suspend

if TYPE_CHECKING:
    from asynclint.rule import FileFunction, FileView

_SCOPES = frozenset(
    {f"{library}.{name}" for library in ("trio", "anyio") for name in ("move_on_after", "fail_after", "CancelScope")}
    | {"trio.move_on_at", "trio.fail_at", "asyncio.timeout", "asyncio.timeout_at"}
    | {"async_timeout.timeout", "async_timeout.timeout_at"}
)
_NORMAL = frozenset({Leaving.END, Leaving.RETURN, Leaving.BREAK, Leaving.CONTINUE})


class ScopeNoGuaranteedCheckpoint(FileRule):
    """Reports a cancel scope or timeout whose body may run without a checkpoint.

    ## What it does
    Looks at all ways through the body of Trio's and AnyIO's cancel scopes and of asyncio's timeouts. Reports the scope
    when one way has no place at which a cancelled task stops. A body without any is the business of
    `timeout-without-checkpoint`.

    ## Why is this bad?
    A timeout takes effect at a checkpoint. On a way without one the limit does not hold: the body runs as long as it
    runs, and the scope says afterwards that it was not cancelled.

    ## Example

    ```python
    import trio


    async def refresh(cache):
        with trio.move_on_after(5):  # error: scope-no-guaranteed-checkpoint
            while cache.is_stale():
                await cache.refresh()
    ```

    ```python
    import asyncio


    async def refresh(cache):
        async with asyncio.timeout(5):  # error: scope-no-guaranteed-checkpoint
            if cache.is_stale():
                await cache.refresh()
    ```

    ## Use instead

    ```python
    import trio


    async def refresh(cache):
        with trio.move_on_after(5):
            await trio.lowlevel.checkpoint()
            while cache.is_stale():
                await cache.refresh()
    ```

    ## Known problems
    Off by default: a short way without a checkpoint, such as a hit in a cache, is usually what is wanted.

    ## Options
    * `exception-suppressing-context-managers`: context managers that may swallow an exception of their block, beside
      `contextlib.suppress`.
    * `# asynclint: ignore[scope-no-guaranteed-checkpoint] the reason`, or `# noqa: ASYNC912`, on the statement says
      that it is meant.

    ## References
    * [Trio: cancellation and timeouts](https://trio.readthedocs.io/en/stable/reference-core.html#cancellation-and-timeouts)
    * [asyncio: timeouts](https://docs.python.org/3/library/asyncio-task.html#timeouts)
    """

    code = "AL904"
    name = "scope-no-guaranteed-checkpoint"
    since = "0.1"
    default = False
    aliases = ("ASYNC912",)
    second_to = ("AL406",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each scope."""
        for function in file.functions():
            if function.is_coroutine and any(
                item.qualified in _SCOPES for block in function.blocks() if block.suspends for item in block.items
            ):
                yield from self._scopes(function)

    def _scopes(self, function: "FileFunction") -> Iterator[Finding]:
        for node in nodes_of_scope(function.node) if function.node is not None else ():
            for position, item in enumerate(node.items if isinstance(node, cst.With) else ()):
                if isinstance(item.item, cst.Call) and _limits(function, item.item):
                    site = function.site(item.item)
                    if site is not None and isinstance(node, cst.With) and _may_miss(function, node, position):
                        yield self.finding(site, "the body may run without a checkpoint: the scope has no effect then")


def _limits(function: "FileFunction", call: cst.Call) -> bool:
    """Whether a call makes a scope that may cancel its body; one that only shields it does not."""
    if function.qualified(call) not in _SCOPES:
        return False
    given = {argument.keyword.value if argument.keyword is not None else "" for argument in call.args}
    return given != {"shield"}


def _may_miss(function: "FileFunction", node: cst.With, position: int) -> bool:
    """Whether a way through the body, and through the contexts that are entered later, has no checkpoint."""
    question = Checkpoints(function, cancellation=True, yields_pass=True)
    if any(question.passes(item, node) for item in node.items[position + 1 :]) or not may_suspend(node.body):
        return False
    return any(way.leaving in _NORMAL and way.fact is not None for way in question.ask(node.body, START))
