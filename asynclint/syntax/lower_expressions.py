"""Lowers the plain expressions of libcst: names, numbers, operators, displays, lambdas, `await` and `yield`."""

import ast
from collections.abc import Sequence

import libcst as cst

from asynclint.syntax import literals
from asynclint.syntax.lower_names import normal
from asynclint.syntax.lower_parameters import parameters
from asynclint.syntax.positions import LOAD, STORE, Cursor, Handler, Unlowerable

_SINGLETONS = {"None": None, "True": True, "False": False}

_BINARY: dict[type[cst.BaseBinaryOp], tuple[str, ast.operator]] = {
    cst.Add: ("+", ast.Add()),
    cst.Subtract: ("-", ast.Sub()),
    cst.Multiply: ("*", ast.Mult()),
    cst.MatrixMultiply: ("@", ast.MatMult()),
    cst.Divide: ("/", ast.Div()),
    cst.Modulo: ("%", ast.Mod()),
    cst.Power: ("**", ast.Pow()),
    cst.LeftShift: ("<<", ast.LShift()),
    cst.RightShift: (">>", ast.RShift()),
    cst.BitOr: ("|", ast.BitOr()),
    cst.BitXor: ("^", ast.BitXor()),
    cst.BitAnd: ("&", ast.BitAnd()),
    cst.FloorDivide: ("//", ast.FloorDiv()),
}
_BOOLEAN: dict[type[cst.BaseBooleanOp], tuple[str, ast.boolop]] = {
    cst.And: ("and", ast.And()),
    cst.Or: ("or", ast.Or()),
}
_UNARY: dict[type[cst.BaseUnaryOp], tuple[str, ast.unaryop]] = {
    cst.Not: ("not", ast.Not()),
    cst.Minus: ("-", ast.USub()),
    cst.Plus: ("+", ast.UAdd()),
    cst.BitInvert: ("~", ast.Invert()),
}
_COMPARISON: dict[type[cst.BaseCompOp], tuple[str, ast.cmpop]] = {
    cst.Equal: ("==", ast.Eq()),
    cst.NotEqual: ("!=", ast.NotEq()),
    cst.LessThan: ("<", ast.Lt()),
    cst.LessThanEqual: ("<=", ast.LtE()),
    cst.GreaterThan: (">", ast.Gt()),
    cst.GreaterThanEqual: (">=", ast.GtE()),
    cst.Is: ("is", ast.Is()),
    cst.IsNot: ("is not", ast.IsNot()),
    cst.In: ("in", ast.In()),
    cst.NotIn: ("not in", ast.NotIn()),
}


def _name(cursor: Cursor, node: cst.Name, start: int, context: ast.expr_context) -> ast.expr:
    name = node.value
    cursor.position = start + len(name)
    if name in _SINGLETONS:
        _only_read(context, "a constant")
        return cursor.place(ast.Constant(value=_SINGLETONS[name], kind=None), start)
    return cursor.place(ast.Name(id=normal(name), ctx=context), start)


def _integer(cursor: Cursor, node: cst.Integer, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "a number")
    cursor.position = start + len(node.value)
    return cursor.place(ast.Constant(value=literals.integer(node.value), kind=None), start)


def _float(cursor: Cursor, node: cst.Float, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "a number")
    cursor.position = start + len(node.value)
    return cursor.place(ast.Constant(value=literals.floating(node.value), kind=None), start)


def _imaginary(cursor: Cursor, node: cst.Imaginary, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "a number")
    cursor.position = start + len(node.value)
    return cursor.place(ast.Constant(value=literals.imaginary(node.value), kind=None), start)


def _ellipsis(cursor: Cursor, node: cst.Ellipsis, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "an ellipsis")
    cursor.position = start + 3
    return cursor.place(ast.Constant(value=..., kind=None), start)


def _binary(cursor: Cursor, node: cst.BinaryOperation, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "an operation")
    chain = [node]
    left = node.left
    while isinstance(left, cst.BinaryOperation) and not left.lpar:
        chain.append(left)
        left = left.left
    result = cursor.expression(left)
    for link in reversed(chain):
        token, operator = _BINARY[type(link.operator)]
        cursor.take(token)
        right = cursor.expression(link.right)
        result = cursor.place(ast.BinOp(left=result, op=operator, right=right), start)
        cursor.note(link, start)
    return result


def _boolean(cursor: Cursor, node: cst.BooleanOperation, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "an operation")
    chain = [node]
    left = node.left
    while isinstance(left, cst.BooleanOperation) and not left.lpar:
        chain.append(left)
        left = left.left
    result = cursor.expression(left)
    group: ast.BoolOp | None = None
    for link in reversed(chain):
        token, operator = _BOOLEAN[type(link.operator)]
        cursor.take(token)
        right = cursor.expression(link.right)
        if group is not None and group.op is operator:
            group.values.append(right)
        else:
            group = ast.BoolOp(op=operator, values=[result, right])
        result = cursor.place(group, start)
        cursor.note(link, start)
    return result


