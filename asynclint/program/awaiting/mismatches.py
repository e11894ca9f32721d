"""Objects that are awaited, entered or iterated and cannot be: judged over all that the expression can be."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from asynclint.knowledge.schema import Want
from asynclint.model.effects import Confidence
from asynclint.model.summary import FunctionKind, Op, Use
from asynclint.program.awaiting.foreseen import is_foreseen
from asynclint.program.awaiting.hooks import Hooks
from asynclint.program.awaiting.mismatch import Mismatch, kind_of
from asynclint.program.calls.callgraph import CallGraph
from asynclint.program.calls.operands import Operands, UsedOperand
from asynclint.program.calls.wants import WantedArguments
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.types.capabilities import Capabilities, Capability
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import (
    ASYNC_GENERATOR,
    CALLABLE,
    COROUTINE,
    GENERATOR,
    NONE,
    ClassObject,
    FunctionObject,
    Instance,
)

_DEEPEST = 4
_CONSTRUCTORS = frozenset({"__init__", "__new__", "__post_init__"})


class _Way(NamedTuple):
    """How something is used, what it has to be able to do, and how functions say that they use it so."""

    use: Use
    capability: Capability
    want: Want


_ENTERING = (
    _Way(Use.ENTERED, Capability.ENTER, Want.CONTEXT),
    _Way(Use.ASYNC_ENTERED, Capability.ASYNC_ENTER, Want.ASYNC_CONTEXT),
)
_ITERATING = (
    _Way(Use.ITERATED, Capability.ITERATE, Want.ITERABLE),
    _Way(Use.ASYNC_ITERATED, Capability.ASYNC_ITERATE, Want.ASYNC_ITERABLE),
)


class Mismatches:
    """Finds operands that cannot be what they are used as."""

    def __init__(self, graph: CallGraph, awaitable_names: frozenset[str]) -> None:
        self.graph = graph
        self.awaitable_names = awaitable_names
        self.inference = graph.inference
        self.operands = Operands(graph.inference)
        self.wanted = WantedArguments(graph.inference)
        self.hooks = Hooks(graph.inference)
        self.capabilities = Capabilities(graph.inference)

    def _may_be_plain(self, name: str) -> bool:
        """Whether a function or class of this name may give something else than an awaitable."""
        index = self.inference.index
        return (
            name in self.inference.knowledge.plain_names
            or name in index.classes_by_name
            or any(one.row.kind is not FunctionKind.COROUTINE for one in index.functions_by_name.get(name, ()))
        )

    def _may_be_asynchronous(self, name: str) -> bool:
        """Whether a function or class of this name may give something for ``async with``, ``async for``, ``await``."""
        index = self.inference.index
        return (
            name in self.awaitable_names
            or name in self.inference.knowledge.async_object_names
            or any(map(self._gives_asynchronous, index.functions_by_name.get(name, ())))
            or any(map(self._is_asynchronous, index.classes_by_name.get(name, ())))
        )

    @staticmethod
    def _gives_asynchronous(function: FunctionNode) -> bool:
        row = function.row
        generator = row.kind in (FunctionKind.ASYNC_GENERATOR, FunctionKind.GENERATOR)
        return bool(generator or row.decorators or row.annotation)

    def _is_asynchronous(self, cls: ClassNode) -> bool:
        return any(
            self.capabilities.can(Instance(cls), use) for use in (Capability.ASYNC_ENTER, Capability.ASYNC_ITERATE)
        )

    def awaits(self, modules: list[ModuleNode]) -> Iterator[Mismatch]:
        """What is awaited and cannot be; ``kind`` is function, async-generator, future, collection, nothing or plain.

        Also what is passed to a function that is known to await it.
        """
        for operand in self.operands.of(modules, self._may_be_plain, Use.AWAITED):
            kind = self._wrongly_awaited(operand)
            if kind is not None and not is_foreseen(operand):
                yield self._mismatch(operand, kind)
        for module in modules:
            for operand, hook in self.hooks.awaited(module):
                if not is_foreseen(operand):
                    yield self._mismatch(operand, "hook")._replace(definition=hook, confidence=Confidence.LIKELY)
        for operand, receiver, key in self.wanted.of(modules, Want.AWAITABLE):
            kind = self._wrongly_awaited(operand)
            generators = any(isinstance(value, Instance) and value.cls == GENERATOR for value in operand.values)
            if kind is not None and not generators and not is_foreseen(operand):
                yield self._mismatch(operand, kind, receiver, key)

    def _mismatch(self, operand: UsedOperand, kind: str, receiver: str | None = None, argument: str = "") -> Mismatch:
        sure = not operand.likely and (operand.call is not None or kind == "function")
        confidence = Confidence.CERTAIN if sure else Confidence.LIKELY
        if operand.call is not None:
            callees = self.inference.callees(operand.site.module, operand.call)
            if any(isinstance(value, Instance) and value.cls == CALLABLE for value in callees):
                confidence = Confidence.POSSIBLE  # only its declaration says what it gives, and callbacks are wrapped
            targets, _ = self.graph.targets(operand.site.module, operand.call)
            definition = targets[0] if targets else None
        else:
            definition = next((v.function for v in operand.values if isinstance(v, FunctionObject)), None)
        return Mismatch(operand.site, operand.use, kind, operand.spelled, confidence, definition, receiver, argument)

    def _wrongly_awaited(self, operand: UsedOperand) -> str | None:
        values = operand.values
        if operand.call is not None and not self._every_target(operand.site.module, operand.call, Capability.AWAIT):
            return None
        if values and all(value == NONE for value in values):
            return "nothing" if operand.call is not None else None
        if not self.capabilities.none_can(values, Capability.AWAIT):
            return None
        return kind_of(values)

    def _every_target(self, module: ModuleNode, number: int, capability: Capability, depth: int = 0) -> bool:
        """Whether every function that a call may run is known, and gives what lacks the capability.

        What a function returns by calling a method is judged over all overrides of that method, too.
        """
        targets, _ = self.graph.targets(module, number)
        for target in targets:
            signature = self.inference.signatures.of(target)
            if depth < _DEEPEST and not target.row.annotation and signature.result == "plain":
                calls = [target.module.summary.expressions[returned.value] for returned in target.row.returns]
                inner = [row[1] for row in calls if row[0] == Op.CALL]
                if not all(self._every_target(target.module, call, capability, depth + 1) for call in inner):
                    return False
            if target.row.name in _CONSTRUCTORS:
                continue
            if not signature.certain or (target.row.stub and not target.row.annotation):
                return False
            if target.row.annotation and self._returns_another(target, capability):
                return False
            given = self.inference.returns.function(target, None, None, None)
            if given != (NONE,) and not self.capabilities.none_can(given, capability):
                return False
        return True

    def _returns_another(self, function: FunctionNode, capability: Capability) -> bool:
        """Whether a function also returns what has the capability, whatever it is declared to return."""
        expressions = function.module.summary.expressions
        for returned in function.row.returns:
            row = expressions[returned.value]
            context = Context(function, returned.block, returned.line)
            for part in row[1:] if row[0] == Op.UNION else (returned.value,):
                values = self.inference.values(part, context)
                if values and self.capabilities.all_can(values, capability):
                    return True
        return False

    def contexts(self, modules: list[ModuleNode]) -> Iterator[Mismatch]:
        """What ``with`` or ``async with`` enters and cannot: ``kind`` is async, sync, coroutine or generator."""
        return self._misuses(modules, *_ENTERING)

    def iterations(self, modules: list[ModuleNode]) -> Iterator[Mismatch]:
        """What ``for`` or ``async for`` iterates and cannot: ``kind`` is async, sync or coroutine.

        A plain iteration over a coroutine is left out: there the coroutine is used as if it were its result.
        """
        for wrong in self._misuses(modules, *_ITERATING):
            if wrong.kind in ("sync", "async") or (wrong.kind == "coroutine" and wrong.use is Use.ASYNC_ITERATED):
                yield wrong

    def _misuses(self, modules: list[ModuleNode], plain: _Way, asynchronous: _Way) -> Iterator[Mismatch]:
        """What is used in one of two ways, or passed to what uses it so, and lacks just that capability."""
        used = chain(
            self.operands.of(modules, self._may_be_asynchronous, plain.use),
            self.operands.of(modules, lambda _: True, asynchronous.use),
        )
        passed = self.wanted.of(modules, plain.want, asynchronous.want)
        for operand, receiver, key in chain(((operand, None, "") for operand in used), passed):
            way, other = (plain, asynchronous) if operand.use is plain.use else (asynchronous, plain)
            kind = self._misused(operand, way.capability, other.capability)
            if kind is not None:
                yield self._mismatch(operand, kind, receiver, key)

    def coroutines_among(self, modules: list[ModuleNode], want: Want) -> Iterator[Mismatch]:
        """Collections with coroutines where others are wanted: ``kind`` says whether all are coroutines, or some."""
        for operand, receiver, key in self.wanted.of(modules, want):
            items = self.inference.protocols.iterated(operand.values)
            classes = {value.cls for value in items if isinstance(value, Instance)}
            if COROUTINE in classes and not is_foreseen(operand):
                yield self._mismatch(operand, "all" if classes == {COROUTINE} else "some", receiver, key)

    def _constructs(self, module: ModuleNode, number: int) -> bool:
        """Whether a call makes objects of the very classes that it names."""
        return all(isinstance(value, ClassObject) for value in self.inference.callees(module, number))

    def _misused(self, operand: UsedOperand, wanted: Capability, other: Capability) -> str | None:
        """What an operand is when all it can be lacks the wanted capability and has another one."""
        values = operand.values
        exact = operand.call is not None and self._constructs(operand.site.module, operand.call)
        if not self.capabilities.none_can(values, wanted, exact=exact):
            return None
        if operand.call is not None and not self._every_target(operand.site.module, operand.call, wanted):
            return None
        if is_foreseen(operand):
            return None
        if self.capabilities.all_can(values, other):
            return "sync" if other in (Capability.ENTER, Capability.ITERATE) else "async"
        classes = {value.cls for value in values if isinstance(value, Instance) and value != NONE}
        if classes == {COROUTINE}:
            return "coroutine"
        return "generator" if classes and classes <= {GENERATOR, ASYNC_GENERATOR} else None
