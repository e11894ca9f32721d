"""Lowers the statements that contain others."""

import ast
from collections.abc import Sequence
from typing import Any

import libcst as cst

from asynclint.syntax import newer
from asynclint.syntax.lower_calls import arguments
from asynclint.syntax.lower_names import identifier
from asynclint.syntax.lower_parameters import parameters, type_parameters
from asynclint.syntax.lower_patterns import pattern
from asynclint.syntax.lower_statements import HANDLERS as SMALL
from asynclint.syntax.lower_statements import StatementHandler
from asynclint.syntax.positions import STORE, Cursor, Unlowerable


def statements(cursor: Cursor, nodes: Sequence[cst.CSTNode]) -> list[ast.stmt]:
    """Lowers the statements of a module or a block."""
    result: list[ast.stmt] = []
    for node in nodes:
        if isinstance(node, cst.SimpleStatementLine):
            _small(cursor, node.body, result)
        else:
            result.append(_statement(cursor, node, _HANDLERS))
    return result


def _small(cursor: Cursor, nodes: Sequence[Any], result: list[ast.stmt]) -> None:
    for node in nodes:
        result.append(_statement(cursor, node, SMALL))
        if isinstance(node.semicolon, cst.Semicolon):
            cursor.take(";")


def _statement(cursor: Cursor, node: cst.CSTNode, handlers: dict[type[cst.CSTNode], StatementHandler]) -> ast.stmt:
    handler = handlers.get(type(node))
    if handler is None:
        raise Unlowerable(f"unknown kind of statement: {type(node).__name__}")
    start = cursor.start()
    result = handler(cursor, node, start)
    cursor.note(node, start)
    return result


def _block(cursor: Cursor, suite: cst.BaseSuite) -> list[ast.stmt]:
    cursor.take(":")
    if isinstance(suite, cst.SimpleStatementSuite):
        result: list[ast.stmt] = []
        _small(cursor, suite.body, result)
        return result
    return statements(cursor, suite.body)


def _if(cursor: Cursor, node: cst.If, start: int) -> ast.stmt:
    """Lowers `if` with its chain of `elif`, each of which is an `if` in the `orelse` of the one before."""
    chain: list[tuple[ast.If, cst.If, int]] = []
    keyword = "if"
    rest: cst.If | cst.Else | None = node
    while isinstance(rest, cst.If):
        at = cursor.take(keyword)
        test = cursor.expression(rest.test)
        branch = ast.If(test=test, body=_block(cursor, rest.body), orelse=[])
        if chain:
            chain[-1][0].orelse = [branch]
        chain.append((branch, rest, at))
        keyword = "elif"
        rest = rest.orelse
    chain[-1][0].orelse = _else(cursor, rest)
    for branch, lowered, at in chain:
        cursor.place(branch, at)
        cursor.note(lowered, at)
    return chain[0][0]


def _else(cursor: Cursor, node: cst.Else | cst.Finally | None) -> list[ast.stmt]:
    if node is None:
        return []
    cursor.take("else" if isinstance(node, cst.Else) else "finally")
    return _block(cursor, node.body)


def _while(cursor: Cursor, node: cst.While, start: int) -> ast.stmt:
    cursor.take("while")
    test = cursor.expression(node.test)
    body = _block(cursor, node.body)
    return cursor.place(ast.While(test=test, body=body, orelse=_else(cursor, node.orelse)), start)


def _for(cursor: Cursor, node: cst.For, start: int) -> ast.stmt:
    if node.asynchronous is not None:
        cursor.take("async")
    cursor.take("for")
    target = cursor.expression(node.target, STORE)
    cursor.take("in")
    iterable = cursor.expression(node.iter)
    body = _block(cursor, node.body)
    orelse = _else(cursor, node.orelse)
    kind = ast.For if node.asynchronous is None else ast.AsyncFor
    return cursor.place(kind(target=target, iter=iterable, body=body, orelse=orelse, type_comment=None), start)


def _with(cursor: Cursor, node: cst.With, start: int) -> ast.stmt:
    if node.asynchronous is not None:
        cursor.take("async")
    cursor.take("with")
    parenthesised = isinstance(node.lpar, cst.LeftParen)
    if parenthesised:
        cursor.take("(")
    items: list[ast.withitem] = []
    for item in node.items:
        value = cursor.expression(item.item)
        target: ast.expr | None = None
        if item.asname is not None:
            cursor.take("as")
            target = cursor.expression(item.asname.name, STORE)
        items.append(ast.withitem(context_expr=value, optional_vars=target))
        if isinstance(item.comma, cst.Comma):
            cursor.take(",")
    if parenthesised:
        cursor.take(")")
    body = _block(cursor, node.body)
    kind = ast.With if node.asynchronous is None else ast.AsyncWith
    return cursor.place(kind(items=items, body=body, type_comment=None), start)


