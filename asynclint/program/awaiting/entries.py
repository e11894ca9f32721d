"""What the entries of dictionaries hold: a coroutine under a key, and under the same key elsewhere its result."""

from collections.abc import Iterator
from functools import cached_property

from asynclint.model.summary import ExpressionId, Op
from asynclint.program.awaiting.awaitables import Awaitable
from asynclint.program.index import Index
from asynclint.program.nodes import ModuleNode


class Entries:
    """The values that the dictionary displays of a program have under constant keys."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def key_of_result(self, use: Awaitable) -> str | None:
        """The key under which a display has the awaitable, and another one what the same function gives when awaited.

        None when there is no such witness.
        """
        module = use.site.module
        expressions = module.summary.expressions
        own = (Op.CALL, use.site.number) if use.named is None else (Op.NAME, use.named)
        keys = {key for key, value in _entries(module) if tuple(expressions[value]) == own}
        if use.named is not None:
            direct = {key for key, value in _entries(module) if tuple(expressions[value]) == (Op.CALL, use.site.number)}
            keys = direct or keys
        return next((key for key in sorted(keys) if use.site.row.name in self._awaited.get(key, ())), None)

    @cached_property
    def _awaited(self) -> dict[str, set[str]]:
        """By key: the names of the functions for whose results the values wait, also when a local name holds them."""
        table: dict[str, set[str]] = {}
        for module in self.index.modules:
            held = None
            for key, value in _entries(module):
                row = module.summary.expressions[value]
                if row[0] == Op.AWAIT:
                    table.setdefault(key, set()).update(_called(module, row[1]))
                elif row[0] == Op.NAME:
                    held = _held_results(module) if held is None else held
                    table.setdefault(key, set()).update(held.get(row[1], ()))
        return table


def _entries(module: ModuleNode) -> Iterator[tuple[str, ExpressionId]]:
    expressions = module.summary.expressions
    for row in expressions:
        if row[0] == Op.DICT:
            for key, value in zip(row[1::2], row[2::2], strict=False):
                constant = expressions[key]
                if constant[0] == Op.CONSTANT and isinstance(constant[2], str):
                    yield constant[2], value


def _held_results(module: ModuleNode) -> dict[str, set[str]]:
    """By local name: the functions for whose results its values wait."""
    table: dict[str, set[str]] = {}
    for function in module.summary.functions:
        for name, bindings in function.bindings.items():
            for binding in bindings:
                row = module.summary.expressions[binding.value]
                if row[0] == Op.AWAIT:
                    table.setdefault(name, set()).update(_called(module, row[1]))
    return table


def _called(module: ModuleNode, expression: ExpressionId) -> Iterator[str]:
    row = module.summary.expressions[expression]
    if row[0] == Op.CALL:
        yield module.summary.calls[row[1]].name
