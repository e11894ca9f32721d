"""Lowers the statements of one line."""

import ast
from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from asynclint.syntax.lower_names import dotted, identifier
from asynclint.syntax.lower_parameters import type_alias
from asynclint.syntax.newer import with_field
from asynclint.syntax.positions import DEL, STORE, Cursor, Unlowerable

StatementHandler = Callable[[Cursor, Any, int], ast.stmt]

_AUGMENTED: dict[type[cst.BaseAugOp], tuple[str, ast.operator]] = {
    cst.AddAssign: ("+=", ast.Add()),
    cst.SubtractAssign: ("-=", ast.Sub()),
    cst.MultiplyAssign: ("*=", ast.Mult()),
    cst.MatrixMultiplyAssign: ("@=", ast.MatMult()),
    cst.DivideAssign: ("/=", ast.Div()),
    cst.ModuloAssign: ("%=", ast.Mod()),
    cst.PowerAssign: ("**=", ast.Pow()),
    cst.LeftShiftAssign: ("<<=", ast.LShift()),
    cst.RightShiftAssign: (">>=", ast.RShift()),
    cst.BitOrAssign: ("|=", ast.BitOr()),
    cst.BitXorAssign: ("^=", ast.BitXor()),
    cst.BitAndAssign: ("&=", ast.BitAnd()),
    cst.FloorDivideAssign: ("//=", ast.FloorDiv()),
}


def _expression(cursor: Cursor, node: cst.Expr, start: int) -> ast.stmt:
    return cursor.place(ast.Expr(value=cursor.expression(node.value)), start)


def _assign(cursor: Cursor, node: cst.Assign, start: int) -> ast.stmt:
    targets: list[ast.expr] = []
    for target in node.targets:
        targets.append(cursor.expression(target.target, STORE))
        cursor.take("=")
    value = cursor.expression(node.value)
    return cursor.place(ast.Assign(targets=targets, value=value, type_comment=None), start)


def _annotated(cursor: Cursor, node: cst.AnnAssign, start: int) -> ast.stmt:
    target = _single_target(cursor, node.target)
    cursor.take(":")
    annotation = cursor.expression(node.annotation.annotation)
    value: ast.expr | None = None
    if node.value is not None:
        cursor.take("=")
        value = cursor.expression(node.value)
    simple = int(isinstance(node.target, cst.Name) and not node.target.lpar)
    return cursor.place(ast.AnnAssign(target=target, annotation=annotation, value=value, simple=simple), start)


def _augmented(cursor: Cursor, node: cst.AugAssign, start: int) -> ast.stmt:
    target = _single_target(cursor, node.target)
    token, operator = _AUGMENTED[type(node.operator)]
    cursor.take(token)
    return cursor.place(ast.AugAssign(target=target, op=operator, value=cursor.expression(node.value)), start)


def _single_target(cursor: Cursor, node: cst.BaseExpression) -> ast.Name | ast.Attribute | ast.Subscript:
    target = cursor.expression(node, STORE)
    if not isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
        raise Unlowerable("a tuple or a list cannot be the target of this assignment")
    return target


def _delete(cursor: Cursor, node: cst.Del, start: int) -> ast.stmt:
    cursor.take("del")
    target = node.target
    if not isinstance(target, cst.Tuple) or target.lpar:
        return cursor.place(ast.Delete(targets=[cursor.expression(target, DEL)]), start)
    targets: list[ast.expr] = []
    for element in target.elements:
        targets.append(cursor.expression(element.value, DEL))
        if isinstance(element.comma, cst.Comma):
            cursor.take(",")
    return cursor.place(ast.Delete(targets=targets), start)


def _pass(cursor: Cursor, node: cst.Pass, start: int) -> ast.stmt:
    cursor.take("pass")
    return cursor.place(ast.Pass(), start)


def _break(cursor: Cursor, node: cst.Break, start: int) -> ast.stmt:
    cursor.take("break")
    return cursor.place(ast.Break(), start)


def _continue(cursor: Cursor, node: cst.Continue, start: int) -> ast.stmt:
    cursor.take("continue")
    return cursor.place(ast.Continue(), start)


