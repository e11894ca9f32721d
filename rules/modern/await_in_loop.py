"""AL909 await-in-loop."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.rule import BlockKind, FileRule, Finding, FunctionKind, nodes_of_scope

if TYPE_CHECKING:
    from asynclint.rule import FileFunction, FileView

_PAUSES = frozenset({"asyncio.sleep", "trio.sleep", "anyio.sleep", "tornado.gen.sleep"})
_LEAVING = (cst.Break, cst.Return, cst.Raise, cst.Yield, cst.AugAssign)


class AwaitInLoop(FileRule):
    """Reports loops that wait for each item, although no round needs another.

    ## What it does
    Finds `await` directly in the body of a `for` loop of a coroutine, where no round reads what an earlier one
    assigned, nothing leaves the loop early, and nothing in it is a pause or a lock.

    ## Why is this bad?
    The loop takes as long as all its waits together; at once they take as long as the longest one.

    ## Example

    ```python
    async def load(client, keys):
        found = []
        for key in keys:
            found.append(await client.get(key))  # error: await-in-loop
        return found
    ```

    ## Use instead

    ```python
    import asyncio


    async def load(client, keys):
        limit = asyncio.Semaphore(10)

        async def one(key):
            async with limit:
                return await client.get(key)

        return await asyncio.gather(*[one(key) for key in keys])
    ```

    ## Known problems
    Off by default: one by one is often what a server, a rate limit or the order of things asks for.

    ## Options
    * `# asynclint: ignore[await-in-loop] the reason`, or `# noqa: WPS476`, on the statement says that it is meant.

    ## References
    * [`asyncio.TaskGroup`](https://docs.python.org/3/library/asyncio-task.html#task-groups)
    * [`asyncio.Semaphore`](https://docs.python.org/3/library/asyncio-sync.html#asyncio.Semaphore)
    """

    code = "AL909"
    name = "await-in-loop"
    since = "0.1"
    default = False
    aliases = ("WPS476",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each loop, at its first ``await``."""
        for function in file.functions():
            if function.kind is FunctionKind.COROUTINE and any(
                block.kind is BlockKind.FOR and block.suspends for block in function.blocks()
            ):
                node = function.node
                for inner in nodes_of_scope(node) if node is not None else ():
                    if isinstance(inner, cst.For):
                        yield from self._loop(function, inner)

    def _loop(self, function: "FileFunction", loop: cst.For) -> Iterator[Finding]:
        body = list(nodes_of_scope(loop.body))
        awaits = [node for node in body if isinstance(node, cst.Await)]
        if loop.asynchronous is not None or not awaits or any(isinstance(node, _LEAVING) for node in body):
            return
        if any(isinstance(node, cst.For | cst.While | cst.Asynchronous) for node in body):
            return
        if any(function.qualified(one.expression) in _PAUSES for one in awaits) or _carries(loop, body):
            return
        sites = [site for one in awaits if (site := function.site(one)) is not None]
        if sites:
            first = min(sites, key=lambda site: (site.location.row, site.location.column))
            yield self.finding(first, "each round waits for this before the next one begins")


def _carries(loop: cst.For, body: list[cst.CSTNode]) -> bool:
    """Whether a round may read what an earlier one assigned."""
    assigned = {
        target.target.value
        for node in body
        if isinstance(node, cst.Assign)
        for target in node.targets
        if isinstance(target.target, cst.Name)
    }
    if not assigned:
        return False
    for statement in loop.body.body:
        bound = _bound(statement)
        reads = {node.value for node in nodes_of_scope(_value(statement)) if isinstance(node, cst.Name)}
        if reads & assigned:
            return True
        assigned -= bound
        if not assigned:
            return False
    return True


def _bound(statement: cst.CSTNode) -> set[str]:
    """The names that a simple assignment of the loop's body surely binds."""
    match statement:
        case cst.SimpleStatementLine(body=[cst.Assign(targets=targets)]):
            return {target.target.value for target in targets if isinstance(target.target, cst.Name)}
    return set()


def _value(statement: cst.CSTNode) -> cst.CSTNode:
    """What a statement reads: the value of an assignment, in a wrapper so that a lone name counts."""
    match statement:
        case cst.SimpleStatementLine(body=[cst.Assign(value=value)]):
            return cst.Expr(value)
    return statement
