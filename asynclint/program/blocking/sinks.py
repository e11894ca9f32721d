"""Sinks: the places of the project that are known to wait, before anybody asks whether a loop gets there."""

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from asynclint.knowledge.schema import Fact
from asynclint.model.effects import Blocking, Confidence
from asynclint.model.places import Place
from asynclint.model.summary import Block, BlockKind, Call, FunctionKind, Op, Use
from asynclint.program.blocking.exemptions import Exemptions
from asynclint.program.blocking.receivers import may_be_another
from asynclint.program.calls import conditions
from asynclint.program.calls.guards import Guards
from asynclint.program.calls.places import Places, arguments
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import NONE, ClassObject, External, FunctionObject, Partial, Value, Values


class Sink(Struct, frozen=True):
    """A place of the project that waits: what it calls, why that is known, and how sure.

    ``number`` is the index of a call or, with ``is_statement``, of the block of a ``with`` that waits to enter or of a
    ``for`` that waits for items. With ``is_callback`` a call does not wait itself but hands the waiting function to a
    loop.
    """

    module: ModuleNode
    number: int
    function: FunctionNode
    kind: Blocking
    name: str
    fact: Fact
    confidence: Confidence
    is_callback: bool = False
    is_statement: bool = False

    @property
    def row(self) -> Call | Block:
        """The call or the block."""
        summary = self.module.summary
        return summary.blocks[self.number] if self.is_statement else summary.calls[self.number]

    @property
    def place(self) -> tuple[str, int, int]:
        """The file, the row and the column (in bytes, from 0)."""
        return self.module.path, self.row.line, self.row.column

    @property
    def statement(self) -> tuple[int, int]:
        """The first and the last row of its statement, or of the header of its block."""
        row = self.row
        return (row.line, row.line) if isinstance(row, Block) else (row.statement, row.statement_end)

    @property
    def block(self) -> int:
        """The block round it."""
        row = self.row
        return row.parent if isinstance(row, Block) else row.block

    @property
    def context(self) -> Context:
        """Where its expressions are evaluated."""
        row = self.row
        return Context(self.function, self.block, row.line if isinstance(row, Block) else row.statement)


