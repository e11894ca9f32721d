"""The walk over one file: where it is, and what happens there; how each node is read is in the tables it is given."""

import ast
from ast import Call, Name
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from asynclint.model.summary import (
    UNKNOWN,
    AttributeStore,
    Binding,
    BlockKind,
    ExpressionId,
    Function,
    FunctionKind,
    ItemStore,
    Op,
    Operand,
    Use,
)
from asynclint.summarize.tables import Scope, Tables
from asynclint.summarize.usages import OTHER, Usage

ExpressionReader = Callable[["Reader", Any, Usage], ExpressionId]
StatementReader = Callable[["Reader", Any], None]

_LEAVING = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_STORING = frozenset({Op.NAME, Op.ATTRIBUTE, Op.SUBSCRIPT})
_PLAINLY_ITERATED = frozenset({ast.Tuple, ast.List, ast.Set, ast.Dict, ast.Constant, ast.ListComp, ast.Subscript})


class Reader:
    """Reads nodes into the tables of a summary. A nested function is read where it stands.

    ``readers`` and ``statements`` say by a node's class how it is read; they have to name every class.
    ``scope`` and ``block`` tell where the node stands, ``statement`` and ``statement_end`` are the rows of the simple
    statement or the header round it.
    """

    __slots__ = (
        "attribute_reads",
        "block",
        "calls",
        "conjunction",
        "indexes",
        "loads",
        "readers",
        "row",
        "scope",
        "statement",
        "statement_end",
        "statements",
        "tables",
    )

    def __init__(
        self,
        tables: Tables,
        readers: Mapping[type, ExpressionReader],
        statements: Mapping[type, StatementReader],
        scope: Scope,
    ) -> None:
        self.tables = tables
        self.row = tables.row
        self.indexes = tables.indexes
        self.calls = tables.calls
        self.attribute_reads = tables.attribute_reads
        self.readers = readers
        self.statements = statements
        self.statement = 1
        self.statement_end = 1
        self.conjunction: tuple[ExpressionId, ...] = ()
        self.enter(scope, 0)

    def enter(self, scope: Scope, block: int) -> None:
        """Go on in another scope."""
        self.scope = scope
        self.block = block
        self.loads = scope.loads

    def expression(self, node: ast.expr, usage: Usage = OTHER) -> ExpressionId:
        """Read one expression whose value is used as said; its index."""
        return self.readers[type(node)](self, node, usage)

    def operand(self, node: ast.expr, usage: Usage) -> ExpressionId:
        """Read what is awaited, entered or iterated; its index."""
        kind = type(node)
        index = self.readers[kind](self, node, usage)
        if kind is not Call and not (usage[0] is Use.ITERATED and kind in _PLAINLY_ITERATED):
            self.add_operand(node, index, usage[0])
        return index

    def add_operand(self, node: ast.expr, index: ExpressionId, use: Use) -> None:
        """Note what is awaited, entered or iterated here."""
        self.tables.operands.append(
            Operand(
                index, use, self.scope.index, self.block, node.lineno, node.col_offset, node.end_lineno or node.lineno,
                node.end_col_offset or 0, self.statement, self.statement_end,
            )
        )  # fmt: skip

    def body(self, nodes: Sequence[ast.stmt]) -> None:
        """Read statements in the current scope and block."""
        statements = self.statements
        for node in nodes:
            fields = node.__dict__
            self.statement = fields["lineno"]
            self.statement_end = fields["end_lineno"]
            statements[type(node)](self, node)

    def nested(
        self, nodes: Sequence[ast.stmt], kind: BlockKind, subject: ExpressionId = UNKNOWN,
        items: tuple[ExpressionId, ...] = (), before: Callable[[], None] | None = None, header: ast.stmt | None = None,
    ) -> None:  # fmt: skip
        """Read statements in a block of their own; ``before`` reads what is bound on the way in."""
        outer = self.block
        first, last = header or nodes[0], nodes[-1]
        self.block = index = self.tables.add_block(
            outer, kind, self.scope.index, first.lineno, last.end_lineno or last.lineno, subject
        )
        block = self.tables.blocks[index]
        block.column = first.col_offset
        if items:
            block.items = items
        if isinstance(last, _LEAVING):
            block.leaves = True
        if before is not None:
            before()
        self.body(nodes)
        self.block = outer
        if block.suspends:
            self.tables.blocks[outer].suspends = True

    def header(self, node: ast.stmt, last: ast.AST | None) -> None:
        """The rows of a compound statement's header, which ends with ``last``."""
        self.statement = node.lineno
        self.statement_end = getattr(last, "end_lineno", None) or node.lineno

    def suspended(self) -> None:
        """Note that the running function may suspend here."""
        self.tables.blocks[self.block].suspends = True

    def bind(self, name: str, value: ExpressionId, line: int) -> None:
        """Give a name of the scope one more value."""
        scope = self.scope
        function = scope.function
        if function.outer_names and name in function.outer_names:
            function = self._declaring(name, function.outer_names[name])
        binding = Binding(value, line, self.block, scope.index)
        bindings = function.bindings
        if name in bindings:
            bindings[name].append(binding)
        else:
            bindings[name] = [binding]

    def _declaring(self, name: str, declared: str) -> Function:
        if declared == "global":
            return self.tables.functions[0]
        scope = self.scope.parent
        while scope is not None:
            if name in scope.function.bindings and scope.function.kind is not FunctionKind.CLASS_BODY:
                return scope.function
            scope = scope.parent
        return self.scope.function

    def target(self, node: ast.expr, value: ExpressionId) -> None:
        """Bind an assignment target to a value."""
        if isinstance(node, Name):
            self.bind(node.id, value, node.lineno)
            if node.id == "self" and self.scope.self_class is not None and self._is_call(value):
                self.scope.bound_self = "self"  # a factory: `self = cls()`
        elif isinstance(node, ast.Attribute):
            base = node.value
            read = self.expression(base)
            scope = self.scope
            if scope.self_class is not None and isinstance(base, ast.Name) and base.id == scope.bound_self:
                binding = Binding(value, node.lineno, self.block, scope.index)
                scope.self_class.attributes.setdefault(node.attr, []).append(binding)
            else:
                self.tables.attribute_stores.append(
                    AttributeStore(read, node.attr, value, scope.index, self.block, node.lineno)
                )
        elif isinstance(node, ast.Subscript):
            self._store(self.expression(node.value), self.expression(node.slice), value, node.lineno)
        elif isinstance(node, ast.Tuple | ast.List):
            self._unpack(node.elts, value)
        elif isinstance(node, ast.Starred):
            self.target(node.value, UNKNOWN)

    def _store(self, base: ExpressionId, key: ExpressionId, value: ExpressionId, line: int) -> None:
        """Note what is put under a constant key."""
        expressions = self.tables.expressions
        row = expressions[key]
        named = row[0] in (Op.NAME, Op.ATTRIBUTE) and row[-1].isupper()
        if (named or (row[0] == Op.CONSTANT and row[1] == "str")) and expressions[base][0] in _STORING:
            self.tables.item_stores.append(ItemStore(base, key, value, self.scope.index, self.block, line))

    def _is_call(self, value: ExpressionId) -> bool:
        return bool(self.tables.expressions[value][0] == Op.CALL)

    def _unpack(self, elements: list[ast.expr], value: ExpressionId) -> None:
        row = self.tables.expressions[value]
        pairwise = row[0] in (Op.TUPLE, Op.LIST) and len(row) - 1 == len(elements)
        starred = next((i for i, element in enumerate(elements) if isinstance(element, ast.Starred)), len(elements))
        for position, element in enumerate(elements):
            if pairwise and starred == len(elements):
                self.target(element, row[1 + position])
            else:
                place = position if position <= starred else position - len(elements)
                self.target(element, self.row((Op.PART, value, place)))
