"""Takes the names that are no expressions: of functions, attributes, parameters, modules."""

import unicodedata

import libcst as cst

from asynclint.syntax.positions import Cursor, Unlowerable


def identifier(cursor: Cursor, node: cst.Name) -> str:
    """Takes one name and returns it in the normal form of PEP 3131."""
    cursor.take(node.value)
    return normal(node.value)


def dotted(cursor: Cursor, node: cst.BaseExpression) -> str:
    """Takes a dotted name, as in an import, and returns it without the white space it may have round its dots."""
    if isinstance(node, cst.Attribute):
        before = dotted(cursor, node.value)
        cursor.take(".")
        return f"{before}.{identifier(cursor, node.attr)}"
    if isinstance(node, cst.Name):
        return identifier(cursor, node)
    raise Unlowerable("a dotted name was expected")


def normal(name: str) -> str:
    """`name` in the normal form that the parser stores (PEP 3131)."""
    return name if name.isascii() else unicodedata.normalize("NFKC", name)
