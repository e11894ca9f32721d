"""Awaitables that calls give, and what becomes of each: used at once, or kept under a name and used there."""

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from asynclint.model.effects import Confidence
from asynclint.model.summary import Call, FunctionKind, Op, Read, Use, Via
from asynclint.program.awaiting.both_kinds import gives_it_on_request
from asynclint.program.awaiting.candidates import Candidates
from asynclint.program.awaiting.expectations import Expectations
from asynclint.program.awaiting.objects import WaitingObjects
from asynclint.program.awaiting.same_calls import AS_VALUE, waited_elsewhere
from asynclint.program.calls.callgraph import CallGraph
from asynclint.program.nodes import ModuleNode
from asynclint.program.sites import CallSite, Site
from asynclint.program.types.scopes import reaching
from asynclint.program.types.values import (
    ASYNC_GENERATOR,
    ASYNC_ITERATOR,
    AWAITABLE,
    AWAITABLES,
    COROUTINE,
    DEFERRED,
    NONE,
    External,
    FunctionObject,
    Instance,
    Values,
    class_name,
)

CONSUMING = frozenset(
    {Use.AWAITED, Use.YIELDED, Use.RETURNED, Use.STORED, Use.OTHER, Use.NAMED, Use.ASYNC_ENTERED, Use.ASYNC_ITERATED}
)
"""Uses after which somebody else may await the value."""

_COROUTINE_ATTRIBUTES = ("send", "throw", "close", "cr_", "__")
_CONTAINERS = Via.DISPLAY | Via.COMPREHENSION | Via.STARRED


class Awaitable(Struct, frozen=True):
    """An awaitable from a call, and one thing that is done with it.

    ``kind`` is the full name of its class (``WaitingObjects`` has those that are no coroutine, future or task). ``at``
    is where it is used: the call itself, or a later read of the name it was given (then ``named`` is that name).
    ``unused`` says that the name is never read, ``reads`` what else is done with it under that name, ``alone`` that the
    name holds nothing else there.
    """

    site: CallSite
    kind: str
    use: Use
    via: int
    detail: object
    at: Site
    confidence: Confidence
    named: str | None = None
    unused: bool = False
    reads: tuple[Read, ...] = ()
    alone: bool = False


