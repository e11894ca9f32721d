"""Decorators decide the kind: what calling a function gives, where its body runs, how an attribute access binds it."""

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from asynclint.model.places import Place
from asynclint.model.summary import FunctionKind, Op
from asynclint.program.index import FunctionNode
from asynclint.program.values import (
    ClassObject,
    External,
    FunctionObject,
    Instance,
    Values,
    Variable,
)

if TYPE_CHECKING:
    from asynclint.program.infer import Inference

_STATIC = frozenset({"__new__"})
_CLASS = frozenset({"__init_subclass__", "__class_getitem__"})

_RESULTS = {
    FunctionKind.COROUTINE: "coroutine",
    FunctionKind.ASYNC_GENERATOR: "async-generator",
    FunctionKind.GENERATOR: "generator",
}

_ASYNC_ITERATORS = frozenset({"AsyncIterator", "AsyncIterable", "AsyncGenerator"})
_COROUTINES = {"coroutine": "coroutine", "generator-coroutine": "future", "inline-callbacks": "deferred"}
_CHANGED_RESULTS = {
    "context-manager": "context-manager",
    "async-context-manager": "async-context-manager",
    "deferred": "deferred",
    "to-sync": "plain",
    "async-generator": "async-generator",
    "generator": "generator",
}
_OFFLOADED = {"offloads": "coroutine", "offloads-silently": "opaque"}
_UNCHANGED = frozenset({"same", "static-method", "class-method", "test"})


class Signature(Struct):
    """What decorators make of a function.

    ``result`` is what calling gives: plain, coroutine, async-generator, generator, future (Tornado), deferred,
    context-manager, async-context-manager, or opaque. ``place`` says where the body runs when it is called from the
    loop: here, loop (a coroutine, or a callback that must not wait), thread. ``certain`` is false below a decorator
    of which nothing is known.
    """

    result: str
    access: str = "method"
    place: str = "here"
    cached: bool = False
    drives_generator: bool = False
    certain: bool = True

    @property
    def suspends(self) -> bool:
        """Whether the body runs as a coroutine of its own, so that effects do not pass to the caller."""
        return self.place == "loop" and self.result != "plain"


