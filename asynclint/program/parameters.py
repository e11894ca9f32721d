"""What parameters without an annotation are: by the method that they override, by custom, by the calls."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.model.summary import UNKNOWN, Call, ExpressionId, FunctionKind, Op
from asynclint.program.index import ClassNode, FunctionNode, ModuleNode
from asynclint.program.values import (
    NONE,
    NOTHING,
    ClassObject,
    FunctionObject,
    Instance,
    Value,
    Values,
    some,
    union,
)

if TYPE_CHECKING:
    from asynclint.program.infer import Inference

_KEYWORD_ONLY = 3
_MOST_CALLS = 40
"""A function with more possible calls is given all kinds of things, and looking at each would take long."""


class Parameters:
    """Answers of what a parameter gets where its definition does not say."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference

    def of(self, function: FunctionNode, position: int) -> Values:
        """The objects that a parameter stands for; NOTHING when they are not known."""
        name = function.row.parameters[position].name
        return self._inherited(function, name) or self._customary(function, name) or self._given(function, position)

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
        """What a coroutine's parameter of this name is in files that import a certain framework."""
        if function.row.kind is not FunctionKind.COROUTINE:
            return NOTHING
        kinds = self.inference.knowledge.parameters.get(name, {})
        for top in function.module.tops:
            if top in kinds:
                return self.inference.externals.parsed(kinds[top])
        return NOTHING

    def _given(self, function: FunctionNode, position: int) -> Values:
        """The objects that calls of the program pass. Functions are left out: each call passes another one."""
        if function.row.kind is FunctionKind.LAMBDA:
            return NOTHING
        found: list[Values] = []
        for module, call, skipped in self._calls(function):
            argument = _argument(function, position - skipped, position, module, call)
            if argument is not None:
                values = self.inference.values(argument, self.inference.context(module, call))
                if values != (NONE,):
                    found.append(values if all(map(_is_object, values)) else NOTHING)
        known = [values for values in found if values]
        if not known:
            return NOTHING
        return some(*known) if len(known) * 2 > len(found) else union(*found)

    def _calls(self, function: FunctionNode) -> Iterator[tuple[ModuleNode, Call, int]]:
        """The calls of a function outside tests, and how many of its parameters the receiver takes."""
        index = self.inference.index
        places = [place for name in self._names(function) for place in index.calls.get(name, ())]
        if len(places) > _MOST_CALLS:
            return
        for module, number in places:
            if module.is_test and not function.module.is_test:
                continue
            for value in self.inference.callees(module, number):
                skipped = self._receivers(value, function)
                if skipped is not None:
                    yield module, module.summary.calls[number], skipped

    def _names(self, function: FunctionNode) -> list[str]:
        owner = function.owner
        if owner is None or function.row.name != "__init__":
            return [function.row.name]
        classes = (owner, *self.inference.members.descendants(owner))
        return ["__init__", "cls", *dict.fromkeys(cls.row.name for cls in classes)]

    def _receivers(self, value: Value, function: FunctionNode) -> int | None:
        """1 when a value calls the function with a receiver, 0 without one, None when it calls another function."""
        if isinstance(value, FunctionObject) and value.function is function:
            return 0 if value.receiver is None or self.inference.signatures.binding(function) == "static" else 1
        if isinstance(value, ClassObject) and isinstance(value.cls, ClassNode) and function.row.name == "__init__":
            return 1 if self.inference.members.find_method(value.cls, "__init__") is function else None
        return None


def _argument(function: FunctionNode, position: int, index: int, module: ModuleNode, call: Call) -> ExpressionId | None:
    """What a call passes for the parameter ``index``, which takes its positional argument ``position``."""
    row = function.row.parameters[index]
    if row.name in call.keywords:
        return call.keywords[row.name]
    if row.kind >= _KEYWORD_ONLY or not 0 <= position < len(call.arguments):
        return None
    expressions = module.summary.expressions
    starred = any(expressions[argument][0] == Op.STARRED for argument in call.arguments[: position + 1])
    return UNKNOWN if starred else call.arguments[position]


def _is_object(value: Value) -> bool:
    return value == NONE or isinstance(value, Instance | ClassObject)
