"""Functions that run in worker threads only, and what they call that belongs to the loop."""

from collections.abc import Iterator
from typing import NamedTuple

from asynclint.model.places import Place
from asynclint.model.summary import FunctionKind
from asynclint.program.calls.callgraph import CallGraph
from asynclint.program.calls.places import Places
from asynclint.program.nodes import FunctionNode
from asynclint.program.sites import CallSite
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import NONE, External, Instance, Values

_OWN_LOOP = frozenset(
    {"new_event_loop", "run_forever", "run_until_complete", "set_event_loop", "make_current", "Runner", "run_sync"}
)
"""Calls by which a thread shows that it has a loop of its own."""
_RUNS = frozenset({"asyncio.run", "trio.run", "anyio.run", "uvloop.run"})
_LOOP = "asyncio.AbstractEventLoop"
_MOST = 60


class ThreadCall(NamedTuple):
    """A call of something that only the loop's thread may call, in a function that runs in another."""

    site: CallSite
    callee: str
    entry: FunctionNode
    loop: str | None
    """How the code there can write an event loop of asyncio."""


class Threads:
    """Answers what runs in worker threads."""

    def __init__(self, graph: CallGraph, places: Places) -> None:
        self.graph = graph
        self.places = places
        self.inference = graph.inference

    def loop_calls(self) -> Iterator[ThreadCall]:
        """The calls in worker threads that only the loop's thread may make."""
        entries: dict[FunctionNode, FunctionNode | None] = {}
        knowledge = self.inference.knowledge
        for name in sorted(knowledge.loop_only_names):
            for module, number in self.inference.index.calls.get(name, ()):
                function = module.functions[module.summary.calls[number].function]
                entry = entries[function] if function in entries else self.entry(function)
                entries[function] = entry
                if entry is None:
                    continue
                callees = [value for value in self.inference.callees(module, number) if value != NONE]
                names = [
                    knowledge.canonical(value.name) for value in callees
                    if isinstance(value, External) and self._is_loop_only(value.name)
                ]  # fmt: skip
                if names and len(names) == len(callees):
                    yield ThreadCall(CallSite(module, number), names[0], entry, self.loop_in_reach(function))

    def loop_in_reach(self, function: FunctionNode) -> str | None:
        """How code of a function can write an event loop of asyncio that it was given; None where it has none.

        A parameter, a name of a function round it or of the module, or an attribute of its object.
        """
        scope: FunctionNode | None = function
        while scope is not None:
            names = [one.name for one in scope.row.parameters]
            if scope is not function:
                names += scope.row.bindings
            context = Context(function, 0, function.row.line)
            for name in names:
                if scope.row.kind is not FunctionKind.CLASS_BODY and self._is_loop(self.inference.name(name, context)):
                    return name
            if scope.is_method and scope.owner is not None and scope.row.parameters:
                own = (self.inference.members.own_instance(scope.owner),)
                for name in scope.owner.row.attributes:
                    if self._is_loop(self.inference.attribute(own, name)):
                        return f"{scope.row.parameters[0].name}.{name}"
            scope = scope.parent
        return None

    def _is_loop(self, values: Values) -> bool:
        kinds = [value.cls for value in values if value != NONE and isinstance(value, Instance)]
        return bool(kinds) and all(self.inference.is_subclass(kind, _LOOP) for kind in kinds)

    def _is_loop_only(self, name: str) -> bool:
        fact = self.inference.knowledge.function(name)
        return fact is not None and fact.loop_only

    def entry(self, function: FunctionNode) -> FunctionNode | None:
        """The function that a thread starts with when this one runs in worker threads only; else None.

        None also where the thread has a loop of its own.
        """
        seen: dict[FunctionNode, None] = {}
        entry: FunctionNode | None = None
        waiting = [function]
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen[current] = None
            if len(seen) > _MOST or current.row.kind not in (FunctionKind.PLAIN, FunctionKind.LAMBDA):
                return None
            if current.row.name == "__call__":
                return None  # objects are called under any name
            if self.places.on_loop(current) is not None or self._has_own_loop(current):
                return None
            handed = self.places.handed(current)
            callers = self.graph.callers(current)
            if handed & {Place.LOOP, Place.TASK, Place.INLINE, Place.LATER}:
                return None
            if Place.THREAD in handed or self.places.in_thread(current):
                entry = entry or current
            elif not callers:
                return None
            waiting.extend(edge.caller for edge in callers)
        return entry

    def _has_own_loop(self, function: FunctionNode) -> bool:
        owner = function.owner
        functions = [function, *(owner.module.functions if owner is not None else ())]
        near = [one for one in functions if one is function or (one.owner is owner and one.is_method)]
        for one in near:
            for number in self.inference.index.calls_in(one):
                name = one.module.summary.calls[number].name
                if name in _OWN_LOOP or (name == "run" and self._runs_loop(one, number)):
                    return True
        return False

    def _runs_loop(self, function: FunctionNode, number: int) -> bool:
        return any(
            isinstance(value, External) and value.name in _RUNS
            for value in self.inference.callees(function.module, number)
        )
