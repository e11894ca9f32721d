"""Turns a libcst tree into the tree that the newest standard parser would make of the same text.

Fields and positions are those of `ast` (Python 3.14; 3.15 for what PEP 798 and PEP 810 add); classes and fields that
the running `ast` lacks are those of `asynclint.syntax.newer`.
"""

import ast

import libcst as cst

from asynclint.syntax import lower_calls, lower_comprehensions, lower_expressions, lower_strings
from asynclint.syntax.lower_blocks import statements
from asynclint.syntax.positions import Cursor, Handler, Unlowerable

__all__ = ["Unlowerable", "lower"]


class _Handlers(dict[type[cst.CSTNode], Handler]):
    def __missing__(self, kind: type[cst.CSTNode]) -> Handler:
        raise Unlowerable(f"unknown kind of expression: {kind.__name__}")


_EXPRESSIONS = _Handlers(
    {
        **lower_expressions.HANDLERS,
        **lower_calls.HANDLERS,
        **lower_comprehensions.HANDLERS,
        **lower_strings.HANDLERS,
    }
)


def lower(module: cst.Module, text: str, *, spans: dict[cst.CSTNode, tuple[int, int]] | None = None) -> ast.Module:
    """The standard tree of `module`, which libcst has parsed from `text` (without a byte order mark).

    With `spans`, the start and end offsets in `text` of the statements, expressions, arguments, parameters, patterns,
    handlers, decorators and imported names are noted there by libcst node.

    Raises `Unlowerable` where libcst accepts what no Python does, ValueError for a malformed literal, and
    RecursionError.
    """
    cursor = Cursor(text, _EXPRESSIONS, spans)
    body = statements(cursor, module.body)
    if cursor.start() < len(text):
        line, _ = cursor.location(cursor.position)
        raise Unlowerable(f"the tree of libcst ends at line {line}, before the text")
    return ast.Module(body=body, type_ignores=[])
