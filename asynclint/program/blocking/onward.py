"""How a function goes on to a blocking call, for those who call it in one way or another."""

from collections.abc import Mapping

from asynclint.program.blocking.avoiding import Avoiding
from asynclint.program.blocking.sinks import Sink
from asynclint.program.calls.callgraph import Edge
from asynclint.program.calls.same_object import SameObject
from asynclint.program.index import FunctionNode


class Onward:
    """The calls by which each function gets to one sink, as far as a search has come.

    ``reached`` is the way of each function from there to the sink, and grows with the search.
    """

    def __init__(
        self,
        sink: Sink,
        avoiding: Avoiding,
        same_object: SameObject,
        reached: Mapping[FunctionNode, tuple[Edge, ...]],
    ) -> None:
        self._sink = sink
        self._avoiding = avoiding
        self._same_object = same_object
        self._reached = reached
        self._calls: dict[FunctionNode, list[tuple[Edge, FunctionNode]]] = {}
        self._refused: set[FunctionNode] = set()

    def add(self, edge: Edge, function: FunctionNode) -> bool:
        """Note a call of a function; says whether it may open a way for calls of its caller that had none."""
        self._calls.setdefault(edge.caller, []).append((edge, function))
        if edge.caller not in self._refused:
            return False
        self._refused.discard(edge.caller)
        return True

    def of(self, edge: Edge, function: FunctionNode) -> tuple[Edge, ...] | None:
        """The way to the sink from a function that is called so; None when it then comes to none of its calls."""
        if function is self._sink.function:
            if not self._avoiding.avoids(self._sink, edge):
                return ()
        else:
            onward, *others = self._reached[function]
            if not self._passes_by(edge, function, onward, others[0].caller if others else self._sink.function):
                return self._reached[function]
        for onward, following in self._calls.get(function, ()):
            if onward is not edge and not self._passes_by(edge, function, onward, following):
                return (onward, *self._reached[following])
        self._refused.add(function)
        return None

    def _passes_by(self, edge: Edge, function: FunctionNode, onward: Edge, following: FunctionNode) -> bool:
        """Whether a function that is called so does not come to one of its calls, or by it to another function."""
        return self._avoiding.passes_by(edge, function, onward.block, onward.span[0]) or self._same_object.excludes(
            edge, function, onward, following
        )
