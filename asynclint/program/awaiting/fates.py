"""Questions about what becomes of awaitables and of coroutine functions that are handed over."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from asynclint.model.effects import Confidence
from asynclint.model.places import Place
from asynclint.model.summary import BlockKind, Call, FunctionKind, Op, Use, Via
from asynclint.program.awaiting.awaitables import CONSUMING, Awaitable, Awaitables
from asynclint.program.awaiting.wrapping import ASKS, surrounding
from asynclint.program.calls.callgraph import CallGraph
from asynclint.program.calls.conditions import any_holds
from asynclint.program.calls.places import Places, arguments
from asynclint.program.index import FunctionNode, ModuleNode
from asynclint.program.sites import CallSite
from asynclint.program.types.scopes import is_type_checking
from asynclint.program.types.values import (
    CALLABLE,
    COROUTINE,
    NONE,
    TASK,
    ClassObject,
    External,
    FunctionObject,
    Instance,
    Value,
)

_TAKE_VALUES = frozenset({"map", "filter", "sorted", "sum", "min", "max", "any", "all", "join", "set", "dict"})
_MOST_COMPARED = 200
_BY_THEMSELVES = ("background", "forget", "spawn", "ensuredeferred")
_DEEPEST_HELPER = 4
_ENSURE_FUTURE = "asyncio.ensure_future"
_FUTURES = frozenset({TASK, "asyncio.Future"})
_DROPPABLE = "typing.Any"
"""What knowledge rows return that give an awaitable which need not be awaited."""
_ENDINGS = ("close", "shutdown", "stop", "log", "clean", "disconnect", "unlink", "remove", "terminate", "kill", "join")


class LostTask(NamedTuple):
    """A task that nothing keeps; ``why`` completes the sentence."""

    site: CallSite
    why: str
    confidence: Confidence


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


class Fates:
    """Answers about awaitables after their creation."""

    def __init__(self, awaitables: Awaitables, graph: CallGraph, places: Places) -> None:
        self.awaitables = awaitables
        self.graph = graph
        self.places = places
        self.inference = graph.inference

    def handed_on(self, use: Awaitable) -> bool:
        """Whether the name that holds the awaitable is also awaited, stored or passed on somewhere."""
        return any(read.use in CONSUMING or self._passed_on(use, read.use, read.detail) for read in use.reads)

    def holds_only(self, use: Awaitable) -> bool:
        """Whether the name surely holds the awaitable where it is used, and nothing asks what it holds."""
        calls = use.site.module.summary.calls
        asked = any(read.use is Use.PASSED and calls[read.detail].name in ASKS for read in use.reads)
        return use.alone and not asked

    def always_true(self, use: Awaitable) -> bool:
        """Whether a condition tests the awaitable, and nothing else that the name may hold or that knows better."""
        if use.use is not Use.TESTED or use.via & (Via.DISPLAY | Via.COMPREHENSION):
            return False
        return use.named is None or use.alone or not self.handed_on(use)

    def errors_escape(self, use: Awaitable) -> bool:
        """Whether a ``try`` waits for errors that go elsewhere: a driven generator raises none when it is called."""
        if not self._in_handled_try(use.site):
            return False
        targets, sure = self.graph.targets(use.site.module, use.site.number)
        return sure and all(self.inference.signatures.of(target).drives_generator for target in targets)

    def _passed_on(self, use: Awaitable, how: Use, receiver: object) -> bool:
        if how is not Use.PASSED or not isinstance(receiver, int):
            return False
        return self.awaitables.expectations.wanted_plain(use.site.module, receiver, (Op.NAME, use.named or "")) is None

    def wanted(self, use: Awaitable) -> str | None:
        """The plain type that the place declares to which the awaitable goes; None when it may be anything."""
        expectations = self.awaitables.expectations
        if use.use is Use.PASSED and isinstance(use.detail, int):
            argument = (Op.CALL, use.site.number) if use.named is None else (Op.NAME, use.named)
            return expectations.wanted_plain(use.site.module, use.detail, argument)
        if use.use is Use.RETURNED:
            return expectations.of_result(use.site.function)
        if use.use is Use.OPERATED and use.named and use.via & Via.DISPLAY:
            return expectations.of_neighbours(use.site.module, use.site.row, use.named)
        return None

    def protection(self, use: Awaitable) -> str | None:
        """``try`` or ``with`` when the statement of a native coroutine stands in one (and not in its handlers).

        None where the name may hold what an ``await`` of it gave.
        """
        if use.at.function.row.kind is not FunctionKind.COROUTINE:
            return None
        if use.named and not use.alone and any(read.use is Use.AWAITED for read in use.reads):
            return None
        return surrounding(use.site.module, use.site.row.block)

    def only_ends_something(self, use: Awaitable) -> bool:
        """Whether a function is handed over whose name says that it closes, logs or cleans up."""
        for _, expression in arguments(use.site.module, use.site.number):
            row = use.site.module.summary.expressions[expression]
            if row[0] in (Op.NAME, Op.ATTRIBUTE) and any(word in row[-1].lower() for word in _ENDINGS):
                return True
            if row[0] == Op.ATTRIBUTE:
                base = use.site.module.summary.expressions[row[1]]
                if base[0] == Op.NAME and "log" in base[1].lower():
                    return True
        return False

    def in_coroutine(self, site: CallSite) -> bool:
        """Whether the call stands in a function that could wait for the result."""
        return self.inference.signatures.of(site.function).suspends

    def may_run_alone(self, use: Awaitable) -> bool:
        """Whether what is only declared to be awaitable may have been started (a future) by a function that is known.

        A callback that is declared to give an awaitable is a coroutine function in nearly all programs. Plain functions
        are no witnesses: where nothing can be awaited, a wrong declaration goes unnoticed.
        """
        if not self.in_coroutine(use.site):
            return True
        values = [value for value in self.inference.callees(use.site.module, use.site.number) if value != NONE]
        return not all(isinstance(value, Instance) and value.cls == CALLABLE for value in values)

    def may_be_dropped(self, use: Awaitable) -> bool:
        """Whether dropping the result is usual.

        So it is for a method of the awaitable that it returns (``deferred.addCallback``), for what overrides a
        library's method whose result need not be awaited (Tornado's ``finish``), and for what its name says runs by
        itself.
        """
        if any(word in use.site.row.name.lower() for word in _BY_THEMSELVES):
            return True
        for value in self.inference.callees(use.site.module, use.site.number):
            if isinstance(value, External) and isinstance(value.receiver, Instance) and value.receiver.cls == use.kind:
                return True
            if isinstance(value, FunctionObject) and (
                self._starts_task(value.function) or self._overrides_droppable(value.function)
            ):
                return True
        return False

    def _starts_task(self, function: FunctionNode) -> bool:
        """Whether a decorator makes a task of the coroutine, and is responsible for it."""
        return self.inference.signatures.of(function).result in ("task", "task-on-loop")

    def _overrides_droppable(self, function: FunctionNode) -> bool:
        own = self.inference.knowledge.function(function.full_name)
        if own is not None:
            return own.returns == _DROPPABLE
        if function.owner is None:
            return False
        for ancestor, _ in self.inference.members.ancestors(function.owner):
            if isinstance(ancestor, str):
                method = self.inference.knowledge.method(ancestor, function.row.name)
                if method is not None:
                    return method[1].returns == _DROPPABLE
        return False

    def meant_to_be_awaited(self, use: Awaitable) -> bool:
        """Whether other code waits for the same function, or the place of the call shows that its result is needed.

        A ``try`` round it expects its errors; a method that calls what it overrides is to do that and more. A function
        that waits for itself, or for what calls it, goes on with its own work there, which others only start.
        """
        if self._in_handled_try(use.site) or self._is_overridden(use.site):
            return True
        module, number = use.site.module, use.site.number
        targets, _ = self.graph.targets(module, number)
        if not targets:
            return False
        others = self.inference.index.calls.get(use.site.row.name, ())
        waited = [place for place in others if place[0].summary.calls[place[1]].use in (Use.AWAITED, Use.YIELDED)]
        return any(
            self.graph.targets(*place)[0] == targets and not self._goes_on(place, targets)
            for place in waited[:_MOST_COMPARED]
        )

    def _goes_on(self, place: tuple[ModuleNode, int], targets: Sequence[FunctionNode]) -> bool:
        """Whether a call of some functions stands in one of them, or in what one of them calls."""
        module, number = place
        caller = module.functions[module.summary.calls[number].function]
        return caller in targets or any(edge.caller in targets for edge in self.graph.callers(caller))

    def loses_errors(self, use: Awaitable) -> bool:
        """Whether what is dropped is a driven generator that waits without handling the errors of what it waits for."""
        targets, sure = self.graph.targets(use.site.module, use.site.number)
        return sure and all(self._lets_errors_out(target) for target in targets)

    def _lets_errors_out(self, function: FunctionNode) -> bool:
        if not self.inference.signatures.of(function).drives_generator:
            return False
        expressions = function.module.summary.expressions
        waits = [item for item in function.row.yields if expressions[item.value][0] == Op.CALL]
        return any(not self._handled(function.module, item.block) for item in waits)

    def _is_overridden(self, site: CallSite) -> bool:
        """Whether a method calls the method of the same name of ``super()``."""
        expressions = site.module.summary.expressions
        callee = expressions[site.row.callee]
        base = expressions[callee[1]] if callee[0] == Op.ATTRIBUTE else callee
        calls_super = base[0] == Op.CALL and site.module.summary.calls[base[1]].name == "super"
        return calls_super and site.row.name == site.function.row.name

    def _in_handled_try(self, site: CallSite) -> bool:
        return self._handled(site.module, site.row.block)

    def _handled(self, module: ModuleNode, block: int) -> bool:
        blocks = module.summary.blocks
        while block >= 0:
            if blocks[block].kind is BlockKind.TRY and blocks[block].items:
                return True
            block = blocks[block].parent
        return False

    def dropped_tasks(self, uses: list[Awaitable]) -> Iterator[LostTask]:
        """The tasks to which only the loop keeps a (weak) reference."""
        for use in uses:
            if use.kind == TASK and not self._kept(use.site.module, use.site.number):
                why = self._loss(use)
                if why is not None:
                    yield LostTask(use.site, why, use.confidence)

    def _loss(self, use: Awaitable) -> str | None:
        if use.unused:
            return f": `{use.named}` is never read"
        if use.use is Use.DROPPED:
            return ""
        if use.use is Use.TESTED and not use.named and not use.via & Via.WALRUS and not _is_alternative(use.site):
            return ": a condition does not keep it"
        if use.use is Use.RECEIVER and use.detail == "add_done_callback" and not use.named:
            return ": a done callback does not keep it" if self._chain_dropped(use.site) else None
        if use.use is Use.PASSED and isinstance(use.detail, int) and self._into_weak_set(use.site.module, use.detail):
            return ": a WeakSet does not keep it"
        return ": the caller of the lambda ignores it" if self._ignored_lambda(use.site.function, use.use) else None

    def _chain_dropped(self, site: CallSite) -> bool:
        summary = site.module.summary
        for call in summary.calls:
            callee = summary.expressions[call.callee]
            if callee[0] == Op.ATTRIBUTE and call.name == "add_done_callback":
                base = summary.expressions[callee[1]]
                if base[0] == Op.CALL and base[1] == site.number:
                    inside = site.module.functions[call.function]
                    return call.use is Use.DROPPED or self._ignored_lambda(inside, call.use)
        return False

    def _ignored_lambda(self, function: FunctionNode, use: Use) -> bool:
        """Whether a lambda returns the value to something that ignores it."""
        if use is not Use.RETURNED or function.row.kind is not FunctionKind.LAMBDA:
            return False
        return bool(self.places.handed(function) & {Place.LOOP, Place.LATER})

    def _into_weak_set(self, module: ModuleNode, number: int) -> bool:
        call = module.summary.calls[number]
        callee = module.summary.expressions[call.callee]
        if call.name != "add" or callee[0] != Op.ATTRIBUTE:
            return False
        values = self.inference.values(callee[1], self.inference.context(module, call))
        return any(isinstance(value, Instance) and value.cls == "weakref.WeakSet" for value in values)

    def _kept(self, module: ModuleNode, number: int, depth: int = 0) -> bool:
        """Whether what starts the task (a library, or a helper of the project) keeps it, or starts none."""
        call = module.summary.calls[number]
        knowledge = self.inference.knowledge
        for value in self.inference.callees(module, number):
            if value == NONE:
                continue
            if isinstance(value, FunctionObject):
                fact = knowledge.function(value.function.full_name)
                if fact is not None:
                    return fact.keeps or not fact.spawns
                if self._starts_task(value.function):
                    return True
                return depth > _DEEPEST_HELPER or self._helper_keeps(value.function, depth)
            fact = knowledge.function(value.name) if isinstance(value, External) else None
            if fact is None or not fact.spawns or fact.keeps or self._may_be_given_a_task(value, module, call):
                return True
            if fact.keeps_unless:
                context = self.inference.context(module, call)
                return not any_holds(self.inference, fact.keeps_unless, call, context)
        return False

    def _may_be_given_a_task(self, value: Value, module: ModuleNode, call: Call) -> bool:
        """Whether ``ensure_future`` gets a task or future, or a name of which nothing is known: it gives these back."""
        if not (isinstance(value, External) and value.name == _ENSURE_FUTURE and call.arguments):
            return False
        values = self.inference.values(call.arguments[0], self.inference.context(module, call))
        if not values:
            return module.summary.expressions[call.arguments[0]][0] in (Op.NAME, Op.ATTRIBUTE)
        return all(isinstance(one, Instance) and one.cls in _FUTURES for one in values)

    def _helper_keeps(self, helper: FunctionNode, depth: int) -> bool:
        summary = helper.module.summary
        for returned in helper.row.returns:
            row = summary.expressions[returned.value]
            if row[0] == Op.CALL:
                if self._kept(helper.module, row[1], depth + 1):
                    return True
            elif row[0] == Op.NAME:
                reads = helper.row.reads.get(row[1], ())
                if any(read.use in (Use.PASSED, Use.STORED, Use.NAMED, Use.OTHER) for read in reads):
                    return True
                for binding in helper.row.bindings.get(row[1], ()):
                    bound = summary.expressions[binding.value]
                    if bound[0] != Op.CALL or self._kept(helper.module, bound[1], depth + 1):
                        return True
            else:
                return True
        return not helper.row.returns

    def lost_callbacks(self, functions: Iterator[FunctionNode], uses: list[Awaitable]) -> Iterator[LostCallback]:
        """Coroutine functions handed to what calls them as plain functions and ignores the coroutine."""
        for use in uses:
            if use.use is Use.RETURNED and use.site.function.row.kind is FunctionKind.LAMBDA:
                for place, module, number in self.places.handoffs(use.site.function):
                    if use.kind == "typing.Coroutine" and place in (Place.LOOP, Place.LATER):
                        yield LostCallback(CallSite(module, number), f"lambda: {use.site.spelled}(…)", use.confidence)
        for function in functions:
            signature = self.inference.signatures.of(function)
            if signature.result != "coroutine" or not signature.certain or function.row.kind is FunctionKind.LAMBDA:
                continue
            for place, module, number in self.places.handoffs(function):
                confidence = self._lost(place, module, number)
                if confidence is not None and not self._elsewhere(module, number):
                    yield LostCallback(CallSite(module, number), function.row.name, confidence)

    def handed_coroutines(self) -> Iterator[HandedCoroutine]:
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
        names = {parameter.name for parameter in function.row.parameters}
        uses = {
            summary.calls[number].use
            for number in self.inference.index.calls_in(function)
            if (row := summary.expressions[summary.calls[number].callee])[0] == Op.NAME and row[1] in names
        }
        return uses == {Use.DROPPED}

    def _elsewhere(self, module: ModuleNode, number: int) -> bool:
        return is_type_checking(module, module.summary.calls[number].block)

    def _lost(self, place: Place, module: ModuleNode, number: int) -> Confidence | None:
        call = module.summary.calls[number]
        callees = self.inference.callees(module, number)
        external = any(isinstance(value, External | ClassObject) for value in callees)
        if place is Place.TASK:
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


def _is_alternative(site: CallSite) -> bool:
    """Whether the call is an operand whose value an ``or`` gives when it is true."""
    expressions = site.module.summary.expressions
    return any(
        row[0] == Op.UNION and any(tuple(expressions[part]) == (Op.CALL, site.number) for part in row[1:])
        for row in expressions
    )
