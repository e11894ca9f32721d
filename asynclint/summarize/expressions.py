"""Expressions: every value is read once, with the use that is made of it."""

import ast
from collections.abc import Callable
from typing import Any

from asynclint.model.summary import (
    UNKNOWN,
    AttributeRead,
    Binding,
    BlockKind,
    Call,
    ExpressionId,
    FunctionKind,
    Op,
    Operand,
    Parameter,
    Use,
    Via,
)
from asynclint.summarize.annotations import annotation
from asynclint.summarize.tables import OTHER, Scope, Tables, Usage

_AWAITED: dict[Use, Usage] = {use: (Use.AWAITED, Via.DIRECT, int(use)) for use in Use}
_YIELDED: Usage = (Use.YIELDED, Via.DIRECT, None)
_TESTED: Usage = (Use.TESTED, Via.DIRECT, None)
_COMPARED: Usage = (Use.COMPARED, Via.DIRECT, None)
_CONTAINED: Usage = (Use.CONTAINED, Via.DIRECT, None)
_OPERATED: Usage = (Use.OPERATED, Via.DIRECT, None)
_SUBSCRIPTED: Usage = (Use.SUBSCRIPTED, Via.DIRECT, None)
_ITERATED: Usage = (Use.ITERATED, Via.DIRECT, None)
_ASYNC_ITERATED: Usage = (Use.ASYNC_ITERATED, Via.DIRECT, None)
_FORMATTED: Usage = (Use.FORMATTED, Via.DIRECT, None)
_CALLED: Usage = (Use.CALLED, Via.DIRECT, None)
_RETURNED: Usage = (Use.RETURNED, Via.DIRECT, None)

_KEPT = frozenset({"bool", "NoneType", "float"})
_PLAINLY_ITERATED = frozenset({ast.Tuple, ast.List, ast.Set, ast.Dict, ast.Constant, ast.ListComp, ast.Subscript})
_LONGEST_STRING = 80
_LARGEST_INTEGER = 2**53
_WIDEST_DISPLAY = 64


class _Readers(dict[type, Callable[[Any, Usage], ExpressionId]]):
    """Readers by node class; nodes of other classes are read by the fallback."""

    def __init__(self, fallback: Callable[[Any, Usage], ExpressionId]) -> None:
        super().__init__()
        self._fallback = fallback

    def __missing__(self, key: type) -> Callable[[Any, Usage], ExpressionId]:
        return self._fallback


