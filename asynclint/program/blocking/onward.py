"""How a function goes on to a blocking call, for those who call it in one way or another."""

from collections.abc import Mapping

from asynclint.program.blocking.avoiding import Avoiding
from asynclint.program.blocking.sinks import Sink
from asynclint.program.calls.callgraph import Edge
from asynclint.program.calls.same_object import SameObject
from asynclint.program.nodes import FunctionNode

_Place = tuple[str, int]
"""The kind and the number of an edge: which one it is of its caller's."""


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
        self._calls: dict[FunctionNode, dict[_Place, tuple[Edge, list[FunctionNode]]]] = {}
        self._open: set[tuple[FunctionNode, _Place]] = set()
        self._refused: set[FunctionNode] = set()

    def add(self, edge: Edge, function: FunctionNode) -> bool:
        """Note a call of a function; says whether it may open a way for calls of its caller that had none.

        Of the functions that one call may run, the first counts to which it leads whatever object it is about.
        """
        place = (edge.kind, edge.number)
        if (edge.caller, place) in self._open:
            return False
        if not self._same_object.matters(edge.caller, edge, function):
            self._open.add((edge.caller, place))
        self._calls.setdefault(edge.caller, {}).setdefault(place, (edge, []))[1].append(function)
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
            following = others[0].caller if others else self._sink.function
            if not self._passes_by(edge, function, onward) and not self._excludes(edge, function, onward, following):
                return self._reached[function]
        for onward, followings in self._calls.get(function, {}).values():
            if onward is edge or self._passes_by(edge, function, onward):
                continue
            for following in followings:
                if not self._excludes(edge, function, onward, following):
                    return (onward, *self._reached[following])
        self._refused.add(function)
        return None

    def _passes_by(self, edge: Edge, function: FunctionNode, onward: Edge) -> bool:
        """Whether a function that is called so does not come to one of its calls."""
        return self._avoiding.passes_by(edge, function, onward.block, onward.span[0])

    def _excludes(self, edge: Edge, function: FunctionNode, onward: Edge, following: FunctionNode) -> bool:
        """Whether a function that is called so does not get by one of its calls to another function."""
        return self._same_object.excludes(edge, function, onward, following)
