"""Constants behind names: what text an expression surely is."""

from typing import TYPE_CHECKING

from asynclint.model.summary import Op
from asynclint.program.types.scopes import Context, visible

if TYPE_CHECKING:
    from asynclint.program.nodes import FunctionNode, ModuleNode
    from asynclint.program.types.infer import Inference

_LONGEST = 4


def text_of(inference: "Inference", expression: int, context: Context, depth: int = 0) -> str | None:
    """The string that an expression is: a literal, or a name that is bound once to one, also in another module."""
    module = context.function.module
    row = module.summary.expressions[expression]
    if row[0] == Op.CONSTANT:
        return row[2] if isinstance(row[2], str) else None
    found = visible(context.function, row[1]) if row[0] == Op.NAME and depth < _LONGEST else None
    if found is None or len(found[1]) != 1:
        return None
    scope, (binding,) = found
    return _bound(inference, scope, binding.value, context, depth)


def _bound(inference: "Inference", scope: "FunctionNode", value: int, context: Context, depth: int) -> str | None:
    row = scope.module.summary.expressions[value]
    if row[0] == Op.IMPORT:
        target = inference.find_module(scope.module, row[1], row[2]) if row[3] else None
        return None if target is None else _global(inference, target, row[3], context, depth + 1)
    if row[0] == Op.ANNOTATED:
        value = row[2]
    return text_of(inference, value, Context(scope, context.block, context.line), depth + 1)


def _global(inference: "Inference", module: "ModuleNode", name: str, context: Context, depth: int) -> str | None:
    top = module.functions[0]
    bindings = top.row.bindings.get(name, ())
    return _bound(inference, top, bindings[0].value, context, depth) if len(bindings) == 1 else None