class ExpressionReader:
    """Turns expression nodes into rows of the tables; ``scope``, ``block`` and the statement's rows are its place."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._row = tables.row
        self.scope: Scope
        self.block = 0
        self.statement = 1
        self.statement_end = 1
        self._readers = _Readers(self._other)
        self._readers |= {
            ast.Name: self._name,
            ast.Constant: self._constant,
            ast.Attribute: self._attribute,
            ast.Call: self._call,
            ast.Await: self._await,
            ast.Yield: self._yield,
            ast.YieldFrom: self._yield_from,
            ast.Subscript: self._subscript,
            ast.Tuple: self._tuple,
            ast.List: self._list,
            ast.Set: self._set,
            ast.Dict: self._dict,
            ast.ListComp: self._list_comprehension,
            ast.SetComp: self._set_comprehension,
            ast.DictComp: self._dict_comprehension,
            ast.GeneratorExp: self._generator,
            ast.Lambda: self._lambda,
            ast.IfExp: self._conditional,
            ast.BoolOp: self._boolean,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._binary,
            ast.Compare: self._compare,
            ast.JoinedStr: self._formatted,
            ast.Starred: self._starred,
            ast.NamedExpr: self._walrus,
            ast.Slice: self._slice,
        }

    def expression(self, node: ast.expr, usage: Usage = OTHER) -> ExpressionId:
        """Read one expression whose value is used as said; its index."""
        return self._readers[type(node)](node, usage)

    def operand(self, node: ast.expr, usage: Usage) -> ExpressionId:
        """Read what is awaited, entered or iterated; its index."""
        index = self.expression(node, usage)
        kind = type(node)
        if kind is not ast.Call and not (usage[0] is Use.ITERATED and kind in _PLAINLY_ITERATED):
            self._operand(node, index, usage[0])
        return index

    def _operand(self, node: ast.expr, index: ExpressionId, use: Use) -> None:
        self.tables.operands.append(
            Operand(
                index, use, self.scope.index, self.block, node.lineno, node.col_offset, node.end_lineno or node.lineno,
                node.end_col_offset or 0, self.statement, self.statement_end,
            )
        )  # fmt: skip

    def suspended(self) -> None:
        """Note that the running function may suspend here."""
        self.tables.blocks[self.block].suspends = True

    def bind(self, name: str, value: ExpressionId, line: int) -> None:
        """Give a name of the scope one more value."""
        function = self.scope.function
        declared = function.outer_names.get(name)
        if declared is not None:
            function = self._declaring(name, declared)
        binding = Binding(value, line, self.block, self.scope.index)
        bindings = function.bindings
        if name in bindings:
            bindings[name].append(binding)
        else:
            bindings[name] = [binding]

    def _declaring(self, name: str, declared: str) -> Any:
        if declared == "global":
            return self.tables.functions[0]
        scope = self.scope.parent
        while scope is not None:
            if name in scope.function.bindings and scope.function.kind is not FunctionKind.CLASS_BODY:
                return scope.function
            scope = scope.parent
        return self.scope.function

    def _name(self, node: ast.Name, usage: Usage) -> ExpressionId:
        self.scope.loads.append((node.id, usage, node, self.block))
        return self._row((Op.NAME, node.id))

    def _constant(self, node: ast.Constant, usage: Usage) -> ExpressionId:
        value: Any = node.value
        kind = type(value).__name__
        if kind == "str":
            if len(value) > _LONGEST_STRING or not value.isprintable():
                value = None
        elif kind not in _KEPT and (kind != "int" or abs(value) > _LARGEST_INTEGER):
            value = None
        return self._row((Op.CONSTANT, kind, value))

    def _attribute(self, node: ast.Attribute, usage: Usage) -> ExpressionId:
        value = node.value
        base = self._readers[type(value)](value, (Use.ATTRIBUTE, Via.DIRECT, node.attr))
        index = self._row((Op.ATTRIBUTE, base, node.attr))
        seen = self.scope.seen_attributes
        if index not in seen or usage[0] in (Use.TESTED, Use.COMPARED):
            seen.add(index)
            self.tables.attribute_reads.append(
                AttributeRead(
                    index, self.scope.index, self.block, node.lineno, node.col_offset, node.end_lineno or 0,
                    node.end_col_offset or 0, usage[0], self.statement, self.statement_end,
                )
            )  # fmt: skip
        return index

    def _call(self, node: ast.Call, usage: Usage) -> ExpressionId:
        tables = self.tables
        number = len(tables.calls)
        tables.calls.append(None)
        function = node.func
        if isinstance(function, ast.Attribute):
            name = function.attr
            value = function.value
            base = self._readers[type(value)](value, (Use.RECEIVER, Via.DIRECT, name))
            callee = self._row((Op.ATTRIBUTE, base, name))
        elif isinstance(function, ast.Name):
            name = function.id
            callee = self._name(function, _CALLED)
        else:
            name = ""
            callee = self.expression(function, _CALLED)
        passed: Usage = (Use.PASSED, Via.DIRECT, number)
        arguments: tuple[ExpressionId, ...] = ()
        if node.args:
            readers = self._readers
            arguments = tuple([readers[type(argument)](argument, passed) for argument in node.args])
        keywords: dict[str, ExpressionId] = {}
        for keyword in node.keywords:
            keywords[keyword.arg or "**"] = self.expression(keyword.value, passed)
        tables.calls[number] = Call(
            node.lineno, node.col_offset, node.end_lineno or node.lineno, node.end_col_offset or 0,
            self.scope.index, self.block, callee, name, arguments, keywords,
            usage[0], usage[1], usage[2], self.statement, self.statement_end,
        )  # fmt: skip
        return self._row((Op.CALL, number))

    def _await(self, node: ast.Await, usage: Usage) -> ExpressionId:
        value = self.operand(node.value, _AWAITED[usage[0]])
        self.suspended()
        return self.tables.intern(Op.AWAIT, value)

    def _yield(self, node: ast.Yield, usage: Usage) -> ExpressionId:
        value = UNKNOWN if node.value is None else self.expression(node.value, _YIELDED)
        self._yielded(value, node.lineno)
        return self.tables.intern(Op.YIELD, value)

    def _yield_from(self, node: ast.YieldFrom, usage: Usage) -> ExpressionId:
        read = self.expression(node.value, _YIELDED)
        self._operand(node, read, Use.YIELDED)
        value = self.tables.intern(Op.YIELD_FROM, read)
        self._yielded(value, node.lineno)
        return value

    def _yielded(self, value: ExpressionId, line: int) -> None:
        self.suspended()
        function = self.scope.function
        function.yields.append(Binding(value, line, self.block, self.scope.index))
        if function.kind is FunctionKind.COROUTINE:
            function.kind = FunctionKind.ASYNC_GENERATOR
        elif function.kind is FunctionKind.PLAIN:
            function.kind = FunctionKind.GENERATOR

    def _subscript(self, node: ast.Subscript, usage: Usage) -> ExpressionId:
        base = self.expression(node.value, _SUBSCRIPTED)
        return self.tables.intern(Op.SUBSCRIPT, base, self.expression(node.slice))

    def _slice(self, node: ast.Slice, usage: Usage) -> ExpressionId:
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                self.expression(part)
        return self.tables.intern(Op.CONSTANT, "slice", None)

    def _elements(self, elements: list[ast.expr], usage: Usage) -> list[ExpressionId]:
        inner: Usage = (usage[0], usage[1] | Via.DISPLAY, usage[2])
        return [self.expression(element, inner) for element in elements]

    def _tuple(self, node: ast.Tuple, usage: Usage) -> ExpressionId:
        return self.tables.intern(Op.TUPLE, *self._elements(node.elts, usage)[:_WIDEST_DISPLAY])

    def _list(self, node: ast.List, usage: Usage) -> ExpressionId:
        return self.tables.intern(Op.LIST, *self._elements(node.elts, usage)[:_WIDEST_DISPLAY])

    def _set(self, node: ast.Set, usage: Usage) -> ExpressionId:
        return self.tables.intern(Op.SET, *self._elements(node.elts, usage)[:_WIDEST_DISPLAY])

    def _dict(self, node: ast.Dict, usage: Usage) -> ExpressionId:
        inner: Usage = (usage[0], usage[1] | Via.DISPLAY, usage[2])
        parts: list[ExpressionId] = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                self.expression(value)
            else:
                parts.append(self.expression(key))
                parts.append(self.expression(value, inner))
        return self.tables.intern(Op.DICT, *parts[:_WIDEST_DISPLAY])

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, kind: str, usage: Usage
    ) -> ExpressionId:
        outer = self.block
        first = self.operand(node.generators[0].iter, self._iteration(node.generators[0]))
        self.block = self.tables.add_block(
            outer, BlockKind.COMPREHENSION, self.scope.index, node.lineno, node.end_lineno or node.lineno,
            UNKNOWN if node.generators[0].is_async else first,
        )  # fmt: skip
        self.tables.blocks[self.block].column = node.col_offset
        for position, generator in enumerate(node.generators):
            iterable = self.operand(generator.iter, self._iteration(generator)) if position else first
            if generator.is_async:
                self.suspended()
            item = self.tables.intern(Op.ASYNC_ITEM_OF if generator.is_async else Op.ITEM_OF, iterable)
            self.target(generator.target, item)
            for condition in generator.ifs:
                self.expression(condition, _TESTED)
        inner: Usage = (usage[0], usage[1] | Via.COMPREHENSION, usage[2])
        if isinstance(node, ast.DictComp):
            self.expression(node.key)
            element = self.expression(node.value, inner)
        else:
            element = self.expression(node.elt, inner)
        if self.tables.blocks[self.block].suspends:
            self.tables.blocks[outer].suspends = True
        inside, self.block = self.block, outer
        return self.tables.intern(Op.COMPREHENSION, kind, element, inside)

    @staticmethod
    def _iteration(generator: ast.comprehension) -> Usage:
        return _ASYNC_ITERATED if generator.is_async else _ITERATED

    def _list_comprehension(self, node: ast.ListComp, usage: Usage) -> ExpressionId:
        return self._comprehension(node, "list", usage)

    def _set_comprehension(self, node: ast.SetComp, usage: Usage) -> ExpressionId:
        return self._comprehension(node, "set", usage)

    def _dict_comprehension(self, node: ast.DictComp, usage: Usage) -> ExpressionId:
        return self._comprehension(node, "dict", usage)

    def _generator(self, node: ast.GeneratorExp, usage: Usage) -> ExpressionId:
        return self._comprehension(node, "generator", usage)

    def _lambda(self, node: ast.Lambda, usage: Usage) -> ExpressionId:
        outer, block = self.scope, self.block
        scope = self.tables.add_function(
            node, "<lambda>", f"{outer.function.qualname}.<lambda>".lstrip("."), FunctionKind.LAMBDA, outer, -1
        )
        self.parameters(node.args, scope)
        self.scope = scope
        self.block = self.tables.add_block(-1, BlockKind.BODY, scope.index, node.lineno, node.end_lineno or node.lineno)
        value = self.expression(node.body, _RETURNED)
        scope.function.returns.append(Binding(value, node.lineno, self.block, scope.index))
        scope.close(self.tables)
        self.scope, self.block = outer, block
        return self.tables.intern(Op.FUNCTION, scope.index)

    def parameters(self, arguments: ast.arguments, scope: Scope) -> None:
        """Read parameters: defaults in the scope outside, names into ``scope``."""
        if not (arguments.args or arguments.kwonlyargs or arguments.vararg or arguments.kwarg or arguments.posonlyargs):
            return
        rows: list[Parameter] = []
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
        for position, (argument, default) in enumerate(zip(positional, defaults, strict=True)):
            rows.append(self._parameter(argument, 0 if position < len(arguments.posonlyargs) else 1, default))
        if arguments.vararg:
            rows.append(self._parameter(arguments.vararg, 2, None))
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            rows.append(self._parameter(argument, 3, default))
        if arguments.kwarg:
            rows.append(self._parameter(arguments.kwarg, 4, None))
        function = scope.function
        function.parameters = tuple(rows)
        block = len(self.tables.blocks)
        for index, row in enumerate(rows):
            value = self.tables.intern(Op.PARAMETER, index)
            function.bindings[row.name] = [Binding(value, function.line, block, scope.index)]

    def _parameter(self, argument: ast.arg, kind: int, default: ast.expr | None) -> Parameter:
        return Parameter(
            argument.arg,
            kind,
            annotation(self.tables, argument.annotation),
            UNKNOWN if default is None else self.expression(default),
        )

    def _conditional(self, node: ast.IfExp, usage: Usage) -> ExpressionId:
        test = self.expression(node.test, _TESTED)
        branch: Usage = (usage[0], usage[1] | Via.CONDITION, usage[2])
        with_test = isinstance(node.test, ast.Call | ast.Compare | ast.Name | ast.UnaryOp)
        body = self._guarded(node.body, branch, BlockKind.CONDITIONAL, test if with_test else 0)
        return self.tables.intern(Op.UNION, body, self.expression(node.orelse, branch))

    def _guarded(self, node: ast.expr, usage: Usage, kind: BlockKind, test: ExpressionId) -> ExpressionId:
        if not test or isinstance(node, ast.Constant | ast.Name):
            return self.expression(node, usage)
        outer = self.block
        self.block = self.tables.add_block(
            outer, kind, self.scope.index, node.lineno, node.end_lineno or node.lineno, test
        )
        value = self.expression(node, usage)
        if self.tables.blocks[self.block].suspends:
            self.tables.blocks[outer].suspends = True
        self.block = outer
        return value

    def _boolean(self, node: ast.BoolOp, usage: Usage) -> ExpressionId:
        last: Usage = (usage[0], usage[1] | Via.CONDITION, usage[2])
        conjunction = isinstance(node.op, ast.And)
        values: list[ExpressionId] = []
        guard = UNKNOWN
        for position, operand in enumerate(node.values):
            passes = position == len(node.values) - 1 or (not conjunction and not isinstance(operand, ast.Call))
            use = last if passes else _TESTED
            values.append(self._guarded(operand, use, BlockKind.CONDITIONAL, guard))
            if not guard and conjunction and isinstance(operand, ast.Call | ast.Compare | ast.UnaryOp):
                guard = values[-1]
        if conjunction:
            return values[-1]
        return self.tables.intern(Op.UNION, *values)

    def _unary(self, node: ast.UnaryOp, usage: Usage) -> ExpressionId:
        if isinstance(node.op, ast.Not):
            value = self.expression(node.operand, _TESTED)
            return self.tables.intern(Op.BINARY, "not", value, UNKNOWN)
        return self.expression(node.operand, _OPERATED)

    def _binary(self, node: ast.BinOp, usage: Usage) -> ExpressionId:
        left = self.expression(node.left, _OPERATED)
        formatting = isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant | ast.JoinedStr)
        right = self.expression(node.right, _FORMATTED if formatting else _OPERATED)
        return self.tables.intern(Op.BINARY, type(node.op).__name__, left, right)

    def _compare(self, node: ast.Compare, usage: Usage) -> ExpressionId:
        left = self.expression(node.left, _COMPARED)
        right = UNKNOWN
        for operator, comparator in zip(node.ops, node.comparators, strict=True):
            contained = isinstance(operator, ast.In | ast.NotIn)
            right = self.expression(comparator, _CONTAINED if contained else _COMPARED)
        return self.tables.intern(Op.BINARY, type(node.ops[0]).__name__, left, right)

    def _formatted(self, node: ast.JoinedStr, usage: Usage) -> ExpressionId:
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                self.expression(value.value, _FORMATTED)
                if isinstance(value.format_spec, ast.JoinedStr):
                    self._formatted(value.format_spec, OTHER)
        return self.tables.intern(Op.CONSTANT, "str", None)

    def _starred(self, node: ast.Starred, usage: Usage) -> ExpressionId:
        iterated = isinstance(node.value, ast.Call)
        value = self.expression(node.value, _ITERATED if iterated else (usage[0], usage[1] | Via.STARRED, usage[2]))
        return self.tables.intern(Op.STARRED, value)

    def _walrus(self, node: ast.NamedExpr, usage: Usage) -> ExpressionId:
        if usage[0] is Use.DROPPED:
            usage = (Use.NAMED, usage[1], node.target.id)
        value = self.expression(node.value, (usage[0], usage[1] | Via.WALRUS, usage[2]))
        self.bind(node.target.id, value, node.lineno)
        return value

    def _other(self, node: ast.AST, usage: Usage = OTHER) -> ExpressionId:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.expression(child, _FORMATTED if type(child).__name__ == "Interpolation" else OTHER)
        return UNKNOWN

    def target(self, node: ast.expr, value: ExpressionId, declared: bool = False) -> None:
        """Bind an assignment target to a value."""
        match node:
            case ast.Name(id=name):
                self.bind(name, value, node.lineno)
            case ast.Attribute(value=base, attr=attribute):
                self.expression(base)
                scope = self.scope
                if isinstance(base, ast.Name) and base.id == scope.bound_self and scope.self_class is not None:
                    scope.self_class.attributes.setdefault(attribute, []).append(
                        Binding(value, node.lineno, self.block, scope.index)
                    )
            case ast.Subscript():
                self.expression(node.value)
                self.expression(node.slice)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                self._unpack(elements, value)
            case ast.Starred(value=inner):
                self.target(inner, UNKNOWN)

    def _unpack(self, elements: list[ast.expr], value: ExpressionId) -> None:
        row = self.tables.expressions[value]
        pairwise = row[0] in (Op.TUPLE, Op.LIST) and len(row) - 1 == len(elements)
        starred = next((i for i, element in enumerate(elements) if isinstance(element, ast.Starred)), len(elements))
        for position, element in enumerate(elements):
            if pairwise and starred == len(elements):
                self.target(element, row[1 + position])
            else:
                place = position if position <= starred else position - len(elements)
                self.target(element, self.tables.intern(Op.PART, value, place))
