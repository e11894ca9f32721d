"""Functions, lambdas, classes and imports: what opens a scope, and the names that come from elsewhere."""

import ast
from ast import Call, Constant, Expr, Name, Pass, Raise
from typing import Any, Final

from asynclint.model.summary import (
    UNKNOWN,
    Binding,
    BlockKind,
    Class,
    ExpressionId,
    FunctionId,
    FunctionKind,
    Op,
    Parameter,
)
from asynclint.summarize.annotations import annotation
from asynclint.summarize.reader import Reader, StatementReader
from asynclint.summarize.tables import Scope
from asynclint.summarize.type_comments import annotate
from asynclint.summarize.usages import RETURNED

Definition = ast.FunctionDef | ast.AsyncFunctionDef

_NOT_IMPLEMENTED = "NotImplementedError"


def _function(reader: Reader, node: Definition) -> None:
    tables = reader.tables
    outer, block = reader.scope, reader.block
    decorators = _decorators(reader, node)
    reader.statement, reader.statement_end = node.lineno, max(node.lineno, node.body[0].lineno - 1)
    inside = outer.function.kind is FunctionKind.CLASS_BODY
    kind = FunctionKind.COROUTINE if isinstance(node, ast.AsyncFunctionDef) else FunctionKind.PLAIN
    name, prefix = node.name, outer.function.qualname
    scope = tables.add_function(
        node, name, f"{prefix}.{name}" if prefix else name, kind, outer.parent if inside else outer,
        outer.function.owner if inside else -1,
    )  # fmt: skip
    function = scope.function
    function.decorators = decorators
    function.body_line = node.body[0].lineno
    _parameters(reader, node.args, scope)
    function.annotation = annotation(tables, node.returns)
    if tables.type_comments:
        annotate(tables, function, node, tables.type_comments)
    function.type_parameters = _type_parameters(node)
    function.stub = _is_stub(node.body)
    if inside and function.parameters and function.parameters[0].kind < 2:
        scope.bound_self = function.parameters[0].name
        scope.self_class = tables.classes[function.owner]
    elif scope.bound_self in function.bindings:
        scope.bound_self = scope.self_class = None
    reader.bind(name, reader.row((Op.FUNCTION, scope.index)), node.lineno)
    root = tables.add_block(-1, BlockKind.BODY, scope.index, function.body_line, function.end_line)
    tables.blocks[root].leaves = isinstance(node.body[-1], ast.Return | ast.Raise)
    reader.enter(scope, root)
    reader.body(node.body)
    function.suspends = tables.blocks[root].suspends
    scope.close(tables)
    reader.enter(outer, block)


def function_of_lambda(reader: Reader, node: ast.Lambda) -> FunctionId:
    """Read a lambda; the index of its function."""
    tables = reader.tables
    outer, block = reader.scope, reader.block
    qualname = f"{outer.function.qualname}.<lambda>".lstrip(".")
    scope = tables.add_function(node, "<lambda>", qualname, FunctionKind.LAMBDA, outer, -1)
    _parameters(reader, node.args, scope)
    root = tables.add_block(-1, BlockKind.BODY, scope.index, node.lineno, node.end_lineno or node.lineno)
    reader.enter(scope, root)
    value = reader.expression(node.body, RETURNED)
    scope.function.returns.append(Binding(value, node.lineno, root, scope.index))
    scope.close(tables)
    reader.enter(outer, block)
    return scope.index


def _parameters(reader: Reader, arguments: ast.arguments, scope: Scope) -> None:
    """Read parameters: defaults in the scope outside, names into ``scope``."""
    rows: list[Parameter] = []
    only, ordinary, defaults = arguments.posonlyargs, arguments.args, arguments.defaults
    required = len(only) + len(ordinary) - len(defaults)
    for position, argument in enumerate([*only, *ordinary] if only else ordinary):
        default = defaults[position - required] if position >= required else None
        rows.append(_parameter(reader, argument, 0 if position < len(only) else 1, default))
    if arguments.vararg:
        rows.append(_parameter(reader, arguments.vararg, 2, None))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        rows.append(_parameter(reader, argument, 3, default))
    if arguments.kwarg:
        rows.append(_parameter(reader, arguments.kwarg, 4, None))
    if not rows:
        return
    function = scope.function
    function.parameters = tuple(rows)
    block, line, number = len(reader.tables.blocks), function.line, scope.index
    for index, row in enumerate(rows):
        function.bindings[row.name] = [Binding(reader.row((Op.PARAMETER, index)), line, block, number)]