class Signatures:
    """Reads decorators: known ones from knowledge, the project's by reading their wrappers."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference
        self._known: dict[FunctionNode, Signature] = {}
        self._effects: dict[tuple[FunctionNode, bool, bool], str] = {}

    def binding(self, function: FunctionNode) -> str:
        """How access through an object binds a method: ``instance``, ``class`` or ``static``."""
        if function.row.name in _STATIC:
            return "class"
        if function.row.name in _CLASS:
            return "class"
        expressions = function.module.summary.expressions
        for decorator in function.row.decorators:
            row = expressions[decorator]
            if row[0] == Op.NAME and row[1] in ("staticmethod", "classmethod"):
                return "static" if row[1] == "staticmethod" else "class"
        return "instance"

    def of(self, function: FunctionNode) -> Signature:
        """The signature of a function; while it is being found, that of the undecorated function."""
        known = self._known.get(function)
        if known is not None:
            return known
        kind = function.row.kind
        result = "async-generator" if self._stands_for_generator(function) else _RESULTS.get(kind, "plain")
        place = "loop" if kind in (FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR) else "here"
        signature = self._known[function] = Signature(result, place=place)
        for decorator in reversed(function.row.decorators):
            self._apply(signature, self.effect(function, decorator), function)
        return signature

    def _stands_for_generator(self, function: FunctionNode) -> bool:
        """Whether an `async def` without a body is declared to give an async iterator: its overrides yield."""
        row = function.row
        if row.kind is not FunctionKind.COROUTINE or not row.stub or not row.annotation:
            return False
        expressions = function.module.summary.expressions
        declared = expressions[row.annotation]
        if declared[0] == Op.SUBSCRIPT:
            declared = expressions[declared[1]]
        return declared[0] in (Op.NAME, Op.ATTRIBUTE) and declared[-1] in _ASYNC_ITERATORS

    def _apply(self, signature: Signature, effect: str, function: FunctionNode) -> None:
        if effect in _COROUTINES:
            signature.result, signature.place = _COROUTINES[effect], "loop"
            signature.drives_generator = function.row.kind is FunctionKind.GENERATOR
        elif effect in _CHANGED_RESULTS:
            signature.result = _CHANGED_RESULTS[effect]
        elif effect in ("property", "cached-property"):
            signature.access, signature.cached = effect, effect == "cached-property"
        elif effect == "cached":
            signature.cached = True
        elif effect in _OFFLOADED:
            signature.result, signature.place = _OFFLOADED[effect], "thread"
        elif effect == "loop-callback":
            signature.place = "loop"
        elif effect not in _UNCHANGED:
            signature.result, signature.certain = "opaque", False

    def effect(self, function: FunctionNode, decorator: int) -> str:
        """What one decorator does to a function, in the words of ``knowledge.schema.DECORATORS``."""
        module = function.module
        row = module.summary.expressions[decorator]
        context = self.inference.definition_context(function)
        factory = row[0] == Op.CALL
        if row[0] == Op.ATTRIBUTE and row[2] in ("setter", "getter", "deleter"):
            return "property" if row[2] == "getter" else "same"
        values = (
            self.inference.values(module.summary.calls[row[1]].callee, context)
            if factory
            else self.inference.values(decorator, context)
        )
        effects = {self._effect_of(value, factory, function) for value in values}
        return effects.pop() if len(effects) == 1 else "opaque"

    def _effect_of(self, value: Any, factory: bool, function: FunctionNode) -> str:
        if isinstance(value, FunctionObject):
            fact = self.inference.knowledge.function(value.function.full_name)
            if fact is not None and fact.decorates:
                return fact.decorates
            coroutine = function.row.kind is FunctionKind.COROUTINE
            return self._project_effect(value.function, factory, coroutine)
        name = value.name if isinstance(value, External) else value.cls if isinstance(value, ClassObject) else None
        if isinstance(name, str):
            fact = self.inference.knowledge.function(name)
            if fact is not None and fact.decorates:
                return fact.decorates
            if name in ("property", "staticmethod", "classmethod"):
                return {"property": "property", "staticmethod": "static-method"}.get(name, "class-method")
        if isinstance(value, ClassObject) and not isinstance(value.cls, str):
            if self.inference.is_subclass(value.cls, "property"):
                return "property"
            if self.inference.is_subclass(value.cls, "functools.cached_property"):
                return "cached-property"
        return "opaque"

    def _project_effect(self, decorator: FunctionNode, factory: bool, coroutine: bool) -> str:
        key = (decorator, factory, coroutine)
        known = self._effects.get(key)
        if known is None:
            self._effects[key] = "opaque"
            known = self._effects[key] = self._read_decorator(decorator, factory, coroutine)
        return known

    def _read_decorator(self, decorator: FunctionNode, factory: bool, coroutine: bool) -> str:
        row = decorator.row
        expressions = decorator.module.summary.expressions
        if not factory and row.parameters:
            declared = row.parameters[0].annotation
            if declared and declared == row.annotation and expressions[declared][0] == Op.NAME:
                context = self.inference.definition_context(decorator)
                if any(isinstance(value, Variable) for value in self.inference.values(declared, context)):
                    return "same"
        effects: list[str] = []
        for returned in row.returns:
            for result in self._returned(decorator, returned.value):
                if result == "parameter":
                    if not factory:
                        effects.append("same")
                elif factory:
                    effects.append(self._project_effect(result, False, coroutine))
                else:
                    effects.append(self._wrapper_effect(decorator, result))
        distinct = set(effects)
        if len(distinct) == 1:
            return effects[0]
        if coroutine and "coroutine" in distinct:
            return "coroutine"
        return "same" if "same" in distinct and not coroutine else "opaque"

    def wrappers(self, decorator: FunctionNode) -> list[FunctionNode]:
        """The inner functions that a decorator, or a factory of decorators, returns."""
        found: list[FunctionNode] = []
        for returned in decorator.row.returns:
            for result in self._returned(decorator, returned.value):
                if isinstance(result, FunctionNode):
                    found += [result, *self.wrappers(result)]
        return found

    def _returned(self, decorator: FunctionNode, expression: int) -> list[Any]:
        """The nested functions (or the word ``parameter``) that a decorator returns."""
        expressions = decorator.module.summary.expressions
        row = expressions[expression]
        functions = decorator.module.functions
        first = decorator.row.parameters[0].name if decorator.row.parameters else None
        if row[0] == Op.FUNCTION:
            return [functions[row[1]]]
        if row[0] == Op.NAME:
            if row[1] == first:
                return ["parameter"]
            bound = (expressions[binding.value] for binding in decorator.row.bindings.get(row[1], ()))
            return [functions[value[1]] for value in bound if value[0] == Op.FUNCTION]
        if row[0] == Op.CALL:
            call = decorator.module.summary.calls[row[1]]
            nested = [self._returned(decorator, argument) for argument in call.arguments]
            inner = [result for results in nested for result in results if result != "parameter"]
            if call.name in ("cast", "update_wrapper") or expressions[call.callee][0] == Op.CALL:
                return inner
        if row[0] == Op.UNION:
            return [result for part in row[1:] for result in self._returned(decorator, part)]
        return []

    def _wrapper_effect(self, decorator: FunctionNode, wrapper: FunctionNode) -> str:
        own = self.of(wrapper)
        if own.result == "coroutine" and self._only_hands_over(decorator, wrapper):
            return "offloads"
        if own.result in ("coroutine", "async-generator", "context-manager", "async-context-manager"):
            return own.result
        if own.result in ("future", "deferred"):
            return "generator-coroutine" if own.result == "future" else "inline-callbacks"
        if own.result != "plain" or not decorator.row.parameters:
            return "opaque"
        decorated = decorator.row.parameters[0].name
        module = wrapper.module
        for returned in wrapper.row.returns:
            row = module.summary.expressions[returned.value]
            if row[0] != Op.CALL:
                continue
            call = module.summary.calls[row[1]]
            if list(module.summary.expressions[call.callee]) == [Op.NAME, decorated]:
                return "same"
            if self._hands_to_thread(wrapper, row[1], decorated):
                return "offloads"
        return "opaque" if wrapper.row.returns else "to-sync"

    def _only_hands_over(self, decorator: FunctionNode, wrapper: FunctionNode) -> bool:
        """Whether a wrapper gives the decorated function to a worker thread and never calls it itself."""
        if not decorator.row.parameters:
            return False
        decorated = decorator.row.parameters[0].name
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

    def accessed(self, function: FunctionNode, receiver: Instance, exact: bool = False) -> Values:
        """What reading a method through an object gives: a bound method, or the value of a property."""
        signature = self.of(function)
        if signature.access != "method":
            return self.inference.returns.function(function, receiver, None, None)
        kind = self.binding(function)
        if kind == "static":
            return (FunctionObject(function, None, exact),)
        if kind == "class":
            return (FunctionObject(function, ClassObject(receiver.cls, receiver.args), exact),)
        return (FunctionObject(function, receiver, exact),)
