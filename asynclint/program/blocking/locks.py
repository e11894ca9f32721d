"""Locks: threads' locks that coroutines hold while they suspend, and tasks' locks that are taken twice."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from asynclint.model.effects import Confidence
from asynclint.model.summary import BlockKind, Op, Use
from asynclint.program.blocking.regions import TASK, THREAD, Key, Region, Regions, key_of, self_of
from asynclint.program.calls.callgraph import CallGraph
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.sites import BlockSite, CallSite
from asynclint.program.types.values import FunctionObject


class HeldLock(NamedTuple):
    """A thread's lock that a coroutine holds while it suspends, first in ``row``."""

    site: BlockSite | CallSite
    spelled: str
    row: int
    confidence: Confidence


class Reacquired(NamedTuple):
    """A lock that is taken again while it is held: by ``inner``, to which ``site`` leads (the same when direct)."""

    outer: Region
    site: BlockSite | CallSite
    inner: Region
    confidence: Confidence


class Locks:
    """Asks what happens while locks are held."""

    def __init__(self, graph: CallGraph) -> None:
        self.graph = graph
        self.inference = graph.inference

    def held_while_suspended(self) -> Iterator[HeldLock]:
        """The threads' locks that coroutines hold across an ``await`` or a ``yield``."""
        for region in Regions(self.inference, THREAD).all():
            signature = self.inference.signatures.of(region.function)
            row = self._suspension(region) if signature.suspends else None
            if row is not None:
                yield HeldLock(region.site, region.spelled, row, self._confidence(region))

    def _suspension(self, region: Region) -> int | None:
        """The first row in which the function suspends inside a region."""
        module, function = region.function.module, region.function
        rows = [
            call.line
            for number in self.inference.index.calls_in(function)
            if (call := module.summary.calls[number]).use in (Use.AWAITED, Use.YIELDED)
            and region.has(call.block, call.line)
        ]
        rows += [item.line for item in function.row.yields if region.has(item.block, item.line)]
        rows += [
            block.line
            for block in module.summary.blocks
            if block.function == function.index
            and block.kind in (BlockKind.ASYNC_FOR, BlockKind.ASYNC_WITH)
            and region.has(block.parent, block.line)
        ]
        if not rows and region.blocks is not None and module.summary.blocks[min(region.blocks)].suspends:
            return region.first
        return min(rows, default=None)

    def _confidence(self, region: Region) -> Confidence:
        if region.function.module.is_test:
            return Confidence.POSSIBLE
        return Confidence.CERTAIN if region.sure else Confidence.LIKELY

    def reacquired(self) -> Iterator[Reacquired]:
        """The tasks' locks that are taken again by the code that holds them."""
        for regions in self._by_function.values():
            for region in regions:
                if region.key is not None and not self._is_released_inside(region):
                    yield from self._taken_again(region)

    def _taken_again(self, region: Region) -> Iterator[Reacquired]:
        function = region.function
        for inner in self._held_in(function):
            place = inner.site.row.block if isinstance(inner.site, CallSite) else self._outer_block(inner)
            nested = inner.site.location != region.site.location and region.has(place, inner.first)
            if inner.key == region.key and nested and not self._asks_first(function, region):
                yield Reacquired(region, inner.site, inner, self._confidence(region))
        for number in self.inference.index.calls_in(function):
            call = function.module.summary.calls[number]
            if region.has(call.block, call.line) and self._is_waited_for(function.module, number):
                found = self._reaches(region, function.module, number)
                if found is not None:
                    inner, confidence = found
                    confidence = confidence.weaker(self._confidence(region))
                    yield Reacquired(region, CallSite(function.module, number), inner, confidence)

    def _outer_block(self, region: Region) -> int:
        assert isinstance(region.site, BlockSite)
        return region.function.module.summary.blocks[region.site.number].parent

    def _is_waited_for(self, module: ModuleNode, number: int, depth: int = 2) -> bool:
        """Whether the function waits for what a call starts: it is awaited, or given to ``gather`` and the like."""
        call = module.summary.calls[number]
        if call.use in (Use.AWAITED, Use.YIELDED):
            return True
        if call.use is not Use.PASSED or not depth:
            return False
        receiver = module.summary.calls[call.detail]
        return receiver.name in _WAITING and self._is_waited_for(module, call.detail, depth - 1)

    def _reaches(self, region: Region, module: ModuleNode, number: int) -> tuple[Region, Confidence] | None:
        """The place where a call comes to take the lock of a region again, by the shortest way."""
        seen: set[FunctionNode] = {region.function}
        waiting = [(target, confidence) for target, confidence in self._steps(region, module, number)]
        while waiting:
            function, confidence = waiting.pop(0)
            if function in seen:
                continue
            seen.add(function)
            for inner in self._held_in(function):
                if inner.key == region.key and not self._asks_first(function, region):
                    return inner, confidence
            for following in self.inference.index.calls_in(function):
                if self._is_waited_for(function.module, following):
                    for target, step in self._steps(region, function.module, following):
                        waiting.append((target, confidence.weaker(step)))
        return None

    def _steps(self, region: Region, module: ModuleNode, number: int) -> Iterator[tuple[FunctionNode, Confidence]]:
        """What a call runs, where it is sure to concern the same object as the region."""
        call = module.summary.calls[number]
        row = module.summary.expressions[call.callee]
        own = row[0] == Op.ATTRIBUTE and self_of(row[1], module.functions[call.function]) is not None
        if region.key is not None and region.key[0] == "self" and not own:
            return
        targets, sure = self.graph.targets(module, number)
        callees = self.inference.callees(module, number)
        named = [value.function for value in callees if isinstance(value, FunctionObject)]
        for target in targets:
            if self.inference.signatures.of(target).place != "thread":
                usual = Confidence.LIKELY if target in named else Confidence.POSSIBLE
                yield target, Confidence.CERTAIN if sure else usual

    def _asks_first(self, function: FunctionNode, region: Region) -> bool:
        """Whether a function asks the lock whether it is locked."""
        return any(
            self._is_method_of(function, number, "locked", region.key)
            for number in self.inference.index.calls_in(function)
        )

    def _is_released_inside(self, region: Region) -> bool:
        calls = region.function.module.summary.calls
        return region.blocks is not None and any(
            region.has(calls[number].block, calls[number].line)
            and self._is_method_of(region.function, number, "release", region.key)
            for number in self.inference.index.calls_in(region.function)
        )

    def _is_method_of(self, function: FunctionNode, number: int, name: str, key: Key | None) -> bool:
        call = function.module.summary.calls[number]
        callee = function.module.summary.expressions[call.callee]
        return call.name == name and callee[0] == Op.ATTRIBUTE and key_of(self.inference, callee[1], function) == key

    @cached_property
    def _by_function(self) -> dict[FunctionNode, list[Region]]:
        table: dict[FunctionNode, list[Region]] = {}
        for region in Regions(self.inference, TASK).all():
            table.setdefault(region.function, []).append(region)
        return table

    def _held_in(self, function: FunctionNode) -> list[Region]:
        return self._by_function.get(function, [])


_WAITING = frozenset({"gather", "wait_for", "shield", "wait", "ensure_future", "ensureDeferred"})
