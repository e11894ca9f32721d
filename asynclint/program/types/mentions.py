"""The names that an expression mentions on the way to its value; what calls give is told apart by ``called``."""

from asynclint.model.summary import Op
from asynclint.program.nodes import FunctionNode

_INNER = frozenset(
    {
        Op.SUBSCRIPT, Op.ITEM_OF, Op.ASYNC_ITEM_OF, Op.PART, Op.ENTERED, Op.ASYNC_ENTERED, Op.STARRED,
    }
)  # fmt: skip
"""Expressions that are made of the one behind their operator."""
_SEVERAL = frozenset({Op.UNION, Op.TUPLE, Op.LIST, Op.SET, Op.DICT})
_FETCHERS = frozenset({"get", "pop", "popleft", "setdefault", "values", "items", "copy"})
"""Methods of containers that give what was put into them."""
_FURTHEST = 3


def called(name: str) -> str:
    """What stands for the result of calling something of this name."""
    return f"{name}()"


def mentioned(function: FunctionNode, expression: int, steps: int = _FURTHEST) -> set[str]:
    """The last names of the functions, attributes and containers from which a value comes, through locals too."""
    expressions = function.module.summary.expressions
    row = expressions[expression]
    operator = row[0]
    if operator == Op.NAME:
        return _behind(function, row[1], expression, steps)
    if operator == Op.ATTRIBUTE:
        return {row[2]}
    if operator == Op.CALL:
        return _result(function, row[1], steps)
    if operator in _INNER:
        return mentioned(function, row[1], steps)
    if operator == Op.ANNOTATED:
        return mentioned(function, row[2], steps) if row[2] else set()
    if operator == Op.COMPREHENSION:
        return mentioned(function, row[2], steps)
    if operator in _SEVERAL:
        return {name for part in row[1:] if part != expression for name in mentioned(function, part, steps)}
    return set()


def _behind(function: FunctionNode, name: str, expression: int, steps: int) -> set[str]:
    """A name, or for a local one what its values mention."""
    bindings = function.row.bindings.get(name, ())
    if not bindings or not steps:
        return {name}
    found: set[str] = set()
    for binding in bindings:
        if function.module.summary.expressions[binding.value][0] in (Op.PARAMETER, Op.IMPORT, Op.FUNCTION):
            found.add(name)
        elif binding.value != expression:
            found |= mentioned(function, binding.value, steps - 1)
    return found


def _result(function: FunctionNode, number: int, steps: int) -> set[str]:
    """What stands for a call's result; for what takes something out of a container, the container too."""
    call = function.module.summary.calls[number]
    callee = function.module.summary.expressions[call.callee]
    if call.name == "partial":
        return mentioned(function, call.arguments[0], steps) if call.arguments else set()
    if callee[0] == Op.ATTRIBUTE and call.name in _FETCHERS:
        return {called(call.name), *mentioned(function, callee[1], steps)}
    return {called(call.name)}
