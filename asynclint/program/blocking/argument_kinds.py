"""What arguments are, and are not, by their types and by what the caller does with them."""

import io
import pathlib
from collections.abc import Iterator, Mapping

from asynclint.model.summary import AttributeRead, AttributeStore, BlockKind, Call, ExpressionId, Op
from asynclint.program.calls.callgraph import Edge
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.values import ClassObject, External, Instance, Value

_TYPES: Mapping[str, type] = {
    **{one.__name__: one for one in (bytes, dict, list, set, str, tuple)},
    "io.BytesIO": io.BytesIO,
    "io.StringIO": io.StringIO,
    "pathlib.Path": pathlib.Path,
}
"""Types that have no more attributes than these, and objects of which are of no other type of the table."""
_LOOPS = frozenset({BlockKind.FOR, BlockKind.ASYNC_FOR, BlockKind.WHILE})
_PROTOCOL = "typing.Protocol"


class ArgumentKinds:
    """Answers a function's ``isinstance`` tests of its parameters for one call of it."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference

    def answer(self, edge: Edge, given: ExpressionId, function: FunctionNode, name: str, number: int) -> bool | None:
        """What ``isinstance(name, …)``, a call in a function, says when another call gives it an expression.

        None when that is not known.
        """
        test = function.module.summary.calls[number]
        if len(test.arguments) != 2 or not _is_first_value(function, name, test):
            return None
        classes = [_class_name(value) for value in self._tested(function.module, test)]
        context = self.inference.context(edge.module, edge.module.summary.calls[edge.number])
        values = self.inference.values(given, context)
        kinds = [value.cls for value in values if isinstance(value, Instance)]
        if kinds and len(kinds) == len(values):
            if all(any(self.inference.is_subclass(kind, one) for one in classes if one) for kind in kinds):
                return True
            if classes and not any(not one or self._may_be(kind, one) for kind in kinds for one in classes):
                return False
        if classes and all(one in _TYPES for one in classes):
            used = set(_attributes_used(edge, given))
            if used and not any(all(hasattr(_TYPES[one], attribute) for attribute in used) for one in classes):
                return False
        return None

    def _may_be(self, kind: ClassNode | str, name: str) -> bool:
        """Whether an object that is said to be of a class may be of another one, which is known by its full name."""
        if name not in _TYPES:
            return True
        if isinstance(kind, ClassNode):
            below = (kind, *self.inference.members.descendants(kind))
            return any(self.inference.is_subclass(one, name) or self._is_protocol(one) for one in below)
        return kind == name or kind not in _TYPES

    def _is_protocol(self, cls: ClassNode) -> bool:
        return self.inference.is_subclass(cls, _PROTOCOL)

    def _tested(self, module: ModuleNode, test: Call) -> Iterator[Value]:
        row = module.summary.expressions[test.arguments[1]]
        context = self.inference.context(module, test)
        for part in row[1:] if row[0] == Op.TUPLE else test.arguments[1:]:
            yield from self.inference.values(part, context)


def _is_first_value(function: FunctionNode, name: str, test: Call) -> bool:
    """Whether a parameter has still the value that it was given when it is tested."""
    blocks, around = function.module.summary.blocks, function.module.branches.around(test.block)
    others = [one for one in function.row.bindings.get(name, ()) if not _is_parameter(function, one.value)]
    if others and any(blocks[block].kind in _LOOPS for block in around):
        return False
    return all(one.line > test.line for one in others)


def _is_parameter(function: FunctionNode, value: ExpressionId) -> bool:
    return bool(function.module.summary.expressions[value][0] == Op.PARAMETER)


def _attributes_used(edge: Edge, given: ExpressionId) -> Iterator[str]:
    """The attributes of a local name that its function reads or writes whenever it comes to a call that is given it."""
    summary = edge.module.summary
    row = summary.expressions[given]
    if row[0] != Op.NAME:
        return
    around = {*edge.module.branches.around(edge.block)}
    bound = [one.line for one in edge.caller.row.bindings.get(row[1], ())]
    line = edge.span[0]
    for place, base, name in _uses(edge.caller):
        if base == given and place.block in around:
            first, last = sorted((place.line, line))
            if not any(first < one <= last for one in bound):
                yield name


def _uses(function: FunctionNode) -> Iterator[tuple[AttributeStore | AttributeRead | Call, ExpressionId, str]]:
    """Where a function writes, reads or calls an attribute, of which expression, and its name."""
    summary = function.module.summary
    for store in summary.attribute_stores:
        if store.function == function.index:
            yield store, store.base, store.name
    reads: list[tuple[AttributeRead | Call, int]] = [(read, read.expression) for read in summary.attribute_reads]
    for place, expression in (*reads, *((call, call.callee) for call in summary.calls)):
        row = summary.expressions[expression]
        if place.function == function.index and row[0] == Op.ATTRIBUTE:
            yield place, row[1], row[2]


def _class_name(value: Value) -> str:
    if isinstance(value, ClassObject):
        return value.cls if isinstance(value.cls, str) else value.cls.full_name
    return value.name if isinstance(value, External) else ""
