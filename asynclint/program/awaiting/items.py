"""What a file does with the items that it reads under a constant key."""

from asynclint.model.summary import ExpressionId, Op
from asynclint.program.nodes import ModuleNode

_PLAIN = {
    Op.BINARY: "used with an operator",
    Op.ITEM_OF: "iterated",
    Op.SUBSCRIPT: "subscripted",
    Op.ATTRIBUTE: "asked for attributes",
}
_COMPARING = frozenset({"Is", "IsNot", "Eq", "NotEq", "not"})
_PASSING_ON = frozenset({Op.AWAIT, Op.YIELD, Op.YIELD_FROM, Op.STARRED, Op.ASYNC_ITEM_OF, Op.ASYNC_ENTERED})


def plain_use(module: ModuleNode, key: ExpressionId) -> str | None:
    """How the items under a key are used as plain values, in words; None where they are not, or may be awaited.

    Local names that hold such an item count as the item.
    """
    summary = module.summary
    expressions = summary.expressions
    items = {number for number, row in enumerate(expressions) if row[0] == Op.SUBSCRIPT and row[2] == key}
    bound = [(name, row) for function in summary.functions for name, rows in function.bindings.items() for row in rows]
    held = {(row.function, name) for name, row in bound if row.value in items}
    given = [(call.function, part) for call in summary.calls for part in (*call.arguments, *call.keywords.values())]
    given += [
        (row.function, row.value) for function in summary.functions for row in (*function.returns, *function.yields)
    ]
    for function, part in given:
        row = expressions[part]
        if part in items or (row[0] == Op.NAME and (function, row[1]) in held):
            return None
    names = {name for _, name in held}
    items |= {number for number, row in enumerate(expressions) if row[0] == Op.NAME and row[1] in names}
    found: str | None = None
    for row in expressions:
        parts = row[2:] if row[0] == Op.BINARY else row[1:2]
        if row[0] in _PASSING_ON and not items.isdisjoint(parts):
            return None
        if row[0] in _PLAIN and not items.isdisjoint(parts) and not (row[0] == Op.BINARY and row[1] in _COMPARING):
            found = found or _PLAIN[row[0]]
    return found