class Awaitables:
    """Finds the awaitables of a program. Calls are looked at by name first: only those that can give one."""

    def __init__(self, graph: CallGraph) -> None:
        self.graph = graph
        self.inference = graph.inference
        self.candidates = Candidates(graph.inference)
        self.objects = WaitingObjects(graph.inference)
        self.expectations = Expectations(graph.inference)

    @cached_property
    def all(self) -> list[Awaitable]:
        """Every awaitable of a call whose fate is visible, in order of place."""
        names = self.candidates.names
        renamed = self.inference.index.calls
        places: set[tuple[int, int]] = set()
        for name in names:
            for module, number in renamed.get(name, ()):
                if _tells(module, number):
                    places.add((module.index, number))
        modules = self.inference.index.modules
        for index in self.candidates.proxies:
            expressions = modules[index].summary.expressions
            for number, call in enumerate(modules[index].summary.calls):
                made = expressions[call.callee][0] == Op.ATTRIBUTE and _tells(modules[index], number)
                if made and not self._is_outside(modules[index], number):
                    places.add((index, number))
        others = {(module.index, number) for module in modules for number in waited_elsewhere(module)}
        found: list[Awaitable] = []
        for index, number in sorted(places | others):
            if (index, number) in others and not self.inference.call(modules[index], number):
                found.extend(self._used_as_value(modules[index], number))
            elif (index, number) in places:
                found.extend(self._of(modules[index], number))
        return found

    def _used_as_value(self, module: ModuleNode, number: int) -> Iterator[Awaitable]:
        """The uses as a value of what an unknown call gives for which the program waits elsewhere."""
        site = CallSite(module, number)
        if site.row.use is not Use.NAMED:
            yield Awaitable(site, AWAITABLE, site.row.use, site.row.via, site.row.detail, site, Confidence.LIKELY)
        elif isinstance(site.row.detail, str):
            uses = list(self._followed(site, AWAITABLE, Confidence.LIKELY))
            if all(use.alone and use.use in AS_VALUE for use in uses):
                yield from uses

    def _is_outside(self, module: ModuleNode, number: int) -> bool:
        """Whether a call is one of a plain function outside the project: the candidates have those that count."""
        facts = self.inference.knowledge.function
        callees = self.inference.callees(module, number)
        return all(isinstance(one, External) and not ((fact := facts(one.name)) and fact.is_async) for one in callees)

    def kind(self, values: Values) -> str | None:
        """The class of an awaitable when all alternatives (``None`` apart) are awaitables of that class."""
        kinds = {class_name(value) for value in values if value != NONE}
        if len(kinds) > 1:
            kinds.discard(ASYNC_GENERATOR)
            kinds.discard(ASYNC_ITERATOR)
        if len(kinds) != 1:
            return None
        kind = kinds.pop()
        return kind if kind in AWAITABLES else None

    def _decorates(self, module: ModuleNode, call: Call) -> bool:
        """Whether a function is given to what another call made, as a decorator is: ``app.get("/")(handler)``."""
        if module.summary.expressions[call.callee][0] != Op.CALL or len(call.arguments) != 1 or call.keywords:
            return False
        given = self.inference.values(call.arguments[0], self.inference.context(module, call))
        return any(isinstance(value, FunctionObject) for value in given)

    def _only_casts(self, module: ModuleNode, number: int) -> bool:
        """Whether a call makes nothing: ``typing.cast`` only says what something that is there already is."""
        if module.summary.calls[number].name != "cast":
            return False
        callees = self.inference.callees(module, number)
        return any(isinstance(value, External) and value.name == "typing.cast" for value in callees)

    def _only_waits(self, values: Values) -> bool:
        """Whether a call gives objects that do nothing before somebody waits for them or enters them."""
        knowledge = self.inference.knowledge
        rows = [
            knowledge.cls(value.cls) for value in values if isinstance(value, Instance) and isinstance(value.cls, str)
        ]
        return bool(rows) and len(rows) == len(values) and all(row is not None and row.waits for row in rows)

    def _are_deferreds(self, values: Values) -> bool:
        """Whether all of them are Deferreds of some kind, which go on by themselves."""
        classes = [value.cls for value in values if isinstance(value, Instance)]
        return all(self.inference.is_subclass(cls, DEFERRED) for cls in classes)

    def _of(self, module: ModuleNode, number: int) -> Iterator[Awaitable]:
        call = module.summary.calls[number]
        values = self.inference.call(module, number)
        kind = self.kind(values)
        if kind is None and call.use is Use.DROPPED and self._only_waits(values):
            kind = DEFERRED if self._are_deferreds(values) else COROUTINE
        kind = kind or self.objects.kind(values)
        if kind is None or self._decorates(module, call) or self._only_casts(module, number):
            return
        site = CallSite(module, number)
        confidence = self._confidence(module, number, kind)
        if NONE in values:
            confidence = Confidence.POSSIBLE
        if call.use is Use.NAMED and isinstance(call.detail, str):
            yield from self._followed(site, kind, confidence)
        else:
            yield Awaitable(site, kind, call.use, call.via, call.detail, site, confidence)

    def _confidence(self, module: ModuleNode, number: int, kind: str) -> Confidence:
        targets, _ = self.graph.targets(module, number)
        for target in targets:
            if target.row.kind is FunctionKind.COROUTINE:
                continue
            if gives_it_on_request(target):
                return Confidence.POSSIBLE
            result = self.inference.returns.function(target, None, None, None)
            if self.kind(result) is None and self.objects.kind(result) is None and not target.row.stub:
                return Confidence.POSSIBLE
        return Confidence.CERTAIN

    def _followed(self, site: CallSite, kind: str, confidence: Confidence) -> Iterator[Awaitable]:
        """The uses of a local name that holds the awaitable."""
        row = site.row
        function = site.function.row
        name = row.detail
        direct = Awaitable(site, kind, row.use, row.via, name, site, confidence, name)
        if function.kind in (FunctionKind.MODULE, FunctionKind.CLASS_BODY) or name in function.outer_names:
            yield direct
            return
        reads = self._reads(site, name)
        if reads is None:
            yield direct
            return
        if not reads:
            yield Awaitable(site, kind, row.use, row.via, name, site, confidence, name, unused=True)
            return
        if row.via & _CONTAINERS:
            if self._in_dictionary(site, name):
                yield direct
            return
        every = tuple(read for read, _ in reads)
        for read, alone in reads:
            span = (read.line, read.column, read.end_line, read.end_column)
            at = Site(site.module, site.function, span, (site.statement_row, site.noqa_row))
            yield Awaitable(site, kind, read.use, read.via, read.detail, at, confidence, name, False, every, alone)

    def _reads(self, site: CallSite, name: str) -> list[tuple[Read, bool]] | None:
        """The reads that this assignment can reach, and whether nothing else reaches them.

        None when the name escapes or the flow is not clear.
        """
        function = site.function.row
        expressions = site.module.summary.expressions
        bindings = function.bindings.get(name, ())
        own = [b for b in bindings if _holds(expressions, b.value, site.number)]
        if not own:
            return None
        bound = expressions[own[0].value]
        only = tuple(expressions[bound[2]] if bound[0] == Op.ANNOTATED else bound) == (Op.CALL, site.number)
        found: list[tuple[Read, bool]] = []
        for read in function.reads.get(name, ()):
            if read.line == 0:
                return None
            reached = reaching(site.module, site.function, bindings, read.block, read.statement)
            if own[0] in reached:
                found.append((read, only and len(reached) == 1))
        return found

    def _in_dictionary(self, site: CallSite, name: str) -> bool:
        """Whether the name holds a dictionary display with the result of the call as a value."""
        expressions = site.module.summary.expressions
        rows = (expressions[binding.value] for binding in site.function.row.bindings.get(name, ()))
        displays = (expressions[row[2]] if row[0] == Op.ANNOTATED else row for row in rows)
        own = (Op.CALL, site.number)
        return any(row[0] == Op.DICT and any(tuple(expressions[one]) == own for one in row[2::2]) for row in displays)

    def misused_attribute(self, kind: str, attribute: str) -> bool:
        """Whether an attribute is none that an awaitable of this class has."""
        if kind == COROUTINE:
            return not attribute.startswith(_COROUTINE_ATTRIBUTES)
        if kind == AWAITABLE or attribute.startswith("_"):
            return False
        knowledge = self.inference.knowledge
        if knowledge.cls(kind) is None:
            return False
        return knowledge.method(kind, attribute) is None and knowledge.attribute(kind, attribute) is None