def _try(cursor: Cursor, node: cst.Try | cst.TryStar, start: int) -> ast.stmt:
    cursor.take("try")
    body = _block(cursor, node.body)
    handlers: list[ast.ExceptHandler] = [_handler(cursor, handler) for handler in node.handlers]
    orelse = _else(cursor, node.orelse)
    finalbody = _else(cursor, node.finalbody)
    kind = ast.Try if isinstance(node, cst.Try) else ast.TryStar
    return cursor.place(kind(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody), start)


def _handler(cursor: Cursor, node: cst.ExceptHandler | cst.ExceptStarHandler) -> ast.ExceptHandler:
    start = cursor.take("except")
    if isinstance(node, cst.ExceptStarHandler):
        cursor.take("*")
    caught = cursor.expression(node.type) if node.type else None
    name: str | None = None
    if node.name is not None:
        if isinstance(node.type, cst.Tuple) and not node.type.lpar:
            raise Unlowerable("several exception types with a name need parentheses")
        cursor.take("as")
        if not isinstance(node.name.name, cst.Name):
            raise Unlowerable("an exception can only be bound to a name")
        name = identifier(cursor, node.name.name)
    body = _block(cursor, node.body)
    cursor.note(node, start)
    return cursor.place(ast.ExceptHandler(type=caught, name=name, body=body), start)


def _function(cursor: Cursor, node: cst.FunctionDef, start: int) -> ast.stmt:
    decorators = _decorators(cursor, node.decorators)
    start = cursor.start()
    if node.asynchronous is not None:
        cursor.take("async")
    cursor.take("def")
    name = identifier(cursor, node.name)
    given = type_parameters(cursor, node.type_parameters)
    cursor.take("(")
    args = parameters(cursor, node.params)
    cursor.take(")")
    returns: ast.expr | None = None
    if node.returns is not None:
        cursor.take("->")
        returns = cursor.expression(node.returns.annotation)
    body = _block(cursor, node.body)
    kind = ast.FunctionDef if node.asynchronous is None else ast.AsyncFunctionDef
    fields: dict[str, Any] = {"name": name, "args": args, "body": body, "returns": returns, "type_comment": None}
    result = kind(decorator_list=decorators, **fields)
    cursor.note(node, start)
    return cursor.place(_generic(result, given), start)


def _class(cursor: Cursor, node: cst.ClassDef, start: int) -> ast.stmt:
    decorators = _decorators(cursor, node.decorators)
    start = cursor.take("class")
    name = identifier(cursor, node.name)
    given = type_parameters(cursor, node.type_parameters)
    bases: list[ast.expr] = []
    keywords: list[ast.keyword] = []
    if isinstance(node.lpar, cst.LeftParen):
        cursor.take("(")
        bases, keywords = arguments(cursor, [*node.bases, *node.keywords])
        cursor.take(")")
    body = _block(cursor, node.body)
    fields: dict[str, Any] = {"name": name, "bases": bases, "keywords": keywords, "body": body}
    result = ast.ClassDef(decorator_list=decorators, **fields)
    cursor.note(node, start)
    return cursor.place(_generic(result, given), start)


def _decorators(cursor: Cursor, nodes: Sequence[cst.Decorator]) -> list[ast.expr]:
    result: list[ast.expr] = []
    for node in nodes:
        start = cursor.take("@")
        result.append(cursor.expression(node.decorator))
        cursor.note(node, start)
    return result


def _generic(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, given: list[newer.type_param]
) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef:
    """Gives the node its type parameters; without any, an interpreter before PEP 695 has no such field."""
    if given or "type_params" in node._fields:
        newer.with_field(node, "type_params", given)
    return node


def _match(cursor: Cursor, node: cst.Match, start: int) -> ast.stmt:
    cursor.take("match")
    subject = cursor.expression(node.subject)
    cursor.take(":")
    cases: list[ast.match_case] = []
    for case in node.cases:
        cursor.take("case")
        matched = pattern(cursor, case.pattern)
        guard: ast.expr | None = None
        if case.guard is not None:
            cursor.take("if")
            guard = cursor.expression(case.guard)
        cases.append(ast.match_case(pattern=matched, guard=guard, body=_block(cursor, case.body)))
    return cursor.place(ast.Match(subject=subject, cases=cases), start)


_HANDLERS: dict[type[cst.CSTNode], StatementHandler] = {
    cst.If: _if,
    cst.While: _while,
    cst.For: _for,
    cst.With: _with,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
    cst.Match: _match,
}
