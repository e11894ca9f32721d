"""Methods that replace one of another kind: asynchronous where the base calls a plain one, or the other way round."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from asynclint.model.effects import Confidence
from asynclint.model.findings import Step
from asynclint.model.summary import FunctionKind, Op, Use
from asynclint.program.calls.callgraph import CallGraph, Edge
from asynclint.program.nodes import FunctionNode
from asynclint.program.sites import CallSite, FunctionSite
from asynclint.program.types.capabilities import Capabilities, Capability
from asynclint.program.types.scopes import enclosing_method
from asynclint.program.types.values import NONE

_HANDLED = frozenset(
    {"isawaitable", "iscoroutine", "ensure_future", "create_task", "maybe_future", "maybeDeferred", "convert_yielded",
     "ensureDeferred", "maybe_await", "maybe_coroutine", "async_maybe_transform", "gather", "run", "run_until_complete"}
)  # fmt: skip
"""Functions that take what may be a coroutine."""
_TEST_CASE = "unittest.TestCase"


class Override(NamedTuple):
    """A method of the wrong kind: ``asynchronous`` or plain, while ``base`` is called the other way."""

    site: FunctionSite
    asynchronous: bool
    base: str
    confidence: Confidence
    steps: tuple[Step, ...] = ()


class Overrides:
    """Finds methods that replace one of another kind."""

    def __init__(self, graph: CallGraph) -> None:
        self.graph = graph
        self.inference = graph.inference
        self.capabilities = Capabilities(graph.inference)

    def mixed(self, functions: Iterator[FunctionNode]) -> Iterator[Override]:
        """The methods that are asynchronous where nobody awaits them, and plain where they are awaited."""
        for function in functions:
            owner = function.owner
            if owner is None or not function.is_method or function.row.name.startswith("__"):
                continue
            signature = self.inference.signatures.of(function)
            if not signature.certain or signature.access != "method":
                continue
            if signature.result in ("coroutine", "async-generator") and function.row.kind is not FunctionKind.PLAIN:
                found = self._over_plain(function)
            elif signature.result == "plain":
                found = self._over_async(function)
            else:
                continue
            if found is not None and not self.inference.is_subclass(owner, _TEST_CASE):
                yield found

    def _bases(self, function: FunctionNode) -> Iterator[FunctionNode | str]:
        """The methods that a method replaces, nearest first; of known classes their full names."""
        owner = function.owner
        assert owner is not None
        for ancestor, _ in self.inference.members.ancestors(owner)[1:]:
            if isinstance(ancestor, str):
                for name, _ in self.inference.knowledge.ancestors(ancestor):
                    yield name
                continue
            method = ancestor.method(function.row.name)
            if method is not None:
                yield method

    def _over_plain(self, function: FunctionNode) -> Override | None:
        name = function.row.name
        for base in self._bases(function):
            if isinstance(base, str):
                row = self.inference.knowledge.cls(base)
                plain = (*row.plain_methods, *row.loop_methods, *row.thread_methods) if row is not None else ()
                if row is not None and any(fnmatchcase(name, pattern) for pattern in row.awaited_methods):
                    return None
                if any(fnmatchcase(name, pattern) for pattern in plain):
                    if self._is_awaited(function):
                        return None
                    return Override(FunctionSite(function), True, f"{base}.{name}", Confidence.CERTAIN)
                continue
            signature = self.inference.signatures.of(base)
            if not signature.certain or signature.result != "plain" or signature.access != "method":
                return None
            if base.module.library or not self._gives_no_awaitable(base):
                return None
            call = self._plain_call(function, base)
            return None if call is None else self._override(function, base, True, call)
        return None

    def _over_async(self, function: FunctionNode) -> Override | None:
        name = function.row.name
        if not self._fails_when_awaited(function):
            return None
        for base in self._bases(function):
            if isinstance(base, str):
                row = self.inference.knowledge.cls(base)
                if row is not None and name in row.async_methods:
                    return Override(FunctionSite(function), False, f"{base}.{name}", Confidence.CERTAIN)
                continue
            signature = self.inference.signatures.of(base)
            if not signature.certain or signature.result != "coroutine" or signature.access != "method":
                return None
            call = self._awaited_call(function, base)
            return None if call is None else self._override(function, base, False, call)
        return None

    def _override(self, function: FunctionNode, base: FunctionNode, asynchronous: bool, call: Edge) -> Override:
        site, called, origin = FunctionSite(function), CallSite(call.module, call.number), FunctionSite(base)
        steps = (
            Step(called.filename, called.location, called.function_name, called.spelled),
            Step(origin.filename, origin.location, origin.function_name, origin.spelled),
            Step(site.filename, site.location, site.function_name, site.spelled),
        )
        own = self._through_self(call)
        confidence = Confidence.CERTAIN if own else Confidence.POSSIBLE
        return Override(site, asynchronous, base.qualname, confidence, steps)

    def _gives_no_awaitable(self, function: FunctionNode) -> bool:
        """Whether the result of a plain method is known and cannot be awaited (a stub gives nothing to judge by)."""
        given = self.inference.returns.function(function, None, None, None)
        if not given and function.row.stub:
            return not function.row.annotation
        return bool(given) and (given == (NONE,) or self.capabilities.none_can(given, Capability.AWAIT))

    def _fails_when_awaited(self, function: FunctionNode) -> bool:
        row = function.row
        if not row.returns and (row.empty_returns == 0) and self._always_raises(function):
            return False
        if row.empty_returns and row.returns:
            return True
        given = self.inference.returns.function(function, None, None, None)
        if row.stub:
            return not row.annotation or given == (NONE,)
        return bool(given) and (given == (NONE,) or self.capabilities.none_can(given, Capability.AWAIT))

    @staticmethod
    def _always_raises(function: FunctionNode) -> bool:
        blocks = function.module.summary.blocks
        root = next((row for row in blocks if row.function == function.index and row.parent < 0), None)
        return root is not None and root.leaves

    def _calls(self, function: FunctionNode, base: FunctionNode) -> list[Edge]:
        """The calls of the base method that can run the one that replaces it."""
        return [
            edge for edge in self.graph.callers(base)
            if edge.kind == "call" and not edge.module.is_test and self._reaches(function, edge)
        ]  # fmt: skip

    def _reaches(self, function: FunctionNode, edge: Edge) -> bool:
        """Whether an object of the method's class gets to a call: a method that it replaces is never the caller."""
        if not self._through_self(edge):
            return True
        caller = enclosing_method(edge.caller)
        owner = function.owner
        return caller is not None and owner is not None and (
            self.inference.members.find_method(owner, caller.row.name) is caller
        )  # fmt: skip

    def _plain_call(self, function: FunctionNode, base: FunctionNode) -> Edge | None:
        """A call that takes the result as it is, when no call awaits it or asks what it is."""
        found: Edge | None = None
        for edge in self._calls(function, base):
            call = edge.module.summary.calls[edge.number]
            callers = edge.module.calls_by_function.get(call.function, ())
            if any(edge.module.summary.calls[number].name in _HANDLED for number in callers):
                return None
            if call.use in (Use.DROPPED, Use.TESTED, Use.COMPARED, Use.OPERATED, Use.SUBSCRIPTED, Use.ITERATED):
                through = self._through_self(edge)
                found = edge if found is None or through else found
            elif call.use is not Use.OTHER:
                return None
        return found

    def _awaited_call(self, function: FunctionNode, base: FunctionNode) -> Edge | None:
        """A call that awaits the result."""
        waiting = [
            edge for edge in self._calls(function, base) if edge.module.summary.calls[edge.number].use is Use.AWAITED
        ]  # fmt: skip
        return next((edge for edge in waiting if self._through_self(edge)), waiting[0] if waiting else None)

    def _is_awaited(self, function: FunctionNode) -> bool:
        """Whether an object of its class awaits the method: then the class knows what it is."""
        return any(
            self._through_self(edge) and edge.module.summary.calls[edge.number].use is Use.AWAITED
            for edge in self.graph.callers(function)
            if edge.kind == "call"
        )

    @staticmethod
    def _through_self(edge: Edge) -> bool:
        summary = edge.module.summary
        callee = summary.expressions[summary.calls[edge.number].callee]
        base = summary.expressions[callee[1]] if callee[0] == Op.ATTRIBUTE else callee
        return base[0] == Op.NAME and base[1] in ("self", "cls")
