"""Statements: one pass over the tree fills the tables of a summary."""

import ast
from collections.abc import Callable, Sequence
from typing import Any

from asynclint.model.summary import (
    UNKNOWN,
    Binding,
    BlockKind,
    Call,
    Class,
    ExpressionId,
    FileSummary,
    FunctionKind,
    Op,
    Use,
    Via,
)
from asynclint.summarize.annotations import annotation
from asynclint.summarize.expressions import ExpressionReader
from asynclint.summarize.suppressions import suppressions
from asynclint.summarize.tables import OTHER, Tables, Usage
from asynclint.syntax.source import Source

_DROPPED: Usage = (Use.DROPPED, Via.DIRECT, None)
_RETURNED: Usage = (Use.RETURNED, Via.DIRECT, None)
_TESTED: Usage = (Use.TESTED, Via.DIRECT, None)
_RAISED: Usage = (Use.RAISED, Via.DIRECT, None)
_OPERATED: Usage = (Use.OPERATED, Via.DIRECT, None)
_UNPACKED: Usage = (Use.UNPACKED, Via.DIRECT, None)
_LEAVING = (ast.Return, ast.Raise, ast.Break, ast.Continue)


def summarize(source: Source, tree: ast.Module) -> FileSummary:
    """The summary of a decoded and parsed file."""
    tables = Tables()
    walker = Walker(tables)
    lines = source.lines
    walker.module(tree, len(lines))
    walker.forget()
    calls: list[Any] = tables.calls
    summary_calls: list[Call] = calls
    return FileSummary(
        digest=source.digest,
        lines=len(lines),
        expressions=tables.expressions,
        functions=tables.functions,
        classes=tables.classes,
        blocks=tables.blocks,
        calls=summary_calls,
        attribute_reads=tables.attribute_reads,
        modules=tuple(tables.modules),
        exported=tables.exported,
        suppressions=suppressions(source, lines),
        operands=tuple(tables.operands),
        wide_lines=_wide_lines(source, lines),
    )


def _wide_lines(source: Source, lines: list[str]) -> dict[int, str]:
    if source.text.isascii():
        return {}
    return {row: line for row, line in enumerate(lines, 1) if not line.isascii()}


