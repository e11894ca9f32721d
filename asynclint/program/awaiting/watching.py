"""What becomes of tasks that are kept: in an attribute, in a container, under a name that other functions read."""

from collections.abc import Collection, Container
from typing import Any

from asynclint.model.summary import Op, Use
from asynclint.program.index import Index
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.sites import CallSite

ADDING = frozenset({"append", "add", "appendleft", "insert", "extend"})
"""Methods of containers by which they get what they are given."""

OBSERVING = frozenset({"result", "exception", "add_done_callback"})
"""Methods of a task by which its end is seen."""

_ENDING = OBSERVING | {"cancel"}
_TAKING = frozenset({"pop", "popleft", "popitem", "get", "values", "items"})
_MEASURING = frozenset({"bool", "isinstance", "len"})
_DISPLAYS = frozenset({Op.LIST, Op.TUPLE, Op.SET, Op.UNION, Op.DICT, Op.STARRED, Op.ANNOTATED})


def is_watched(
    module: ModuleNode, kept: Collection[int], methods: Container[str], within: Container[int] | None = None
) -> bool:
    """Whether one of these expressions is awaited, iterated, passed on, returned, aliased, or called with a method.

    ``within`` are the functions that are looked at; without, those of the whole module.
    """
    summary = module.summary

    def counts(function: int) -> bool:
        return within is None or function in within

    if any(operand.expression in kept and counts(operand.function) for operand in summary.operands):
        return True
    for call in summary.calls:
        if not counts(call.function):
            continue
        callee = summary.expressions[call.callee]
        if callee[0] == Op.ATTRIBUTE and callee[1] in kept and call.name in methods:
            return True
        given = (*call.arguments, *call.keywords.values())
        if call.name not in _MEASURING and any(_holds(module, one, kept) for one in given):
            return True
    for number, function in enumerate(summary.functions):
        if counts(number):
            bound = [binding for rows in function.bindings.values() for binding in rows]
            if any(_holds(module, one.value, kept) for one in (*bound, *function.returns, *function.yields)):
                return True
    return False


def _holds(module: ModuleNode, expression: int, kept: Collection[int]) -> bool:
    row = module.summary.expressions[expression]
    return expression in kept or (row[0] in _DISPLAYS and any(_holds(module, part, kept) for part in row[1:]))


def _names(module: ModuleNode, name: str) -> set[int]:
    return {number for number, row in enumerate(module.summary.expressions) if tuple(row) == (Op.NAME, name)}


class Keeping:
    """Says of tasks whether the program looks after them: it keeps them, and notices how they end."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def looks_after(self, site: CallSite) -> bool:
        """Whether the task of a call is kept beyond its function, and something sees its end or can end it."""
        module, function = site.module, site.function
        if site.use is not Use.NAMED:
            kept = self._kept_by(module, function, site.use, site.detail, site.row.line)
            return kept is not None and self._is_noticed(module, kept)
        name = str(site.detail)
        reads = function.row.reads.get(name, ())
        places = [self._kept_by(module, function, read.use, read.detail, read.line) for read in reads]
        if name in function.row.outer_names or function.row.parent < 0:
            places.append(_names(module, name))
        known = [place for place in places if place is not None]
        if known:
            called_back = any(read.use is Use.RECEIVER and read.detail == "add_done_callback" for read in reads)
            return called_back or self._is_noticed(module, {one for place in known for one in place})
        return any(not read.line for read in reads) and self._is_noticed_inside(module, function, name)

    def _kept_by(self, module: ModuleNode, function: FunctionNode, use: Use, detail: Any, line: int) -> set[int] | None:
        """The expressions of what a use of a task keeps it in; None when it does not keep it beyond the function."""
        if use is Use.STORED:
            return self._attributes(module, {detail} if detail else self._bases(module, function, line))
        return self._added(module, function, detail) if use is Use.PASSED else None

    @staticmethod
    def _bases(module: ModuleNode, function: FunctionNode, line: int) -> set[str]:
        """The attributes of which a row may set an item: those that it reads, or that the function has read before."""
        expressions = module.summary.expressions
        reads = [
            (read.line, expressions[read.expression][2])
            for read in module.summary.attribute_reads
            if read.function == function.index and read.line <= line
        ]
        return {name for at, name in reads if at == line} or {name for _, name in reads}

    @staticmethod
    def _attributes(module: ModuleNode, names: Container[str]) -> set[int]:
        expressions = module.summary.expressions
        return {number for number, row in enumerate(expressions) if row[0] == Op.ATTRIBUTE and row[2] in names}

    def _added(self, module: ModuleNode, function: FunctionNode, number: int) -> set[int] | None:
        """The expressions of the container that a call adds to; None for another call, or a local container."""
        summary = module.summary
        call = summary.calls[number]
        callee = summary.expressions[call.callee]
        if call.name not in ADDING or callee[0] != Op.ATTRIBUTE:
            return None
        base = summary.expressions[callee[1]]
        if base[0] == Op.ATTRIBUTE:
            return self._attributes(module, {base[2]})
        local = base[0] == Op.NAME and base[1] in function.row.bindings and base[1] not in function.row.outer_names
        return None if local and function.row.parent >= 0 else {callee[1]}

    def _is_noticed(self, module: ModuleNode, kept: set[int]) -> bool:
        """Whether what is kept is awaited, cancelled, asked for its result or passed on, by the module or another."""
        expressions = module.summary.expressions
        names = {expressions[one][2] for one in kept if expressions[one][0] == Op.ATTRIBUTE}
        if any(other is not module for name in names for other, _ in self._index.reads.get(name, ())):
            return True
        items = {number for number, row in enumerate(expressions) if row[0] == Op.SUBSCRIPT and row[1] in kept}
        return is_watched(module, kept | items, _ENDING | _TAKING)

    @staticmethod
    def _is_noticed_inside(module: ModuleNode, function: FunctionNode, name: str) -> bool:
        """Whether a function inside this one, which has the task by its name, awaits it, ends it or passes it on."""
        inside: set[int] = set()
        for node in module.functions:
            hidden = name in node.row.bindings and name not in node.row.outer_names
            if not hidden and (node.row.parent == function.index or node.row.parent in inside):
                inside.add(node.index)
        return is_watched(module, _names(module, name), _ENDING, inside)
