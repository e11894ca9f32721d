"""The tests that decide whether a function comes to a place of its body."""

from asynclint.model.summary import Block, BlockKind, Expression
from asynclint.program.nodes import ModuleNode

Test = tuple[bool, Expression]
"""What is tested, and whether it holds at the place."""

_ENTERED_WHEN_TRUE = frozenset({BlockKind.IF, BlockKind.WHILE})


class Preconditions:
    """Finds the tests that a place stands under, and those before it that otherwise leave the function or the loop."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, int], tuple[Test, ...]] = {}
        self._leaving: dict[ModuleNode, dict[int, list[Block]]] = {}

    def of(self, module: ModuleNode, block: int, line: int) -> tuple[Test, ...]:
        """The tests for a row of a block."""
        place = (module.index, block, line)
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = tuple(self._find(module, block, line))
        return known

    def _find(self, module: ModuleNode, block: int, line: int) -> list[Test]:
        summary = module.summary
        leaving = self._leaves(module)
        found: list[Test] = []
        while block >= 0:
            before = (row.subject for row in leaving.get(block, ()) if row.end_line < line)
            found += ((False, summary.expressions[test]) for test in before)
            row = summary.blocks[block]
            if row.kind in _ENTERED_WHEN_TRUE or (row.kind is BlockKind.ELSE and not row.items):
                holds = row.kind is not BlockKind.ELSE
                found += ((holds, summary.expressions[test]) for test in row.items or (row.subject,))
            block = row.parent
        return found

    def _leaves(self, module: ModuleNode) -> dict[int, list[Block]]:
        """The bodies of ``if`` with one test that leave, by the block round them."""
        known = self._leaving.get(module)
        if known is None:
            known = self._leaving[module] = {}
            for row in module.summary.blocks:
                if row.leaves and row.kind is BlockKind.IF and not row.items:
                    known.setdefault(row.parent, []).append(row)
        return known