class Walker(ExpressionReader):
    """Reads statements; a nested function is read where it stands."""

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables)
        self._statements: dict[type, Callable[[Any], None]] = {
            ast.Expr: self._expression_statement,
            ast.Assign: self._assign,
            ast.AnnAssign: self._annotated,
            ast.AugAssign: self._augmented,
            ast.Return: self._return,
            ast.If: self._if,
            ast.For: self._for,
            ast.AsyncFor: self._for,
            ast.While: self._while,
            ast.Try: self._try,
            ast.TryStar: self._try,
            ast.With: self._with,
            ast.AsyncWith: self._with,
            ast.Match: self._match,
            ast.FunctionDef: self._function,
            ast.AsyncFunctionDef: self._function,
            ast.ClassDef: self._class,
            ast.Import: self._import,
            ast.ImportFrom: self._import_from,
            ast.Assert: self._assert,
            ast.Raise: self._raise,
            ast.Delete: self._delete,
            ast.Global: self._global,
            ast.Nonlocal: self._nonlocal,
            ast.Pass: self._nothing,
            ast.Break: self._nothing,
            ast.Continue: self._nothing,
        }

    def module(self, tree: ast.Module, lines: int) -> None:
        """Read the whole file."""
        self.scope = self.tables.add_function(tree, "<module>", "", FunctionKind.MODULE, None, -1)
        self.scope.function.end_line = lines
        self.block = self.tables.add_block(-1, BlockKind.BODY, 0, 1, lines)
        self.body(tree.body)
        self.scope.close(self.tables)

    def forget(self) -> None:
        """Drop the tables of methods, which refer to the walker: nothing is left for the garbage collector."""
        del self._statements, self._readers

    def body(self, statements: Sequence[ast.stmt]) -> None:
        """Read statements in the current scope and block."""
        for node in statements:
            self.statement = node.lineno
            self.statement_end = node.end_lineno or node.lineno
            handler = self._statements.get(type(node))
            if handler is None:
                self._newer(node)
            else:
                handler(node)

    def _nested(
        self, statements: Sequence[ast.stmt], kind: BlockKind, subject: ExpressionId = UNKNOWN,
        items: tuple[ExpressionId, ...] = (), before: Callable[[], None] | None = None, header: ast.stmt | None = None,
    ) -> None:  # fmt: skip
        outer = self.block
        first, last = header or statements[0], statements[-1]
        self.block = index = self.tables.add_block(
            outer, kind, self.scope.index, first.lineno, last.end_lineno or last.lineno, subject
        )
        block = self.tables.blocks[index]
        block.column = first.col_offset
        block.items = items
        block.leaves = isinstance(last, _LEAVING)
        if before is not None:
            before()
        self.body(statements)
        self.block = outer
        if block.suspends:
            self.tables.blocks[outer].suspends = True

    def _header(self, node: ast.stmt, last: ast.AST | None) -> None:
        """The rows of a compound statement's header."""
        self.statement = node.lineno
        self.statement_end = getattr(last, "end_lineno", None) or node.lineno

    def _nothing(self, node: ast.stmt) -> None:
        """Statements that hold no expression."""

    def _expression_statement(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.expression(node.value, _DROPPED)

    def _usage_of(self, target: ast.expr) -> Usage:
        match target:
            case ast.Name(id=name):
                return (Use.NAMED, Via.DIRECT, name)
            case ast.Attribute(attr=attribute):
                return (Use.STORED, Via.DIRECT, attribute)
            case ast.Subscript():
                return (Use.STORED, Via.DIRECT, "")
            case ast.Tuple() | ast.List():
                return _UNPACKED
            case _:
                return OTHER

    def _assign(self, node: ast.Assign) -> None:
        first = node.targets[0]
        value = node.value
        if isinstance(first, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
            same = len(first.elts) == len(value.elts)
            parts = [
                self.expression(part, self._usage_of(target) if same else OTHER)
                for part, target in zip(value.elts, first.elts if same else value.elts, strict=True)
            ]
            read = self.tables.intern(Op.TUPLE if isinstance(value, ast.Tuple) else Op.LIST, *parts)
        else:
            read = self.expression(value, self._usage_of(first) if len(node.targets) == 1 else OTHER)
        for target in node.targets:
            self.target(target, read)
        if isinstance(first, ast.Name) and first.id == "__all__" and self.scope.index == 0:
            self._exports(value)

    def _exports(self, value: ast.expr) -> None:
        if isinstance(value, ast.List | ast.Tuple):
            names = [item.value for item in value.elts if isinstance(item, ast.Constant)]
            self.tables.exported = tuple(name for name in names if isinstance(name, str))

    def _annotated(self, node: ast.AnnAssign) -> None:
        declared = annotation(self.tables, node.annotation)
        value = UNKNOWN if node.value is None else self.expression(node.value, self._usage_of(node.target))
        self.target(node.target, self.tables.intern(Op.ANNOTATED, declared, value))

    def _augmented(self, node: ast.AugAssign) -> None:
        value = self.expression(node.value, _OPERATED)
        if isinstance(node.target, ast.Name):
            self.scope.loads.append((node.target.id, _OPERATED, node.target, self.block))
            if self.scope.index == 0 and node.target.id == "__all__":
                self.tables.exported = None
            return
        self.target(node.target, self.tables.intern(Op.BINARY, type(node.op).__name__, UNKNOWN, value))

    def _return(self, node: ast.Return) -> None:
        if node.value is not None:
            value = self.expression(node.value, _RETURNED)
            self.scope.function.returns.append(Binding(value, node.lineno, self.block, self.scope.index))

    def _if(self, node: ast.If) -> None:
        self._header(node, node.test)
        test = self.expression(node.test, _TESTED)
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            test = self.tables.intern(Op.NAME, "TYPE_CHECKING")
        self._nested(node.body, BlockKind.IF, test)
        if node.orelse:
            self._nested(node.orelse, BlockKind.ELSE, test)

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        self._header(node, node.iter)
        asynchronous = isinstance(node, ast.AsyncFor)
        use = Use.ASYNC_ITERATED if asynchronous else Use.ITERATED
        iterable = self.operand(node.iter, (use, Via.DIRECT, None))
        if asynchronous:
            self.suspended()
        item = self.tables.intern(Op.ASYNC_ITEM_OF if asynchronous else Op.ITEM_OF, iterable)
        self._nested(
            node.body, BlockKind.ASYNC_FOR if asynchronous else BlockKind.FOR, iterable,
            before=lambda: self.target(node.target, item), header=node,
        )  # fmt: skip
        if node.orelse:
            self._nested(node.orelse, BlockKind.BODY)

    def _while(self, node: ast.While) -> None:
        self._header(node, node.test)
        test = self.expression(node.test, _TESTED)
        self._nested(node.body, BlockKind.WHILE, test)
        if node.orelse:
            self._nested(node.orelse, BlockKind.BODY)

    def _try(self, node: ast.Try) -> None:
        outer = self.block
        if node.finalbody and node.handlers:
            self.block = self.tables.add_block(
                outer, BlockKind.TRY, self.scope.index, node.lineno, node.finalbody[0].lineno - 1
            )
        caught = [UNKNOWN if handler.type is None else self._caught(handler.type) for handler in node.handlers]
        self._nested(node.body, BlockKind.TRY, items=tuple(caught))
        for handler, kind in zip(node.handlers, caught, strict=True):
            self._handler(handler, kind)
        if node.orelse:
            self._nested(node.orelse, BlockKind.TRY_ELSE)
        if self.tables.blocks[self.block].suspends:
            self.tables.blocks[outer].suspends = True
        self.block = outer
        if node.finalbody:
            self._nested(node.finalbody, BlockKind.FINALLY)

    def _caught(self, kind: ast.expr) -> ExpressionId:
        self.statement, self.statement_end = kind.lineno, kind.end_lineno or kind.lineno
        return self.expression(kind)

    def _handler(self, handler: ast.ExceptHandler, kind: ExpressionId) -> None:
        def bind() -> None:
            if handler.name:
                self.bind(handler.name, self.tables.intern(Op.CAUGHT, kind), handler.lineno)

        self._nested(handler.body, BlockKind.EXCEPT, kind, before=bind)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        self._header(node, node.items[-1].optional_vars or node.items[-1].context_expr)
        asynchronous = isinstance(node, ast.AsyncWith)
        usage: Usage = (Use.ASYNC_ENTERED if asynchronous else Use.ENTERED, Via.DIRECT, None)
        contexts: list[ExpressionId] = []
        for item in node.items:
            context = self.operand(item.context_expr, usage)
            contexts.append(context)
            if item.optional_vars is not None:
                operator = Op.ASYNC_ENTERED if asynchronous else Op.ENTERED
                self.target(item.optional_vars, self.tables.intern(operator, context))
        if asynchronous:
            self.suspended()
        kind = BlockKind.ASYNC_WITH if asynchronous else BlockKind.WITH
        self._nested(node.body, kind, contexts[0], tuple(contexts), header=node)

    def _match(self, node: ast.Match) -> None:
        self._header(node, node.subject)
        subject = self.expression(node.subject)
        for case in node.cases:
            classes: list[ExpressionId] = []
            if isinstance(case.pattern, ast.MatchClass):
                classes.append(self.expression(case.pattern.cls))
            pattern, guard = case.pattern, case.guard

            def bind(pattern: ast.pattern = pattern, guard: ast.expr | None = guard) -> None:
                self.statement = pattern.lineno
                self.statement_end = getattr(guard or pattern, "end_lineno", pattern.lineno)
                self._pattern(pattern, subject)
                if guard is not None:
                    self.expression(guard, _TESTED)

            self._nested(case.body, BlockKind.CASE, subject, tuple(classes), before=bind)

    def _pattern(self, pattern: ast.pattern, value: ExpressionId) -> None:
        match pattern:
            case ast.MatchAs(pattern=ast.MatchClass(cls=kind) as inner, name=str(name)):
                self._pattern(inner, value)
                self.bind(name, self.tables.intern(Op.CAUGHT, self.expression(kind)), pattern.lineno)
            case ast.MatchAs(pattern=None, name=str(name)):
                self.bind(name, value, pattern.lineno)
            case ast.MatchStar(name=str(name)):
                self.bind(name, UNKNOWN, pattern.lineno)
            case ast.MatchMapping(rest=str(name)):
                self.bind(name, UNKNOWN, pattern.lineno)
        for child in ast.iter_child_nodes(pattern):
            if isinstance(child, ast.pattern):
                self._pattern(child, UNKNOWN)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        outer, block = self.scope, self.block
        decorators = self._decorators(node)
        self.statement, self.statement_end = node.lineno, max(node.lineno, node.body[0].lineno - 1)
        inside = outer.function.kind is FunctionKind.CLASS_BODY
        kind = FunctionKind.COROUTINE if isinstance(node, ast.AsyncFunctionDef) else FunctionKind.PLAIN
        prefix = outer.function.qualname
        enclosing = outer.parent if inside else outer
        scope = self.tables.add_function(
            node, node.name, f"{prefix}.{node.name}" if prefix else node.name, kind, enclosing,
            outer.function.owner if inside else -1,
        )  # fmt: skip
        function = scope.function
        function.decorators = decorators
        function.body_line = node.body[0].lineno
        self.parameters(node.args, scope)
        function.annotation = annotation(self.tables, node.returns)
        function.type_parameters = _type_parameters(node)
        function.stub = _is_stub(node.body)
        if inside and function.parameters and function.parameters[0].kind < 2:
            scope.bound_self = function.parameters[0].name
            scope.self_class = self.tables.classes[function.owner]
        elif scope.bound_self in function.bindings:
            scope.bound_self = scope.self_class = None
        self.bind(node.name, self.tables.intern(Op.FUNCTION, scope.index), node.lineno)
        self.scope = scope
        self.block = root = self.tables.add_block(
            -1, BlockKind.BODY, scope.index, function.body_line, function.end_line
        )
        self.body(node.body)
        function.suspends = self.tables.blocks[root].suspends
        scope.close(self.tables)
        self.scope, self.block = outer, block

    def _decorators(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> tuple[ExpressionId, ...]:
        found: list[ExpressionId] = []
        for decorator in node.decorator_list:
            self.statement, self.statement_end = decorator.lineno, decorator.end_lineno or decorator.lineno
            found.append(self.expression(decorator))
        return tuple(found)

    def _class(self, node: ast.ClassDef) -> None:
        outer, block = self.scope, self.block
        decorators = self._decorators(node)
        self.statement, self.statement_end = node.lineno, max(node.lineno, node.body[0].lineno - 1)
        bases = tuple([self.expression(base) for base in node.bases])
        keywords = {keyword.arg or "**": self.expression(keyword.value) for keyword in node.keywords}
        prefix = outer.function.qualname
        qualname = f"{prefix}.{node.name}" if prefix else node.name
        index = len(self.tables.classes)
        enclosing = outer.parent if outer.function.kind is FunctionKind.CLASS_BODY else outer
        row = Class(
            node.name, qualname, node.lineno, node.col_offset, node.end_lineno or node.lineno, outer.index, 0,
            bases, keywords, decorators, {}, _type_parameters(node),
        )  # fmt: skip
        self.tables.classes.append(row)
        scope = self.tables.add_function(node, node.name, qualname, FunctionKind.CLASS_BODY, enclosing, index)
        row.body = scope.index
        self.bind(node.name, self.tables.intern(Op.CLASS, index), node.lineno)
        self.scope = scope
        self.block = self.tables.add_block(-1, BlockKind.BODY, scope.index, node.lineno, row.end_line)
        self.body(node.body)
        scope.close(self.tables)
        self.scope, self.block = outer, block

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.tables.modules.setdefault(alias.name)
            if alias.asname:
                self.bind(alias.asname, self.tables.intern(Op.IMPORT, alias.name, 0, ""), node.lineno)
            else:
                top = alias.name.partition(".")[0]
                self.bind(top, self.tables.intern(Op.IMPORT, top, 0, ""), node.lineno)

    def _import_from(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        self.tables.modules.setdefault("." * node.level + module)
        for alias in node.names:
            if not module:
                self.tables.modules.setdefault("." * node.level + alias.name)
            if alias.name == "*":
                self.scope.function.stars = (*self.scope.function.stars, (module, node.level))
            else:
                value = self.tables.intern(Op.IMPORT, module, node.level, alias.name)
                self.bind(alias.asname or alias.name, value, node.lineno)

    def _assert(self, node: ast.Assert) -> None:
        self.expression(node.test, _TESTED)
        if node.msg is not None:
            self.expression(node.msg)

    def _raise(self, node: ast.Raise) -> None:
        for part in (node.exc, node.cause):
            if part is not None:
                self.expression(part, _RAISED)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if not isinstance(target, ast.Name):
                self.expression(target)

    def _global(self, node: ast.Global) -> None:
        for name in node.names:
            self.scope.function.outer_names[name] = "global"

    def _nonlocal(self, node: ast.Nonlocal) -> None:
        for name in node.names:
            self.scope.function.outer_names[name] = "nonlocal"

    def _newer(self, node: Any) -> None:
        if type(node).__name__ == "TypeAlias":
            value = annotation(self.tables, node.value)
            self.bind(node.name.id, self.tables.intern(Op.ANNOTATED, UNKNOWN, value), node.lineno)


def _type_parameters(node: Any) -> tuple[str, ...]:
    return tuple(parameter.name for parameter in getattr(node, "type_params", ()))


def _is_stub(body: list[ast.stmt]) -> bool:
    for statement in body:
        match statement:
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                continue
            case ast.Raise(exc=ast.Name(id="NotImplementedError") | ast.Call(func=ast.Name(id="NotImplementedError"))):
                continue
            case _:
                return False
    return True
