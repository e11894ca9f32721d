"""Coroutines where Twisted code expects a Deferred."""

from collections.abc import Iterator, Sequence

from asynclint.model.summary import FunctionKind, Op
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.sites import CallSite
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import COROUTINE, DEFERRED, Instance, Values


def returned_coroutines(inference: Inference, modules: Sequence[ModuleNode]) -> Iterator[CallSite]:
    """The coroutines that plain functions return which promise a Deferred, or give one elsewhere."""
    for module in modules:
        if "twisted" not in module.tops:
            continue
        for function in module.functions:
            plain = function.row.kind is FunctionKind.PLAIN and inference.signatures.of(function).result == "plain"
            calls = [number for number in _returned(function) if _is(inference.call(module, number), COROUTINE)]
            if plain and calls and _promises(inference, function):
                yield from (CallSite(module, number) for number in calls)


def _returned(function: FunctionNode) -> list[int]:
    """The calls whose results a function returns as they are."""
    rows = [function.module.summary.expressions[one.value] for one in function.row.returns]
    return [row[1] for row in rows if row[0] == Op.CALL]


def _promises(inference: Inference, function: FunctionNode) -> bool:
    row = function.row
    if row.annotation:
        return _is(inference.annotation(row.annotation, inference.definition_context(function)), DEFERRED)
    found = [inference.values(one.value, Context(function, one.block, one.line)) for one in row.returns]
    return any(_is(values, DEFERRED) for values in found)


def _is(values: Values, name: str) -> bool:
    return bool(values) and all(isinstance(value, Instance) and value.cls == name for value in values)
