"""Annotations as expressions: quoted ones are parsed, nothing in them counts as a call or a read."""

import ast
from functools import lru_cache

from asynclint.model.summary import UNKNOWN, ExpressionId, Op
from asynclint.summarize.tables import Tables


@lru_cache(maxsize=4096)
def _parse(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def annotation(tables: Tables, node: ast.AST | None) -> ExpressionId:
    """The expression of an annotation; 0 for none and for what cannot be an annotation."""
    match node:
        case None:
            return UNKNOWN
        case ast.Name(id=name):
            return tables.intern(Op.NAME, name)
        case ast.Attribute(value=value, attr=attribute):
            return tables.intern(Op.ATTRIBUTE, annotation(tables, value), attribute)
        case ast.Subscript(value=value, slice=index):
            return tables.intern(Op.SUBSCRIPT, annotation(tables, value), annotation(tables, index))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return tables.intern(Op.UNION, annotation(tables, left), annotation(tables, right))
        case ast.Constant(value=str(text)):
            return annotation(tables, _parse(text))
        case ast.Constant(value=None):
            return tables.intern(Op.CONSTANT, "None", None)
        case ast.Constant(value=value):
            return tables.intern(Op.CONSTANT, type(value).__name__, None)
        case ast.Tuple(elts=elements):
            return tables.intern(Op.TUPLE, *(annotation(tables, element) for element in elements))
        case ast.List(elts=elements):
            return tables.intern(Op.LIST, *(annotation(tables, element) for element in elements))
        case ast.Starred(value=value):
            return tables.intern(Op.STARRED, annotation(tables, value))
        case _:
            return UNKNOWN
