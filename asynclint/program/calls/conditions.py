"""Conditions of knowledge rows on the arguments of a call."""

import ast
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from asynclint.knowledge.schema import Fact
from asynclint.model.summary import Call, ExpressionId, Op
from asynclint.program.types.scopes import Context, visible
from asynclint.program.types.values import External, Instance

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference

_LONGEST_ALIASING = 3


def blocks(inference: "Inference", fact: Fact, call: Call, context: Context) -> bool:
    """Whether a fact's ``blocks`` holds for the arguments of a call."""
    if any(holds(inference, condition, call, context) for condition in fact.unless):
        return False
    return not fact.only_if or any(holds(inference, condition, call, context) for condition in fact.only_if)


def any_holds(inference: "Inference", conditions: Iterable[str], call: Call, context: Context) -> bool:
    """Whether one of several conditions holds."""
    return any(holds(inference, condition, call, context) for condition in conditions)


def holds(inference: "Inference", condition: str, call: Call, context: Context) -> bool:
    """Whether a condition (its parts joined by ``and``) surely holds."""
    return all(_part(inference, part, call, context) for part in condition.split(" and "))


def argument(call: Call, key: str) -> int | None:
    """The expression of an argument given by keyword or by position; None when it is not given."""
    if key.isdigit():
        position = int(key)
        return call.arguments[position] if position < len(call.arguments) else None
    return call.keywords.get(key)


def _part(inference: "Inference", part: str, call: Call, context: Context) -> bool:
    expressions = context.function.module.summary.expressions
    if part.startswith("!"):
        return argument(call, part[1:]) is None
    if ":" in part and "=" not in part:
        key, _, name = part.partition(":")
        given = argument(call, key)
        if given is None:
            return False
        values = inference.values(_assigned(given, context), context)
        return bool(values) and all(
            isinstance(value, Instance) and inference.is_subclass(value.cls, name) for value in values
        )
    key, operator, literal = part.partition("=")
    given = argument(call, key.removesuffix("!"))
    if not operator:
        return given is not None
    if key.endswith("|"):
        flags = argument(call, key.removesuffix("|"))
        return flags is not None and _has_flag(inference, flags, literal, context)
    row = expressions[given] if given is not None else None
    equal = row is not None and (
        equals(row, literal) if row[0] == Op.CONSTANT else _named(inference, given, literal, context)
    )
    return (given is not None and not equal) if key.endswith("!") else equal


def _assigned(given: ExpressionId, context: Context) -> ExpressionId:
    """The only value of a local name that is declared with a wider type (``file: IO = BytesIO()``), else the same."""
    expressions = context.function.module.summary.expressions
    row = expressions[given]
    bindings = context.function.row.bindings.get(row[1], ()) if row[0] == Op.NAME else ()
    value = expressions[bindings[0].value] if len(bindings) == 1 else row
    return int(value[2]) if value[0] == Op.ANNOTATED and value[2] else given


def equals(row: Any, literal: str) -> bool:
    """Whether an expression of the summary that is a constant has this value."""
    expected = _literal(literal)
    if expected is None:
        return bool(row[1] == "NoneType")
    return bool(row[2] is not None and row[2] == expected)


def _named(inference: "Inference", given: int | None, name: str, context: Context) -> bool:
    """Whether an argument is a constant with this full name (``fcntl.LOCK_EX``)."""
    values = inference.values(given, context) if given is not None and "." in name else ()
    return bool(values) and all(isinstance(value, External) and value.name == name for value in values)


def _has_flag(inference: "Inference", given: int, name: str, context: Context, depth: int = 0) -> bool:
    """Whether an argument is a flag with this full name, or has it in a ``|``; names with one meaning are followed."""
    row = context.function.module.summary.expressions[given]
    if row[0] == Op.BINARY and row[1] == "BitOr":
        return any(_has_flag(inference, part, name, context, depth) for part in row[2:])
    if _named(inference, given, name, context):
        return True
    scope, bindings = (visible(context.function, row[1]) if row[0] == Op.NAME else None) or (None, ())
    if scope is None or len(bindings) != 1 or depth == _LONGEST_ALIASING:
        return False
    (binding,) = bindings
    return _has_flag(inference, binding.value, name, Context(scope, binding.block, binding.line), depth + 1)


@lru_cache(maxsize=1024)
def _literal(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