class Sinks:
    """Finds the calls and statements that wait."""

    def __init__(self, inference: Inference, places: Places, guards: Guards, exemptions: Exemptions) -> None:
        self.inference = inference
        self.places = places
        self.guards = guards
        self.exemptions = exemptions

    def all(self) -> list[Sink]:
        """Every call and statement in a function (not at import time) that is known to wait."""
        found = [sink for module, number in self._candidates() if (sink := self._sink(module, number)) is not None]
        found += self._handed_sinks()
        if self._nests_loops():
            found = [sink for sink in found if sink.kind is not Blocking.LOOP]
        return found

    def _nests_loops(self) -> bool:
        """Whether the program applies ``nest_asyncio``, which lets a loop run inside another."""
        return any(
            isinstance(value, External) and value.name == "nest_asyncio.apply"
            for place in self.inference.index.calls.get("apply", ())
            for value in self.inference.callees(*place)
        )

    def _handed_sinks(self) -> list[Sink]:
        """Blocking functions that are themselves handed to a loop, or called at once by what they are handed to."""
        found: list[Sink] = []
        index, knowledge = self.inference.index, self.inference.knowledge
        for name in sorted(knowledge.blocking_names):
            for module, number in index.references.get(name, ()):
                call = module.summary.calls[number]
                for key, expression in arguments(module, number):
                    row = module.summary.expressions[expression]
                    if row[-1] != name:
                        continue
                    context = self.inference.context(module, call)
                    if row[0] == Op.NAME and name in context.function.row.bindings:
                        continue
                    values = self.inference.values(expression, context)
                    value = values[0] if len(values) == 1 else None
                    fact = knowledge.function(_external_name(value)) if value is not None else None
                    if value is None or fact is None or fact.blocks is None or fact.only_if:
                        continue
                    taken = self.places.taken(module, number, key)
                    if self.guards.passed(module, context.function, call.block, call.line):
                        continue
                    if taken & {Place.INLINE, Place.LOOP}:
                        found.append(
                            Sink(
                                module, number, context.function, fact.blocks, _external_name(value), fact,
                                fact.confidence, Place.LOOP in taken,
                            )
                        )  # fmt: skip
        return found

    def _candidates(self) -> Iterator[tuple[ModuleNode, int]]:
        index, knowledge = self.inference.index, self.inference.knowledge
        names: dict[str, frozenset[str]] = dict(knowledge.blocking_names)
        for name, tops in self.inference.libraries.blocking_names().items():
            names[name] = names.get(name, frozenset()) | tops
        for name, fact in knowledge.functions.items():
            if fact.decorates == "to-sync":
                names[name.rpartition(".")[2]] = frozenset({name.partition(".")[0]})
        seen: set[tuple[int, int]] = set()
        reach = self.inference.reach
        for name in sorted(names):
            mask = reach.mask(names[name])
            for module, number in index.calls.get(name, ()):
                if reach.reaches(module, mask) and (module.index, number) not in seen:
                    seen.add((module.index, number))
                    yield module, number
        opened = knowledge.open_modules
        for module in index.modules:
            if not opened.isdisjoint(module.tops):
                expressions = module.summary.expressions
                for number, call in enumerate(module.summary.calls):
                    if expressions[call.callee][0] == Op.ATTRIBUTE and (module.index, number) not in seen:
                        yield module, number

    def _sink(self, module: ModuleNode, number: int) -> Sink | None:
        call = module.summary.calls[number]
        function = module.functions[call.function]
        if function.row.kind in (FunctionKind.MODULE, FunctionKind.CLASS_BODY) or call.use is Use.AWAITED:
            return None
        if call.block in module.branches.dead or module.is_stub:
            return None
        context = self.inference.context(module, call)
        facts: list[tuple[str, Fact]] = []
        others = False
        for value in _targets(self.inference.callees(module, number)):
            if value == NONE:
                continue
            name, fact = self._named_fact(value)
            if fact is not None and fact.is_async and not may_be_awaited(module, call):
                continue  # of a client of either kind, this use means the one that waits
            if fact is not None and fact.decorates == "to-sync" and call.use is Use.CALLED:
                fact = msgspec.structs.replace(fact, blocks=Blocking.LOOP)
            if fact is None or fact.blocks is None or not conditions.blocks(self.inference, fact, call, context):
                others = True
            else:
                facts.append((name, fact))
        if not facts:
            return None
        name, fact = facts[0]
        if self.exemptions.never_waits(name, fact.blocks, module, function, call):
            return None
        if fact.blocks is None or self.guards.passed(module, function, call.block, call.line):
            return None
        if fact.blocks is Blocking.LOOP and self.guards.is_aware(function):
            return None
        others = others or may_be_another(self.inference, module, function, call)
        confidence = Confidence.POSSIBLE if others or _is_switched(module, name, call) else fact.confidence
        return Sink(module, number, function, fact.blocks, name, fact, confidence)

    def _named_fact(self, value: Value) -> tuple[str, Fact | None]:
        """The full name of what is called, and what is known of it; of the project's own functions, what it says."""
        name = _external_name(value)
        if isinstance(value, ClassObject) and isinstance(value.cls, ClassNode) and value.cls.module.library:
            constructor = self.inference.members.find_method(value.cls, "__init__")
            name = value.cls.full_name
            return name, None if constructor is None else self.inference.libraries.facts.get(constructor.full_name)
        fact = self.inference.knowledge.function(name) if name else None
        if isinstance(value, FunctionObject):
            if value.function.module.library:
                return name, fact or self.inference.libraries.facts.get(name)
            if fact is not None and fact.blocks is not Blocking.CONFIGURED:
                return name, None
        return name, fact


def _targets(values: Values) -> Iterator[Value]:
    """The values, with what a ``functools.partial`` calls in its stead."""
    for value in values:
        if isinstance(value, Partial):
            yield from _targets(value.targets)
        else:
            yield value


def _external_name(value: Value) -> str:
    if isinstance(value, External):
        return value.name
    if isinstance(value, FunctionObject):
        return value.function.full_name
    if isinstance(value, ClassObject) and isinstance(value.cls, str):
        return value.cls
    return ""


def may_be_awaited(module: ModuleNode, call: Call) -> bool:
    """Whether the result goes into a name that is awaited, as where ``isawaitable`` tells what it is."""
    reads = module.summary.functions[call.function].reads.get(call.detail, ()) if call.use is Use.NAMED else ()
    return any(read.use is Use.AWAITED for read in reads)


def _is_switched(module: ModuleNode, name: str, call: Call) -> bool:
    """Whether a debugger is opened under a condition: a tool of the developers, for when they are there."""
    if name not in _DEBUGGERS:
        return False
    blocks = module.summary.blocks
    return any(blocks[block].kind in _BRANCHES for block in module.branches.around(call.block))


_BRANCHES = frozenset({BlockKind.IF, BlockKind.ELSE, BlockKind.EXCEPT})
_DEBUGGERS = frozenset({"breakpoint", "pdb.set_trace", "pdb.post_mortem"})
