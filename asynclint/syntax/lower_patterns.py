"""Lowers the patterns of `match` statements (PEP 634)."""

import ast
from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from asynclint.syntax.lower_names import identifier
from asynclint.syntax.positions import Cursor, Unlowerable

_SINGLETONS: dict[str, bool | None] = {"None": None, "True": True, "False": False}


def pattern(cursor: Cursor, node: cst.MatchPattern) -> ast.pattern:
    """Lowers a pattern with its parentheses."""
    # The `lpar` of a literal is that of its expression, which takes its parentheses itself.
    opening = () if isinstance(node, cst.MatchValue | cst.MatchSingleton) else node.lpar
    start = 0
    for _ in opening:
        start = cursor.take("(")
    closing = len(opening)
    enclosed = closing > 0 and isinstance(node, cst.MatchTuple)
    if not enclosed:
        start = cursor.start()
    handler = _HANDLERS.get(type(node))
    if handler is None:
        raise Unlowerable(f"unknown kind of pattern: {type(node).__name__}")
    result = handler(cursor, node, start)
    if enclosed:
        cursor.take(")")
        closing -= 1
        cursor.place(result, start)
    cursor.note(node, start)
    for _ in range(closing):
        cursor.take(")")
    return result


def _value(cursor: Cursor, node: cst.MatchValue, start: int) -> ast.pattern:
    value = cursor.expression(node.value)
    return ast.copy_location(ast.MatchValue(value=value), value)


def _singleton(cursor: Cursor, node: cst.MatchSingleton, start: int) -> ast.pattern:
    value = cursor.expression(node.value)
    return ast.copy_location(ast.MatchSingleton(value=_SINGLETONS[node.value.value]), value)


def _sequence(cursor: Cursor, node: cst.MatchTuple | cst.MatchList, start: int) -> ast.pattern:
    brackets = isinstance(node, cst.MatchList) and node.lbracket is not None
    if brackets:
        cursor.take("[")
    patterns = _elements(cursor, node.patterns)
    if brackets:
        cursor.take("]")
    return cursor.place(ast.MatchSequence(patterns=patterns), start)


def _elements(cursor: Cursor, nodes: Sequence[cst.MatchSequenceElement | cst.MatchStar]) -> list[ast.pattern]:
    result: list[ast.pattern] = []
    for node in nodes:
        if isinstance(node, cst.MatchStar):
            start = cursor.take("*")
            name = _capture(cursor, node.name)
            result.append(cursor.place(ast.MatchStar(name=name), start))
        else:
            result.append(pattern(cursor, node.value))
        if isinstance(node.comma, cst.Comma):
            cursor.take(",")
    return result


def _capture(cursor: Cursor, name: cst.Name | None) -> str | None:
    if name is None:
        cursor.take("_")
        return None
    return identifier(cursor, name)


def _mapping(cursor: Cursor, node: cst.MatchMapping, start: int) -> ast.pattern:
    cursor.take("{")
    keys: list[ast.expr] = []
    patterns: list[ast.pattern] = []
    for element in node.elements:
        keys.append(cursor.expression(element.key))
        cursor.take(":")
        patterns.append(pattern(cursor, element.pattern))
        if isinstance(element.comma, cst.Comma):
            cursor.take(",")
    rest: str | None = None
    if node.rest is not None:
        cursor.take("**")
        rest = identifier(cursor, node.rest)
        if node.trailing_comma is not None:
            cursor.take(",")
    cursor.take("}")
    return cursor.place(ast.MatchMapping(keys=keys, patterns=patterns, rest=rest), start)


def _class(cursor: Cursor, node: cst.MatchClass, start: int) -> ast.pattern:
    matched = cursor.expression(node.cls)
    cursor.take("(")
    patterns = _elements(cursor, node.patterns)
    names: list[str] = []
    keyword_patterns: list[ast.pattern] = []
    for element in node.kwds:
        names.append(identifier(cursor, element.key))
        cursor.take("=")
        keyword_patterns.append(pattern(cursor, element.pattern))
        if isinstance(element.comma, cst.Comma):
            cursor.take(",")
    cursor.take(")")
    return cursor.place(
        ast.MatchClass(cls=matched, patterns=patterns, kwd_attrs=names, kwd_patterns=keyword_patterns), start
    )


def _as(cursor: Cursor, node: cst.MatchAs, start: int) -> ast.pattern:
    inner: ast.pattern | None = None
    if node.pattern is not None:
        inner = pattern(cursor, node.pattern)
        cursor.take("as")
    name = _capture(cursor, node.name)
    return cursor.place(ast.MatchAs(pattern=inner, name=name), start)


def _or(cursor: Cursor, node: cst.MatchOr, start: int) -> ast.pattern:
    alternatives: list[ast.pattern] = []
    for element in node.patterns:
        if alternatives:
            cursor.take("|")
        alternatives.append(pattern(cursor, element.pattern))
    return cursor.place(ast.MatchOr(patterns=alternatives), start)


_HANDLERS: dict[type[cst.CSTNode], Callable[[Cursor, Any, int], ast.pattern]] = {
    cst.MatchValue: _value,
    cst.MatchSingleton: _singleton,
    cst.MatchTuple: _sequence,
    cst.MatchList: _sequence,
    cst.MatchMapping: _mapping,
    cst.MatchClass: _class,
    cst.MatchAs: _as,
    cst.MatchOr: _or,
}
