"""Ways from a loop to a blocking call, as edges of the call graph."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from asynclint.model.effects import Confidence
from asynclint.model.focus import Focus
from asynclint.program.calls.callgraph import Edge
from asynclint.program.nodes import FunctionNode

KnownWays = Mapping[tuple[str, int, int], frozenset[tuple[str, str]]]
"""By the place of a sink: the functions (filename, qualified name) whose ways do not count."""


class Way(Struct, frozen=True):
    """A trace: the edges from a function on the loop down to that of the sink (none when that one is on the loop)."""

    entry: FunctionNode
    edges: tuple[Edge, ...]
    confidence: Confidence


class Ways(Struct, frozen=True):
    """All ways onto the loop for one sink: the trace to show, and every edge by which a way begins, nearest first."""

    shown: Way
    entries: tuple[Edge, ...]


def through(
    focus: Focus,
    ways: Sequence[Way],
    calls: Sequence[tuple[Edge, FunctionNode]],
    reached: Mapping[FunctionNode, tuple[Edge, ...]],
) -> Way | None:
    """The shortest of all ways of which a call lies in the focus, None when there is none.

    ``ways`` are the shortest from each function on the loop, ``calls`` every call by which any way may go, with the
    function that it runs, ``reached`` how each function gets from there to the sink.
    """
    wanted = [call for call in calls if focus.covers(call[0].module.path, *call[0].statement)]
    if not wanted:
        return None
    below: dict[FunctionNode, list[tuple[Edge, FunctionNode]]] = {}
    for call in calls:
        below.setdefault(call[0].caller, []).append(call)
    above = {way.entry: replace(way, edges=()) for way in ways}
    waiting = list(above)
    while waiting:
        following: list[FunctionNode] = []
        for caller in waiting:
            for edge, function in below.get(caller, ()):
                if function not in above:
                    above[function] = replace(above[caller], edges=(*above[caller].edges, edge))
                    following.append(function)
        waiting = following
    found = [
        replace(way, edges=(*way.edges, edge, *reached[function]))
        for edge, function in wanted
        if (way := above.get(edge.caller)) is not None
    ]
    return min(found, key=lambda way: len(way.edges), default=None)
