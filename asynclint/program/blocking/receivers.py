"""Where in a function the object comes from that a method is called of."""

from asynclint.model.summary import Call, ExpressionId, Op
from asynclint.program.index import FunctionNode, ModuleNode


def receiver_maker(module: ModuleNode, function: FunctionNode, call: Call) -> Call | None:
    """The call that gave the object that a method is called of, at once, by a local name or by a ``with``."""
    callee = module.summary.expressions[call.callee]
    return maker(module, function, callee[1]) if callee[0] == Op.ATTRIBUTE else None


def maker(module: ModuleNode, function: FunctionNode, expression: ExpressionId) -> Call | None:
    """The call that an expression is, or that its local name has its only value from."""
    expressions = module.summary.expressions
    row = expressions[local_value(module, function, expression)]
    made = expressions[row[1]] if row[0] == Op.ENTERED else row
    return module.summary.calls[made[1]] if made[0] == Op.CALL else None


def local_value(module: ModuleNode, function: FunctionNode, expression: ExpressionId) -> ExpressionId:
    """The only value that a local name gets in the function; of what is no such name, the expression itself."""
    row = module.summary.expressions[expression]
    bindings = function.row.bindings.get(row[1], ()) if row[0] == Op.NAME else ()
    return bindings[0].value if len(bindings) == 1 else expression
