"""AL506 never-started."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding, FunctionKind, children, nodes_of_scope

from .startable import PARAMETER, is_startable

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileFunction, FileView

_STATUS = frozenset({"anyio.abc.TaskStatus", "trio.TaskStatus"})


class NeverStarted(FileRule):
    """Reports a function that gets a `task_status` and never says that it has started.

    ## What it does
    Finds async functions with a parameter `task_status`, or one that is annotated as `TaskStatus`, on which they never
    call `started()`, and which they give to nobody else. Stubs are not reported, nor functions whose only end is a
    `raise`, nor tests, which try out what happens then.

    ## Why is this bad?
    `await nursery.start(f)` waits until `f` calls `task_status.started()`. If it never does, the wait ends with
    `RuntimeError: child exited without calling task_status.started()`, or never when `f` runs forever.

    ## Example

    ```python
    import trio


    async def serve(port, task_status=trio.TASK_STATUS_IGNORED):  # error: never-started
        await trio.sleep_forever()
    ```

    ## Use instead

    ```python
    import trio


    async def serve(port, task_status=trio.TASK_STATUS_IGNORED):
        task_status.started()
        await trio.sleep_forever()
    ```

    ## Known problems
    A `started()` that no path reaches counts.

    ## Options
    * `# asynclint: ignore[never-started] the reason`, or `# noqa: ASYNC128`, says that it is meant.

    ## References
    * [`Nursery.start`](https://trio.readthedocs.io/en/stable/reference-core.html#trio.Nursery.start)
    """

    code = "AL506"
    name = "never-started"
    since = "0.1"
    names = ("TaskStatus", "task_status")
    aliases = ("ASYNC128",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each function, at its name."""
        if file.is_test:
            return
        for function in file.functions():
            if function.kind is FunctionKind.COROUTINE and not function.row.stub:
                for name in self._statuses(file, function):
                    node = function.node
                    if node is not None and not _is_used(node.body, name) and not _only_raises(node):
                        message = f"`{function.spelled}` never calls `{name}.started()`: who starts it waits in vain"
                        yield self.finding(function, message)

    @staticmethod
    def _statuses(file: "FileView", function: "FileFunction") -> Iterator[str]:
        for parameter in function.row.parameters:
            if parameter.name == PARAMETER and is_startable(function):
                yield parameter.name
            elif parameter.annotation and parameter.kind not in (2, 4):
                kind = file.names.annotation(parameter.annotation, function.outside)
                if getattr(kind, "type", None) in _STATUS:
                    yield parameter.name


def _only_raises(node: "cst.FunctionDef") -> bool:
    """Whether the last statement is a ``raise``, and nothing before it may run for long, or return."""
    import libcst as cst

    match node.body.body[-1]:
        case cst.SimpleStatementLine(body=[*_, cst.Raise()]) | cst.Raise():
            return not any(isinstance(one, cst.Return | cst.While | cst.For) for one in nodes_of_scope(node.body))
    return False


def _is_used(node: "cst.CSTNode", name: str) -> bool:
    """Whether ``started()`` is called on the name, or the name itself is given away."""
    import libcst as cst

    match node:
        case cst.Call(func=cst.Attribute(value=cst.Name(value=receiver), attr=cst.Name("started"))) if receiver == name:
            return True
        case cst.Attribute(value=cst.Name()):
            return False
        case cst.Attribute(value=value):
            return _is_used(value, name)
        case cst.Name(value=value):
            return value == name
        case cst.FunctionDef(params=parameters) | cst.Lambda(params=parameters):
            if any(one.name.value == name for one in _parameters(parameters)):
                return False
    keyword = node.keyword if isinstance(node, cst.Arg) else None
    return any(_is_used(child, name) for child in children(node) if child is not keyword)


def _parameters(node: "cst.Parameters") -> "Iterator[cst.Param]":
    import libcst as cst

    for group in (node.posonly_params, node.params, node.kwonly_params, (node.star_arg, node.star_kwarg)):
        yield from (one for one in group if isinstance(one, cst.Param))
