"""Lowers what follows a value: attributes, calls with their arguments, subscripts with their slices."""

import ast
from collections.abc import Sequence

import libcst as cst

from asynclint.syntax.lower_names import identifier
from asynclint.syntax.positions import LOAD, Cursor, Handler, Unlowerable

_Trailed = cst.Attribute | cst.Call | cst.Subscript


def _trailed(cursor: Cursor, node: _Trailed, start: int, context: ast.expr_context) -> ast.expr:
    """Lowers a chain such as `a.b(c)[d]` from its left end, without recursion: chains can be long."""
    chain: list[_Trailed] = [node]
    base = node.func if isinstance(node, cst.Call) else node.value
    while isinstance(base, _Trailed) and not base.lpar:
        chain.append(base)
        base = base.func if isinstance(base, cst.Call) else base.value
    result = cursor.expression(base)
    while chain:
        link = chain.pop()
        link_context = LOAD if chain else context
        if isinstance(link, cst.Attribute):
            cursor.take(".")
            result = ast.Attribute(value=result, attr=identifier(cursor, link.attr), ctx=link_context)
        elif isinstance(link, cst.Call):
            if link_context is not LOAD:
                raise Unlowerable("a call cannot be assigned to or deleted")
            result = _call(cursor, result, link.args)
        else:
            cursor.take("[")
            index = _index(cursor, link.slice)
            cursor.take("]")
            result = ast.Subscript(value=result, slice=index, ctx=link_context)
        cursor.place(result, start)
        cursor.note(link, start)
    return result


def _call(cursor: Cursor, function: ast.expr, given: Sequence[cst.Arg]) -> ast.expr:
    opening = cursor.take("(")
    positional, keywords = arguments(cursor, given)
    cursor.take(")")
    if len(given) == 1 and isinstance(given[0].value, cst.GeneratorExp) and not given[0].value.lpar:
        cursor.place(positional[0], opening)  # The parentheses of the call are those of the generator, too.
    return ast.Call(func=function, args=positional, keywords=keywords)


def arguments(cursor: Cursor, given: Sequence[cst.Arg]) -> tuple[list[ast.expr], list[ast.keyword]]:
    """Lowers the arguments of a call or of a class, in the order of the text."""
    positional: list[ast.expr] = []
    keywords: list[ast.keyword] = []
    for node in given:
        start = cursor.start()
        if node.keyword is not None:
            name = identifier(cursor, node.keyword)
            cursor.take("=")
            value = cursor.expression(node.value)
            keywords.append(cursor.place(ast.keyword(arg=name, value=value), start))
        elif node.star == "*":
            cursor.take("*")
            value = cursor.expression(node.value)
            positional.append(cursor.place(ast.Starred(value=value, ctx=LOAD), start))
        elif node.star:
            cursor.take("**")
            value = cursor.expression(node.value)
            keywords.append(cursor.place(ast.keyword(arg=None, value=value), start))
        else:
            if keywords:
                raise Unlowerable("a positional argument follows a keyword argument")
            positional.append(cursor.expression(node.value))
        cursor.note(node, start)
        if isinstance(node.comma, cst.Comma):
            cursor.take(",")
    return positional, keywords


def _index(cursor: Cursor, elements: Sequence[cst.SubscriptElement]) -> ast.expr:
    start = cursor.start()
    parts: list[ast.expr] = []
    is_tuple = len(elements) > 1
    for element in elements:
        parts.append(_slice(cursor, element.slice))
        if isinstance(parts[-1], ast.Starred):
            is_tuple = True
        if isinstance(element.comma, cst.Comma):
            cursor.take(",")
            is_tuple = True
    return cursor.place(ast.Tuple(elts=parts, ctx=LOAD), start) if is_tuple else parts[0]


def _slice(cursor: Cursor, node: cst.BaseSlice) -> ast.expr:
    start = cursor.start()
    if isinstance(node, cst.Index):
        if not node.star:
            return cursor.expression(node.value)
        cursor.take("*")
        return cursor.place(ast.Starred(value=cursor.expression(node.value), ctx=LOAD), start)
    if not isinstance(node, cst.Slice):
        raise Unlowerable(f"unknown kind of slice: {type(node).__name__}")
    lower = cursor.expression(node.lower) if node.lower else None
    cursor.take(":")
    upper = cursor.expression(node.upper) if node.upper else None
    if isinstance(node.second_colon, cst.Colon):
        cursor.take(":")
    step = cursor.expression(node.step) if node.step else None
    return cursor.place(ast.Slice(lower=lower, upper=upper, step=step), start)


HANDLERS: dict[type[cst.CSTNode], Handler] = {cst.Attribute: _trailed, cst.Call: _trailed, cst.Subscript: _trailed}
