"""What the rules on task groups share: their names, and how code round them is read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.rule import children, nodes_of_scope

from ..cancellation import frameworks

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import Code, FileView

NURSERIES: Final = frameworks.GROUPS
"""What opens a group whose tasks Trio or AnyIO run."""

GROUPS: Final = NURSERIES | {"asyncio.TaskGroup"}

SCOPES: Final = GROUPS | frameworks.TIMEOUTS
"""What cancels the code inside it, and has to be left in the order in which it was entered."""

FOREIGN_SCOPES: Final = frozenset(
    {
        "anyio.from_thread.BlockingPortal",
        "anyio.from_thread.start_blocking_portal",
        "apscheduler.AsyncScheduler",
        "asgi_lifespan.LifespanManager",
        "mcp.client.sse.sse_client",
        "mcp.client.streamable_http.streamablehttp_client",
        "qtrio.enter_emissions_channel",
        "qtrio.open_emissions_nursery",
        "trio_asyncio.open_loop",
        "trio_parallel.open_worker_context",
        "trio_util.move_on_when",
        "trio_util.run_and_cancelling",
        "trio_websocket.open_websocket",
        "trio_websocket.open_websocket_url",
        "trio_websocket.serve_websocket",
    }
)
"""Context managers of libraries with a group or scope inside."""

STARTERS: Final = frozenset({"create_task", "start", "start_soon"})
"""The methods of groups that start a task."""

EXCEPTION_GROUPS: Final = frozenset(
    f"{module}{name}" for module in ("", "exceptiongroup.") for name in ("BaseExceptionGroup", "ExceptionGroup")
)

TRANSPARENT: Final = frozenset(
    {"classmethod", "staticmethod", "typing.final", "typing.override", "typing_extensions.override"}
)
"""Decorators that leave a function what it is."""


def entered_with(file: "FileView", names: frozenset[str]) -> "Iterator[Code]":
    """The definitions, and the whole file for what stands outside of them, with a ``with`` of one of the names."""
    seen: set[int] = set()
    for call in file.calls_to(names):
        block = file.block_entered_with(call)
        if block is not None:
            code: Code = block.function or file.whole
            if code.number not in seen:
                seen.add(code.number)
                yield code


def root(code: "Code") -> "cst.CSTNode | None":
    """The body of a definition, or the module; None where libcst refuses the text."""
    import libcst as cst

    tree = code.tree
    node: cst.CSTNode | None = getattr(tree, "node", None) or getattr(tree, "module", None)
    return node.body if isinstance(node, cst.FunctionDef) else node


def bound(item: "cst.WithItem") -> set[str]:
    """The names that an item of a ``with`` binds."""
    import libcst as cst

    target = item.asname.name if item.asname else None
    if isinstance(target, cst.Name):
        return {target.value}
    if isinstance(target, cst.Tuple | cst.List):
        return {node.value for node in nodes_of_scope(target) if isinstance(node, cst.Name)}
    return set()


def started_on(node: "cst.CSTNode", methods: frozenset[str] = STARTERS) -> str | None:
    """The name of what a call ``name.start_soon(…)`` (or of another of the methods) is made on."""
    import libcst as cst

    match node:
        case cst.Call(func=cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value=method))) if method in methods:
            return name
        case _:
            return None


def mentions(node: "cst.CSTNode", name: str) -> bool:
    """Whether a name stands anywhere in an expression, keywords and attributes left aside."""
    return any(True for _ in uses(node, {name}))


def uses(node: "cst.CSTNode", names: set[str]) -> "Iterator[cst.Name]":
    """The uses of names in an expression or in statements, those in inner functions too."""
    import libcst as cst

    if isinstance(node, cst.Name):
        if node.value in names:
            yield node
        return
    if isinstance(node, cst.Attribute):
        yield from uses(node.value, names)
        return
    for child in children(node):
        if isinstance(node, cst.Arg) and child is node.keyword:
            continue
        yield from uses(child, names)
