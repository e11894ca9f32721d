"""The part of the program's face that answers about blocking calls and locks."""

from collections.abc import Iterator, Mapping
from copy import copy
from typing import NamedTuple, Self

from asynclint.model.effects import Blocking, Confidence
from asynclint.model.findings import Entry, Step
from asynclint.model.spans import Location
from asynclint.model.spelling import spell
from asynclint.program.blocking.effects import Effects
from asynclint.program.blocking.locks import HeldLock, Locks, Reacquired
from asynclint.program.blocking.sinks import Sink
from asynclint.program.blocking.ways import Way, Ways
from asynclint.program.calls.callgraph import Edge
from asynclint.program.calls.places import Places
from asynclint.program.nodes import ModuleNode
from asynclint.program.sites import BlockSite, CallSite, Site


class BlockingCall(NamedTuple):
    """A call that waits on a loop: where, why, and how it gets there."""

    site: CallSite | BlockSite
    kind: Blocking
    callee: str
    confidence: Confidence
    chain: tuple[Step, ...]
    entries: tuple[Entry, ...]
    ways_in: int
    place: str
    replacement: str | None


class BlockingQuestions:
    """What ``Program`` inherits: it knows what waits, and which files people asked about."""

    effects: Effects
    places: Places
    locks: Locks
    least: Confidence

    def in_focus(self, module: ModuleNode) -> bool:
        """Whether people asked about a file."""
        raise NotImplementedError

    def blocking_calls(self, *kinds: Blocking, every: bool = False) -> Iterator[BlockingCall]:
        """The calls of these kinds that wait on an event loop, each once, in order of place.

        With ``every`` also those that only go on with a file that was reported, or stand in the same helper function.
        """
        known = self.effects.known_ways
        for sink in self.effects.every_sink if every else self.effects.sinks:
            if sink.kind in kinds and (not known or sink.place in known):
                ways = self.effects.ways(sink, self.least)
                if ways is not None:
                    yield self._blocking_call(sink, ways)

    def beside(self, known: Mapping[tuple[str, Location], frozenset[tuple[str, str]]]) -> Self:
        """The same program, with the blocking calls at the places (filename, location) of ``known`` only.

        Ways count that begin elsewhere than in the functions (filename, qualified name) that are known for the place.
        """
        places: dict[tuple[str, int, int], frozenset[tuple[str, str]]] = {}
        filenames = {filename for filename, _ in known}
        for sink in self.effects.sinks:
            if sink.module.path in filenames:
                functions = known.get((sink.module.path, _site(sink).location))
                if functions is not None:
                    places[sink.place] = functions
        other = copy(self)
        other.effects = copy(self.effects)
        other.effects.known_ways = places
        return other

    def _blocking_call(self, sink: Sink, ways: Ways) -> BlockingCall:
        shown = ways.shown
        entries = tuple(map(_entry, ways.entries))
        site = _site(sink)
        direct = not ways.entries
        return BlockingCall(
            site,
            sink.kind,
            sink.name,
            shown.confidence,
            self._chain(sink, shown),
            entries or (Entry(site.filename, site.location, site.function_name),),
            1 if direct else len(ways.entries) + (0 if shown.edges else 1),
            self.places.on_loop(shown.entry) or "callback",
            sink.fact.replace.get(shown.entry.module.framework) or sink.fact.replace.get(sink.module.framework),
        )

    def _chain(self, sink: Sink, way: Way) -> tuple[Step, ...]:
        steps = [
            Step(site.filename, site.location, site.function_name, site.spelled)
            for site in (EdgeSite(edge) for edge in way.edges)
        ]
        last = _site(sink)
        return (*steps, Step(last.filename, last.location, last.function_name, last.spelled))

    def ways(self, filename: str, line: int) -> list[tuple[Step, ...]]:
        """Every way by which a blocking call on a row gets onto a loop, each as a trace from the loop to the call."""
        found: list[tuple[Step, ...]] = []
        for sink in self.effects.sinks:
            site = _site(sink)
            if site.filename == filename and site.statement_row <= line <= site.end_location.row:
                found.extend(self._chain(sink, way) for way in self.effects.all_ways(sink))
        return found

    def locks_held_while_suspended(self) -> Iterator[HeldLock]:
        """The threads' locks that coroutines hold while they suspend."""
        return (held for held in self.locks.held_while_suspended() if self.in_focus(held.site.module))

    def reacquired_locks(self) -> Iterator[Reacquired]:
        """The tasks' locks that are taken again by the code that holds them."""
        return (found for found in self.locks.reacquired() if self.in_focus(found.site.module))


class EdgeSite(Site):
    """The place of an edge of the call graph."""

    __slots__ = ("edge",)

    def __init__(self, edge: Edge) -> None:
        super().__init__(edge.module, edge.caller, edge.span, edge.statement)
        self.edge = edge

    @property
    def spelled(self) -> str:
        """What is called, read, entered or iterated there, as the source spells it."""
        return spell(self.edge.module.summary, self.edge.subject)


def _entry(edge: Edge) -> Entry:
    site = EdgeSite(edge)
    return Entry(site.filename, site.location, site.function_name)


def _site(sink: Sink) -> CallSite | BlockSite:
    return BlockSite(sink.module, sink.number) if sink.is_statement else CallSite(sink.module, sink.number)