def _unary(cursor: Cursor, node: cst.UnaryOperation, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "an operation")
    token, operator = _UNARY[type(node.operator)]
    cursor.take(token)
    operand = cursor.expression(node.expression)
    return cursor.place(ast.UnaryOp(op=operator, operand=operand), start)


def _comparison(cursor: Cursor, node: cst.Comparison, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "a comparison")
    left = cursor.expression(node.left)
    operators: list[ast.cmpop] = []
    comparators: list[ast.expr] = []
    for target in node.comparisons:
        tokens, operator = _COMPARISON[type(target.operator)]
        for token in tokens.split(" "):
            cursor.take(token)
        operators.append(operator)
        comparators.append(cursor.expression(target.comparator))
    return cursor.place(ast.Compare(left=left, ops=operators, comparators=comparators), start)


def _lambda(cursor: Cursor, node: cst.Lambda, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "a lambda")
    cursor.take("lambda")
    arguments = parameters(cursor, node.params)
    cursor.take(":")
    return cursor.place(ast.Lambda(args=arguments, body=cursor.expression(node.body)), start)


def _if_expression(cursor: Cursor, node: cst.IfExp, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "a conditional expression")
    body = cursor.expression(node.body)
    cursor.take("if")
    test = cursor.expression(node.test)
    cursor.take("else")
    orelse = cursor.expression(node.orelse)
    return cursor.place(ast.IfExp(test=test, body=body, orelse=orelse), start)


def _await(cursor: Cursor, node: cst.Await, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "an await expression")
    cursor.take("await")
    return cursor.place(ast.Await(value=cursor.expression(node.expression)), start)


def _yield(cursor: Cursor, node: cst.Yield, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "a yield expression")
    cursor.take("yield")
    value = node.value
    if isinstance(value, cst.From):
        cursor.take("from")
        return cursor.place(ast.YieldFrom(value=cursor.expression(value.item)), start)
    return cursor.place(ast.Yield(value=cursor.expression(value) if value else None), start)


def _walrus(cursor: Cursor, node: cst.NamedExpr, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "an assignment expression")
    target = cursor.expression(node.target, STORE)
    if not isinstance(target, ast.Name):
        raise Unlowerable("an assignment expression can only assign to a name")
    cursor.take(":=")
    return cursor.place(ast.NamedExpr(target=target, value=cursor.expression(node.value)), start)


def _elements(cursor: Cursor, elements: Sequence[cst.BaseElement], context: ast.expr_context) -> list[ast.expr]:
    result: list[ast.expr] = []
    for element in elements:
        value = element if isinstance(element, cst.StarredElement) else element.value
        result.append(cursor.expression(value, context))
        if isinstance(element.comma, cst.Comma):
            cursor.take(",")
    return result


def _starred(cursor: Cursor, node: cst.StarredElement, start: int, context: ast.expr_context) -> ast.expr:
    cursor.take("*")
    return cursor.place(ast.Starred(value=cursor.expression(node.value, context), ctx=context), start)


def _tuple(cursor: Cursor, node: cst.Tuple, start: int, context: ast.expr_context) -> ast.expr:
    return cursor.place(ast.Tuple(elts=_elements(cursor, node.elements, context), ctx=context), start)


def _list(cursor: Cursor, node: cst.List, start: int, context: ast.expr_context) -> ast.expr:
    cursor.take("[")
    elements = _elements(cursor, node.elements, context)
    cursor.take("]")
    return cursor.place(ast.List(elts=elements, ctx=context), start)


def _set(cursor: Cursor, node: cst.Set, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "a set")
    cursor.take("{")
    elements = _elements(cursor, node.elements, LOAD)
    cursor.take("}")
    return cursor.place(ast.Set(elts=elements), start)


def _dict(cursor: Cursor, node: cst.Dict, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context, "a dictionary")
    cursor.take("{")
    keys: list[ast.expr | None] = []
    values: list[ast.expr] = []
    for element in node.elements:
        if isinstance(element, cst.DictElement):
            keys.append(cursor.expression(element.key))
            cursor.take(":")
        else:
            keys.append(None)
            cursor.take("**")
        values.append(cursor.expression(element.value))
        if isinstance(element.comma, cst.Comma):
            cursor.take(",")
    cursor.take("}")
    return cursor.place(ast.Dict(keys=keys, values=values), start)


def _only_read(context: ast.expr_context, what: str) -> None:
    if context is not LOAD:
        raise Unlowerable(f"{what} cannot be assigned to or deleted")


HANDLERS: dict[type[cst.CSTNode], Handler] = {
    cst.Name: _name,
    cst.Integer: _integer,
    cst.Float: _float,
    cst.Imaginary: _imaginary,
    cst.Ellipsis: _ellipsis,
    cst.BinaryOperation: _binary,
    cst.BooleanOperation: _boolean,
    cst.UnaryOperation: _unary,
    cst.Comparison: _comparison,
    cst.Lambda: _lambda,
    cst.IfExp: _if_expression,
    cst.Await: _await,
    cst.Yield: _yield,
    cst.NamedExpr: _walrus,
    cst.StarredElement: _starred,
    cst.Tuple: _tuple,
    cst.List: _list,
    cst.Set: _set,
    cst.Dict: _dict,
}
