"""Operands of which the code itself says that they may fail."""

from collections.abc import Iterator

from asynclint.model.summary import BlockKind, Op
from asynclint.program.awaiting.wrapping import ASKS
from asynclint.program.calls.operands import UsedOperand
from asynclint.program.nodes import ModuleNode


def is_foreseen(operand: UsedOperand) -> bool:
    """Whether the code asks first what it has, or expects the TypeError, or never runs."""
    module = operand.site.module
    if operand.block in module.branches.dead:
        return True
    blocks = module.summary.blocks
    around: set[int] = set()
    block = operand.block
    while block >= 0:
        around.add(block)
        row = blocks[block]
        caught = row.items if row.kind is BlockKind.TRY else ()
        if any(_names_type_error(module, item) for item in caught):
            return True
        if row.kind is BlockKind.WITH and any(_raises(module, item) for item in row.items):
            return True
        block = row.parent
    if _is_odd_receiver(operand):
        return True
    line = operand.site.statement_row
    meant = set(_parts(operand))
    for number in module.calls_by_function.get(operand.site.function.index, ()):
        call = module.summary.calls[number]
        if call.name in ASKS and call.line <= line + 1 and call.block in around and meant & {*call.arguments}:
            return True
    return False


def _is_odd_receiver(operand: UsedOperand) -> bool:
    """Whether it is the first parameter of a method under another name: it may be called as a function."""
    row = operand.site.module.summary.expressions[operand.expression]
    function = operand.site.function
    first = function.row.parameters[0].name if function.is_method and function.row.parameters else None
    return bool(row[0] == Op.NAME and row[1] == first and first != "self")


def _parts(operand: UsedOperand) -> Iterator[int]:
    """The operand's expression, and from there what is called and whose attribute is read."""
    summary = operand.site.module.summary
    expression = operand.expression
    if not expression and operand.call is not None:
        expression = summary.calls[operand.call].callee
    while expression:
        yield expression
        row = summary.expressions[expression]
        if row[0] == Op.CALL:
            expression = summary.calls[row[1]].callee
        else:
            expression = row[1] if row[0] in (Op.ATTRIBUTE, Op.SUBSCRIPT, Op.STARRED, Op.AWAIT) else 0


def _names_type_error(module: ModuleNode, expression: int) -> bool:
    row = module.summary.expressions[expression]
    parts = [module.summary.expressions[part] for part in row[1:]] if row[0] == Op.TUPLE else [row]
    return any(part[0] == Op.NAME and part[1] in ("TypeError", "AttributeError") for part in parts)


def _raises(module: ModuleNode, expression: int) -> bool:
    row = module.summary.expressions[expression]
    if row[0] != Op.CALL:
        return False
    call = module.summary.calls[row[1]]
    return call.name in ("raises", "assertRaises", "assertRaisesRegex", "suppress", "warns", "RaisesGroup")
