"""Blocking effects: where a known call waits, and by which calls that gets onto an event loop."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec.structs import replace

from asynclint.model.effects import Blocking, Confidence
from asynclint.model.focus import Focus
from asynclint.model.summary import FunctionKind, Use
from asynclint.program.blocking.avoiding import Avoiding
from asynclint.program.blocking.entries import Entries
from asynclint.program.blocking.exemptions import Exemptions
from asynclint.program.blocking.followers import Followers
from asynclint.program.blocking.onward import Onward
from asynclint.program.blocking.preconditions import Preconditions
from asynclint.program.blocking.sinks import Sink, Sinks
from asynclint.program.blocking.ways import KnownWays, Way, Ways, through
from asynclint.program.calls.callgraph import CallGraph, Edge
from asynclint.program.calls.dispatch import Dispatch
from asynclint.program.calls.guards import Guards
from asynclint.program.calls.places import Places
from asynclint.program.calls.same_object import SameObject
from asynclint.program.calls.statements import Statements
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference

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

_KEPT = frozenset({Blocking.FILE, Blocking.IMPORT})
"""What a function with a cache does a few times in all, for its few arguments."""

_LEVELS = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE)


class Effects:
    """Blocking calls and the ways by which they reach a loop."""

    def __init__(self, graph: CallGraph, places: Places, cuts: Cuts, focus: Focus | None) -> None:
        self.graph = graph
        self.places = places
        self.inference: Inference = graph.inference
        self.guards = Guards(self.inference)
        preconditions = Preconditions()
        self.exemptions = Exemptions(self.inference, places, preconditions)
        self.dispatch = Dispatch(self.inference, lambda: self.blocking_functions)
        self._cuts = cuts
        self._focus = focus
        self.known_ways: KnownWays = {}
        self.used_cuts: set[tuple[str, int, str]] = set()
        self._passing: dict[Edge, bool] = {}
        self._avoiding = Avoiding(self.inference, preconditions)
        self._same_object = SameObject(self.inference)
        self._entries = Entries(self.inference, places)
        self._followers = Followers(self.inference, places)

    @cached_property
    def sinks(self) -> list[Sink]:
        """The places in functions (not at import time) that are known to wait and are worth a report of their own."""
        return self._followers.without_followers(self._found)

    @cached_property
    def every_sink(self) -> list[Sink]:
        """The same with those that follow others."""
        return self._followers.with_followers(self._found)

    @cached_property
    def _found(self) -> list[Sink]:
        calls = Sinks(self.inference, self.places, self.guards, self.exemptions).all()
        numbers = frozenset((sink.module.index, sink.number) for sink in calls)
        statements = Statements(self.inference, self.guards).sinks(numbers)
        return [*calls, *statements]

    @cached_property
    def blocking_functions(self) -> frozenset[FunctionNode]:
        """Every function that may wait when it is called as an ordinary function."""
        found: set[tuple[FunctionNode, bool]] = set()
        waiting = [(sink.function, sink.kind in _KEPT) for sink in self.sinks]
        while waiting:
            function, kept = waiting.pop()
            if (function, kept) in found or not self.passes_on(function, kept):
                continue
            found.add((function, kept))
            waiting.extend((edge.caller, kept) for edge in self.graph.callers(function) if self.passes(edge))
        return frozenset(function for function, _ in found)

    def passes_on(self, function: FunctionNode, kept: bool = True) -> bool:
        """Whether what a function does happens in its caller's place; ``kept``: a cache of results makes it rare."""
        signature = self.inference.signatures.of(function)
        if signature.place == "thread" or (signature.cached and (kept or not self._has_arguments(function))):
            return False
        return not signature.suspends

    def _has_arguments(self, function: FunctionNode) -> bool:
        """Whether calls of a function can differ, so that a cache does not spare all but one."""
        bound = function.is_method and self.inference.signatures.binding(function) != "static"
        return len(function.row.parameters) > bound

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
        if self.exemptions.endings.follow(edge.caller, edge.block, edge.span[0]):
            return False
        return not self.guards.is_aware(edge.caller) and not self.guards.passed(
            edge.module, edge.caller, edge.block, edge.span[0]
        )

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

        The trace shown is the shortest of the surest; with a focus it passes through a row of the focus.
        The entries are those of every way.
        """
        code = BLOCKING_CODES[sink.kind]
        for level in _LEVELS[sink.confidence.rank : least.rank + 1]:
            found = self._search(sink, code, level)
            if found is not None:
                every = found if level is least else self._search(sink, code, least) or found
                return replace(found, entries=every.entries)
        return None

    def _search(self, sink: Sink, code: str, level: Confidence) -> Ways | None:
        if sink.is_callback:
            alone = self._is_new(sink, sink.function) and self._in_focus(sink)
            return Ways(Way(sink.function, (), level), ()) if alone else None
        reached: dict[FunctionNode, tuple[Edge, ...]] = {sink.function: ()}
        calls: list[tuple[Edge, FunctionNode]] = []
        onward = Onward(sink, self._avoiding, self._same_object, reached)
        waiting = [sink.function]
        entries: list[Edge] = []
        found: list[Way] = []
        while waiting:
            following: list[FunctionNode] = []
            for function in waiting:
                if self._enters(sink, function, level):
                    found.append(Way(function, reached[function], level))
                    entries.extend(reached[function][:1])
                for edge in self._callers(sink, function, level):
                    way = onward.of(edge, function)
                    if way is None or self._cut(edge.module, edge.statement, code):
                        continue
                    calls.append((edge, function))
                    asked_again = onward.add(edge, function)
                    if edge.caller not in reached:
                        reached[edge.caller] = (edge, *way)
                        following.append(edge.caller)
                    elif asked_again:
                        following.append(edge.caller)
                    elif self._enters(sink, edge.caller, level):
                        entries.append(edge)
            waiting = following
        if not found:
            return None
        shown = found[0] if self._focus is None or self._in_focus(sink) else through(self._focus, found, calls, reached)
        return Ways(shown, tuple(dict.fromkeys(entries))) if shown else None

    def _callers(self, sink: Sink, function: FunctionNode, level: Confidence) -> Iterator[Edge]:
        """The calls by which what the sink does may get from a function to others."""
        if self.passes_on(function, sink.kind in _KEPT):
            for edge in self.graph.callers(function):
                if self.passes(edge) and self.dispatch.confidence(edge, function).rank <= level.rank:
                    yield edge

    def _enters(self, sink: Sink, function: FunctionNode, level: Confidence) -> bool:
        """Whether a way to the sink that counts begins in a function."""
        return self._entries.counts(function, sink.kind, level) and self._is_new(sink, function)

    def _is_new(self, sink: Sink, entry: FunctionNode) -> bool:
        known = self.known_ways.get(sink.place)
        return known is None or (entry.module.path, entry.qualname) not in known

    def _in_focus(self, sink: Sink) -> bool:
        """Whether people asked about the sink's own statement."""
        return self._focus is None or self._focus.covers(sink.module.path, *sink.statement)

    def all_ways(self, sink: Sink) -> Iterable[Way]:
        """Every function on the loop from which a sink is reached, each with its shortest trace."""
        code = BLOCKING_CODES[sink.kind]
        reached: dict[FunctionNode, tuple[Edge, ...]] = {sink.function: ()}
        waiting = [sink.function]
        while waiting:
            function = waiting.pop(0)
            if self._enters(sink, function, Confidence.POSSIBLE):
                yield Way(function, reached[function], Confidence.POSSIBLE)
            if self.passes_on(function, sink.kind in _KEPT):
                for edge in self.graph.callers(function):
                    known = edge.caller in reached or not self.passes(edge)
                    if not known and not self._cut(edge.module, edge.statement, code):
                        reached[edge.caller] = (edge, *reached[function])
                        waiting.append(edge.caller)
