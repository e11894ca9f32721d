"""Expressions: every value is read once, with the use that is made of it."""

import ast
from ast import Attribute, Name
from typing import Any, Final

from asynclint.model.summary import (
    UNKNOWN,
    AttributeRead,
    Binding,
    BlockKind,
    Call,
    ExpressionId,
    FunctionKind,
    Op,
    Use,
    Via,
)
from asynclint.summarize.definitions import function_of_lambda
from asynclint.summarize.displays import DISPLAYS
from asynclint.summarize.reader import ExpressionReader, Reader
from asynclint.summarize.usages import (
    AWAITED,
    CALLED,
    COMPARED,
    CONTAINED,
    FORMATTED,
    OPERATED,
    OTHER,
    SUBSCRIPTED,
    TESTED,
    YIELDED,
    Usage,
    through,
)
from asynclint.syntax.newer import Interpolation, TemplateStr

# What the most frequent readers need is a global name: looking into an enumeration or the module takes thrice as long.
_READ: Final = Use.ATTRIBUTE
_RECEIVER: Final = Use.RECEIVER
_PASSED: Final = Use.PASSED
_SHOWN_AGAIN: Final = (Use.TESTED, Use.COMPARED, Use.DROPPED)
_NAME: Final = Op.NAME
_ATTRIBUTE: Final = Op.ATTRIBUTE
_CALL: Final = Op.CALL

_LONGEST_STRING = 80
_LARGEST_INTEGER = 2**53


def _name(reader: Reader, node: ast.Name, usage: Usage) -> ExpressionId:
    name = node.id
    reader.loads.append((name, usage, node, reader.block, reader.statement))
    indexes = reader.indexes
    return indexes.setdefault((_NAME, name), len(indexes))


def _constant(reader: Reader, node: ast.Constant, usage: Usage) -> ExpressionId:
    value: Any = node.value
    kind = type(value)
    if kind is str:
        kept = value if len(value) <= _LONGEST_STRING and value.isprintable() else None
        return reader.row((Op.CONSTANT, "str", kept))
    if kind is int:
        return reader.row((Op.CONSTANT, "int", value if abs(value) <= _LARGEST_INTEGER else None))
    return reader.row((Op.CONSTANT, kind.__name__, value if value is None or kind is bool or kind is float else None))


def _attribute(reader: Reader, node: ast.Attribute, usage: Usage) -> ExpressionId:
    fields = node.__dict__
    value = fields["value"]
    attribute = fields["attr"]
    base = reader.readers[type(value)](reader, value, (_READ, 0, attribute))
    indexes = reader.indexes
    index = indexes.setdefault((_ATTRIBUTE, base, attribute), len(indexes))
    scope = reader.scope
    seen = scope.seen_attributes
    if index not in seen or usage[0] in _SHOWN_AGAIN:
        seen.add(index)
        reader.attribute_reads.append(
            AttributeRead(
                index, scope.index, reader.block, fields["lineno"], fields["col_offset"], fields["end_lineno"],
                fields["end_col_offset"], usage[0], reader.statement, reader.statement_end,
            )
        )  # fmt: skip
    return index


def _call(reader: Reader, node: ast.Call, usage: Usage) -> ExpressionId:
    fields = node.__dict__
    readers = reader.readers
    indexes = reader.indexes
    calls = reader.calls
    number = len(calls)
    calls.append(None)
    function = fields["func"]
    kind = type(function)
    if kind is Attribute:
        name = function.attr
        value = function.value
        base = readers[type(value)](reader, value, (_RECEIVER, 0, name))
        callee = indexes.setdefault((_ATTRIBUTE, base, name), len(indexes))
    else:
        name = function.id if kind is Name else ""
        callee = readers[kind](reader, function, CALLED)
    passed: Usage = (_PASSED, 0, number)
    arguments: tuple[ExpressionId, ...] = ()
    if fields["args"]:
        arguments = tuple([readers[type(argument)](reader, argument, passed) for argument in fields["args"]])
    keywords: dict[str, ExpressionId] = {}
    for keyword in fields["keywords"]:
        value = keyword.value
        keywords[keyword.arg or "**"] = readers[type(value)](reader, value, passed)
    calls[number] = Call(
        fields["lineno"], fields["col_offset"], fields["end_lineno"], fields["end_col_offset"],
        reader.scope.index, reader.block, callee, name, arguments, keywords,
        usage[0], usage[1], usage[2], reader.statement, reader.statement_end,
    )  # fmt: skip
    return indexes.setdefault((_CALL, number), len(indexes))


def _await(reader: Reader, node: ast.Await, usage: Usage) -> ExpressionId:
    value = reader.operand(node.value, AWAITED[usage[0]])
    reader.suspended()
    return reader.row((Op.AWAIT, value))


def _yield(reader: Reader, node: ast.Yield, usage: Usage) -> ExpressionId:
    value = UNKNOWN if node.value is None else reader.expression(node.value, YIELDED)
    _yielded(reader, value, node.lineno)
    return reader.row((Op.YIELD, value))


def _yield_from(reader: Reader, node: ast.YieldFrom, usage: Usage) -> ExpressionId:
    read = reader.expression(node.value, YIELDED)
    reader.add_operand(node, read, Use.YIELDED)
    value = reader.row((Op.YIELD_FROM, read))
    _yielded(reader, value, node.lineno)
    return value


def _yielded(reader: Reader, value: ExpressionId, line: int) -> None:
    reader.suspended()
    function = reader.scope.function
    function.yields.append(Binding(value, line, reader.block, reader.scope.index))
    if function.kind is FunctionKind.COROUTINE:
        function.kind = FunctionKind.ASYNC_GENERATOR
    elif function.kind is FunctionKind.PLAIN:
        function.kind = FunctionKind.GENERATOR


