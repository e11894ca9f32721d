"""AL404 unshielded-cleanup."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import BlockKind, Confidence, FileRule, Finding, FunctionKind, children

from .frameworks import CANCELLED_CLASS, EVERYTHING, LEVEL_CANCELLED
from .shields import Exposed, is_shielded

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileFunction, FileView


class UnshieldedCleanup(FileRule):
    """Reports an await in clean-up code that a cancelled scope interrupts at once.

    ## What it does
    Finds `await`, `async for` and `async with` in `finally`, in a handler of cancellation and in `__aexit__`, in files
    that use Trio or AnyIO, where no shielded cancel scope is round them. `await x.aclose()` is left out, as are
    functions like `aclose_forcefully`: they do their work when they are cancelled. So are calls that shield
    by themselves: by their name (`cancel_shielded_checkpoint`), by `shield=True`, or as the same file shows. In
    `__aexit__`, what gets the exception that it was told of does the exit, and is left out too. So is what stands
    in a `try` of the clean-up's own that names cancellation in a handler, or in a `suppress` that names it: it is
    ready to be interrupted.

    ## Why is this bad?
    In Trio and AnyIO a cancelled scope stays cancelled: every checkpoint in it raises again. So the first await of the
    clean-up raises, and the rest of it does not run. A shield lets the clean-up wait, and a timeout keeps it from
    waiting forever. (asyncio raises a cancellation once; there the same code works.)

    ## Example

    ```python
    import trio


    async def work(connection):
        try:
            await connection.run()
        finally:
            await connection.say_goodbye()  # error: unshielded-cleanup
    ```

    ## Use instead

    ```python
    import trio


    async def work(connection):
        try:
            await connection.run()
        finally:
            with trio.move_on_after(5, shield=True):
                await connection.say_goodbye()
    ```

    ## Known problems
    Only `shield=True` and `scope.shield = True` count, not a shield that a variable decides on. Code of a function that
    is always called in a shielded scope is reported. Files that use AnyIO together with asyncio are mostly written for
    asyncio's cancellation: there the finding is *possible* only.

    ## Options
    * `min-confidence`: `"possible"` also shows awaits in files that use asyncio as well.
    * `# asynclint: ignore[unshielded-cleanup] the reason`, or `# noqa: ASYNC102`, says that it is meant.

    ## References
    * [`trio.CancelScope.shield`](https://trio.readthedocs.io/en/stable/reference-core.html#trio.CancelScope.shield)
    * [Finalization in AnyIO](https://anyio.readthedocs.io/en/stable/cancellation.html#finalization)
    """

    code = "AL404"
    name = "unshielded-cleanup"
    since = "0.1"
    names = ("anyio", "trio")
    aliases = ("ASYNC102",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each await that cancellation interrupts."""
        if not file.imported & {"trio", "anyio"}:
            return
        for function in file.functions():
            coroutine = function.kind in (FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR)
            if coroutine and function.row.suspends and _is_cleanup(function):
                yield from self._findings(function)

    def _findings(self, function: "FileFunction") -> Iterator[Finding]:
        node = function.node
        if node is None:
            return
        mixed = "asyncio" in function.file.imported and "trio" not in function.file.imported
        confidence = Confidence.POSSIBLE if mixed else Confidence.CERTAIN
        exposed = Exposed(function)
        if function.spelled == "__aexit__":
            exposed.of(node.body)
        for suite in _suites(function, node.body):
            exposed.of(suite)
        ready = set(_ready_for_it(function, node.body)) if exposed.awaits else set()
        for await_node in exposed.awaits:
            site = function.site(await_node)
            if site is not None and await_node not in ready:
                message = "a cancelled scope interrupts this at once: shield it, with a timeout"
                yield self.finding(site, message, confidence=confidence)


def _is_cleanup(function: "FileFunction") -> bool:
    """Whether the function has clean-up code that suspends, as far as the summary tells."""
    if function.spelled == "__aexit__":
        return True
    for block in function.blocks():
        if block.suspends and block.kind is BlockKind.FINALLY:
            return True
        handler = block.handler
        if block.suspends and handler is not None and _catches_cancellation(handler.caught):
            return True
    return False


def _catches_cancellation(caught: tuple[str | None, ...]) -> bool:
    return EVERYTHING in caught or any(one in LEVEL_CANCELLED for one in caught)


def _suites(function: "FileFunction", node: "cst.CSTNode") -> "Iterator[cst.BaseSuite]":
    """The suites that run while a cancellation passes: ``finally``, and the first handler that catches it.

    None of those inside a shielded scope that has no deadline of its own.
    """
    import libcst as cst

    if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda):
        return
    if isinstance(node, cst.With) and any(_only_shields(item.item) for item in node.items):
        return
    if isinstance(node, cst.Try | cst.TryStar):
        if node.finalbody is not None:
            yield node.finalbody.body
        for handler in node.handlers:
            if handler.type is None or any(_is_cancellation(function, one) for one in _classes(handler.type)):
                yield handler.body
                break
    for child in children(node):
        yield from _suites(function, child)


def _only_shields(manager: "cst.BaseExpression") -> bool:
    import libcst as cst

    return isinstance(manager, cst.Call) and len(manager.args) == 1 and is_shielded(manager)


def _ready_for_it(function: "FileFunction", node: "cst.CSTNode") -> "Iterator[cst.CSTNode]":
    """The nodes inside every ``try`` that has a handler of its own for cancellation, and in every such ``suppress``."""
    import libcst as cst

    if isinstance(node, cst.Try | cst.TryStar):
        caught = [one for handler in node.handlers if handler.type for one in _classes(handler.type)]
        if any(_is_named_cancellation(function, one) for one in caught):
            yield from _inside(node.body)
    elif isinstance(node, cst.With) and any(_suppresses_cancellation(function, item.item) for item in node.items):
        yield from _inside(node.body)
    for child in children(node):
        yield from _ready_for_it(function, child)


def _suppresses_cancellation(function: "FileFunction", manager: "cst.BaseExpression") -> bool:
    import libcst as cst

    return (
        isinstance(manager, cst.Call)
        and function.qualified(manager.func) == "contextlib.suppress"
        and any(_is_named_cancellation(function, one.value) for one in manager.args)
    )


def _inside(node: "cst.CSTNode") -> "Iterator[cst.CSTNode]":
    yield node
    for child in children(node):
        yield from _inside(child)


def _classes(caught: "cst.BaseExpression") -> "list[cst.BaseExpression]":
    import libcst as cst

    return [element.value for element in caught.elements] if isinstance(caught, cst.Tuple) else [caught]


def _is_cancellation(function: "FileFunction", node: "cst.BaseExpression") -> bool:
    """Whether a caught class is cancellation, or everything."""
    return function.qualified(node) == EVERYTHING or _is_named_cancellation(function, node)


def _is_named_cancellation(function: "FileFunction", node: "cst.BaseExpression") -> bool:
    """Whether a caught class is that of cancellation: a class, or the call without arguments that gives it."""
    import libcst as cst

    name = function.qualified(node)
    if name == CANCELLED_CLASS:
        return isinstance(node, cst.Call) and not node.args
    return name in LEVEL_CANCELLED and not isinstance(node, cst.Call)
