"""Coroutine functions that are called back as plain functions, and coroutine objects where a function is wanted."""

from collections.abc import Iterator
from typing import NamedTuple

from asynclint.model.effects import Confidence
from asynclint.model.places import Place
from asynclint.model.summary import FunctionKind, Op, Use
from asynclint.program.awaiting.awaitables import Awaitable, Awaitables
from asynclint.program.awaiting.wrapping import ASKS
from asynclint.program.calls.callgraph import CallGraph
from asynclint.program.calls.places import Places, arguments
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.sites import CallSite
from asynclint.program.types.scopes import is_type_checking
from asynclint.program.types.values import CALLABLE, COROUTINE, ClassObject, External, FunctionObject, Instance

_TAKE_VALUES = frozenset({"map", "filter", "sorted", "sum", "min", "max", "any", "all", "join", "set", "dict"})


class LostCallback(NamedTuple):
    """A coroutine function given to something that calls it and ignores the coroutine."""

    site: CallSite
    function: str
    confidence: Confidence


class HandedCoroutine(NamedTuple):
    """A coroutine object in the place of a callable: ``receiver`` is what calls it, ``argument`` its place there."""

    site: CallSite
    receiver: CallSite
    argument: str


class Callbacks:
    """Answers about what is handed over to be called."""

    def __init__(self, awaitables: Awaitables, graph: CallGraph, places: Places) -> None:
        self.awaitables = awaitables
        self.places = places
        self.inference = graph.inference

    def lost(self, functions: Iterator[FunctionNode], uses: list[Awaitable]) -> Iterator[LostCallback]:
        """Coroutine functions handed to what calls them as plain functions and ignores the coroutine."""
        for use in uses:
            if use.use is Use.RETURNED and use.site.function.row.kind is FunctionKind.LAMBDA:
                for place, module, number in self.places.handoffs(use.site.function):
                    if use.kind == COROUTINE and place in (Place.LOOP, Place.LATER):
                        yield LostCallback(CallSite(module, number), f"lambda: {use.site.spelled}(…)", use.confidence)
        for function in functions:
            kind = function.row.kind
            if kind is FunctionKind.LAMBDA or (kind is not FunctionKind.COROUTINE and not function.row.decorators):
                continue
            signature = self.inference.signatures.of(function)
            if signature.result != "coroutine" or not signature.certain:
                continue
            for place, module, number in self.places.handoffs(function):
                confidence = self._lost(place, module, number)
                if confidence is not None and not is_type_checking(module, module.summary.calls[number].block):
                    yield LostCallback(CallSite(module, number), function.row.name, confidence)

    def coroutines(self) -> Iterator[HandedCoroutine]:
        """The coroutine objects that are given to what wants a function, to call it."""
        index = self.inference.index
        for name in sorted(self.awaitables.candidates.names):
            for module, number in index.calls.get(name, ()):
                call = module.summary.calls[number]
                if call.use is not Use.PASSED or call.via:
                    continue
                for key, expression in arguments(module, call.detail):
                    row = module.summary.expressions[expression]
                    passed = row[0] == Op.CALL and row[1] == number
                    if passed and self._wants_callable(module, call.detail, key):
                        kind = self.awaitables.kind(self.inference.call(module, number))
                        if kind == COROUTINE:
                            yield HandedCoroutine(CallSite(module, number), CallSite(module, call.detail), key)

    def _wants_callable(self, module: ModuleNode, number: int, key: str) -> bool:
        """Whether a call runs an argument as a function, wherever; one that may be either is no such call."""
        if not self.places.taken(module, number, key):
            return False
        return all(isinstance(value, External | ClassObject) for value in self.inference.callees(module, number))

    def _drops(self, function: FunctionNode) -> bool:
        """Whether a function of the project calls its parameters only to ignore what they give."""
        summary = function.module.summary
        names = {(Op.NAME, parameter.name) for parameter in function.row.parameters}
        calls = (summary.calls[number] for number in self.inference.index.calls_in(function))
        return {call.use for call in calls if tuple(summary.expressions[call.callee]) in names} == {Use.DROPPED}

    def _tells_apart(self, function: FunctionNode) -> bool:
        """Whether a function of the project asks what it is given: a coroutine function or a plain one."""
        summary = function.module.summary
        names = {(Op.NAME, parameter.name) for parameter in function.row.parameters}
        calls = (summary.calls[number] for number in self.inference.index.calls_in(function))
        asked = (one for call in calls if call.name in ASKS for one in call.arguments)
        return any(tuple(summary.expressions[one]) in names for one in asked)

    def _takes_either(self, module: ModuleNode, number: int) -> bool:
        """Whether a function of the project that is called tells coroutine functions apart, or is declared for them."""
        call = module.summary.calls[number]
        if call.name == "partial" and call.use is Use.PASSED:
            return self._takes_either(module, call.detail)
        called = (
            value.function for value in self.inference.callees(module, number) if isinstance(value, FunctionObject)
        )
        return any(self._tells_apart(function) or self._wants_coroutines(function) for function in called)

    def _wants_coroutines(self, function: FunctionNode) -> bool:
        """Whether a function declares a parameter as a coroutine function."""
        inside = self.inference.definition_context(function)
        return any(
            isinstance(wanted, Instance)
            and wanted.cls == CALLABLE
            and bool(wanted.args)
            and self.awaitables.kind(wanted.args[0]) is not None
            for parameter in function.row.parameters
            for wanted in self.inference.annotation(parameter.annotation, inside)
        )

    def _lost(self, place: Place, module: ModuleNode, number: int) -> Confidence | None:
        """How sure it is that what is called back at a call, in a place, is ignored; None where it is not."""
        call = module.summary.calls[number]
        callees = self.inference.callees(module, number)
        external = any(isinstance(value, External | ClassObject) for value in callees)
        if place is Place.TASK or self._takes_either(module, number):
            return None
        if place in (Place.LOOP, Place.LATER):
            return Confidence.CERTAIN
        if place in (Place.THREAD, Place.PROCESS):
            return Confidence.CERTAIN if call.use is not Use.OTHER else Confidence.LIKELY
        if any(self._drops(value.function) for value in callees if isinstance(value, FunctionObject)):
            return Confidence.LIKELY
        if call.name == "map" and external and call.use is Use.PASSED:
            return Confidence.LIKELY if module.summary.calls[call.detail].name in _TAKE_VALUES else None
        return Confidence.CERTAIN if external and call.name in ("sorted", "min", "max", "filter", "sort") else None
