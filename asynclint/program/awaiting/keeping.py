"""Futures that the function which returns them keeps as well: whoever drops the result loses nothing."""

from asynclint.model.summary import ExpressionId, Op, Use
from asynclint.program.awaiting.watching import ADDING
from asynclint.program.calls.callgraph import CallGraph
from asynclint.program.nodes import FunctionNode

_DEEPEST = 3
_PUTTING = ADDING | {"put", "put_nowait", "setdefault"}
"""Methods of collections that keep what they are given."""
_MAKING = frozenset({"create_future", "Future"})
"""What makes a future that others end, by its last name; those of running work have errors of their own."""


def keeps_what_it_returns(graph: CallGraph, function: FunctionNode, depth: int = 0) -> bool:
    """Whether everything that a plain function returns is, or is also put, in an attribute or a collection."""
    returned = [one.value for one in function.row.returns]
    return bool(returned) and all(_is_kept(graph, function, value, depth) for value in returned)


def _is_kept(graph: CallGraph, function: FunctionNode, value: ExpressionId, depth: int) -> bool:
    module = function.module
    row = module.summary.expressions[value]
    match row[0]:
        case Op.ATTRIBUTE | Op.SUBSCRIPT:
            return True
        case Op.UNION:
            return all(_is_kept(graph, function, part, depth) for part in row[1:])
        case Op.CONSTANT:
            return bool(row[1] == "NoneType")
        case Op.NAME:
            return _is_put_away(function, row[1])
        case Op.CALL:
            call = module.summary.calls[row[1]]
            if call.name == "shield":
                return bool(call.arguments) and _is_kept(graph, function, call.arguments[0], depth)
            targets, sure = graph.targets(module, row[1])
            return (
                sure
                and bool(targets)
                and depth < _DEEPEST
                and all(keeps_what_it_returns(graph, target, depth + 1) for target in targets)
            )
    return False


def _is_put_away(function: FunctionNode, name: str) -> bool:
    """Whether a local name holds a future that others end, and that goes into an attribute or a collection too."""
    summary = function.module.summary
    rows = [summary.expressions[binding.value] for binding in function.row.bindings.get(name, ())]
    rows = [summary.expressions[row[2]] if row[0] == Op.ANNOTATED else row for row in rows]
    made = [row for row in rows if row[0] != Op.CONSTANT and row[0] != Op.UNKNOWN]
    if not made or not all(row[0] == Op.CALL and summary.calls[row[1]].name in _MAKING for row in made):
        return False
    for read in function.row.reads.get(name, ()):
        if read.use is Use.STORED or (read.use is Use.PASSED and summary.calls[read.detail].name in _PUTTING):
            return True
    values = {binding.value for binding in function.row.bindings.get(name, ())}
    own = function.owner.row.attributes.values() if function.owner is not None else ()
    return any(binding.function == function.index and binding.value in values for rows in own for binding in rows)
