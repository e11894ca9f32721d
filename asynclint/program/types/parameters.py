"""What the parameters of a function are, inside it."""

from typing import TYPE_CHECKING

from asynclint.model.summary import FunctionKind
from asynclint.program.nodes import ClassNode, FunctionNode
from asynclint.program.types.arguments import Arguments
from asynclint.program.types.values import ELLIPSIS, NONE, NOTHING, ClassObject, Instance, Values, instance

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference


class Parameters:
    """A parameter is what its place in a method, its annotation and its default say, in this order.

    Without any of these it is what the overridden method declares, what a framework's custom is, or what callers pass.
    """

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference
        self.arguments = Arguments(inference)

    def of(self, function: FunctionNode, position: int) -> Values:
        """The values of one parameter."""
        row = function.row.parameters[position]
        owner = function.owner
        if owner is not None and position == 0 and function.row.kind is not FunctionKind.LAMBDA:
            kind = self.inference.signatures.binding(function)
            if kind == "class":
                return (ClassObject(owner),)
            if kind == "instance":
                return self._mixed_into(function, owner) or (self.inference.members.own_instance(owner),)
        declared = self._declared(function, position)
        if row.kind == 2:
            return instance("tuple", declared, ELLIPSIS)
        if row.kind == 4:
            return instance("dict", instance("str"), declared)
        if declared:
            return declared
        if row.default:
            default = self.inference.values(row.default, self.inference.definition_context(function))
            if default and default != (NONE,):
                return default
        return self.inference.remembered(("g", function, position), self._undeclared, function, position)

    def _mixed_into(self, function: FunctionNode, owner: ClassNode) -> Values:
        """What the first parameter of a mixin's method is annotated as: a class that inherits from the mixin."""
        declared = self._declared(function, 0) if function.row.parameters[0].annotation else NOTHING
        heirs = {value.cls for value in declared if isinstance(value, Instance)}
        return declared if heirs and heirs <= {*self.inference.members.descendants(owner)} else NOTHING

    def _undeclared(self, function: FunctionNode, position: int) -> Values:
        name = function.row.parameters[position].name
        told = self._inherited(function, name) or self._customary(function, name)
        return told or (
            NOTHING if function.row.parameters[position].annotation else self.arguments.of(function, position)
        )

    def _inherited(self, function: FunctionNode, name: str) -> Values:
        """The annotation that the parameter of this name has in the method of the project that is overridden."""
        owner = function.owner
        if owner is None or not function.is_method:
            return NOTHING
        for ancestor, _ in self.inference.members.ancestors(owner)[1:]:
            method = ancestor.method(function.row.name) if isinstance(ancestor, ClassNode) else None
            if method is not None:
                declared = next((row for row in method.row.parameters if row.name == name), None)
                if declared is not None and declared.annotation:
                    return self.inference.annotation(declared.annotation, self.inference.definition_context(method))
        return NOTHING

    def _customary(self, function: FunctionNode, name: str) -> Values:
        """What a parameter of this name is in files that import a certain framework.

        A coroutine's of whatever name, and that of a function outside of classes that the framework looks up by name.
        """
        known = self.inference.knowledge.parameters
        kinds = known.get(name, {}) if function.row.kind is FunctionKind.COROUTINE else {}
        if function.parent is not None and not function.parent.index:
            kinds = {**kinds, **known.get(f"{function.row.name}.{name}", {})}
        for top in function.module.tops:
            if top in kinds:
                return self.inference.externals.parsed(kinds[top])
        return NOTHING

    def _declared(self, function: FunctionNode, position: int) -> Values:
        """What the annotation says, or for want of one that of the stub file."""
        row = function.row.parameters[position]
        if row.annotation:
            return self.inference.annotation(row.annotation, self.inference.definition_context(function))
        stub = self.inference.stubs.function(function)
        for parameter in stub.row.parameters if stub is not None else ():
            if stub is not None and parameter.name == row.name:
                return self.inference.annotation(parameter.annotation, self.inference.definition_context(stub))
        return NOTHING
