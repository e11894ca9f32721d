"""Annotations as expressions: quoted ones are parsed, nothing in them counts as a call or a read."""

import ast
from ast import Name
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from asynclint.model.summary import UNKNOWN, ExpressionId, Op
from asynclint.summarize.tables import Tables

_NAME: Final = Op.NAME


def annotation(tables: Tables, node: ast.AST | None) -> ExpressionId:
    """The expression of an annotation; 0 for none and for what cannot be an annotation."""
    if type(node) is Name:
        indexes = tables.indexes
        return indexes.setdefault((_NAME, node.id), len(indexes))
    reader = _READERS.get(type(node))
    return UNKNOWN if reader is None else reader(tables, node)


@lru_cache(maxsize=4096)
def parsed(text: str) -> ast.expr | None:
    """The syntax of a type that stands in a string or a comment; None for what is none."""
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _attribute(tables: Tables, node: ast.Attribute) -> ExpressionId:
    return tables.row((Op.ATTRIBUTE, annotation(tables, node.value), node.attr))


def _subscript(tables: Tables, node: ast.Subscript) -> ExpressionId:
    return tables.row((Op.SUBSCRIPT, annotation(tables, node.value), annotation(tables, node.slice)))


def _union(tables: Tables, node: ast.BinOp) -> ExpressionId:
    if not isinstance(node.op, ast.BitOr):
        return UNKNOWN
    return tables.row((Op.UNION, annotation(tables, node.left), annotation(tables, node.right)))


def _constant(tables: Tables, node: ast.Constant) -> ExpressionId:
    value = node.value
    if isinstance(value, str):
        return annotation(tables, parsed(value))
    kind = "None" if value is None else type(value).__name__
    return tables.row((Op.CONSTANT, kind, value if kind == "bool" else None))


def _tuple(tables: Tables, node: ast.Tuple) -> ExpressionId:
    return tables.row((Op.TUPLE, *[annotation(tables, element) for element in node.elts]))


def _list(tables: Tables, node: ast.List) -> ExpressionId:
    return tables.row((Op.LIST, *[annotation(tables, element) for element in node.elts]))


def _starred(tables: Tables, node: ast.Starred) -> ExpressionId:
    return tables.row((Op.STARRED, annotation(tables, node.value)))


_READERS: Final[dict[type, Callable[[Tables, Any], ExpressionId]]] = {
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.BinOp: _union,
    ast.Constant: _constant,
    ast.Tuple: _tuple,
    ast.List: _list,
    ast.Starred: _starred,
}
