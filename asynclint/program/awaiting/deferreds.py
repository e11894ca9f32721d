"""What becomes of Twisted's Deferreds after their callbacks were added."""

from collections.abc import Iterator

from asynclint.model.summary import Binding, Op, Use
from asynclint.program.awaiting.awaitables import Awaitable
from asynclint.program.calls.callgraph import CallGraph
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.sites import CallSite
from asynclint.program.types.values import DEFERRED, External

_ADDS = "addCallback"
_SUCCEEDED = "twisted.internet.defer.succeed"
_CHAINS = frozenset({_ADDS, "addCallbacks", "addErrback", "addBoth", "addTimeout"})
"""Methods that give the Deferred itself."""


def without_errback(awaitables: list[Awaitable]) -> Iterator[CallSite]:
    """The Deferreds that get callbacks, no errback, and are then dropped; each once."""
    seen: set[tuple[int, int]] = set()
    for use in awaitables:
        key = (use.site.module.index, use.site.number)
        if use.kind == DEFERRED and key not in seen and use.site.row.name not in _CHAINS:
            seen.add(key)
            if _is_lost(use):
                yield use.site


def only_succeeds(graph: CallGraph, site: CallSite) -> bool:
    """Whether a call gives a Deferred that nobody makes fail.

    It was made with its result, or the function makes it and nothing in its file has to do with ``errback``.
    """
    callees = graph.inference.callees(site.module, site.number)
    if callees and all(isinstance(callee, External) and callee.name == _SUCCEEDED for callee in callees):
        return True
    targets, sure = graph.targets(site.module, site.number)
    return sure and bool(targets) and all(_makes_it(target) and not _fails(target.module) for target in targets)


def _makes_it(function: FunctionNode) -> bool:
    """Whether a function returns nothing but Deferreds that it made, from names or attributes of ``self``."""
    summary = function.module.summary
    attributes = function.owner.row.attributes if function.owner is not None else {}
    for returned in function.row.returns:
        row = summary.expressions[returned.value]
        if row[0] == Op.NAME:
            rows: list[Binding] = function.row.bindings.get(row[1], [])
        elif row[0] == Op.ATTRIBUTE and summary.expressions[row[1]] == (Op.NAME, "self"):
            rows = attributes.get(row[2], [])
        else:
            return False
        made = [summary.expressions[one.value] for one in rows]
        made = [one for one in made if one[:2] != (Op.CONSTANT, "NoneType")]
        if not made or not all(one[0] == Op.CALL and summary.calls[one[1]].name == "Deferred" for one in made):
            return False
    return bool(function.row.returns)


def _fails(module: ModuleNode) -> bool:
    return any(row[0] == Op.ATTRIBUTE and row[2] == "errback" for row in module.summary.expressions)


def _is_lost(use: Awaitable) -> bool:
    if use.use is not Use.RECEIVER or use.detail != _ADDS:
        return False
    module = use.site.module
    if use.named is None:
        return _ends_dropped(module, (Op.CALL, use.site.number))
    if not all(read.use is Use.RECEIVER and read.detail == _ADDS for read in use.reads):
        return False
    calls = [
        number
        for number in module.calls_by_function.get(use.site.row.function, ())
        if _receiver(module, number) == (Op.NAME, use.named)
    ]
    return bool(calls) and all(_is_dropped(module, number) for number in calls)


def _ends_dropped(module: ModuleNode, receiver: tuple[object, ...]) -> bool:
    """Whether a chain of ``addCallback`` that starts at an expression stands alone as a statement."""
    for number, call in enumerate(module.summary.calls):
        if call.name == _ADDS and _receiver(module, number) == receiver:
            return _is_dropped(module, number)
    return False


def _is_dropped(module: ModuleNode, number: int) -> bool:
    call = module.summary.calls[number]
    if call.use is Use.RECEIVER and call.detail == _ADDS:
        return _ends_dropped(module, (Op.CALL, number))
    return call.use is Use.DROPPED


def _receiver(module: ModuleNode, number: int) -> tuple[object, ...]:
    expressions = module.summary.expressions
    callee = expressions[module.summary.calls[number].callee]
    return expressions[callee[1]] if callee[0] == Op.ATTRIBUTE else ()
