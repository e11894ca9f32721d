"""AL502 inner-context-variable."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from asynclint.rule import FileRule, Finding, children, nodes_of_scope

from .groups import GROUPS, SCOPES, bound, entered_with, root, started_on

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import Code, FileView


class _Frame(NamedTuple):
    """A name that a ``with`` binds round the code that is read: of a group, or of something that is closed."""

    name: str
    is_group: bool


class InnerContextVariable(FileRule):
    """Reports a task that is given what is closed before the task ends.

    ## What it does
    Finds `start_soon`, `start` and `create_task` of a task group whose arguments use the variable of a context manager
    that was opened inside the group. Cancel scopes and timeouts may be given to tasks.

    ## Why is this bad?
    Blocks end from the inside out. The inner context manager closes its file or connection first, and only then the
    group waits for its tasks: they go on with something that is closed.

    ## Example

    ```python
    import trio


    async def serve(listener):
        async with trio.open_nursery() as nursery:
            async with await trio.open_file("log") as log:
                nursery.start_soon(listener.run, log)  # error: inner-context-variable
    ```

    ```python
    import asyncio


    async def serve(listener, connect):
        async with asyncio.TaskGroup() as group:
            async with connect() as connection:
                group.create_task(listener.run(connection))  # error: inner-context-variable
    ```

    ## Use instead

    ```python
    import trio


    async def serve(listener):
        async with await trio.open_file("log") as log:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(listener.run, log)
                nursery.start_soon(listener.watch)
    ```

    ## Known problems
    What a method of the variable gives, as in `start_soon(send, stream.clone())`, is something else, and not reported.
    Where the tasks are cancelled before the inner block ends, the order does no harm.

    ## Options
    * `# asynclint: ignore[inner-context-variable] the reason`, or `# noqa: ASYNC111`, says that it is meant.

    ## References
    * [Nurseries and context managers](https://trio.readthedocs.io/en/stable/reference-core.html#tasks-let-you-do-multiple-things-at-once)
    * [`asyncio.TaskGroup`](https://docs.python.org/3/library/asyncio-task.html#task-groups)
    """

    code = "AL502"
    name = "inner-context-variable"
    since = "0.1"
    names = ("TaskGroup", "create_task_group", "open_nursery")
    aliases = ("ASYNC111",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each use of such a variable."""
        for code in entered_with(file, GROUPS):
            body = root(code)
            if body is not None:
                yield from self._read(code, body, ())

    def _read(self, code: "Code", node: "cst.CSTNode", frames: tuple[_Frame, ...]) -> Iterator[Finding]:
        import libcst as cst

        if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda):
            return
        if isinstance(node, cst.With):
            for item in node.items:
                yield from self._read(code, item.item, frames)
                name = code.qualified(item.item)
                if name in SCOPES - GROUPS:
                    continue
                frames = (*frames, *(_Frame(one, name in GROUPS) for one in sorted(bound(item))))
            yield from self._read(code, node.body, frames)
            return
        group = started_on(node)
        if group is not None and isinstance(node, cst.Call):
            yield from self._started(code, node, group, frames)
        for child in children(node):
            yield from self._read(code, child, frames)

    def _started(self, code: "Code", call: "cst.Call", group: str, frames: tuple[_Frame, ...]) -> Iterator[Finding]:
        last = {frame.name: number for number, frame in enumerate(frames)}
        opened = last.get(group)
        if opened is None or not frames[opened].is_group:
            return
        closed = {name for name, number in last.items() if number > opened}
        for argument in call.args:
            for name in _given(argument.value, closed):
                site = code.site(name)
                if site is not None:
                    message = f"`{name.value}` is closed before `{group}` has waited for the task that gets it"
                    yield self.finding(site, message)


def _given(node: "cst.CSTNode", names: set[str]) -> "Iterator[cst.Name]":
    """The uses of names in what a task gets; what a method of one gives is not the thing itself."""
    import libcst as cst

    if isinstance(node, cst.Lambda):
        own = {one.name.value for one in nodes_of_scope(node.params) if isinstance(one, cst.Param)}
        yield from _given(node.body, names - own)
        return
    for one in nodes_of_scope(node):
        if isinstance(one, cst.Name) and one.value in names and not _is_aside(node, one):
            yield one


def _is_aside(node: "cst.CSTNode", name: "cst.Name") -> bool:
    """Whether the name is a keyword, an attribute, or what a method is called on."""
    import libcst as cst

    for one in nodes_of_scope(node):
        match one:
            case cst.Attribute(attr=attribute) if attribute is name:
                return True
            case cst.Arg(keyword=keyword) if keyword is name:
                return True
            case cst.Call(func=cst.Attribute(value=receiver)) if receiver is name:
                return True
    return False
