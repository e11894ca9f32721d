"""AL507 control-flow-in-task-group."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.rule import FileRule, Finding, children, nodes_of_scope

from .groups import GROUPS, NURSERIES, entered_with, root

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import Code, FileView

STRICT: Final = "ASYNC121"


class ControlFlowInTaskGroup(FileRule):
    """Reports a `return`, `break` or `continue` that leaves a nursery in the middle.

    ## What it does
    Finds `return`, `break` and `continue` in a nursery of Trio or a task group of AnyIO that would leave it. Silent
    where the scope of the group was cancelled just before, and for a `return` that ends the group's block.

    ## Why is this bad?
    It reads as if the function ended there. It does not: the group first waits for all of its tasks, perhaps forever.
    And when one of them fails meanwhile, the exception takes the place of the value.

    ## Example

    ```python
    import trio


    async def first(works):
        async with trio.open_nursery() as nursery:
            for work in works:
                nursery.start_soon(work)
            while True:
                if works[0].done:
                    return works[0]  # error: control-flow-in-task-group
                await trio.sleep(1)
    ```

    ## Use instead

    ```python
    import trio


    async def first(works):
        async with trio.open_nursery() as nursery:
            for work in works:
                nursery.start_soon(work)
            while not works[0].done:
                await trio.sleep(1)
            nursery.cancel_scope.cancel()
        return works[0]
    ```

    ## Known problems
    Whether any task still runs is not known. In a `TaskGroup` of asyncio it is a matter of taste, and reported only
    when the rule is selected as `ASYNC121`; so is what ends the block.

    ## Options
    * `# asynclint: ignore[control-flow-in-task-group] the reason`, or `# noqa: ASYNC121`, says that it is meant.

    ## References
    * [Nurseries](https://trio.readthedocs.io/en/stable/reference-core.html#nurseries-and-spawning)
    """

    code = "AL507"
    name = "control-flow-in-task-group"
    since = "0.1"
    names = ("TaskGroup", "create_task_group", "open_nursery")
    aliases = ("ASYNC121",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each statement that leaves a group."""
        import libcst as cst

        strict = file.is_selected_as(STRICT)
        names = GROUPS if strict else NURSERIES
        for code in entered_with(file, names):
            body = root(code)
            for node in nodes_of_scope(body) if body else ():
                if isinstance(node, cst.With) and any(code.qualified(item.item) in names for item in node.items):
                    for leaving in _leaving(node.body, in_loop=False):
                        if not strict and (
                            _ends(node.body, leaving)
                            or _follows_cancel(node.body, leaving)
                            or _cancels_finally(node.body, leaving)
                        ):
                            continue
                        yield from self._report(code, leaving)

    def _report(self, code: "Code", node: "cst.BaseSmallStatement") -> Iterator[Finding]:
        site = code.site(node)
        if site is not None:
            word = type(node).__name__.lower()
            yield self.finding(site, f"this `{word}` first waits for all tasks of the group")


def _leaving(node: "cst.CSTNode", *, in_loop: bool) -> "Iterator[cst.BaseSmallStatement]":
    """The statements of a block that leave it; those of groups inside it are told there."""
    import libcst as cst

    if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda):
        return
    if isinstance(node, cst.Return) or (isinstance(node, cst.Break | cst.Continue) and not in_loop):
        yield node
    if isinstance(node, cst.For | cst.While):
        yield from _leaving(node.body, in_loop=True)
        if node.orelse is not None:
            yield from _leaving(node.orelse, in_loop=in_loop)
        return
    for child in children(node):
        yield from _leaving(child, in_loop=in_loop)


def _ends(body: "cst.BaseSuite", node: "cst.BaseSmallStatement") -> bool:
    """Whether a statement is the last of the block itself."""
    import libcst as cst

    last = body.body[-1] if body.body else None
    return isinstance(last, cst.SimpleStatementLine) and last.body[-1] is node


def _follows_cancel(body: "cst.BaseSuite", node: "cst.BaseSmallStatement") -> bool:
    """Whether the statement before it, or another one of the same suite, cancels a scope."""
    import libcst as cst

    for suite in nodes_of_scope(body):
        lines = getattr(suite, "body", ())
        if not isinstance(suite, cst.IndentedBlock | cst.SimpleStatementSuite):
            continue
        before: list[cst.CSTNode] = []
        for line in lines:
            before += line.body if isinstance(line, cst.SimpleStatementLine) else [line]
            if node in before:
                return any(_cancels(one) for one in before)
    return False


def _cancels_finally(body: "cst.BaseSuite", node: "cst.BaseSmallStatement") -> bool:
    """Whether a ``finally`` that a statement goes through cancels a scope."""
    import libcst as cst

    return any(
        isinstance(part, cst.Try | cst.TryStar)
        and part.finalbody is not None
        and any(_cancels(one) for one in nodes_of_scope(part.finalbody.body))
        and any(one is node for one in nodes_of_scope(part.body))
        for part in nodes_of_scope(body)
    )


def _cancels(node: "cst.CSTNode") -> bool:
    import libcst as cst

    match node:
        case cst.Expr(value=cst.Call(func=cst.Attribute(attr=cst.Name("cancel")))):
            return True
        case _:
            return False
