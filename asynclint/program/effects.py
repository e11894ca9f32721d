"""Blocking effects: where a known call waits, and by which calls that gets onto an event loop."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import msgspec
from msgspec import Struct

from asynclint.knowledge.schema import Fact
from asynclint.model.effects import Blocking, Confidence
from asynclint.model.places import Place
from asynclint.model.summary import FunctionKind, Op, Use
from asynclint.program import conditions
from asynclint.program.callgraph import CallGraph, Edge
from asynclint.program.exemptions import Exemptions
from asynclint.program.guards import Guards
from asynclint.program.index import ClassNode, FunctionNode, ModuleNode
from asynclint.program.infer import Inference
from asynclint.program.places import Places, arguments
from asynclint.program.reach import Reach
from asynclint.program.values import NONE, ClassObject, External, FunctionObject, Partial, Value, Values

Cuts = Mapping[str, Mapping[int, frozenset[str]]]
"""Filename, row: the codes whose traces do not pass through calls of that statement."""

BLOCKING_CODES: Mapping[Blocking, str] = {
    Blocking.SLEEP: "AL101",
    Blocking.HTTP: "AL102",
    Blocking.NETWORK: "AL103",
    Blocking.SUBPROCESS: "AL104",
    Blocking.FILE: "AL105",
    Blocking.DATABASE: "AL106",
    Blocking.SDK: "AL107",
    Blocking.WAIT: "AL108",
    Blocking.INPUT: "AL109",
    Blocking.CPU: "AL110",
    Blocking.LOOP: "AL111",
    Blocking.IMPORT: "AL113",
    Blocking.CONFIGURED: "AL115",
}
"""The rule that reports each kind: a suppression of it cuts its traces."""

_LEVELS = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE)


class Sink(Struct, frozen=True):
    """A call of the project that waits: what it calls, why that is known, and how sure.

    With ``is_callback`` the call does not wait itself but hands the waiting function to a loop.
    """

    module: ModuleNode
    number: int
    function: FunctionNode
    kind: Blocking
    name: str
    fact: Fact
    confidence: Confidence
    is_callback: bool = False


class Way(Struct, frozen=True):
    """A trace: the edges from a function on the loop down to that of the sink (none when that one is on the loop)."""

    entry: FunctionNode
    edges: tuple[Edge, ...]
    confidence: Confidence


class Ways(Struct, frozen=True):
    """All ways onto the loop for one sink: the trace to show, and every edge by which a way begins, nearest first."""

    shown: Way
    entries: tuple[Edge, ...]


class Effects:
    """Blocking calls and the ways by which they reach a loop."""

    def __init__(self, graph: CallGraph, places: Places, cuts: Cuts, focus: frozenset[str] | None) -> None:
        self.graph = graph
        self.places = places
        self.inference: Inference = graph.inference
        self.guards = Guards(self.inference)
        self.exemptions = Exemptions(self.inference, places)
        self._cuts = cuts
        self._focus = focus
        self.used_cuts: set[tuple[str, int, str]] = set()
        self._passing: dict[Edge, bool] = {}

    @cached_property
    def sinks(self) -> list[Sink]:
        """Every call in a function (not at import time) that is known to wait."""
        found = [sink for module, number in self._candidates() if (sink := self._sink(module, number)) is not None]
        found += self._handed_sinks()
        if self._nests_loops():
            found = [sink for sink in found if sink.kind is not Blocking.LOOP]
        return self.exemptions.without_followers(found)

    def _nests_loops(self) -> bool:
        """Whether the program applies ``nest_asyncio``, which lets a loop run inside another."""
        return any(
            isinstance(value, External) and value.name == "nest_asyncio.apply"
            for place in self.inference.index.calls.get("apply", ())
            for value in self.inference.callees(*place)
        )

    def _handed_sinks(self) -> list[Sink]:
        """Blocking functions that are themselves handed to a loop, or called at once by what they are handed to."""
        found: list[Sink] = []
        index, knowledge = self.inference.index, self.inference.knowledge
        for name in sorted(knowledge.blocking_names):
            for module, number in index.references.get(name, ()):
                context = self.inference.context(module, module.summary.calls[number])
                for key, expression in arguments(module, number):
                    row = module.summary.expressions[expression]
                    if row[-1] != name or (row[0] == Op.NAME and name in context.function.row.bindings):
                        continue
                    values = self.inference.values(expression, context)
                    value = values[0] if len(values) == 1 else None
                    fact = knowledge.function(_external_name(value)) if value is not None else None
                    if value is None or fact is None or fact.blocks is None or fact.only_if:
                        continue
                    taken = self.places.taken(module, number, key)
                    if taken & {Place.INLINE, Place.LOOP}:
                        found.append(
                            Sink(
                                module, number, context.function, fact.blocks, _external_name(value), fact,
                                fact.confidence, Place.LOOP in taken,
                            )
                        )  # fmt: skip
        return found

    def _candidates(self) -> Iterator[tuple[ModuleNode, int]]:
        index, knowledge = self.inference.index, self.inference.knowledge
        names: dict[str, frozenset[str]] = dict(knowledge.blocking_names)
        for name, tops in self.inference.libraries.blocking_names().items():
            names[name] = names.get(name, frozenset()) | tops
        for name, fact in knowledge.functions.items():
            if fact.decorates == "to-sync":
                names[name.rpartition(".")[2]] = frozenset({name.partition(".")[0]})
        seen: set[tuple[int, int]] = set()
        reach = Reach(index, knowledge.related)
        for name in sorted(names):
            mask = reach.mask(names[name])
            for module, number in index.calls.get(name, ()):
                if reach.reaches(module, mask) and (module.index, number) not in seen:
                    seen.add((module.index, number))
                    yield module, number
        opened = knowledge.open_modules
        for module in index.modules:
            if any(name.partition(".")[0] in opened for name in module.summary.modules):
                expressions = module.summary.expressions
                for number, call in enumerate(module.summary.calls):
                    if expressions[call.callee][0] == Op.ATTRIBUTE and (module.index, number) not in seen:
                        yield module, number

    def _sink(self, module: ModuleNode, number: int) -> Sink | None:
        call = module.summary.calls[number]
        function = module.functions[call.function]
        if function.row.kind in (FunctionKind.MODULE, FunctionKind.CLASS_BODY) or call.use is Use.AWAITED:
            return None
        context = self.inference.context(module, call)
        facts: list[tuple[str, Fact]] = []
        others = False
        for value in _targets(self.inference.values(call.callee, context)):
            if value == NONE:
                continue
            name, fact = self._named_fact(value)
            if fact is not None and fact.decorates == "to-sync" and call.use is Use.CALLED:
                fact = msgspec.structs.replace(fact, blocks=Blocking.LOOP)
            if fact is None or fact.blocks is None or not conditions.blocks(self.inference, fact, call, context):
                others = True
            else:
                facts.append((name, fact))
        if not facts:
            return None
        name, fact = facts[0]
        if self.exemptions.never_waits(name, module, function, call):
            return None
        if fact.blocks is None or self._guarded(module, function, call.block, call.line):
            return None
        confidence = Confidence.POSSIBLE if others else fact.confidence
        return Sink(module, number, function, fact.blocks, name, fact, confidence)

    def _named_fact(self, value: Value) -> tuple[str, Fact | None]:
        """The full name of what is called, and what is known of it; of the project's own functions, what it says."""
        name = _external_name(value)
        if isinstance(value, ClassObject) and isinstance(value.cls, ClassNode) and value.cls.module.library:
            constructor = self.inference.members.find_method(value.cls, "__init__")
            name = value.cls.full_name
            return name, None if constructor is None else self.inference.libraries.facts.get(constructor.full_name)
        fact = self.inference.knowledge.function(name) if name else None
        if isinstance(value, FunctionObject):
            if value.function.module.library:
                return name, fact or self.inference.libraries.facts.get(name)
            if fact is not None and fact.blocks is not Blocking.CONFIGURED:
                return name, None
        return name, fact

    def _guarded(self, module: ModuleNode, function: FunctionNode, block: int, line: int) -> bool:
        coroutine = self.inference.signatures.of(function).place == "loop"
        return self.guards.guarded(module, function, block, line, coroutine)

    @cached_property
    def blocking_functions(self) -> frozenset[FunctionNode]:
        """Every function that may wait when it is called as an ordinary function."""
        found: set[FunctionNode] = set()
        waiting = [sink.function for sink in self.sinks]
        while waiting:
            function = waiting.pop()
            if function in found or not self.passes_on(function):
                continue
            found.add(function)
            waiting.extend(edge.caller for edge in self.graph.callers(function) if self.passes(edge))
        return frozenset(found)

    def passes_on(self, function: FunctionNode) -> bool:
        """Whether what a function does happens in its caller's place."""
        signature = self.inference.signatures.of(function)
        if signature.cached or signature.place == "thread":
            return False
        return not signature.suspends

    def passes(self, edge: Edge) -> bool:
        """Whether an effect passes along an edge."""
        known = self._passing.get(edge)
        if known is None:
            known = self._passing[edge] = self._can_pass(edge)
        return known

    def _can_pass(self, edge: Edge) -> bool:
        kind = edge.caller.row.kind
        if kind in (FunctionKind.MODULE, FunctionKind.CLASS_BODY):
            return False
        if edge.kind == "call" and edge.module.summary.calls[edge.number].use is Use.AWAITED:
            return False
        return not self._guarded(edge.module, edge.caller, edge.block, edge.span[0])

    def _confidence(self, edge: Edge, function: FunctionNode) -> Confidence:
        if not self.inference.signatures.of(function).certain:
            return Confidence.POSSIBLE
        if edge.sure:
            return Confidence.CERTAIN
        if self._dispatched_by_self(edge, function):
            return Confidence.LIKELY
        if len(edge.targets) > 1 and all(target in self.blocking_functions for target in edge.targets):
            return Confidence.LIKELY
        return Confidence.POSSIBLE

    def _dispatched_by_self(self, edge: Edge, function: FunctionNode) -> bool:
        """Whether a method calls another of ``self``, and objects of the class that overrides it run both."""
        caller, owner = edge.caller, function.owner
        if edge.kind != "call" or owner is None or not caller.is_method or not caller.row.parameters:
            return False
        expressions = edge.module.summary.expressions
        callee = expressions[edge.subject]
        if callee[0] != Op.ATTRIBUTE or list(expressions[callee[1]]) != [Op.NAME, caller.row.parameters[0].name]:
            return False
        return self.inference.members.find_method(owner, caller.row.name) is caller

    def _cut(self, module: ModuleNode, statement: tuple[int, int], code: str) -> bool:
        rows = self._cuts.get(module.path)
        if not rows:
            return False
        for row in range(statement[0], statement[1] + 1):
            if code in rows.get(row, ()):
                self.used_cuts.add((module.path, row, code))
                return True
        return False

    def ways(self, sink: Sink, least: Confidence = Confidence.LIKELY) -> Ways | None:
        """How a sink gets onto a loop, at this confidence or a surer one; None when it does not.

        The trace shown is the shortest of the surest; with a focus it passes through a file of the focus.
        """
        code = BLOCKING_CODES[sink.kind]
        for level in _LEVELS[sink.confidence.rank : least.rank + 1]:
            found = self._search(sink, code, level)
            if found is not None:
                return found
        return None

    def _search(self, sink: Sink, code: str, level: Confidence) -> Ways | None:
        if sink.is_callback:
            return Ways(Way(sink.function, (), level), ())
        reached: dict[FunctionNode, tuple[Edge, ...]] = {sink.function: ()}
        waiting = [sink.function]
        entries: list[Edge] = []
        shown: list[Way] = []
        while waiting:
            following: list[FunctionNode] = []
            for function in waiting:
                entry = self._enters(function, level)
                if entry:
                    shown.append(Way(function, reached[function], level))
                    entries.extend(reached[function][:1])
                if not self.passes_on(function):
                    continue
                for edge in self.graph.callers(function):
                    if not self.passes(edge) or self._confidence(edge, function).rank > level.rank:
                        continue
                    if function is sink.function and self.exemptions.avoided(sink, edge):
                        continue
                    if self._cut(edge.module, edge.statement, code):
                        continue
                    if edge.caller in reached:
                        if self._enters(edge.caller, level):
                            entries.append(edge)
                        continue
                    reached[edge.caller] = (edge, *reached[function])
                    following.append(edge.caller)
            waiting = following
        shown = [way for way in shown if self._in_focus(sink, way)]
        return Ways(shown[0], tuple(dict.fromkeys(entries))) if shown else None

    def _enters(self, function: FunctionNode, level: Confidence) -> bool:
        module = function.module
        if (module.is_test or module.runs_once) and level is not Confidence.POSSIBLE:
            return False
        return self.places.on_loop(function) is not None

    def _in_focus(self, sink: Sink, way: Way) -> bool:
        focus = self._focus
        return focus is None or sink.module.path in focus or any(edge.module.path in focus for edge in way.edges)

    def all_ways(self, sink: Sink) -> Iterable[Way]:
        """Every function on the loop from which a sink is reached, each with its shortest trace."""
        code = BLOCKING_CODES[sink.kind]
        reached: dict[FunctionNode, tuple[Edge, ...]] = {sink.function: ()}
        waiting = [sink.function]
        while waiting:
            function = waiting.pop(0)
            if self._enters(function, Confidence.POSSIBLE):
                yield Way(function, reached[function], Confidence.POSSIBLE)
            if self.passes_on(function):
                for edge in self.graph.callers(function):
                    known = edge.caller in reached or not self.passes(edge)
                    if not known and not self._cut(edge.module, edge.statement, code):
                        reached[edge.caller] = (edge, *reached[function])
                        waiting.append(edge.caller)


def _targets(values: Values) -> Iterator[Value]:
    """The values, with what a ``functools.partial`` calls in its stead."""
    for value in values:
        if isinstance(value, Partial):
            yield from _targets(value.targets)
        else:
            yield value


def _external_name(value: Value) -> str:
    if isinstance(value, External):
        return value.name
    if isinstance(value, FunctionObject):
        return value.function.full_name
    if isinstance(value, ClassObject) and isinstance(value.cls, str):
        return value.cls
    return ""