_SETTLED = frozenset(
    {
        Use.AWAITED, Use.YIELDED, Use.OTHER, Use.ASYNC_ENTERED, Use.ASYNC_ITERATED, Use.ENTERED, Use.RAISED,
        Use.CALLED,
    }
)  # fmt: skip
"""Uses that no question is asked about."""

_TAKERS = frozenset(
    {"create_task", "ensure_future", "gather", "wait", "wait_for", "shield", "run", "run_until_complete", "start_soon",
     "run_coroutine_threadsafe", "ensureDeferred", "fromCoroutine", "append", "add", "isawaitable", "iscoroutine"}
)  # fmt: skip
"""Names of functions that are given awaitables on purpose."""


def _tells(module: ModuleNode, number: int) -> bool:
    """Whether anything can be wrong with what becomes of a call's result."""
    summary = module.summary
    call = summary.calls[number]
    use = call.use
    if use in _SETTLED or call.block in module.branches.dead:
        return False
    if use is Use.STORED:
        return bool(call.detail or summary.item_stores)
    if use is Use.PASSED:
        receiver = summary.calls[call.detail]
        return receiver.name not in _TAKERS or receiver.name == "add"
    if use is Use.RETURNED:
        function = summary.functions[call.function]
        if function.kind in (FunctionKind.COROUTINE, FunctionKind.GENERATOR, FunctionKind.LAMBDA):
            return True
        return summary.blocks[call.block].parent >= 0
    return True


def _holds(expressions: list[tuple[object, ...]], value: int, number: int) -> bool:
    """Whether a bound value is, or contains as an element, the result of a call."""
    row = expressions[value]
    if row[0] == Op.CALL:
        return row[1] == number
    if row[0] in (Op.TUPLE, Op.LIST, Op.SET, Op.DICT, Op.UNION, Op.ANNOTATED, Op.STARRED, Op.AWAIT):
        return any(isinstance(part, int) and _holds(expressions, part, number) for part in row[1:])
    if row[0] == Op.COMPREHENSION and isinstance(row[2], int):
        return _holds(expressions, row[2], number)
    return False
