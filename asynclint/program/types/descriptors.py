"""Attributes whose class-body value only describes them (traits, columns): what objects of the class have instead."""

from typing import TYPE_CHECKING

from asynclint.knowledge.schema import ClassRow
from asynclint.model.summary import Binding, Op
from asynclint.program.nodes import ClassNode
from asynclint.program.types.values import NOTHING, ClassObject, External, Instance, Values

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference


class Descriptors:
    """Reads descriptions by the ``stands_for`` of their class, and functions that give an attribute its default."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference

    def described(self, cls: ClassNode, name: str, binding: Binding, values: Values) -> Values | None:
        """The type of an attribute whose binding in a class body gives ``values``; None when that is no description."""
        row = self._row(values)
        if row is None:
            return None
        found = self._stands_for(cls, binding, row.stands_for or "")
        return found or self._default(cls, name)

    def _row(self, values: Values) -> ClassRow | None:
        if len(values) != 1 or not isinstance(values[0], Instance) or not isinstance(values[0].cls, str):
            return None
        for _, row in self.inference.knowledge.ancestors(values[0].cls):
            if row.stands_for is not None:
                return row
        return None

    def _stands_for(self, cls: ClassNode, binding: Binding, type_: str) -> Values:
        if type_ not in ("0", "type[0]"):
            return self.inference.externals.parsed(type_)
        summary = cls.module.summary
        row = summary.expressions[binding.value]
        arguments = summary.calls[row[1]].arguments if row[0] == Op.CALL else ()
        if not arguments:
            return NOTHING
        given = summary.expressions[arguments[0]]
        if given[0] == Op.CONSTANT and isinstance(given[2], str):
            classes: Values = (ClassObject(self.inference.externals.class_named(given[2])),)
        else:
            context = self.inference.context(cls.module, summary.calls[row[1]])
            values = self.inference.values(arguments[0], context)
            classes = tuple(value for value in values if isinstance(value, ClassObject | External))
        return self.inference.instantiated(classes) if type_ == "0" else classes

    def _default(self, cls: ClassNode, name: str) -> Values:
        """What a method that is decorated as the default of the attribute returns."""
        summary = cls.module.summary
        for function in cls.module.functions:
            if function.row.owner != cls.index:
                continue
            for decorator in function.row.decorators:
                row = summary.expressions[decorator]
                if row[0] != Op.CALL:
                    continue
                call = summary.calls[row[1]]
                given = summary.expressions[call.arguments[0]] if call.arguments else (Op.UNKNOWN,)
                effect = self.inference.signatures.effect(function, decorator)
                if given[0] == Op.CONSTANT and given[2] == name and effect == "attribute-default":
                    return self.inference.returns.body(function)
        return NOTHING
