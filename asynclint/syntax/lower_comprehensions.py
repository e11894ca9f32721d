"""Lowers comprehensions and generator expressions, with the unpacking of PEP 798 (Python 3.15)."""

import ast
from typing import cast

import libcst as cst

from asynclint.syntax.positions import LOAD, STORE, Cursor, Handler, Unlowerable


def _list(cursor: Cursor, node: cst.ListComp, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context)
    cursor.take("[")
    element = cursor.expression(node.elt)
    clauses = _clauses(cursor, node.for_in)
    cursor.take("]")
    return cursor.place(ast.ListComp(elt=element, generators=clauses), start)


def _set(cursor: Cursor, node: cst.SetComp, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context)
    cursor.take("{")
    element = cursor.expression(node.elt)
    clauses = _clauses(cursor, node.for_in)
    cursor.take("}")
    return cursor.place(ast.SetComp(elt=element, generators=clauses), start)


def _generator(cursor: Cursor, node: cst.GeneratorExp, start: int, context: ast.expr_context) -> ast.expr:
    """The parentheses are taken, and the position is corrected, by whoever calls."""
    _only_read(context)
    element = cursor.expression(node.elt)
    return cursor.place(ast.GeneratorExp(elt=element, generators=_clauses(cursor, node.for_in)), start)


def _dict(cursor: Cursor, node: cst.DictComp, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context)
    cursor.take("{")
    key = cursor.expression(node.key)
    cursor.take(":")
    value = cursor.expression(node.value)
    clauses = _clauses(cursor, node.for_in)
    cursor.take("}")
    return cursor.place(ast.DictComp(key=key, value=value, generators=clauses), start)


def _starred_dict(cursor: Cursor, node: "cst.StarredDictComp", start: int, context: ast.expr_context) -> ast.expr:
    """`{**d for d in dicts}`: the key is what is unpacked, and there is no value."""
    _only_read(context)
    cursor.take("{")
    cursor.take("**")
    key = cursor.expression(node.value)
    clauses = _clauses(cursor, node.for_in)
    cursor.take("}")
    return cursor.place(ast.DictComp(key=key, value=cast("ast.expr", None), generators=clauses), start)


def _clauses(cursor: Cursor, first: cst.CompFor) -> list[ast.comprehension]:
    clauses: list[ast.comprehension] = []
    clause: cst.CompFor | None = first
    while clause is not None:
        if clause.asynchronous is not None:
            cursor.take("async")
        cursor.take("for")
        target = cursor.expression(clause.target, STORE)
        cursor.take("in")
        iterable = cursor.expression(clause.iter)
        conditions: list[ast.expr] = []
        for condition in clause.ifs:
            cursor.take("if")
            conditions.append(cursor.expression(condition.test))
        is_async = int(clause.asynchronous is not None)
        clauses.append(ast.comprehension(target=target, iter=iterable, ifs=conditions, is_async=is_async))
        clause = clause.inner_for_in
    return clauses


def _only_read(context: ast.expr_context) -> None:
    if context is not LOAD:
        raise Unlowerable("a comprehension cannot be assigned to or deleted")


HANDLERS: dict[type[cst.CSTNode], Handler] = {
    cst.ListComp: _list,
    cst.SetComp: _set,
    cst.GeneratorExp: _generator,
    cst.DictComp: _dict,
}
if hasattr(cst, "StarredDictComp"):  # libcst 1.9
    HANDLERS[cst.StarredDictComp] = _starred_dict
