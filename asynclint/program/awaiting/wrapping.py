"""Wrappers of decorators that leave a ``try`` or ``with`` before the coroutine runs that they return."""

from collections.abc import Iterator
from typing import NamedTuple

from asynclint.model.summary import BlockKind, FunctionKind, Op
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.sites import CallSite
from asynclint.program.types.wrappers import Wrappers

ASKS = frozenset(
    {"isawaitable", "iscoroutine", "iscoroutinefunction", "isasyncgen", "isasyncgenfunction", "isfuture", "hasattr",
     "isinstance", "is_coroutine", "is_async_callable", "callable"}
)  # fmt: skip
"""Functions whose answer decides how a value is used."""

_ANYTHING = frozenset({"isinstance", "hasattr", "callable"})
"""Those of them that other things are asked about too."""


class HastyWrapper(NamedTuple):
    """The call of the decorated function, the block round it in words, and a coroutine function that is decorated."""

    site: CallSite
    around: str
    decorated: FunctionNode


def hasty_wrappers(wrappers: Wrappers, functions: Iterator[FunctionNode]) -> Iterator[HastyWrapper]:
    """The plain wrappers that return ``f(…)`` out of a block, where ``f`` is a coroutine function somewhere.

    Decorators that ask what they get, or have a coroutine for a second wrapper, know what they do.
    """
    for function in functions:
        if function.row.kind is not FunctionKind.PLAIN or function.row.parent <= 0 or not function.row.returns:
            continue
        for number, around in _returned(function):
            behind = wrappers.wrapped_by(function)
            coroutine = next((one for one in behind if _is_coroutine(one)), None)
            if coroutine is not None and not _is_aware(function):
                yield HastyWrapper(CallSite(function.module, number), around, coroutine)


def surrounding(module: ModuleNode, block: int) -> str | None:
    """The innermost ``try`` or ``with`` round a block (not for its handlers), in words."""
    blocks = module.summary.blocks
    while block >= 0:
        row = blocks[block]
        if row.kind is BlockKind.TRY:
            return "`try`"
        if row.kind in (BlockKind.WITH, BlockKind.ASYNC_WITH):
            return "`with`" if row.kind is BlockKind.WITH else "`async with`"
        block = row.parent
    return None


def _returned(wrapper: FunctionNode) -> Iterator[tuple[int, str]]:
    """The calls of a parameter of the function outside that are returned out of a block."""
    outer = wrapper.parent
    names = {parameter.name for parameter in outer.row.parameters} if outer is not None else set()
    expressions, calls = wrapper.module.summary.expressions, wrapper.module.summary.calls
    for returned in wrapper.row.returns:
        row = expressions[returned.value]
        if row[0] != Op.CALL or not names:
            continue
        callee = expressions[calls[row[1]].callee]
        if callee[0] == Op.NAME and callee[1] in names and callee[1] not in wrapper.row.bindings:
            around = surrounding(wrapper.module, returned.block)
            if around is not None:
                yield row[1], around


def _is_coroutine(function: FunctionNode) -> bool:
    return function.row.kind is FunctionKind.COROUTINE and not function.module.is_test


def _is_aware(wrapper: FunctionNode) -> bool:
    """Whether the decorator tells coroutine functions from others."""
    module = wrapper.module
    inside = {wrapper.row.parent, module.functions[wrapper.row.parent].row.parent} - {0, -1}
    family = {number for number, one in enumerate(module.functions) if number in inside or one.row.parent in inside}
    if any(module.functions[number].row.kind is FunctionKind.COROUTINE for number in family):
        return True
    parameters = {one.name for number in inside for one in module.functions[number].row.parameters}
    expressions = module.summary.expressions
    for call in module.summary.calls:
        if call.function in family and call.name in ASKS:
            asked = [expressions[argument] for argument in call.arguments]
            if call.name not in _ANYTHING or any(row[0] == Op.NAME and row[1] in parameters for row in asked):
                return True
    return False
