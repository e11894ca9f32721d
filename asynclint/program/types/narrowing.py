"""What ``isinstance`` and class patterns say of a name or an attribute at a place."""

from typing import TYPE_CHECKING

from asynclint.model.summary import Op
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import NONE, NOTHING, Instance, Value, Values, union

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference


class Narrowing:
    """Answers for the expressions that a file narrows somewhere (``ModuleNode.narrowed``)."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference

    def of(self, expression: int, context: Context) -> Values:
        """The alternatives that tests leave at a place; NOTHING when none says anything."""
        module = context.function.module
        blocks = module.summary.blocks
        excluded: list[Values] = []
        block = context.block
        while block >= 0:
            outside = context.within(blocks[block].parent)
            test = module.branches.narrowing.get(block)
            if test is not None and test[0] == expression and not _rebound(expression, block, context, 0):
                found = self.inference.instantiated(self.inference.values(test[1], outside))
                if found:
                    return found
            for subject, classes, line in module.branches.excluding.get(block, ()):
                if subject == expression and line < context.line and not _rebound(expression, block, context, line):
                    excluded.append(self.inference.instantiated(self.inference.values(classes, outside)))
            block = blocks[block].parent
        return self._others(expression, context, union(*excluded)) if excluded else NOTHING

    def _others(self, expression: int, context: Context, excluded: Values) -> Values:
        """The alternatives of an expression that are no objects of some classes."""
        inference = self.inference
        row = context.function.module.summary.expressions[expression]
        if row[0] == Op.NAME:
            values = inference.name(row[1], context)
        else:
            values = inference.attribute(inference.values(row[1], context), row[2])
        return tuple(value for value in values if not any(self._is_one(value, other) for other in excluded))

    def _is_one(self, value: Value, other: Value) -> bool:
        """Whether a value is an object of the class of another one."""
        if not isinstance(value, Instance) or not isinstance(other, Instance) or value == NONE:
            return False
        if isinstance(value.cls, str):
            return isinstance(other.cls, str) and self.inference.is_subclass(value.cls, other.cls)
        return any(ancestor == other.cls for ancestor, _ in self.inference.members.ancestors(value.cls))


def _rebound(expression: int, block: int, context: Context, tested: int) -> bool:
    """Whether a name gets another value between a test of it, in some row, and the place."""
    row = context.function.module.summary.expressions[expression]
    bindings = context.function.row.bindings.get(row[1], ()) if row[0] == Op.NAME else ()
    return any(binding.block == block and tested < binding.line < context.line for binding in bindings)
