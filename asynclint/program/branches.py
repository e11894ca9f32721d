"""What the tests of one file say: which code never runs, and of which class something is in a branch."""

from collections.abc import Iterator
from functools import cached_property

from asynclint.model.summary import Block, BlockKind, FileSummary, Op


class Branches:
    """Answers by block."""

    def __init__(self, summary: FileSummary) -> None:
        self.summary = summary

    def around(self, block: int) -> Iterator[int]:
        """The block itself and those round it in the same function, inner ones first."""
        while block >= 0:
            yield block
            block = self.summary.blocks[block].parent

    @cached_property
    def narrowing(self) -> dict[int, tuple[int, int]]:
        """By block: the expression that ``isinstance`` (or a class pattern) narrows there, and the class expression."""
        table: dict[int, tuple[int, int]] = {}
        for number, block in enumerate(self.summary.blocks):
            if block.kind is BlockKind.CASE:
                if block.items:
                    table[number] = (block.subject, block.items[0])
            elif block.subject and block.kind in (BlockKind.IF, BlockKind.CONDITIONAL, BlockKind.WHILE):
                test = self._instance_test(block.subject)
                if test is not None:
                    table[number] = test
        return table

    @cached_property
    def excluding(self) -> dict[int, list[tuple[int, int, int]]]:
        """By block: the expressions that are no object of a class from some row on, the class expression, and the row.

        So it is in the ``else`` of an ``if isinstance(…)``, and behind one that leaves.
        """
        table: dict[int, list[tuple[int, int, int]]] = {}
        for number, block in enumerate(self.summary.blocks):
            if block.kind is BlockKind.IF and block.leaves and number in self.narrowing and not block.items:
                table.setdefault(block.parent, []).append((*self.narrowing[number], block.end_line))
            elif block.kind is BlockKind.ELSE and not block.items:
                test = self._instance_test(block.subject)
                if test is not None:
                    table.setdefault(number, []).append((*test, 0))
        return table

    def _instance_test(self, expression: int) -> tuple[int, int] | None:
        """What ``isinstance`` asks about in a test, and the class expression."""
        row = self.summary.expressions[expression]
        call = self.summary.calls[row[1]] if row[0] == Op.CALL else None
        if call is None or call.name != "isinstance" or len(call.arguments) != 2:
            return None
        return call.arguments[0], call.arguments[1]

    @cached_property
    def narrowed(self) -> frozenset[int]:
        """The expressions that are narrowed somewhere."""
        return frozenset(expression for expression, _ in self.narrowing.values()).union(
            test[0] for tests in self.excluding.values() for test in tests
        )

    @cached_property
    def dead(self) -> frozenset[int]:
        """The blocks that never run, at any depth: under ``if False``, ``if False and …`` or ``while 0``.

        The same holds for the ``else`` of the opposite. A private constant of the module says as much as False itself:
        ``_IS_SYNC = False``.
        """
        dead: set[int] = set()
        for number, block in enumerate(self.summary.blocks):
            never = False
            if block.kind in (BlockKind.IF, BlockKind.WHILE):
                never = any(self._truth(part, block) is False for part in (block.subject, *block.items))
            elif block.kind is BlockKind.ELSE and not block.items:
                never = self._truth(block.subject, block) is True
            if never or block.parent in dead:
                dead.add(number)
        return frozenset(dead)

    def _truth(self, expression: int, block: Block) -> bool | None:
        """The truth of a test that always has the same one."""
        row = self.summary.expressions[expression]
        if row[0] == Op.BINARY and row[1] == "not":
            asked = self._truth(row[2], block)
            return None if asked is None else not asked
        if row[0] == Op.NAME and row[1].startswith("_"):
            functions = self.summary.functions
            local = block.function and row[1] in functions[block.function].bindings
            bindings = () if local else functions[0].bindings.get(row[1], ())
            row = self.summary.expressions[bindings[0].value] if len(bindings) == 1 else row
        return bool(row[2]) if row[0] == Op.CONSTANT and row[1] in ("bool", "int") else None
