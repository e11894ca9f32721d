"""Tasks that nothing keeps: the loop alone has a weak reference to them."""

from collections.abc import Iterator
from typing import NamedTuple

from asynclint.model.effects import Confidence
from asynclint.model.places import Place
from asynclint.model.summary import Call, FunctionKind, Op, Use, Via
from asynclint.program.awaiting.awaitables import Awaitable
from asynclint.program.calls.callgraph import CallGraph
from asynclint.program.calls.conditions import any_holds
from asynclint.program.calls.places import Places
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.sites import CallSite
from asynclint.program.types.values import NONE, TASK, External, FunctionObject, Instance, Value

_DEEPEST_HELPER = 4
_ENSURE_FUTURE = "asyncio.ensure_future"
_FUTURES = frozenset({TASK, "asyncio.Future"})


class LostTask(NamedTuple):
    """A task that nothing keeps; ``why`` completes the sentence."""

    site: CallSite
    why: str
    confidence: Confidence


class LostTasks:
    """Finds them among the uses of awaitables."""

    def __init__(self, graph: CallGraph, places: Places) -> None:
        self.places = places
        self.inference = graph.inference

    def among(self, uses: list[Awaitable]) -> Iterator[LostTask]:
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
                if self.inference.signatures.of(value.function).starts_task:
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


def _is_alternative(site: CallSite) -> bool:
    """Whether the call is an operand whose value an ``or`` gives when it is true."""
    expressions = site.module.summary.expressions
    return any(
        row[0] == Op.UNION and any(tuple(expressions[part]) == (Op.CALL, site.number) for part in row[1:])
        for row in expressions
    )
