"""AL405 await-in-except."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding, FunctionKind, children

from .frameworks import EVERYTHING, LEVEL_CANCELLED
from .handlers import in_handlers
from .shields import Exposed

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileFunction, FileHandler, FileView


class AwaitInExcept(FileRule):
    """Reports an await in a handler whose exception cancellation can replace.

    ## What it does
    Finds `await`, `async for` and `async with` in an `except` block that raises its exception again afterwards, in
    files that use Trio or AnyIO, where no shielded cancel scope is round them. Handlers of cancellation itself are the
    matter of `unshielded-cleanup`.

    ## Why is this bad?
    If the scope is cancelled while the handler waits, the cancellation leaves the handler in place of the exception
    that was being handled: the real cause is lost.

    ## Example

    ```python
    import trio


    async def work(connection, log):
        try:
            await connection.run()
        except OSError:
            await log.write("lost the connection")  # error: await-in-except
            raise
    ```

    ## Use instead

    ```python
    import trio


    async def work(connection, log):
        try:
            await connection.run()
        except OSError:
            with trio.move_on_after(5, shield=True):
                await log.write("lost the connection")
            raise
    ```

    ## Known problems
    The cancellation keeps the exception as its context, and often nobody needs more: the rule is off by default.

    ## Options
    * `# asynclint: ignore[await-in-except] the reason`, or `# noqa: ASYNC120`, says that it is meant.

    ## References
    * [`trio.CancelScope.shield`](https://trio.readthedocs.io/en/stable/reference-core.html#trio.CancelScope.shield)
    """

    code = "AL405"
    name = "await-in-except"
    since = "0.1"
    default = False
    aliases = ("ASYNC120",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each await after which the handler raises again."""
        if not file.imported & {"trio", "anyio"}:
            return
        reported: set[cst.CSTNode] = set()
        for handler in file.handlers():
            function = handler.block.function
            if function is None or not handler.block.suspends or _is_cancellation(handler):
                continue
            if function.kind in (FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR) and handler.node is not None:
                for node in Raising(function, handler.node).exposed():
                    site = function.site(node)
                    if node not in reported and site is not None:
                        reported.add(node)
                        yield self.finding(site, "a cancellation here replaces the exception that is raised again")


def _is_cancellation(handler: "FileHandler") -> bool:
    return EVERYTHING in handler.caught or any(one in LEVEL_CANCELLED for one in handler.caught)


class Raising(Exposed):
    """The awaits of a handler before which nothing shields, and after which it raises its exception again."""

    def __init__(self, function: "FileFunction", handler: "cst.ExceptHandler | cst.ExceptStarHandler") -> None:
        super().__init__(function)
        self._handler = handler
        self._raises = list(_raises(handler.body))

    def exposed(self) -> "list[cst.CSTNode]":
        """The awaits."""
        inner = set(in_handlers(self._handler.body))
        return [node for node in self.of(self._handler.body) if node not in inner and self._raises_after(node)]

    def _raises_after(self, node: "cst.CSTNode") -> bool:
        start = self.function.tree.position_of(node)
        later = (self.function.tree.position_of(one) for one in self._raises)
        return start is not None and any(place is not None and place > start for place in later)


def _raises(node: "cst.CSTNode") -> "Iterator[cst.Raise]":
    """The ``raise`` statements that raise the exception of this very handler."""
    import libcst as cst

    if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda | cst.ExceptHandler | cst.ExceptStarHandler):
        return
    if isinstance(node, cst.Raise) and node.exc is None:
        yield node
    for child in children(node):
        yield from _raises(child)
