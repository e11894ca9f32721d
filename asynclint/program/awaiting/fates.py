"""Questions about what becomes of awaitables."""

from collections.abc import Sequence

from asynclint.model.summary import BlockKind, FunctionKind, Op, Use, Via
from asynclint.program.awaiting.awaitables import CONSUMING, Awaitable, Awaitables
from asynclint.program.awaiting.keeping import keeps_what_it_returns
from asynclint.program.awaiting.wrapping import ASKS, surrounding
from asynclint.program.calls.callgraph import CallGraph
from asynclint.program.calls.places import arguments
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.sites import CallSite
from asynclint.program.types.values import CALLABLE, NONE, External, FunctionObject, Instance, class_name

_MOST_COMPARED = 200
_BY_THEMSELVES = ("background", "forget", "spawn", "ensuredeferred")
_TAKING_OUT = frozenset({"pop", "popitem", "popleft", "remove"})
"""Methods of collections that give what has been in them: it was not made by the call."""
_DROPPABLE = "typing.Any"
"""What knowledge rows return that give an awaitable which need not be awaited."""
_ENDINGS = ("close", "shutdown", "stop", "log", "clean", "disconnect", "unlink", "remove", "terminate", "kill", "join")


class Fates:
    """Answers about awaitables after their creation."""

    def __init__(self, awaitables: Awaitables, graph: CallGraph) -> None:
        self.awaitables = awaitables
        self.graph = graph
        self.inference = graph.inference

    def handed_on(self, use: Awaitable) -> bool:
        """Whether the name that holds the awaitable is also awaited, stored or passed on somewhere."""
        return any(read.use in CONSUMING or self._passed_on(use, read.use, read.detail) for read in use.reads)

    def holds_only(self, use: Awaitable) -> bool:
        """Whether the name surely holds the awaitable where it is used, and nothing asks what it holds."""
        calls = use.site.module.summary.calls
        asked = any(read.use is Use.PASSED and calls[read.detail].name in ASKS for read in use.reads)
        return use.alone and not asked

    def always_true(self, use: Awaitable) -> bool:
        """Whether a condition tests the awaitable, and nothing else that the name may hold or that knows better."""
        if use.use is not Use.TESTED or use.via & (Via.DISPLAY | Via.COMPREHENSION) or self.known_as_awaitable(use):
            return False
        return use.named is None or use.alone or not self.handed_on(use)

    def known_as_awaitable(self, use: Awaitable) -> bool:
        """Whether the name that holds the awaitable is also asked what it is, or for what only awaitables have.

        A test of it then asks whether there is one at all.
        """
        calls = use.site.module.summary.calls
        return any(
            (read.use is Use.PASSED and calls[read.detail].name in ASKS)
            or (
                read.use in (Use.ATTRIBUTE, Use.RECEIVER)
                and not self.awaitables.misused_attribute(use.kind, str(read.detail))
            )
            for read in use.reads
        )

    def errors_escape(self, use: Awaitable) -> bool:
        """Whether a ``try`` waits for errors that go elsewhere: a driven generator raises none when it is called."""
        if not self._in_handled_try(use.site):
            return False
        targets, sure = self.graph.targets(use.site.module, use.site.number)
        return sure and all(self.inference.signatures.of(target).drives_generator for target in targets)

    def _passed_on(self, use: Awaitable, how: Use, receiver: object) -> bool:
        if how is not Use.PASSED or not isinstance(receiver, int):
            return False
        return self.awaitables.expectations.wanted_plain(use.site.module, receiver, (Op.NAME, use.named or "")) is None

    def wanted(self, use: Awaitable) -> str | None:
        """The plain type that the place declares to which the awaitable goes; None when it may be anything."""
        expectations = self.awaitables.expectations
        if use.use is Use.PASSED and isinstance(use.detail, int):
            argument = (Op.CALL, use.site.number) if use.named is None else (Op.NAME, use.named)
            return expectations.wanted_plain(use.site.module, use.detail, argument)
        if use.use is Use.RETURNED:
            return expectations.of_result(use.site.function)
        if use.use is Use.OPERATED and use.named and use.via & Via.DISPLAY:
            return expectations.of_neighbours(use.site.module, use.site.row, use.named)
        return None

    def protection(self, use: Awaitable) -> str | None:
        """``try`` or ``with`` when the statement of a native coroutine stands in one (and not in its handlers).

        None where the name may hold what an ``await`` of it gave, and where the function asks what it holds.
        """
        if use.at.function.row.kind is not FunctionKind.COROUTINE:
            return None
        if use.named and not use.alone and any(read.use is Use.AWAITED for read in use.reads):
            return None
        calls = use.site.module.summary.calls
        if any(read.use is Use.PASSED and calls[read.detail].name == "isinstance" for read in use.reads):
            return None
        return surrounding(use.site.module, use.site.row.block)

    def only_ends_something(self, use: Awaitable) -> bool:
        """Whether a function is handed over whose name says that it closes, logs or cleans up."""
        for _, expression in arguments(use.site.module, use.site.number):
            row = use.site.module.summary.expressions[expression]
            if row[0] in (Op.NAME, Op.ATTRIBUTE) and any(word in row[-1].lower() for word in _ENDINGS):
                return True
            if row[0] == Op.ATTRIBUTE:
                base = use.site.module.summary.expressions[row[1]]
                if base[0] == Op.NAME and "log" in base[1].lower():
                    return True
        return False

    def in_coroutine(self, site: CallSite) -> bool:
        """Whether the call stands in a function that could wait for the result."""
        return self.inference.signatures.of(site.function).suspends

    def may_run_alone(self, use: Awaitable) -> bool:
        """Whether what is only declared to be awaitable may have been started (a future) by a function that is known.

        A callback that is declared to give an awaitable is a coroutine function in nearly all programs. Plain functions
        are no witnesses: where nothing can be awaited, a wrong declaration goes unnoticed.
        """
        if not self.in_coroutine(use.site):
            return True
        values = [value for value in self.inference.callees(use.site.module, use.site.number) if value != NONE]
        return not all(isinstance(value, Instance) and value.cls == CALLABLE for value in values)

    def may_be_dropped(self, use: Awaitable) -> bool:
        """Whether dropping the result is usual.

        So it is for a method of the awaitable that it returns (``deferred.addCallback``), for what is taken out of a
        collection, for what overrides a library's method whose result need not be awaited (Tornado's ``finish``), and
        for what its name says runs by itself.
        """
        if any(word in use.site.row.name.lower() for word in _BY_THEMSELVES):
            return True
        for value in self.inference.callees(use.site.module, use.site.number):
            if isinstance(value, External) and isinstance(value.receiver, Instance) and (
                value.receiver.cls == use.kind or value.name.rpartition(".")[2] in _TAKING_OUT
            ):  # fmt: skip
                return True
            if isinstance(value, FunctionObject) and (
                (isinstance(value.receiver, Instance) and class_name(value.receiver) == use.kind)
                or self.inference.signatures.of(value.function).starts_task
                or self._overrides_droppable(value.function)
            ):
                return True
        return False

    def is_kept(self, use: Awaitable) -> bool:
        """Whether the functions that give the awaitable keep it themselves, so that it is not lost with the result."""
        targets, sure = self.graph.targets(use.site.module, use.site.number)
        return sure and bool(targets) and all(keeps_what_it_returns(self.graph, target) for target in targets)

    def _overrides_droppable(self, function: FunctionNode) -> bool:
        own = self.inference.knowledge.function(function.full_name)
        if own is not None:
            return own.returns == _DROPPABLE
        if function.owner is None:
            return False
        for ancestor, _ in self.inference.members.ancestors(function.owner):
            if isinstance(ancestor, str):
                method = self.inference.knowledge.method(ancestor, function.row.name)
                if method is not None:
                    return method[1].returns == _DROPPABLE
        return False

    def meant_to_be_awaited(self, use: Awaitable) -> bool:
        """Whether other code waits for the same function, or the place of the call shows that its result is needed.

        A ``try`` round it expects its errors; a method that calls what it overrides is to do that and more. A function
        that waits for itself, or for what calls it, goes on with its own work there, which others only start.
        """
        if self._in_handled_try(use.site) or self._is_overridden(use.site):
            return True
        module, number = use.site.module, use.site.number
        targets, _ = self.graph.targets(module, number)
        if not targets:
            return False
        others = self.inference.index.calls.get(use.site.row.name, ())
        waited = [place for place in others if place[0].summary.calls[place[1]].use in (Use.AWAITED, Use.YIELDED)]
        return any(
            self.graph.targets(*place)[0] == targets and not self._goes_on(place, targets)
            for place in waited[:_MOST_COMPARED]
        )

    def _goes_on(self, place: tuple[ModuleNode, int], targets: Sequence[FunctionNode]) -> bool:
        """Whether a call of some functions stands in one of them, or in what one of them calls."""
        module, number = place
        caller = module.functions[module.summary.calls[number].function]
        return caller in targets or any(edge.caller in targets for edge in self.graph.callers(caller))

    def loses_errors(self, use: Awaitable) -> bool:
        """Whether what is dropped is a driven generator that waits without handling the errors of what it waits for."""
        targets, sure = self.graph.targets(use.site.module, use.site.number)
        return sure and all(self._lets_errors_out(target) for target in targets)

    def _lets_errors_out(self, function: FunctionNode) -> bool:
        if not self.inference.signatures.of(function).drives_generator:
            return False
        expressions = function.module.summary.expressions
        waits = [item for item in function.row.yields if expressions[item.value][0] == Op.CALL]
        return any(not self._handled(function.module, item.block) for item in waits)

    def _is_overridden(self, site: CallSite) -> bool:
        """Whether a method calls the method of the same name of ``super()``."""
        expressions = site.module.summary.expressions
        callee = expressions[site.row.callee]
        base = expressions[callee[1]] if callee[0] == Op.ATTRIBUTE else callee
        calls_super = base[0] == Op.CALL and site.module.summary.calls[base[1]].name == "super"
        return calls_super and site.row.name == site.function.row.name

    def _in_handled_try(self, site: CallSite) -> bool:
        return self._handled(site.module, site.row.block)

    def _handled(self, module: ModuleNode, block: int) -> bool:
        around = (module.summary.blocks[one] for one in module.branches.around(block))
        return any(row.kind is BlockKind.TRY and row.items for row in around)
