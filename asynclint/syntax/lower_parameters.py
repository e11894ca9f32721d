"""Lowers the parameters of functions and lambdas, and lists of type parameters."""

import ast
import sys
from collections.abc import Sequence

import libcst as cst

from asynclint.syntax import newer
from asynclint.syntax.lower_names import identifier
from asynclint.syntax.positions import LOAD, STORE, Cursor, Unlowerable


def parameters(cursor: Cursor, node: cst.Parameters) -> ast.arguments:
    """Lowers what stands between the parentheses of a function, or before the colon of a lambda."""
    defaults: list[ast.expr] = []
    positional_only = _positional(cursor, node.posonly_params, defaults)
    if isinstance(node.posonly_ind, cst.ParamSlash):
        cursor.take("/")
        _comma(cursor, node.posonly_ind.comma)
    positional = _positional(cursor, node.params, defaults)
    vararg: ast.arg | None = None
    if isinstance(node.star_arg, cst.Param):
        vararg, _ = _parameter(cursor, node.star_arg, "*")
    elif isinstance(node.star_arg, cst.ParamStar):
        cursor.take("*")
        cursor.take(",")
    keyword_only: list[ast.arg] = []
    keyword_defaults: list[ast.expr | None] = []
    for parameter in node.kwonly_params:
        argument, default = _parameter(cursor, parameter, "")
        keyword_only.append(argument)
        keyword_defaults.append(default)
    kwarg: ast.arg | None = None
    if node.star_kwarg is not None:
        kwarg, _ = _parameter(cursor, node.star_kwarg, "**")
    return ast.arguments(
        posonlyargs=positional_only,
        args=positional,
        vararg=vararg,
        kwonlyargs=keyword_only,
        kw_defaults=keyword_defaults,
        kwarg=kwarg,
        defaults=defaults,
    )


def _positional(cursor: Cursor, nodes: Sequence[cst.Param], defaults: list[ast.expr]) -> list[ast.arg]:
    result: list[ast.arg] = []
    for node in nodes:
        argument, default = _parameter(cursor, node, "")
        result.append(argument)
        if default is not None:
            defaults.append(default)
        elif defaults:
            raise Unlowerable("a parameter without a default follows one with a default")
    return result


def _parameter(cursor: Cursor, node: cst.Param, stars: str) -> tuple[ast.arg, ast.expr | None]:
    if stars:
        cursor.take(stars)
    start = cursor.start()
    name = identifier(cursor, node.name)
    annotation: ast.expr | None = None
    if node.annotation is not None:
        cursor.take(":")
        annotation = cursor.expression(node.annotation.annotation)
    argument = cursor.place(ast.arg(arg=name, annotation=annotation, type_comment=None), start)
    default: ast.expr | None = None
    if node.default is not None:
        cursor.take("=")
        default = cursor.expression(node.default)
    cursor.note(node, start)
    _comma(cursor, node.comma)
    return argument, default


def type_parameters(cursor: Cursor, node: cst.TypeParameters | None) -> list[newer.type_param]:
    """Lowers `[T: bound = default, *Ts, **P]` (PEP 695, PEP 696)."""
    if node is None:
        return []
    cursor.take("[")
    result: list[newer.type_param] = []
    for parameter in node.params:
        result.append(_type_parameter(cursor, parameter))
        _comma(cursor, parameter.comma)
    cursor.take("]")
    return result


def _type_parameter(cursor: Cursor, node: cst.TypeParam) -> newer.type_param:
    start = cursor.start()
    result: newer.type_param
    kind = node.param
    if isinstance(kind, cst.TypeVar):
        name = identifier(cursor, kind.name)
        bound: ast.expr | None = None
        if kind.bound is not None:
            cursor.take(":")
            bound = cursor.expression(kind.bound)
        result = newer.TypeVar(name=name, bound=bound)
    elif isinstance(kind, cst.ParamSpec):
        cursor.take("**")
        result = newer.ParamSpec(name=identifier(cursor, kind.name))
    else:
        cursor.take("*")
        result = newer.TypeVarTuple(name=identifier(cursor, kind.name))
    default: ast.expr | None = None
    if node.default is not None:
        cursor.take("=")
        default = _type_default(cursor, node.default, bool(node.star))
    if default is not None or sys.version_info >= (3, 13) or sys.version_info < (3, 12):
        newer.with_field(result, "default_value", default)
    return cursor.place(result, start)


def _type_default(cursor: Cursor, node: cst.BaseExpression, starred: bool) -> ast.expr:
    if not starred:
        return cursor.expression(node)
    start = cursor.take("*")
    return cursor.place(ast.Starred(value=cursor.expression(node), ctx=LOAD), start)


def type_alias(cursor: Cursor, node: cst.TypeAlias, start: int) -> ast.stmt:
    """Lowers `type name[...] = value` (PEP 695)."""
    cursor.take("type")
    name = cursor.expression(node.name, STORE)
    if not isinstance(name, ast.Name):
        raise Unlowerable("a type alias needs a plain name")
    given = type_parameters(cursor, node.type_parameters)
    cursor.take("=")
    value = cursor.expression(node.value)
    return cursor.place(newer.TypeAlias(name=name, type_params=given, value=value), start)


def _comma(cursor: Cursor, comma: cst.Comma | cst.MaybeSentinel) -> None:
    if isinstance(comma, cst.Comma):
        cursor.take(",")