def _parameter(reader: Reader, argument: ast.arg, kind: int, default: ast.expr | None) -> Parameter:
    declared = argument.annotation
    return Parameter(
        argument.arg,
        kind,
        UNKNOWN if declared is None else annotation(reader.tables, declared),
        UNKNOWN if default is None else reader.expression(default),
    )


def _decorators(reader: Reader, node: Definition | ast.ClassDef) -> tuple[ExpressionId, ...]:
    if not node.decorator_list:
        return ()
    found: list[ExpressionId] = []
    for decorator in node.decorator_list:
        reader.statement, reader.statement_end = decorator.lineno, decorator.end_lineno or decorator.lineno
        found.append(reader.expression(decorator))
    return tuple(found)


def _type_parameters(node: Any) -> tuple[str, ...]:
    parameters = getattr(node, "type_params", ())
    return tuple([parameter.name for parameter in parameters]) if parameters else ()


def _is_stub(body: list[ast.stmt]) -> bool:
    """Whether a body does nothing but pass, hold constants or say that it is not implemented."""
    for statement in body:
        if isinstance(statement, Expr):
            if not isinstance(statement.value, Constant):
                return False
        elif isinstance(statement, Raise):
            raised = statement.exc
            kind = raised.func if isinstance(raised, Call) else raised
            if not (isinstance(kind, Name) and kind.id == _NOT_IMPLEMENTED):
                return False
        elif not isinstance(statement, Pass):
            return False
    return True


def _class(reader: Reader, node: ast.ClassDef) -> None:
    tables = reader.tables
    outer, block = reader.scope, reader.block
    decorators = _decorators(reader, node)
    reader.statement, reader.statement_end = node.lineno, max(node.lineno, node.body[0].lineno - 1)
    bases = tuple([reader.expression(base) for base in node.bases])
    keywords = {keyword.arg or "**": reader.expression(keyword.value) for keyword in node.keywords}
    prefix = outer.function.qualname
    qualname = f"{prefix}.{node.name}" if prefix else node.name
    index = len(tables.classes)
    enclosing = outer.parent if outer.function.kind is FunctionKind.CLASS_BODY else outer
    row = Class(
        node.name, qualname, node.lineno, node.col_offset, node.end_lineno or node.lineno, outer.index, 0,
        bases, keywords, decorators, {}, _type_parameters(node),
    )  # fmt: skip
    tables.classes.append(row)
    scope = tables.add_function(node, node.name, qualname, FunctionKind.CLASS_BODY, enclosing, index)
    row.body = scope.index
    reader.bind(node.name, reader.row((Op.CLASS, index)), node.lineno)
    reader.enter(scope, tables.add_block(-1, BlockKind.BODY, scope.index, node.lineno, row.end_line))
    reader.body(node.body)
    scope.close(tables)
    reader.enter(outer, block)


def _import(reader: Reader, node: ast.Import) -> None:
    for alias in node.names:
        reader.tables.modules.setdefault(alias.name)
        if alias.asname:
            reader.bind(alias.asname, reader.row((Op.IMPORT, alias.name, 0, "")), node.lineno)
        else:
            top = alias.name.partition(".")[0]
            reader.bind(top, reader.row((Op.IMPORT, top, 0, "")), node.lineno)


def _import_from(reader: Reader, node: ast.ImportFrom) -> None:
    module, level, line = node.module or "", node.level, node.lineno
    modules = reader.tables.modules
    modules.setdefault("." * level + module)
    for alias in node.names:
        name = alias.name
        if not module:
            modules.setdefault("." * level + name)
        if name == "*":
            function = reader.scope.function
            function.stars = (*function.stars, (module, level))
        else:
            reader.bind(alias.asname or name, reader.row((Op.IMPORT, module, level, name)), line)


DEFINITIONS: Final[dict[type, StatementReader]] = {
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
}
"""How a statement that defines or imports something is read."""
