"""AL513 task-group-escapes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding, nodes_of_scope

from .groups import GROUPS, bound, entered_with, root, started_on

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import Code, FileView


class TaskGroupEscapes(FileRule):
    """Reports a task group that is used after its block.

    ## What it does
    Finds a nursery or task group that is returned out of its own block, and `start_soon`, `start` or `create_task` of
    one behind its block.

    ## Why is this bad?
    The block ends when all tasks have ended. From then on the group starts nothing: it raises `RuntimeError`.

    ## Example

    ```python
    import trio


    async def opened():
        async with trio.open_nursery() as nursery:
            return nursery  # error: task-group-escapes
    ```

    ```python
    import asyncio


    async def main(first, second):
        async with asyncio.TaskGroup() as group:
            group.create_task(first())
            group.create_task(second())
        group.create_task(first())  # error: task-group-escapes
    ```

    ## Use instead

    ```python
    import asyncio


    async def main(first, second):
        async with asyncio.TaskGroup() as group:
            group.create_task(first())
            group.create_task(second())
            group.create_task(first())
    ```

    A function that is to start tasks gets the group:

    ```python
    async def start(nursery, first):
        nursery.start_soon(first)
    ```

    ## Known problems
    A group in an attribute is not followed.

    ## Options
    * `# asynclint: ignore[task-group-escapes] the reason` says that it is meant.

    ## References
    * [Task groups](https://docs.python.org/3/library/asyncio-task.html#task-groups)
    """

    code = "AL513"
    name = "task-group-escapes"
    since = "0.1"
    names = ("TaskGroup", "create_task_group", "open_nursery")

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each use."""
        import libcst as cst

        for code in entered_with(file, GROUPS):
            body = root(code)
            nodes = list(nodes_of_scope(body)) if body else []
            for node in nodes:
                if not isinstance(node, cst.With):
                    continue
                for item in node.items:
                    if code.qualified(item.item) in GROUPS:
                        for name in bound(item):
                            yield from self._returned(code, node, name)
                            yield from self._used_behind(code, nodes, node, name)

    def _returned(self, code: "Code", block: "cst.With", name: str) -> Iterator[Finding]:
        import libcst as cst

        for node in nodes_of_scope(block.body):
            if isinstance(node, cst.Return) and isinstance(node.value, cst.Name) and node.value.value == name:
                site = code.site(node)
                if site is not None:
                    yield self.finding(site, f"`{name}` is closed when the caller gets it")

    def _used_behind(self, code: "Code", nodes: "list[cst.CSTNode]", block: "cst.With", name: str) -> Iterator[Finding]:
        """What is started behind the block, among the statements that follow it in the same suite."""
        import libcst as cst

        suites = (node for node in nodes if isinstance(node, cst.IndentedBlock | cst.Module) and block in node.body)
        suite = next(suites, None)
        if suite is None:
            return
        following = list(suite.body)
        for statement in following[following.index(block) + 1 :]:
            for node in nodes_of_scope(statement):
                if _binds(node, name):
                    return
                if started_on(node) == name and (site := code.site(node)) is not None:
                    yield self.finding(site, f"`{name}` is closed here: its block has ended")


def _binds(node: "cst.CSTNode", name: str) -> bool:
    """Whether the name gets another value."""
    import libcst as cst

    match node:
        case cst.With(items=items):
            return any(name in bound(item) for item in items)
        case cst.AssignTarget(target=cst.Name(value=target)) | cst.AnnAssign(target=cst.Name(value=target)):
            return target == name
        case _:
            return False