def _subscript(reader: Reader, node: ast.Subscript, usage: Usage) -> ExpressionId:
    base = reader.expression(node.value, SUBSCRIPTED)
    return reader.row((Op.SUBSCRIPT, base, reader.expression(node.slice)))


def _slice(reader: Reader, node: ast.Slice, usage: Usage) -> ExpressionId:
    for part in (node.lower, node.upper, node.step):
        if part is not None:
            reader.expression(part)
    return reader.row((Op.CONSTANT, "slice", None))


def _lambda(reader: Reader, node: ast.Lambda, usage: Usage) -> ExpressionId:
    return reader.row((Op.FUNCTION, function_of_lambda(reader, node)))


def _conditional(reader: Reader, node: ast.IfExp, usage: Usage) -> ExpressionId:
    test = reader.expression(node.test, TESTED)
    branch = through(usage, Via.CONDITION)
    with_test = isinstance(node.test, ast.Call | ast.Compare | ast.Name | ast.UnaryOp)
    body = _guarded(reader, node.body, branch, test if with_test else UNKNOWN)
    otherwise = test if isinstance(node.test, ast.Call) else UNKNOWN
    return reader.row((Op.UNION, body, _guarded(reader, node.orelse, branch, otherwise, BlockKind.ELSE)))


def _guarded(
    reader: Reader, node: ast.expr, usage: Usage, test: ExpressionId, kind: BlockKind = BlockKind.CONDITIONAL
) -> ExpressionId:
    """Read an expression that is evaluated only under a test, or only where it fails."""
    if not test or isinstance(node, ast.Constant | ast.Name):
        return reader.expression(node, usage)
    tables, outer = reader.tables, reader.block
    reader.block = tables.add_block(outer, kind, reader.scope.index, node.lineno, node.end_lineno or node.lineno, test)
    value = reader.expression(node, usage)
    if tables.blocks[reader.block].suspends:
        tables.blocks[outer].suspends = True
    reader.block = outer
    return value


def _boolean(reader: Reader, node: ast.BoolOp, usage: Usage) -> ExpressionId:
    last = through(usage, Via.CONDITION)
    conjunction = isinstance(node.op, ast.And)
    values: list[ExpressionId] = []
    guard = UNKNOWN
    for position, operand in enumerate(node.values):
        passes = position == len(node.values) - 1 or (not conjunction and not isinstance(operand, ast.Call))
        values.append(_guarded(reader, operand, last if passes else TESTED, guard))
        if not guard and conjunction and isinstance(operand, ast.Call | ast.Compare | ast.UnaryOp):
            guard = values[-1]
    reader.conjunction = tuple(values) if conjunction else ()
    return values[-1] if conjunction else reader.row((Op.UNION, *values))


def _unary(reader: Reader, node: ast.UnaryOp, usage: Usage) -> ExpressionId:
    if isinstance(node.op, ast.Not):
        return reader.row((Op.BINARY, "not", reader.expression(node.operand, TESTED), UNKNOWN))
    return reader.expression(node.operand, OPERATED)


def _binary(reader: Reader, node: ast.BinOp, usage: Usage) -> ExpressionId:
    left = reader.expression(node.left, OPERATED)
    formatting = isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant | ast.JoinedStr)
    right = reader.expression(node.right, FORMATTED if formatting else OPERATED)
    return reader.row((Op.BINARY, type(node.op).__name__, left, right))


def _compare(reader: Reader, node: ast.Compare, usage: Usage) -> ExpressionId:
    left = reader.expression(node.left, COMPARED)
    right = UNKNOWN
    for operator, comparator in zip(node.ops, node.comparators, strict=True):
        contained = isinstance(operator, ast.In | ast.NotIn)
        right = reader.expression(comparator, CONTAINED if contained else COMPARED)
    return reader.row((Op.BINARY, type(node.ops[0]).__name__, left, right))


def _formatted(reader: Reader, node: ast.JoinedStr, usage: Usage) -> ExpressionId:
    for value in node.values:
        if isinstance(value, ast.FormattedValue):
            reader.expression(value.value, FORMATTED)
            if isinstance(value.format_spec, ast.JoinedStr):
                _formatted(reader, value.format_spec, OTHER)
    match node.values:
        case [ast.Constant(value=str(begin)), *_] if begin.startswith("/"):
            return reader.row((Op.CONSTANT, "str", None, begin))
    return reader.row((Op.CONSTANT, "str", None))


def _walrus(reader: Reader, node: ast.NamedExpr, usage: Usage) -> ExpressionId:
    if usage[0] is Use.DROPPED:
        usage = (Use.NAMED, usage[1], node.target.id)
    value = reader.expression(node.value, through(usage, Via.WALRUS))
    reader.bind(node.target.id, value, node.lineno)
    return value


def _other(reader: Reader, node: ast.AST, usage: Usage) -> ExpressionId:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            reader.expression(child, FORMATTED if type(child).__name__ == "Interpolation" else OTHER)
    return UNKNOWN


EXPRESSIONS: Final[dict[type, ExpressionReader]] = {
    **dict.fromkeys((ast.FormattedValue, TemplateStr, Interpolation), _other),
    **DISPLAYS,
    ast.Name: _name,
    ast.Constant: _constant,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
    ast.Subscript: _subscript,
    ast.Lambda: _lambda,
    ast.IfExp: _conditional,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.JoinedStr: _formatted,
    ast.NamedExpr: _walrus,
    ast.Slice: _slice,
}
"""How an expression of each class is read."""
