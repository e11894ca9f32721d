"""AL901 unneeded-async."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.rule import Finding, FunctionKind, ProgramRule, children, nodes_of_scope

if TYPE_CHECKING:
    from asynclint.rule import FunctionNode, Program

_SUSPENDING = (cst.Await, cst.Asynchronous)


class UnneededAsync(ProgramRule):
    """Reports async functions that never wait.

    ## What it does
    Finds `async def` without `await`, `async for` or `async with`, if nothing shows that it has to be asynchronous: it
    is not empty, has no decorator, is no method that others can see, is passed to nothing, and wherever the project
    calls it, it is awaited at once.

    ## Why is this bad?
    Every caller has to be asynchronous for nothing, and the call looks like one during which other tasks run.

    ## Example

    ```python
    async def total(orders):  # error: unneeded-async
        return sum(order.price for order in orders)


    async def report(orders):
        return await total(orders) + await orders.tax()
    ```

    ## Use instead

    ```python
    def total(orders):
        return sum(order.price for order in orders)


    async def report(orders):
        return total(orders) + await orders.tax()
    ```

    ## Known problems
    Off by default: other projects may await the function, and a framework may call it by its name. Of methods only
    those are reported that have a private name and that no base or subclass has, too.

    ## Options
    * `# asynclint: ignore[unneeded-async] the reason`, or `# noqa: ASYNC124`, on the line of the definition says that
      it is meant.

    ## References
    * [asyncio: coroutines](https://docs.python.org/3/library/asyncio-task.html#coroutines)
    """

    code = "AL901"
    name = "unneeded-async"
    since = "0.1"
    default = False
    aliases = ("ASYNC124", "RUF029")

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each definition."""
        for function in program.functions():
            row = function.row
            if row.kind not in (FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR) or row.stub:
                continue
            comprehends = row.suspends and program.necessity.has_generator_expression(function)
            if row.suspends and row.kind is FunctionKind.COROUTINE and not comprehends:
                continue
            if program.necessity.needs_async(function) or _is_kept(program, function):
                continue
            if row.suspends and not _never_waits(program, function):
                continue
            yield self.finding(program.definition(function), f"`{row.name}` never waits: it need not be `async`")


def _never_waits(program: "Program", function: "FunctionNode") -> bool:
    """Whether the tree has nothing that waits; what a generator expression would wait for later does not count."""
    view = program.view(function.module)
    node = view.function_at(function.index).node if view is not None else None
    return node is not None and not _waits(node.body)


def _is_kept(program: "Program", function: "FunctionNode") -> bool:
    """Whether the function round an inner one does something else with it than to call it."""
    outer = function.parent
    if outer is None or not outer.index:
        return False
    view = program.view(function.module)
    around = view.definition(outer.index) if view is not None else None
    node = around.node if around is not None else None
    return node is None or any(name == function.row.name for name in _values(node.body))


def _values(node: cst.CSTNode) -> Iterator[str]:
    """The names in a tree that stand for a value, and are not just called."""
    for child in children(node):
        if isinstance(child, cst.Name) and _is_value(node, child):
            yield child.value
        yield from _values(child)


def _is_value(parent: cst.CSTNode, name: cst.Name) -> bool:
    if isinstance(parent, cst.Call):
        return name is not parent.func
    if isinstance(parent, cst.Attribute):
        return name is parent.value
    return not isinstance(parent, cst.FunctionDef | cst.Param | cst.AssignTarget)


def _waits(node: cst.CSTNode) -> bool:
    if isinstance(node, _SUSPENDING):
        return True
    if isinstance(node, cst.FunctionDef | cst.Lambda | cst.ClassDef):
        return any(isinstance(below, cst.Await) for below in _outside(node))
    if isinstance(node, cst.GeneratorExp):
        return _waits(node.for_in.iter)
    return any(_waits(child) for child in children(node))


def _outside(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """What is evaluated where a function is defined."""
    if isinstance(node, cst.FunctionDef):
        parameters = (*node.params.posonly_params, *node.params.params, *node.params.kwonly_params)
        for parameter in parameters:
            if parameter.default is not None:
                yield from nodes_of_scope(parameter.default)
