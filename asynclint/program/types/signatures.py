"""Decorators decide the kind: what calling a function gives, where its body runs, how an attribute access binds it."""

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from asynclint.model.summary import FunctionKind, Op, Parameter
from asynclint.program.nodes import FunctionNode
from asynclint.program.types.decorators import Decorators
from asynclint.program.types.values import (
    ClassObject,
    External,
    FunctionObject,
    Instance,
    Values,
)

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference

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
    "task": "task",
    "task-on-loop": "task-on-loop",
}
_OFFLOADED = {"offloads": "coroutine", "offloads-silently": "opaque"}
_UNCHANGED = frozenset({"same", "static-method", "class-method", "test", "attribute-default"})


class Signature(Struct):
    """What decorators make of a function.

    ``result`` is what calling gives: plain, coroutine, async-generator, generator, future (Tornado), deferred,
    context-manager, async-context-manager, task, task-on-loop (a task for coroutines, something else for other
    callers) or opaque. ``place`` says where the body runs when it is called from the
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

    @property
    def starts_task(self) -> bool:
        """Whether a decorator makes a task of the coroutine, and is responsible for it."""
        return self.result in ("task", "task-on-loop")


class Signatures:
    """Reads decorators: known ones from knowledge, the project's by reading their wrappers."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference
        self._known: dict[FunctionNode, Signature] = {}
        self.decorators = Decorators(inference, self.of)

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

    def first_given(self, function: FunctionNode) -> Parameter | None:
        """The first parameter that callers give an argument for: not ``self`` or ``cls``."""
        bound = function.is_method and self.binding(function) != "static"
        given = function.row.parameters[bound:]
        return given[0] if given else None

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
            return self.decorators.effect(value.function, factory, coroutine)
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
            if factory:
                return self.decorators.made_by(value.cls, function.row.kind is FunctionKind.COROUTINE)
            return self.decorators.class_effect(value.cls)
        if isinstance(value, Instance) and not isinstance(value.cls, str) and not factory:
            return self.decorators.made_by(value.cls, function.row.kind is FunctionKind.COROUTINE)
        return "opaque"

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
