"""Regions: where a function holds a lock, and which lock it is."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from asynclint.model.spelling import spell
from asynclint.model.summary import BlockKind, Op, Use
from asynclint.program.calls import conditions
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.sites import BlockSite, CallSite
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import Context, visible
from asynclint.program.types.values import NONE, External, Instance, ModuleObject, Values

Key = tuple[object, ...]
"""Which lock it is: ``self`` and an attribute, a global of a module, or a local of a function."""

THREAD, TASK = 0, 1
"""Whom a lock makes wait."""

_LONGEST_IMPORT = 5
_WAITED = frozenset({Use.AWAITED, Use.YIELDED})


class Region(NamedTuple):
    """A stretch of a function in which it holds a lock: the body of a ``with``, or from ``acquire`` to ``release``.

    ``blocks`` are the blocks inside (for ``with``), else None, and the rows from ``first`` to ``last`` count.
    """

    function: FunctionNode
    key: Key | None
    expression: int
    site: BlockSite | CallSite
    blocks: frozenset[int] | None
    first: int
    last: int
    sure: bool

    @property
    def spelled(self) -> str:
        """The lock as the source spells it."""
        return spell(self.function.module.summary, self.expression)

    def has(self, block: int, line: int) -> bool:
        """Whether a place of the function lies inside."""
        return block in self.blocks if self.blocks is not None else self.first < line < self.last


class Regions:
    """Finds the regions in which locks of one kind are held."""

    def __init__(self, inference: Inference, kind: int) -> None:
        self.inference = inference
        self.kind = kind

    @cached_property
    def _classes(self) -> frozenset[str]:
        rows = self.inference.knowledge.classes.items()
        return frozenset(name for name, row in rows if (row.thread_lock, row.task_lock)[self.kind])

    def _is_lock(self, values: Values) -> tuple[bool, bool]:
        """Whether an expression may be such a lock, and whether it surely is."""
        known = [value for value in values if value != NONE]
        locks = [
            value
            for value in known
            if isinstance(value, Instance)
            and isinstance(value.cls, str)
            and self.inference.knowledge.canonical(value.cls) in self._classes
        ]
        return bool(locks), len(locks) == len(known)

    def all(self) -> Iterator[Region]:
        """Every region, file by file."""
        reach = self.inference.reach
        mask = reach.mask({name.partition(".")[0] for name in self._classes})
        for module in self.inference.index.modules:
            if reach.reaches(module, mask):
                yield from self._entered(module)
                yield from self._acquired(module)

    def _entered(self, module: ModuleNode) -> Iterator[Region]:
        kind = (BlockKind.WITH, BlockKind.ASYNC_WITH)[self.kind]
        for number, block in enumerate(module.summary.blocks):
            if block.kind is not kind or (self.kind == THREAD and not block.suspends):
                continue
            function = module.functions[block.function]
            context = Context(function, block.parent, block.line)
            for item in block.items:
                may, sure = self._is_lock(self.inference.values(item, context))
                if may:
                    key, inside = key_of(self.inference, item, function), _inside(module, number)
                    site = BlockSite(module, number)
                    yield Region(function, key, item, site, inside, block.line, block.end_line, sure)

    def _acquired(self, module: ModuleNode) -> Iterator[Region]:
        """From an ``acquire`` that waits to the next ``release`` of the same expression in the function.

        Where a task's lock is not released there, the region is empty.
        """
        for number in self._acquiring.get(module, ()):
            call = module.summary.calls[number]
            callee = module.summary.expressions[call.callee]
            if callee[0] != Op.ATTRIBUTE or (call.use in _WAITED) != (self.kind == TASK):
                continue
            function = module.functions[call.function]
            context = self.inference.context(module, call)
            may, sure = self._is_lock(self.inference.values(callee[1], context))
            if not may or not self._waits(module, number):
                continue
            last = min(
                (
                    other.line
                    for following in self.inference.index.calls_in(function)
                    if (other := module.summary.calls[following]).name == "release"
                    and other.line > call.line
                    and module.summary.expressions[other.callee][1] == callee[1]
                ),
                default=None,
            )
            if last is not None or self.kind == TASK:
                key = key_of(self.inference, callee[1], function)
                yield Region(
                    function, key, callee[1], CallSite(module, number), None, call.line, last or call.line, sure
                )

    @cached_property
    def _acquiring(self) -> dict[ModuleNode, list[int]]:
        """By file: the calls of a method ``acquire``."""
        table: dict[ModuleNode, list[int]] = {}
        for module, number in self.inference.index.calls.get("acquire", ()):
            if module.summary.calls[number].name == "acquire":
                table.setdefault(module, []).append(number)
        return table

    def _waits(self, module: ModuleNode, number: int) -> bool:
        if self.kind == TASK:
            return True
        call = module.summary.calls[number]
        for value in self.inference.callees(module, number):
            fact = self.inference.knowledge.function(value.name) if isinstance(value, External) else None
            if fact is not None and conditions.blocks(self.inference, fact, call, self.inference.context(module, call)):
                return True
        return False


def key_of(inference: Inference, expression: int, function: FunctionNode) -> Key | None:
    """Which lock an expression of a function is; None when that cannot be said."""
    row = function.module.summary.expressions[expression]
    if row[0] == Op.NAME:
        found = visible(function, row[1])
        if found is None:
            return None
        scope = found[0]
        return _global(inference, scope.module, row[1]) if scope.index == 0 else ("local", scope, row[1])
    if row[0] == Op.ATTRIBUTE:
        if self_of(row[1], function) is not None:
            return ("self", row[2])
        for value in inference.values(row[1], Context(function, -1, 1 << 30)):
            if isinstance(value, ModuleObject):
                return _global(inference, value.module, row[2])
    return None


def _global(inference: Inference, module: ModuleNode, name: str, depth: int = 0) -> Key:
    """A global by the module that makes it, however many import it from each other."""
    for binding in module.functions[0].row.bindings.get(name, ()):
        row = module.summary.expressions[binding.value]
        if row[0] == Op.IMPORT and row[3] and depth < _LONGEST_IMPORT:
            target = inference.find_module(module, row[1], row[2])
            if target is not None and target is not module:
                return _global(inference, target, row[3], depth + 1)
    return ("global", module.index, name)


def self_of(expression: int, function: FunctionNode) -> FunctionNode | None:
    """The method whose first parameter an expression is (or whose ``super()`` it calls)."""
    row = function.module.summary.expressions[expression]
    if row[0] == Op.CALL and function.module.summary.calls[row[1]].name == "super":
        return function
    found = visible(function, row[1]) if row[0] == Op.NAME else None
    scope = found[0] if found is not None else None
    if scope is not None and scope.is_method and scope.row.parameters and scope.row.parameters[0].name == row[1]:
        return scope
    return None


def _inside(module: ModuleNode, number: int) -> frozenset[int]:
    """A block and all blocks within it."""
    blocks = module.summary.blocks
    found = {number}
    for index in range(number + 1, len(blocks)):
        if blocks[index].parent in found and blocks[index].function == blocks[number].function:
            found.add(index)
    return frozenset(found)
