"""AL908 sequential-awaits."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.rule import FileRule, Finding, FunctionKind, Use, nodes_of_scope

if TYPE_CHECKING:
    from asynclint.rule import FileFunction, FileView


class SequentialAwaits(FileRule):
    """Reports awaits that wait one after another and do not need each other.

    ## What it does
    Finds two neighbouring assignments `a = await f(…)` and `b = await g(…)` where the second reads neither `a` nor
    the object whose method the first calls.

    ## Why is this bad?
    Each waits for its own reply, one after the other. Together they take as long as the slower one.

    ## Example

    ```python
    async def page(users, orders, key):
        user = await users.get(key)
        basket = await orders.get(key)  # error: sequential-awaits
        return user, basket
    ```

    ## Use instead

    ```python
    import asyncio


    async def page(users, orders, key):
        user, basket = await asyncio.gather(users.get(key), orders.get(key))
        return user, basket
    ```

    ## Known problems
    Off by default: nobody can see whether the first call changes something that the second one needs, or whether a
    server wants one request at a time.

    ## Options
    * `# asynclint: ignore[sequential-awaits] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.TaskGroup`](https://docs.python.org/3/library/asyncio-task.html#task-groups)
    * [`asyncio.gather`](https://docs.python.org/3/library/asyncio-task.html#asyncio.gather)
    """

    code = "AL908"
    name = "sequential-awaits"
    since = "0.1"
    default = False

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each await that need not have waited for the one before."""
        for function in file.functions():
            if function.kind is FunctionKind.COROUTINE and _has_candidates(function):
                node = function.node
                if node is not None:
                    yield from self._blocks(function, node)

    def _blocks(self, function: "FileFunction", node: cst.FunctionDef) -> Iterator[Finding]:
        for block in nodes_of_scope(node.body):
            if isinstance(block, cst.IndentedBlock):
                before: cst.Assign | None = None
                for statement in block.body:
                    now = _awaiting_assignment(statement)
                    if now is not None and before is not None and _independent(before, now):
                        call = now.value.expression if isinstance(now.value, cst.Await) else now
                        site = function.site(call)
                        if site is not None:
                            yield self.finding(site, "this need not wait for the call before it")
                    before = now


def _has_candidates(function: "FileFunction") -> bool:
    """Whether two neighbouring rows of one block await something, by the summary."""
    calls = [call.row for call in function.calls() if call.use is Use.AWAITED]
    return any(
        one.block == two.block and one.statement < two.statement <= one.statement_end + 2
        for one, two in pairwise(calls)
    )


def _awaiting_assignment(statement: cst.CSTNode) -> cst.Assign | None:
    match statement:
        case cst.SimpleStatementLine(body=[cst.Assign(targets=[target], value=value) as node]):
            awaits = isinstance(value, cst.Await) and isinstance(value.expression, cst.Call)
            return node if awaits and isinstance(target.target, cst.Name) else None
    return None


def _independent(first: cst.Assign, second: cst.Assign) -> bool:
    target = first.targets[0].target
    assert isinstance(target, cst.Name)
    read = {node.value for node in nodes_of_scope(second.value) if isinstance(node, cst.Name)}
    if target.value in read:
        return False
    return _receiver(first) is None or _receiver(first) != _receiver(second)


def _receiver(assignment: cst.Assign) -> str | None:
    """The object whose method an assignment awaits, as written; None for a function."""
    match assignment.value:
        case cst.Await(expression=cst.Call(func=cst.Attribute(value=base))):
            return cst.Module([]).code_for_node(base)
    return None
