"""Statements other than definitions: assignments, and blocks with the uses that their headers make of values."""

import ast
from ast import Attribute, Constant, Expr, List, Name, Subscript, Tuple
from typing import Final

from asynclint.model.summary import UNKNOWN, Binding, BlockKind, ExpressionId, Op, Use
from asynclint.summarize.annotations import annotation, parsed
from asynclint.summarize.definitions import DEFINITIONS
from asynclint.summarize.reader import Reader, StatementReader
from asynclint.summarize.usages import (
    ASYNC_ENTERED,
    ASYNC_ITERATED,
    DROPPED,
    ENTERED,
    ITERATED,
    OPERATED,
    OTHER,
    RAISED,
    RETURNED,
    TESTED,
    UNPACKED,
    Usage,
)
from asynclint.syntax.newer import TypeAlias

_NAMED: Final = Use.NAMED
_STORED: Final = Use.STORED


def _nothing(reader: Reader, node: ast.stmt) -> None:
    """Statements that hold no expression."""


def _expression_statement(reader: Reader, node: Expr) -> None:
    value = node.value
    if not isinstance(value, Constant):
        reader.readers[type(value)](reader, value, DROPPED)


def _usage_of(target: ast.expr) -> Usage:
    """What an assignment to the target does with the value."""
    if isinstance(target, Name):
        return (_NAMED, 0, target.id)
    if isinstance(target, Attribute):
        return (_STORED, 0, target.attr)
    if isinstance(target, Subscript):
        return (_STORED, 0, "")
    return UNPACKED if isinstance(target, Tuple | List) else OTHER


def _assign(reader: Reader, node: ast.Assign) -> None:
    targets = node.targets
    first, value = targets[0], node.value
    if isinstance(first, Tuple | List) and isinstance(value, Tuple | List):
        same = len(first.elts) == len(value.elts)
        parts = [
            reader.expression(part, _usage_of(target) if same else OTHER)
            for part, target in zip(value.elts, first.elts if same else value.elts, strict=True)
        ]
        read = reader.row((Op.TUPLE if isinstance(value, Tuple) else Op.LIST, *parts))
    else:
        read = reader.readers[type(value)](reader, value, _usage_of(first) if len(targets) == 1 else OTHER)
    declared = reader.tables.type_comments.get(value.end_lineno or 0)
    if declared is not None:
        read = reader.row((Op.ANNOTATED, annotation(reader.tables, parsed(declared)), read))
    for target in targets:
        reader.target(target, read)
    if reader.scope.index == 0 and isinstance(first, Name) and first.id == "__all__":
        _exports(reader, value)


def _exports(reader: Reader, value: ast.expr) -> None:
    if isinstance(value, List | Tuple):
        names = [item.value for item in value.elts if isinstance(item, Constant)]
        reader.tables.exported = tuple(name for name in names if isinstance(name, str))


def _annotated(reader: Reader, node: ast.AnnAssign) -> None:
    declared = annotation(reader.tables, node.annotation)
    value = UNKNOWN if node.value is None else reader.expression(node.value, _usage_of(node.target))
    reader.target(node.target, reader.row((Op.ANNOTATED, declared, value)))


def _augmented(reader: Reader, node: ast.AugAssign) -> None:
    value = reader.expression(node.value, OPERATED)
    if isinstance(node.target, Name):
        reader.loads.append((node.target.id, OPERATED, node.target, reader.block, reader.statement))
        if reader.scope.index == 0 and node.target.id == "__all__":
            reader.tables.exported = None
        return
    reader.target(node.target, reader.row((Op.BINARY, type(node.op).__name__, UNKNOWN, value)))


def _return(reader: Reader, node: ast.Return) -> None:
    if node.value is not None:
        value = reader.expression(node.value, RETURNED)
        scope = reader.scope
        scope.function.returns.append(Binding(value, node.lineno, reader.block, scope.index))
    else:
        reader.scope.function.empty_returns += 1


def _if(reader: Reader, node: ast.If) -> None:
    reader.header(node, node.test)
    test = reader.expression(node.test, TESTED)
    parts = reader.conjunction if isinstance(node.test, ast.BoolOp) else ()
    reader.nested(node.body, BlockKind.IF, test, parts)
    if node.orelse:
        reader.nested(node.orelse, BlockKind.ELSE, test, parts)


def _for(reader: Reader, node: ast.For | ast.AsyncFor) -> None:
    reader.header(node, node.iter)
    asynchronous = isinstance(node, ast.AsyncFor)
    iterable = reader.operand(node.iter, ASYNC_ITERATED if asynchronous else ITERATED)
    if asynchronous:
        reader.suspended()
    item = reader.row((Op.ASYNC_ITEM_OF if asynchronous else Op.ITEM_OF, iterable))
    reader.nested(
        node.body, BlockKind.ASYNC_FOR if asynchronous else BlockKind.FOR, iterable,
        before=lambda: reader.target(node.target, item), header=node,
    )  # fmt: skip
    if node.orelse:
        reader.nested(node.orelse, BlockKind.BODY)


def _while(reader: Reader, node: ast.While) -> None:
    reader.header(node, node.test)
    test = reader.expression(node.test, TESTED)
    parts = reader.conjunction if isinstance(node.test, ast.BoolOp) else ()
    reader.nested(node.body, BlockKind.WHILE, test, parts, header=node)
    if node.orelse:
        reader.nested(node.orelse, BlockKind.BODY)


