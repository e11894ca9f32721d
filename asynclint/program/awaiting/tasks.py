"""Questions about tasks: where they are started, who keeps and observes them, and what they outlive."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from asynclint.knowledge.schema import Fact
from asynclint.model.summary import BlockKind, Call, FunctionKind, Op, Operand, Read, Use, Via
from asynclint.program.awaiting.awaitables import Awaitable
from asynclint.program.awaiting.watching import ADDING, OBSERVING, Keeping, is_watched
from asynclint.program.calls.places import arguments
from asynclint.program.nodes import ClassNode, FunctionNode
from asynclint.program.sites import CallSite, Site
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import enclosing_method
from asynclint.program.types.values import COROUTINE, TASK, External, Instance

_CHANGING = ADDING | {"remove", "discard", "clear", "pop", "popleft"}
_ASKS = frozenset({"done", "cancelled"})
_RESULTS = frozenset({"result", "exception"})
_CONTAINERS = frozenset({"list", "set", "deque", "dict"})


class StartedTask(NamedTuple):
    """A call that starts a task, and the name that matters for the question that was asked."""

    site: CallSite
    name: str = ""
    used: Site | None = None

    @property
    def at(self) -> Site:
        """Where the task is used, when the question is about that."""
        return self.used or self.site


class Tasks:
    """Finds tasks by the calls of known functions that start them."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference

    @cached_property
    def _started(self) -> list[tuple[CallSite, Fact]]:
        """The calls that start a task, in order of place."""
        knowledge = self.inference.knowledge
        places = {
            (module.index, number)
            for name in knowledge.spawning_names
            for module, number in self.inference.index.calls.get(name, ())
        }
        found: list[tuple[CallSite, Fact]] = []
        for index, number in sorted(places):
            module = self.inference.index.modules[index]
            for value in self.inference.callees(module, number):
                fact = knowledge.function(value.name) if isinstance(value, External) else None
                if fact is not None and fact.spawns:
                    found.append((CallSite(module, number), fact))
                    break
        return found

    def unstructured(self) -> Iterator[StartedTask]:
        """The tasks that no task group keeps, and that the program does not look after itself."""
        keeping = Keeping(self.inference.index)
        for site, fact in self._started:
            if not fact.keeps and not keeping.looks_after(site):
                yield StartedTask(site)

    def collected_only(self) -> Iterator[StartedTask]:
        """The tasks that are put into a local container, which is used for nothing else."""
        for site, fact in self._started:
            if fact.keeps or site.use is not Use.PASSED:
                continue
            summary = site.module.summary
            adding = summary.calls[site.detail]
            callee = summary.expressions[adding.callee]
            if adding.name not in ADDING or callee[0] != Op.ATTRIBUTE:
                continue
            base = summary.expressions[callee[1]]
            if base[0] == Op.NAME and self._only_collects(site.function, base[1]):
                yield StartedTask(site, base[1])

    def _only_collects(self, function: FunctionNode, name: str) -> bool:
        row = function.row
        summary = function.module.summary
        bindings = row.bindings.get(name, ())
        if not bindings or row.parent < 0 or name in row.outer_names:
            return False
        for binding in bindings:
            value = summary.expressions[binding.value]
            if value[0] == Op.ANNOTATED:
                value = summary.expressions[value[2]]
            called = value[0] == Op.CALL and summary.calls[value[1]].name in _CONTAINERS
            if not called and value[0] not in (Op.LIST, Op.SET):
                return False
        return all(read.use is Use.RECEIVER and read.detail in _CHANGING for read in row.reads.get(name, ()))

    def unobserved(self) -> Iterator[StartedTask]:
        """The tasks kept in an attribute of ``self`` whose end nothing in the program looks at."""
        for site, fact in self._started:
            if site.use is not Use.STORED or not site.detail or fact.keeps:
                continue
            method = enclosing_method(site.function)
            owner = method.owner if method is not None else None
            name = str(site.detail)
            if owner is not None and name in owner.row.attributes and not self._observed(owner, name):
                yield StartedTask(site, name)

    def _observed(self, owner: ClassNode, name: str) -> bool:
        """Whether the attribute is awaited, passed on, returned, aliased or asked for its result, anywhere."""
        index = self.inference.index
        if any(module is not owner.module for module, _ in index.reads.get(name, ())):
            return True
        kept = {
            number
            for number, row in enumerate(owner.module.summary.expressions)
            if row[0] == Op.ATTRIBUTE and row[2] == name
        }
        return is_watched(owner.module, kept, OBSERVING)

    def outliving(self) -> Iterator[StartedTask]:
        """The tasks that are given what a ``with`` has opened, and are waited for (or returned) only after it."""
        for site, fact in self._started:
            if fact.keeps or site.use not in (Use.NAMED, Use.RETURNED) or site.via & ~Via.WALRUS:
                continue
            resource = self._resource(site)
            if resource is None:
                continue
            block, name = resource
            if site.use is Use.RETURNED or self._waited_after(site, block):
                yield StartedTask(site, name)

    def _resource(self, site: CallSite) -> tuple[int, str] | None:
        """The innermost ``with`` round a call whose name is among the arguments of the coroutine."""
        module, summary = site.module, site.module.summary
        inner = [
            summary.expressions[part]
            for _, argument in arguments(module, site.number)
            if summary.expressions[argument][0] == Op.CALL
            for _, part in arguments(module, summary.expressions[argument][1])
        ]
        names = {row[1] for row in inner if row[0] == Op.NAME}
        block = site.row.block
        while block >= 0 and names:
            row = summary.blocks[block]
            if row.kind in (BlockKind.WITH, BlockKind.ASYNC_WITH):
                for name in sorted(names):
                    for binding in site.function.row.bindings.get(name, ()):
                        value = summary.expressions[binding.value]
                        if value[0] in (Op.ENTERED, Op.ASYNC_ENTERED) and value[1] in row.items:
                            return block, name
            block = row.parent
        return None

    def _waited_after(self, site: CallSite, block: int) -> bool:
        end = site.module.summary.blocks[block].end_line
        reads = [read for read in site.function.row.reads.get(site.detail, ()) if not _only_manages(read)]
        return bool(reads) and all(read.line > end for read in reads)

    def results_too_soon(self, uses: Sequence[Awaitable]) -> Iterator[StartedTask]:
        """The tasks that are asked for a result before anything could have run."""
        for use in uses:
            if use.kind != TASK or use.use is not Use.RECEIVER or use.detail not in _RESULTS or use.via:
                continue
            if use.named is None or not self._may_be_done(use):
                yield StartedTask(use.site, str(use.detail), use.at)

    def _may_be_done(self, use: Awaitable) -> bool:
        """Whether the function waits between the start and the question, or asks first."""
        start, end = use.site.row.line, use.at.location.row
        summary = use.site.module.summary
        if use.site.function.row.kind is not FunctionKind.COROUTINE:
            return True
        if any(read.line == 0 or read.use is not Use.RECEIVER or read.detail in _ASKS for read in use.reads):
            return True
        block = use.site.row.block
        while block >= 0:
            around = summary.blocks[block]
            if around.kind is BlockKind.ASYNC_WITH and around.end_line < end:
                return True
            block = around.parent
        waits: list[Call | Operand] = [*summary.calls, *summary.operands]
        waiting = (Use.AWAITED, Use.YIELDED, Use.ASYNC_ENTERED, Use.ASYNC_ITERATED)
        function = use.site.function
        return bool(function.row.yields) or any(
            row.function == function.index and row.use in waiting and start <= row.line <= end for row in waits
        )

    def shielded_coroutines(self) -> Iterator[StartedTask]:
        """The coroutines that ``asyncio.shield`` gets, and whose task nothing else can refer to."""
        for module, number in self.inference.index.calls.get("shield", ()):
            values = self.inference.callees(module, number)
            known = values and all(isinstance(v, External) and v.name == "asyncio.shield" for v in values)
            if not known or module.summary.calls[number].use not in (Use.AWAITED, Use.PASSED):
                continue
            for _, expression in arguments(module, number):
                row = module.summary.expressions[expression]
                given = self.inference.call(module, row[1]) if row[0] == Op.CALL else ()
                if given and all(isinstance(value, Instance) and value.cls == COROUTINE for value in given):
                    yield StartedTask(CallSite(module, number), CallSite(module, row[1]).spelled)


def _only_manages(read: Read) -> bool:
    """Whether a read of a task's name neither waits for it nor hands it on."""
    return read.use is Use.RECEIVER and read.detail in ("add_done_callback", "cancel", "set_name", "done")
