"""AL504 start-soon-in-aenter."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding, nodes_of_scope

from .groups import root
from .startable import is_startable, listed

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileFunction, FileView

_MANAGER = "contextlib.asynccontextmanager"


class StartSoonInAenter(FileRule):
    """Reports `start_soon` of a function that could tell when it is ready, where the caller relies on it.

    ## What it does
    Finds `start_soon(f)` in `__aenter__`, and before the `yield` of an `@asynccontextmanager`, where `f` has a
    parameter `task_status` or is one of Trio's functions that have one (`serve_tcp`, `run_process` and others).

    ## Why is this bad?
    Who enters a context manager expects that what it offers is there. With `start_soon` the task may not have begun
    when the block begins, and a connection to the new server is refused now and then. `await nursery.start(f)` waits
    until the task says that it is ready.

    ## Example

    ```python
    import contextlib

    import trio


    async def serve(port, task_status=trio.TASK_STATUS_IGNORED):
        task_status.started()
        await trio.sleep_forever()


    @contextlib.asynccontextmanager
    async def server(port):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(serve, port)  # error: start-soon-in-aenter
            yield port
            nursery.cancel_scope.cancel()
    ```

    ## Use instead

    ```python
    import contextlib

    import trio


    async def serve(port, task_status=trio.TASK_STATUS_IGNORED):
        task_status.started()
        await trio.sleep_forever()


    @contextlib.asynccontextmanager
    async def server(port):
        async with trio.open_nursery() as nursery:
            await nursery.start(serve, port)
            yield port
            nursery.cancel_scope.cancel()
    ```

    ## Known problems
    Functions of other files are known only when they are listed.

    ## Options
    * `startable-in-context-manager`: functions of the project that have a `task_status`.
    * `# asynclint: ignore[start-soon-in-aenter] the reason`, or `# noqa: ASYNC113`, says that it is meant.

    ## References
    * [`Nursery.start`](https://trio.readthedocs.io/en/stable/reference-core.html#trio.Nursery.start)
    * [`TaskGroup.start`](https://anyio.readthedocs.io/en/stable/api.html#anyio.abc.TaskGroup.start)

    """

    code = "AL504"
    name = "start-soon-in-aenter"
    since = "0.1"
    names = ("start_soon",)
    aliases = ("ASYNC113",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each call of ``start_soon``."""
        known = {function.spelled for function in file.functions() if is_startable(function)} | listed(file)
        functions: set[int] = set()
        for call in file.calls_named("start_soon"):
            function = call.function
            if function is not None and function.number not in functions and _lets_in(function):
                functions.add(function.number)
                yield from self._started(function, known)

    def _started(self, function: "FileFunction", known: set[str]) -> Iterator[Finding]:
        import libcst as cst

        body = root(function)
        nodes = list(nodes_of_scope(body)) if body else []
        for number, node in enumerate(nodes):
            match node:
                case cst.Call(func=cst.Attribute(value=receiver, attr=cst.Name("start_soon")), args=[first, *_]):
                    pass
                case _:
                    continue
            if _last_name(first.value) in known and _outlives(receiver, nodes, number, function):
                site = function.site(node)
                if site is not None:
                    message = "the task may not be ready when the block begins: use `await ….start(…)`"
                    yield self.finding(site, message)


def _lets_in(function: "FileFunction") -> bool:
    return function.spelled == "__aenter__" or _MANAGER in function.decorators


def _last_name(node: "cst.CSTNode") -> str | None:
    import libcst as cst

    match node:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return name
        case cst.Call(func=callee, args=[first, *_]) if _last_name(callee) == "partial":
            return _last_name(first.value)
        case _:
            return None


def _outlives(receiver: "cst.CSTNode", nodes: "list[cst.CSTNode]", number: int, function: "FileFunction") -> bool:
    """Whether the group is open when the caller's block begins: the ``yield`` follows, inside a ``with`` of it."""
    import libcst as cst

    if function.spelled != "__aenter__" and not any(isinstance(node, cst.Yield) for node in nodes[number:]):
        return False
    if not isinstance(receiver, cst.Name):
        return True
    blocks = [
        node
        for node in nodes[:number]
        if isinstance(node, cst.With)
        and nodes[number] in (held := list(nodes_of_scope(node.body)))
        and any(item.asname and _last_name(item.asname.name) == receiver.value for item in node.items)
    ]
    if not blocks:
        return True
    held = list(nodes_of_scope(blocks[-1].body))
    return any(isinstance(node, cst.Yield) for node in held[held.index(nodes[number]) :])
