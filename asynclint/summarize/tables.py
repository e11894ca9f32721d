"""The tables of the summary under construction."""

import ast
import builtins
from itertools import islice
from typing import Final

from asynclint.model.summary import (
    AttributeRead,
    AttributeStore,
    Binding,
    Block,
    BlockKind,
    Call,
    Class,
    Expression,
    ExpressionId,
    Function,
    FunctionKind,
    ItemStore,
    Op,
    Operand,
    Read,
    Use,
    Via,
)
from asynclint.summarize.usages import Usage

_BUILTINS: Final = frozenset(dir(builtins))
_READ_WORTHY = {
    Op.CALL,
    Op.TUPLE,
    Op.LIST,
    Op.SET,
    Op.DICT,
    Op.COMPREHENSION,
    Op.UNION,
    Op.ITEM_OF,
    Op.PART,
    Op.ATTRIBUTE,
    Op.ANNOTATED,
    Op.BINARY,
}


class Scope:
    """A function, lambda, class body or module while it is read."""

    __slots__ = (
        "bound_self",
        "captured",
        "function",
        "index",
        "loads",
        "parent",
        "seen_attributes",
        "self_class",
    )

    def __init__(self, index: int, function: Function, parent: "Scope | None") -> None:
        self.index = index
        self.function = function
        self.parent = parent
        self.loads: list[tuple[str, Usage, ast.expr, int, int]] = []
        self.captured: set[str] = set()
        self.seen_attributes: set[ExpressionId] = set()
        self.bound_self: str | None = parent.bound_self if parent else None
        self.self_class: Class | None = parent.self_class if parent else None

    def close(self, tables: "Tables") -> None:
        """Keep the reads of local names that may hold an awaitable; tell the enclosing scope of the free names."""
        parent = self.parent
        if parent is None:
            return
        bindings = self.function.bindings
        reads = self.function.reads
        worthy = tables.worth_reading(bindings)
        free = parent.captured
        free.update({load[0] for load in self.loads} - bindings.keys())
        for name, usage, node, block, statement in self.loads if worthy else ():
            if name in worthy:
                place = node.__dict__
                read = Read(
                    usage[0], usage[1], usage[2], place["lineno"], block, place["col_offset"], place["end_lineno"],
                    place["end_col_offset"], statement,
                )  # fmt: skip
                if name in reads:
                    reads[name].append(read)
                else:
                    reads[name] = [read]
        for name in sorted(self.captured):
            if name in bindings:
                reads.setdefault(name, []).append(Read(Use.OTHER, Via.DIRECT, None, 0, 0))
            else:
                free.add(name)

    def unbound(self) -> tuple[str, ...]:
        """Of the scope of a module: the names that are read in the file and bound nowhere; none after a star import."""
        function = self.function
        if function.stars:
            return ()
        names = self.captured.union([load[0] for load in self.loads])
        return tuple(sorted(name for name in names - function.bindings.keys() - _BUILTINS if not name.startswith("__")))


class Tables:
    """All tables of one summary, with the operations that add rows.

    ``indexes`` has the expressions in the order of their indexes, which count them. What reads most expressions adds
    them without ``row``: a call of it takes longer than what it does.
    """

    def __init__(self) -> None:
        self.indexes: dict[Expression, ExpressionId] = {(Op.UNKNOWN,): 0}
        self._expressions: list[Expression] = []
        self.functions: list[Function] = []
        self.classes: list[Class] = []
        self.blocks: list[Block] = []
        self.calls: list[Call | None] = []
        self.attribute_reads: list[AttributeRead] = []
        self.operands: list[Operand] = []
        self.item_stores: list[ItemStore] = []
        self.attribute_stores: list[AttributeStore] = []
        self.modules: dict[str, None] = {}
        self.exported: tuple[str, ...] | None = None
        self.type_comments: dict[int, str] = {}

    def row(self, expression: Expression) -> ExpressionId:
        """The index of an expression, which is added when it is new."""
        indexes = self.indexes
        return indexes.setdefault(expression, len(indexes))

    @property
    def expressions(self) -> list[Expression]:
        """The expressions by their indexes."""
        known, missing = self._expressions, len(self.indexes) - len(self._expressions)
        if missing:
            known += list(islice(reversed(self.indexes), missing))[::-1]
        return known

    def add_block(
        self, parent: int, kind: BlockKind, function: int, line: int, end_line: int, subject: ExpressionId = 0
    ) -> int:
        """A new block; its index."""
        self.blocks.append(Block(parent, kind, function, line, end_line, subject))
        return len(self.blocks) - 1

    def add_function(
        self,
        node: ast.AST,
        name: str,
        qualname: str,
        kind: FunctionKind,
        parent: Scope | None,
        owner: int,
    ) -> Scope:
        """A new function row and the scope to read its body in."""
        line: int = getattr(node, "lineno", 1)
        function = Function(
            name, qualname, kind, line, getattr(node, "col_offset", 0),
            getattr(node, "end_lineno", None) or line, line,
            parent.index if parent else -1, owner, (), (), 0, False, False, {}, {}, {}, [], [],
        )  # fmt: skip
        self.functions.append(function)
        return Scope(len(self.functions) - 1, function, parent)

    def worth_reading(self, bindings: dict[str, list[Binding]]) -> set[str]:
        """The names with such bindings that may hold an awaitable or a container of them."""
        expressions = self.expressions
        return {name for name, rows in bindings.items() for row in rows if expressions[row.value][0] in _READ_WORTHY}