def _return(cursor: Cursor, node: cst.Return, start: int) -> ast.stmt:
    cursor.take("return")
    value = cursor.expression(node.value) if node.value else None
    return cursor.place(ast.Return(value=value), start)


def _raise(cursor: Cursor, node: cst.Raise, start: int) -> ast.stmt:
    cursor.take("raise")
    raised = cursor.expression(node.exc) if node.exc else None
    cause: ast.expr | None = None
    if node.cause is not None:
        cursor.take("from")
        cause = cursor.expression(node.cause.item)
    return cursor.place(ast.Raise(exc=raised, cause=cause), start)


def _assert(cursor: Cursor, node: cst.Assert, start: int) -> ast.stmt:
    cursor.take("assert")
    test = cursor.expression(node.test)
    message: ast.expr | None = None
    if node.msg is not None:
        cursor.take(",")
        message = cursor.expression(node.msg)
    return cursor.place(ast.Assert(test=test, msg=message), start)


def _global(cursor: Cursor, node: cst.Global, start: int) -> ast.stmt:
    cursor.take("global")
    return cursor.place(ast.Global(names=_names(cursor, node.names)), start)


def _nonlocal(cursor: Cursor, node: cst.Nonlocal, start: int) -> ast.stmt:
    cursor.take("nonlocal")
    return cursor.place(ast.Nonlocal(names=_names(cursor, node.names)), start)


def _names(cursor: Cursor, items: Sequence[cst.NameItem]) -> list[str]:
    names: list[str] = []
    for item in items:
        if names:
            cursor.take(",")
        names.append(identifier(cursor, item.name))
    return names


def _import(cursor: Cursor, node: "cst.Import | cst.LazyImport", start: int) -> ast.stmt:
    lazy = cursor.text.startswith("lazy", start)
    if lazy:
        cursor.take("lazy")
    cursor.take("import")
    result = cursor.place(ast.Import(names=_aliases(cursor, node.names)), start)
    return with_field(result, "is_lazy", 1) if lazy else result


def _import_from(cursor: Cursor, node: "cst.ImportFrom | cst.LazyImportFrom", start: int) -> ast.stmt:
    lazy = cursor.text.startswith("lazy", start)
    if lazy:
        cursor.take("lazy")
    cursor.take("from")
    for _ in node.relative:
        cursor.take(".")
    module = dotted(cursor, node.module) if node.module else None
    cursor.take("import")
    if isinstance(node.names, cst.ImportStar):
        star = cursor.take("*")
        names = [cursor.place(ast.alias(name="*", asname=None), star)]
    elif isinstance(node.lpar, cst.LeftParen):
        cursor.take("(")
        names = _aliases(cursor, node.names)
        cursor.take(")")
    else:
        names = _aliases(cursor, node.names)
    result = cursor.place(ast.ImportFrom(module=module, names=names, level=len(node.relative)), start)
    return with_field(result, "is_lazy", 1) if lazy else result


def _aliases(cursor: Cursor, nodes: Sequence[cst.ImportAlias]) -> list[ast.alias]:
    result: list[ast.alias] = []
    for node in nodes:
        start = cursor.start()
        name = dotted(cursor, node.name)
        given: str | None = None
        if node.asname is not None:
            cursor.take("as")
            given = dotted(cursor, node.asname.name)
        result.append(cursor.place(ast.alias(name=name, asname=given), start))
        cursor.note(node, start)
        if isinstance(node.comma, cst.Comma):
            cursor.take(",")
    return result


HANDLERS: dict[type[cst.CSTNode], StatementHandler] = {
    cst.Expr: _expression,
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _augmented,
    cst.Del: _delete,
    cst.Pass: _pass,
    cst.Break: _break,
    cst.Continue: _continue,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Assert: _assert,
    cst.Global: _global,
    cst.Nonlocal: _nonlocal,
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.TypeAlias: type_alias,
}
if hasattr(cst, "LazyImport"):  # libcst 1.9
    HANDLERS[cst.LazyImport] = _import
    HANDLERS[cst.LazyImportFrom] = _import_from