def _try(reader: Reader, node: ast.Try) -> None:
    tables, outer = reader.tables, reader.block
    if node.finalbody and node.handlers:
        reader.block = tables.add_block(
            outer, BlockKind.TRY, reader.scope.index, node.lineno, node.finalbody[0].lineno - 1
        )
    caught = [UNKNOWN if handler.type is None else _caught(reader, handler.type) for handler in node.handlers]
    reader.nested(node.body, BlockKind.TRY, items=tuple(caught))
    for handler, kind in zip(node.handlers, caught, strict=True):
        _handler(reader, handler, kind)
    if node.orelse:
        reader.nested(node.orelse, BlockKind.TRY_ELSE)
    if tables.blocks[reader.block].suspends:
        tables.blocks[outer].suspends = True
    reader.block = outer
    if node.finalbody:
        reader.nested(node.finalbody, BlockKind.FINALLY)


def _caught(reader: Reader, kind: ast.expr) -> ExpressionId:
    reader.statement, reader.statement_end = kind.lineno, kind.end_lineno or kind.lineno
    return reader.expression(kind)


def _handler(reader: Reader, handler: ast.ExceptHandler, kind: ExpressionId) -> None:
    def bind() -> None:
        if handler.name:
            reader.bind(handler.name, reader.row((Op.CAUGHT, kind)), handler.lineno)

    reader.nested(handler.body, BlockKind.EXCEPT, kind, before=bind)


def _with(reader: Reader, node: ast.With | ast.AsyncWith) -> None:
    reader.header(node, node.items[-1].optional_vars or node.items[-1].context_expr)
    asynchronous = isinstance(node, ast.AsyncWith)
    usage = ASYNC_ENTERED if asynchronous else ENTERED
    contexts: list[ExpressionId] = []
    for item in node.items:
        context = reader.operand(item.context_expr, usage)
        contexts.append(context)
        if item.optional_vars is not None:
            operator = Op.ASYNC_ENTERED if asynchronous else Op.ENTERED
            reader.target(item.optional_vars, reader.row((operator, context)))
    if asynchronous:
        reader.suspended()
    kind = BlockKind.ASYNC_WITH if asynchronous else BlockKind.WITH
    reader.nested(node.body, kind, contexts[0], tuple(contexts), header=node)


def _match(reader: Reader, node: ast.Match) -> None:
    reader.header(node, node.subject)
    subject = reader.expression(node.subject)
    for case in node.cases:
        classes: list[ExpressionId] = []
        if isinstance(case.pattern, ast.MatchClass):
            classes.append(reader.expression(case.pattern.cls))
        pattern, guard = case.pattern, case.guard

        def bind(pattern: ast.pattern = pattern, guard: ast.expr | None = guard) -> None:
            reader.statement = pattern.lineno
            reader.statement_end = getattr(guard or pattern, "end_lineno", pattern.lineno)
            _pattern(reader, pattern, subject)
            if guard is not None:
                reader.expression(guard, TESTED)

        reader.nested(case.body, BlockKind.CASE, subject, tuple(classes), before=bind)


def _pattern(reader: Reader, pattern: ast.pattern, value: ExpressionId) -> None:
    match pattern:
        case ast.MatchAs(pattern=ast.MatchClass(cls=kind) as inner, name=str(name)):
            _pattern(reader, inner, value)
            reader.bind(name, reader.row((Op.CAUGHT, reader.expression(kind))), pattern.lineno)
        case ast.MatchAs(pattern=None, name=str(name)):
            reader.bind(name, value, pattern.lineno)
        case ast.MatchStar(name=str(name)):
            reader.bind(name, UNKNOWN, pattern.lineno)
        case ast.MatchMapping(rest=str(name)):
            reader.bind(name, UNKNOWN, pattern.lineno)
    for child in ast.iter_child_nodes(pattern):
        if isinstance(child, ast.pattern):
            _pattern(reader, child, UNKNOWN)


def _assert(reader: Reader, node: ast.Assert) -> None:
    reader.expression(node.test, TESTED)
    if node.msg is not None:
        reader.expression(node.msg)


def _raise(reader: Reader, node: ast.Raise) -> None:
    for part in (node.exc, node.cause):
        if part is not None:
            reader.expression(part, RAISED)


def _delete(reader: Reader, node: ast.Delete) -> None:
    for target in node.targets:
        if not isinstance(target, Name):
            reader.expression(target)


def _global(reader: Reader, node: ast.Global) -> None:
    reader.scope.function.outer_names.update(dict.fromkeys(node.names, "global"))


def _nonlocal(reader: Reader, node: ast.Nonlocal) -> None:
    reader.scope.function.outer_names.update(dict.fromkeys(node.names, "nonlocal"))


def _type_alias(reader: Reader, node: TypeAlias) -> None:
    value = annotation(reader.tables, node.value)
    reader.bind(node.name.id, reader.row((Op.ANNOTATED, UNKNOWN, value)), node.lineno)


STATEMENTS: Final[dict[type, StatementReader]] = {
    **DEFINITIONS,
    Expr: _expression_statement,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Return: _return,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Match: _match,
    ast.Assert: _assert,
    ast.Raise: _raise,
    ast.Delete: _delete,
    ast.Global: _global,
    ast.Nonlocal: _nonlocal,
    ast.Pass: _nothing,
    ast.Break: _nothing,
    ast.Continue: _nothing,
    TypeAlias: _type_alias,
}
"""How a statement of each class is read."""
