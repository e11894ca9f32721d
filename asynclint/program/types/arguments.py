"""What the callers of a function give it, for parameters that declare no type."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.model.summary import UNKNOWN, Call, FunctionKind, Op
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.types.values import (
    NONE,
    NOTHING,
    ClassObject,
    External,
    FunctionObject,
    Instance,
    Value,
    Values,
    some,
    union,
)
from asynclint.program.types.wrappers import Wrappers

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference

_MOST_CALLS = 60
"""A name that is called more often says too little about which function is meant."""
_MOST_DECORATED = 300
_INITIALISERS = frozenset({"__init__", "__new__"})


class Arguments:
    """Finds the calls of a function by its name, and looks at what they pass."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference
        self._wrappers = Wrappers(inference)

    def of(self, function: FunctionNode, position: int) -> Values:
        """What callers are known to pass for a parameter; NOTHING when few are, or too many different things are.

        Functions are left out: each call passes another one.
        """
        if function.row.kind is FunctionKind.LAMBDA or function.row.parameters[position].kind in (2, 4):
            return NOTHING
        passed = list(self._passed(function, position)) or self._handed(function, position)
        found = [values for values in passed if values != (NONE,)]
        found = [values if all(map(_is_object, values)) else NOTHING for values in found]
        found.extend(self._decorated(function, position))
        known = [values for values in found if values]
        if not known:
            return NOTHING
        return some(*known) if len(known) * 2 > len(found) else union(*found)

    def _passed(self, function: FunctionNode, position: int) -> Iterator[Values]:
        for module, number in self._calls(function):
            call = module.summary.calls[number]
            for value in self.inference.callees(module, number):
                skipped = self._skipped(value, function)
                given = None if skipped is None else _argument(module, call, function, position - skipped, position)
                if given is not None:
                    yield self.inference.values(given, self.inference.context(module, call))

    def _handed(self, function: FunctionNode, position: int) -> Iterator[Values]:
        """What is given along with the function to those that call it: ``to_thread(f, x)``."""
        references = self.inference.index.references.get(function.row.name, ())
        for module, number in references if len(references) <= _MOST_CALLS else ():
            call = module.summary.calls[number]
            context = self.inference.context(module, call)
            for place in self._callable_places(module, number):
                if place >= len(call.arguments):
                    continue
                for value in self.inference.values(call.arguments[place], context):
                    if isinstance(value, FunctionObject) and value.function is function:
                        given = place + 1 + position - (value.receiver is not None)
                        if place < given < len(call.arguments):
                            yield self.inference.values(call.arguments[given], context)

    def _callable_places(self, module: ModuleNode, number: int) -> set[int]:
        """The positions in which a call takes functions to call them."""
        facts = [
            self.inference.knowledge.function(value.name)
            for value in self.inference.callees(module, number)
            if isinstance(value, External)
        ]
        return {int(key) for fact in facts if fact is not None for key in fact.hands if key.isdigit()}

    def _calls(self, function: FunctionNode) -> list[tuple[ModuleNode, int]]:
        index = self.inference.index
        owner = function.owner
        heirs = self.inference.members.descendants(owner) if owner is not None else []
        names = [function.row.name]
        found: list[tuple[ModuleNode, int]] = []
        if owner is not None and function.row.name in _INITIALISERS:
            names = [owner.row.name, *(cls.row.name for cls in heirs)]
            found.extend(self._calls_in_overrides(function, heirs))
            found.extend(self._constructions_through_cls({owner, *heirs}))
        elif len(index.calls.get(function.row.name, ())) > _MOST_CALLS:
            found.extend(self._calls_in_overrides(function, heirs))
        for name in dict.fromkeys(names):
            calls = index.calls.get(name, ())
            if len(calls) <= _MOST_CALLS:
                found.extend(calls)
        if not function.module.is_test:
            found = [(module, number) for module, number in found if not module.is_test]
        return found if len(found) <= _MOST_CALLS else []

    def _calls_in_overrides(self, function: FunctionNode, heirs: list[ClassNode]) -> Iterator[tuple[ModuleNode, int]]:
        """The calls by the name of a method in the methods that override it."""
        name = function.row.name
        for override in (method for cls in heirs if (method := cls.method(name)) is not None):
            for number in self.inference.index.calls_in(override):
                if override.module.summary.calls[number].name == name:
                    yield override.module, number

    def _constructions_through_cls(self, classes: set[ClassNode]) -> Iterator[tuple[ModuleNode, int]]:
        """The calls of ``cls`` in methods of some classes."""
        for module, number in self.inference.index.calls.get("cls", ()):
            if module.functions[module.summary.calls[number].function].owner in classes:
                yield module, number

    def _skipped(self, value: Value, function: FunctionNode) -> int | None:
        """How many parameters calling the value does not fill (1 for ``self``); None when it means something else."""
        members = self.inference.members
        if isinstance(value, FunctionObject):
            if value.function is not function and not self._overrides(function, value.function):
                return None
            return 0 if value.receiver is None else 1
        if isinstance(value, ClassObject) and isinstance(value.cls, ClassNode):
            return 1 if members.find_method(value.cls, function.row.name) is function else None
        return None

    def _overrides(self, function: FunctionNode, other: FunctionNode) -> bool:
        owner = function.owner
        if owner is None or other.owner is None or other.row.name != function.row.name:
            return False
        return any(ancestor is other.owner for ancestor, _ in self.inference.members.ancestors(owner))

    def _decorated(self, function: FunctionNode, position: int) -> Iterator[Values]:
        """What a decorator's wrapper gets: what the methods that it wraps get, above all their ``self``."""
        if position or function.owner is not None or function.parent is None or not function.parent.index:
            return
        behind = self._wrappers.behind(function)
        bound = [other for other in behind if self.inference.signatures.binding(other) == "instance"]
        for owner in dict.fromkeys(other.owner for other in bound if len(behind) <= _MOST_DECORATED):
            if owner is not None:
                yield (self.inference.members.own_instance(owner),)


def _argument(module: ModuleNode, call: Call, function: FunctionNode, place: int, position: int) -> int | None:
    """The expression that a call passes for a parameter; ``place`` is the parameter's among those that it fills."""
    parameter = function.row.parameters[position]
    given = call.keywords.get(parameter.name)
    if given is not None:
        return given
    if parameter.kind > 1 or not 0 <= place < len(call.arguments):
        return None
    expressions = module.summary.expressions
    if any(expressions[argument][0] == Op.STARRED for argument in call.arguments[: place + 1]):
        return UNKNOWN
    return call.arguments[place]


def _is_object(value: Value) -> bool:
    return value == NONE or isinstance(value, Instance | ClassObject)
