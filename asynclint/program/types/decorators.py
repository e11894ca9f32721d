"""The project's decorators, read: what their wrappers make of the function that they get."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from asynclint.model.places import Place
from asynclint.model.summary import Op
from asynclint.program.nodes import ClassNode, FunctionNode
from asynclint.program.types.results import declared_effect, results, value_effect
from asynclint.program.types.values import ClassObject, External, Variable

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference

PARAMETER = "parameter"
"""Stands for the decorated function itself."""

_FURTHEST = 4
"""Local names that are looked behind."""
_PASSING = frozenset({"cast", "update_wrapper"})
"""Functions that give back one of their arguments."""


class Signature(Protocol):
    """The part of a signature that says what calling a wrapper gives."""

    result: str


class Decorators:
    """Answers what a decorator of the project does, in the words of ``knowledge.schema.DECORATORS``."""

    def __init__(self, inference: "Inference", signature: "Callable[[FunctionNode], Signature]") -> None:
        self.inference = inference
        self._signature = signature
        self._effects: dict[tuple[FunctionNode, bool, bool], str] = {}

    def effect(self, decorator: FunctionNode, factory: bool, coroutine: bool) -> str:
        """The effect of a function as a decorator, or of what it makes when it is a ``factory`` of decorators.

        ``coroutine`` says that the decorated function is one.
        """
        key = (decorator, factory, coroutine)
        known = self._effects.get(key)
        if known is None:
            self._effects[key] = "opaque"
            known = self._effects[key] = self._read(decorator, factory, coroutine)
        return known

    def _read(self, decorator: FunctionNode, factory: bool, coroutine: bool) -> str:
        row = decorator.row
        expressions = decorator.module.summary.expressions
        taken = self.inference.signatures.first_given(decorator)
        if not factory and taken is not None:
            declared = taken.annotation
            if declared and declared == row.annotation and expressions[declared][0] == Op.NAME:
                context = self.inference.definition_context(decorator)
                if any(isinstance(value, Variable) for value in self.inference.values(declared, context)):
                    return "same"
        effects: list[str] = []
        for returned in row.returns:
            for result in self._returned(decorator, returned.value):
                if result == PARAMETER:
                    if not factory:
                        effects.append("same")
                elif isinstance(result, ClassNode):
                    effects.append(self.made_by(result, coroutine) if factory else self.class_effect(result))
                elif isinstance(result, FunctionNode):
                    inner = self.effect(result, False, coroutine) if factory else self.wrapped(decorator, result)
                    effects.append(inner)
        found = _agreed(effects, coroutine)
        return found if found != "opaque" else declared_effect(self.inference, decorator, factory)

    def wrappers(self, decorator: FunctionNode) -> list[FunctionNode]:
        """The inner functions that a decorator, or a factory of decorators, returns."""
        found: list[FunctionNode] = []
        for returned in decorator.row.returns:
            for result in self._returned(decorator, returned.value):
                if isinstance(result, FunctionNode):
                    found += [result, *self.wrappers(result)]
        return found

    def _returned(
        self, decorator: FunctionNode, expression: int, steps: int = _FURTHEST
    ) -> "list[FunctionNode | ClassNode | str]":
        """The nested functions, the classes whose objects, or the word ``parameter``, that a decorator returns."""
        expressions = decorator.module.summary.expressions
        row = expressions[expression]
        first = self._taken(decorator)
        if row[0] == Op.FUNCTION:
            return [decorator.module.functions[row[1]]]
        if row[0] == Op.NAME:
            if row[1] == first:
                return [PARAMETER]
            bound = [binding.value for binding in decorator.row.bindings.get(row[1], ())]
            return [
                result
                for value in bound
                if steps and expressions[value][0] in (Op.FUNCTION, Op.CALL)
                for result in self._returned(decorator, value, steps - 1)
            ]
        if row[0] == Op.CALL:
            return self._made(decorator, row[1], steps)
        if row[0] == Op.UNION:
            return [result for part in row[1:] for result in self._returned(decorator, part, steps)]
        return []

    def _made(self, decorator: FunctionNode, number: int, steps: int) -> "list[FunctionNode | ClassNode | str]":
        """What a call in a decorator makes of the function: a wrapper in another, or an object that stands for it."""
        module = decorator.module
        call = module.summary.calls[number]
        nested = [self._returned(decorator, argument, steps) for argument in call.arguments]
        if call.name in _PASSING or module.summary.expressions[call.callee][0] == Op.CALL:
            return [result for results in nested for result in results if result != PARAMETER]
        callees = self.inference.callees(module, number)
        return [value.cls for value in callees if isinstance(value, ClassObject) and isinstance(value.cls, ClassNode)]

    def made_by(self, cls: ClassNode, coroutine: bool) -> str:
        """The effect of an object of a class as a decorator: its ``__call__`` gets the function."""
        caller = self.inference.members.find_method(cls, "__call__")
        return "opaque" if caller is None else self.effect(caller, False, coroutine)

    def class_effect(self, cls: ClassNode) -> str:
        """The effect of a class whose objects stand for the decorated function: by ``__get__``, else ``__call__``."""
        members = self.inference.members
        getter = members.find_method(cls, "__get__")
        if getter is not None and not self._gives_itself(getter):
            inner = [result for result in self.wrappers(getter) if result.parent is getter]
            return _agreed([self.called(wrapper) for wrapper in inner], False)
        caller = members.find_method(cls, "__call__")
        return "opaque" if caller is None else self.called(caller)

    @staticmethod
    def _gives_itself(getter: FunctionNode) -> bool:
        """Whether ``__get__`` gives the object itself, or what calls it: ``MethodType(self, instance)``."""
        expressions, calls = getter.module.summary.expressions, getter.module.summary.calls
        own = getter.row.parameters[0].name if getter.row.parameters else None
        for returned in getter.row.returns:
            row = expressions[returned.value]
            given = [expressions[one] for one in calls[row[1]].arguments[:1]] if row[0] == Op.CALL else [row]
            called = [expressions[one[1]] if one[0] == Op.ATTRIBUTE and one[2] == "__call__" else one for one in given]
            if [tuple(one) for one in called] != [(Op.NAME, own)]:
                return False
        return bool(getter.row.returns)

    def called(self, wrapper: FunctionNode) -> str:
        """The effect of a wrapper of which only what it gives is known, not how it gets the function."""
        own = _RESULTS.get(self._signature(wrapper).result)
        return own if own is not None else value_effect(self.inference, wrapper)

    def wrapped(self, decorator: FunctionNode, wrapper: FunctionNode) -> str:
        """The effect of a decorator that returns this wrapper."""
        own = self._signature(wrapper).result
        if own == "coroutine" and self._only_hands_over(decorator, wrapper):
            return "offloads"
        if own in _RESULTS:
            return _RESULTS[own]
        decorated = self._taken(decorator)
        if own != "plain" or decorated is None:
            return "opaque"
        if not wrapper.row.returns:
            return "to-sync"
        found = results(self.inference, wrapper, decorated)
        if "same" in found:
            return "same"
        rows = [wrapper.module.summary.expressions[item.value] for item in wrapper.row.returns]
        returned = [row[1] for row in rows if row[0] == Op.CALL]
        if any(self._hands_to_thread(wrapper, number, decorated) for number in returned):
            return "offloads"
        if len(found) == 1:
            return found.pop()
        return "task-on-loop" if "task" in found else "opaque"

    def _taken(self, decorator: FunctionNode) -> str | None:
        """The name that the decorated function has in a decorator."""
        parameter = self.inference.signatures.first_given(decorator)
        return parameter.name if parameter is not None else None

    def _only_hands_over(self, decorator: FunctionNode, wrapper: FunctionNode) -> bool:
        """Whether a wrapper gives the decorated function to a worker thread and never calls it itself."""
        decorated = self._taken(decorator)
        if decorated is None:
            return False
        expressions, calls = wrapper.module.summary.expressions, wrapper.module.summary.calls
        numbers = self.inference.index.calls_in(wrapper)
        if any(list(expressions[calls[number].callee]) == [Op.NAME, decorated] for number in numbers):
            return False
        return any(self._hands_to_thread(wrapper, number, decorated) for number in numbers)

    def _hands_to_thread(self, wrapper: FunctionNode, number: int, decorated: str) -> bool:
        """Whether a call gives the decorated function to a worker thread and returns an awaitable."""
        module = wrapper.module
        call = module.summary.calls[number]
        expressions = module.summary.expressions
        given = [expressions[argument] for argument in call.arguments]
        if not any(row[0] in (Op.FUNCTION, Op.CALL) or list(row) == [Op.NAME, decorated] for row in given):
            return False
        for value in self.inference.callees(module, number):
            name = value.name if isinstance(value, External) else None
            fact = self.inference.knowledge.function(name) if name else None
            if fact is not None and Place.THREAD in fact.hands.values():
                return True
        return False


_RESULTS = {
    "coroutine": "coroutine",
    "async-generator": "async-generator",
    "context-manager": "context-manager",
    "async-context-manager": "async-context-manager",
    "future": "generator-coroutine",
    "deferred": "inline-callbacks",
}
"""What a wrapper's own signature says of the decorated function."""


def _agreed(effects: list[str], coroutine: bool) -> str:
    distinct = set(effects)
    if len(distinct) == 1:
        return effects[0]
    if coroutine and "coroutine" in distinct:
        return "coroutine"
    return "same" if "same" in distinct and not coroutine else "opaque"
