"""Names: where one is used, which bindings it can see there, and which of them can reach it."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from asynclint.model.summary import Binding, BlockKind, FunctionKind, Op
from asynclint.program.nodes import FunctionNode, ModuleNode

_CLASS_BODY: Final = FunctionKind.CLASS_BODY


class Context(Struct, frozen=True, gc=False):
    """Where an expression is evaluated: names mean what they mean there.

    ``defined`` is the function whose type parameters are known too, for what stands in its header.
    """

    function: FunctionNode
    block: int
    line: int
    defined: FunctionNode | None = None

    def within(self, block: int) -> "Context":
        """The same place, seen from another block."""
        return Context(self.function, block, self.line, self.defined)


def enclosing_method(function: FunctionNode) -> FunctionNode | None:
    """The function itself when it is a method, else the innermost method round it."""
    scope: FunctionNode | None = function
    while scope is not None and not scope.is_method:
        scope = scope.parent
    return scope


def visible(function: FunctionNode, name: str) -> tuple[FunctionNode, list[Binding]] | None:
    """The innermost scope that binds the name, with all its bindings; None for builtins and unknown names."""
    functions = function.module.functions
    scope = function
    while True:
        row = scope.row
        if row.outer_names and row.outer_names.get(name) == "global":
            scope = functions[0]
            row = scope.row
        bindings = row.bindings.get(name)
        if bindings:
            return scope, bindings
        parent = row.parent
        while parent >= 0 and functions[parent].row.kind is _CLASS_BODY:
            parent = functions[parent].row.parent
        if parent < 0:
            return None
        scope = functions[parent]


def reaching(
    module: ModuleNode, function: FunctionNode, bindings: Sequence[Binding], block: int, line: int
) -> list[Binding]:
    """The bindings of a local name that may hold at a place of the same function.

    The last binding on the straight way to the place hides earlier ones; later ones count when a loop leads back.
    Code order stands for control flow: an approximation that is exact for code without `goto`-like exceptions.
    """
    if len(bindings) == 1:
        return list(bindings)
    blocks = module.summary.blocks
    chain: list[int] = []
    current = block
    while current >= 0:
        chain.append(current)
        current = blocks[current].parent
    ancestors = set(chain)
    loops = [
        blocks[index] for index in chain if blocks[index].kind in (BlockKind.FOR, BlockKind.ASYNC_FOR, BlockKind.WHILE)
    ]
    reached: list[Binding] = []
    for binding in bindings:
        if binding.function != function.index:
            reached.append(binding)
            continue
        inside = blocks[binding.block].kind is BlockKind.COMPREHENSION
        if inside:
            if binding.block in ancestors:
                return [binding]
            continue
        if binding.line < line:
            if binding.block in ancestors:
                reached = [binding]
            elif not _left(module, binding.block, ancestors) and not _exclusive(module, binding.block, chain):
                reached.append(binding)
        elif any(loop.line <= binding.line <= loop.end_line for loop in loops):
            reached.append(binding)
    if not reached:
        reached = [binding for binding in bindings if binding.line <= line] or list(bindings)
    return reached


def _left(module: ModuleNode, block: int, ancestors: set[int]) -> bool:
    """Whether control that passed through the block never comes out of it towards the place."""
    blocks = module.summary.blocks
    while block >= 0 and block not in ancestors:
        if blocks[block].leaves and blocks[block].kind not in (BlockKind.FOR, BlockKind.ASYNC_FOR, BlockKind.WHILE):
            return True
        block = blocks[block].parent
    return False


def _exclusive(module: ModuleNode, block: int, chain: Sequence[int]) -> bool:
    """Whether the block is the other branch of an ``if`` (or another case) than the one that the place is in."""
    blocks = module.summary.blocks
    branches = {(blocks[index].parent, blocks[index].subject): blocks[index] for index in chain}
    while block >= 0:
        row = blocks[block]
        if row.kind in (BlockKind.IF, BlockKind.ELSE, BlockKind.CASE):
            other = branches.get((row.parent, row.subject))
            if other is not None and other is not row and other.kind in (BlockKind.IF, BlockKind.ELSE, BlockKind.CASE):
                adjacent = {other.kind, row.kind} == {BlockKind.IF, BlockKind.ELSE} or row.kind is BlockKind.CASE
                if adjacent:
                    return True
        block = row.parent
    return False


def is_type_checking(module: ModuleNode, block: int) -> bool:
    """Whether the block only exists for type checkers."""
    blocks, expressions = module.summary.blocks, module.summary.expressions
    while block >= 0:
        row = blocks[block]
        if row.kind is BlockKind.IF:
            test = expressions[row.subject]
            name = test[1] if test[0] == Op.NAME else test[2] if test[0] == Op.ATTRIBUTE else ""
            if name == "TYPE_CHECKING":
                return True
        block = row.parent
    return False
