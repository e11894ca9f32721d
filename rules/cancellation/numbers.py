"""Numbers that are written out in the source."""

import math
from typing import TYPE_CHECKING

from asynclint.model.summary import Op

if TYPE_CHECKING:
    from asynclint.rule import FileView

_ARITHMETIC = frozenset({"Add", "Sub", "Mult", "Div", "FloorDiv", "Mod", "Pow"})


def literal(file: "FileView", expression: int) -> float | None:
    """The number that an expression is, without its sign; infinity also by its usual names. None for anything else."""
    row = file.summary.expressions[expression]
    match row[0]:
        case Op.CONSTANT:
            return row[2] if row[1] in ("int", "float") and row[2] is not None else None
        case Op.NAME:
            return math.inf if row[1] == "inf" else None
        case Op.ATTRIBUTE:
            return math.inf if row[2] == "inf" else None
        case Op.CALL:
            call = file.summary.calls[row[1]]
            text = file.summary.expressions[call.arguments[0]] if len(call.arguments) == 1 else None
            if call.name == "float" and text and text[:2] == (Op.CONSTANT, "str"):
                return math.inf if str(text[2]).strip("+").lower() in ("inf", "infinity") else None
    return None


def is_constant(file: "FileView", expression: int) -> bool:
    """Whether an expression is a number, or made of nothing but numbers."""
    row = file.summary.expressions[expression]
    if row[0] == Op.CONSTANT:
        return row[1] in ("int", "float") and row[2] != math.inf
    if row[0] == Op.BINARY:
        return row[1] in _ARITHMETIC and is_constant(file, row[2]) and is_constant(file, row[3])
    return False
