"""Comparisons of a name with constants: ``mode == "r"``, ``mode in ("r", "rb")``, and their opposites."""

from collections.abc import Sequence

from asynclint.model.summary import Expression, Op

COMPARING = frozenset({"Eq", "NotEq", "In", "NotIn"})


def compared_name(expressions: Sequence[Expression], test: Expression) -> str | None:
    """The name that a test compares with constants; None for another test."""
    if test[0] != Op.BINARY or test[1] not in COMPARING:
        return None
    subject = expressions[test[2]]
    return str(subject[1]) if subject[0] == Op.NAME and _options(expressions, test) else None


def comes_out(expressions: Sequence[Expression], test: Expression, constant: Expression) -> bool | None:
    """How such a test comes out when the name has a constant value; None where that is not known."""
    options = _options(expressions, test)
    if not options or not all(map(_is_exact, (constant, *options))):
        return None
    return any(constant[2] == option[2] for option in options) is (test[1] in ("Eq", "In"))


def _options(expressions: Sequence[Expression], test: Expression) -> list[Expression]:
    """The constants; none when there is anything else."""
    row = expressions[test[3]]
    if test[1] in ("Eq", "NotEq"):
        options = [row]
    else:
        options = [expressions[one] for one in row[1:]] if row[0] in (Op.TUPLE, Op.LIST, Op.SET) else []
    return options if all(option[0] == Op.CONSTANT for option in options) else []


def _is_exact(constant: Expression) -> bool:
    """Whether the value of a constant is kept: long strings, and types but None, booleans, integers, are not."""
    return constant[1] == "NoneType" or (len(constant) == 3 and constant[2] is not None)
