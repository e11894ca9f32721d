"""The call graph, on demand: what a call site calls, and who calls a function."""

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from asynclint.model.places import Place
from asynclint.model.summary import BlockKind, FunctionKind, Op, Use, Via
from asynclint.program.calls.aliases import Aliases
from asynclint.program.calls.places import Places
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import (
    NONE,
    ClassObject,
    FunctionObject,
    Instance,
    Partial,
    Value,
    Values,
)

_CONSTRUCTORS = ("__init__", "__new__", "__post_init__")
_IMPLICIT = frozenset({"__enter__", "__exit__", "__iter__", "__next__", "__call__"})
_CONSUMERS = frozenset(
    {"list", "tuple", "set", "dict", "sum", "max", "min", "sorted", "any", "all", "next", "join", "extend", "update"}
)
"""Functions that iterate a generator at once."""


class Edge(Struct, frozen=True):
    """A place where a function may run another: a call, or what runs project code without a call.

    ``number`` is the index of a call, of an attribute read that runs a property, or of the block of a ``with`` or
    ``for`` statement, as ``kind`` says. ``targets`` are all functions that it may run; ``sure`` says that nothing else
    can be meant.
    """

    module: ModuleNode
    number: int
    caller: FunctionNode
    targets: tuple[FunctionNode, ...]
    sure: bool
    kind: str = "call"

    @property
    def span(self) -> tuple[int, int, int, int]:
        """First row and column, last row and column (UTF-8 offsets)."""
        summary = self.module.summary
        if self.kind == "block":
            row = summary.blocks[self.number]
            return row.line, row.column, row.line, row.column
        site = summary.attribute_reads[self.number] if self.kind == "read" else summary.calls[self.number]
        return site.line, site.column, site.end_line, site.end_column

    @property
    def statement(self) -> tuple[int, int]:
        """First and last row of the statement (or header) round the place."""
        summary = self.module.summary
        if self.kind == "block":
            return summary.blocks[self.number].line, summary.blocks[self.number].line
        site = summary.attribute_reads[self.number] if self.kind == "read" else summary.calls[self.number]
        return site.statement, site.statement_end

    @property
    def block(self) -> int:
        """The block round the place."""
        summary = self.module.summary
        if self.kind == "block":
            return summary.blocks[self.number].parent
        return summary.attribute_reads[self.number].block if self.kind == "read" else summary.calls[self.number].block

    @property
    def subject(self) -> int:
        """The expression that names what is called, read, entered or iterated."""
        summary = self.module.summary
        if self.kind == "block":
            return summary.blocks[self.number].subject
        if self.kind == "read":
            return summary.attribute_reads[self.number].expression
        return summary.calls[self.number].callee

    @property
    def own_attribute(self) -> str | None:
        """The attribute of its own object that a method calls or reads there; None for anything else."""
        expressions = self.module.summary.expressions
        row = expressions[self.subject]
        own = self.kind != "block" and row[0] == Op.ATTRIBUTE and self.caller.is_self(expressions[row[1]])
        return str(row[2]) if own else None

    @property
    def order(self) -> tuple[str, int, int]:
        """Edges are compared by place, so that every run gives the same trace."""
        return (self.module.path, self.span[0], self.number)


class CallGraph:
    """Edges between the functions of a program."""

    def __init__(self, inference: Inference, places: Places) -> None:
        self.inference = inference
        self.places = places
        self._aliases = Aliases(inference, self.targets)
        self._targets: dict[tuple[int, int], tuple[tuple[FunctionNode, ...], bool]] = {}
        self._by_name: dict[str, dict[FunctionNode, list[tuple[ModuleNode, int]]]] = {}
        self._callers: dict[FunctionNode, list[Edge]] = {}

    def targets(self, module: ModuleNode, number: int) -> tuple[tuple[FunctionNode, ...], bool]:
        """The functions of the project that a call may run, and whether those are all that can be meant."""
        key = (module.index, number)
        known = self._targets.get(key)
        if known is None:
            values = self.inference.callees(module, number)
            known = self._targets[key] = self._functions(values)
        return known

    def _functions(self, values: tuple[Value, ...]) -> tuple[tuple[FunctionNode, ...], bool]:
        found: dict[FunctionNode, None] = {}
        sure = True
        for value in values:
            if value == NONE:
                continue
            functions = list(self._of_value(value))
            if not functions:
                sure = False
            for function in functions:
                found.setdefault(function)
        return tuple(found), sure and len(found) == 1

    def _of_value(self, value: Value) -> Iterator[FunctionNode]:
        members = self.inference.members
        if isinstance(value, FunctionObject):
            overrides = self._overrides(value)
            if not (value.function.row.stub and overrides):
                yield value.function
            yield from overrides
        elif isinstance(value, ClassObject) and isinstance(value.cls, ClassNode):
            for name in _CONSTRUCTORS:
                method = members.find_method(value.cls, name)
                if method is not None:
                    yield method
        elif isinstance(value, Instance) and isinstance(value.cls, ClassNode):
            method = members.find_method(value.cls, "__call__")
            if method is not None:
                yield method
        elif isinstance(value, Partial):
            for target in value.targets:
                yield from self._of_value(target)

    def _overrides(self, value: FunctionObject) -> list[FunctionNode]:
        receiver = value.receiver
        if value.exact or receiver is None or not isinstance(receiver.cls, ClassNode):
            return []
        if value.function.row.name in _CONSTRUCTORS or not value.function.is_method:
            return []
        return self.inference.members.methods_below(receiver.cls, value.function.row.name)

    def callers(self, function: FunctionNode) -> list[Edge]:
        """The calls that may run a function, in order of place."""
        known = self._callers.get(function)
        if known is None:
            self._callers[function] = []
            found = {(edge.module.index, edge.number, edge.kind): edge for edge in self._find_callers(function)}
            known = self._callers[function] = sorted(found.values(), key=lambda edge: edge.order)
        return known

    def _find_callers(self, function: FunctionNode) -> Iterator[Edge]:
        for place, module, number in self.places.handoffs(function):
            if place is Place.INLINE:
                caller = module.functions[module.summary.calls[number].function]
                yield Edge(module, number, caller, (function,), True)
        if function.row.name in _IMPLICIT and function.is_method:
            yield from self._implicit(function)
        if self.inference.signatures.of(function).access != "method":
            yield from self._readers(function)
        for wrapped in self.places.wrappers.wrapped_by(function):
            for edge in self.callers(wrapped):
                yield Edge(edge.module, edge.number, edge.caller, (function,), edge.sure, edge.kind)
        for module, number in self._calls_of(function):
            if self._runs_body(function, module, number):
                targets, sure = self.targets(module, number)
                yield Edge(module, number, module.functions[module.summary.calls[number].function], targets, sure)

    def _calls_of(self, function: FunctionNode) -> Iterator[tuple[ModuleNode, int]]:
        for name in self._names(function):
            yield from self._calls_to(name).get(function, ())
        yield from self._aliases.calls.get(function, ())

    def _calls_to(self, name: str) -> dict[FunctionNode, list[tuple[ModuleNode, int]]]:
        """The calls that use a name, by the functions that they may run."""
        known = self._by_name.get(name)
        if known is None:
            known = self._by_name[name] = {}
            for module, number in self.inference.index.calls.get(name, ()):
                for target in self.targets(module, number)[0]:
                    known.setdefault(target, []).append((module, number))
        return known

    def _names(self, function: FunctionNode) -> list[str]:
        """The names by which calls may mean a function: its own, for constructors those of the classes."""
        owner = function.owner
        name = function.row.name
        if function.row.kind is FunctionKind.LAMBDA:
            return self._lambda_names(function)
        if owner is None or name not in _CONSTRUCTORS:
            return [name]
        classes = [owner, *self.inference.members.descendants(owner)]
        return [name, "cls", *dict.fromkeys(cls.row.name for cls in classes)]

    def _lambda_names(self, function: FunctionNode) -> list[str]:
        parent = function.parent
        expressions = function.module.summary.expressions
        bindings = parent.row.bindings.items() if parent is not None else ()
        return [
            name
            for name, rows in bindings
            if any(list(expressions[row.value]) == [Op.FUNCTION, function.index] for row in rows)
        ]

    def _implicit(self, function: FunctionNode) -> Iterator[Edge]:
        """Statements and calls that run a special method without naming it."""
        name = function.row.name
        if name == "__call__":
            yield from self._calls_of_objects(function)
            return
        places = self._iterations if name in ("__iter__", "__next__") else self._contexts
        for module, number, subjects in places:
            values = self.inference.protocols.iterator(subjects) if name == "__next__" else subjects
            found = {value.cls for value in values if isinstance(value, Instance)}
            methods = [self.inference.members.find_method(cls, name) for cls in found if isinstance(cls, ClassNode)]
            if function in methods:
                caller = module.functions[module.summary.blocks[number].function]
                yield Edge(module, number, caller, (function,), len(found) == 1, "block")

    @cached_property
    def _contexts(self) -> list[tuple[ModuleNode, int, Values]]:
        """The ``with`` statements that enter objects of project classes."""
        return list(self._subjects(BlockKind.WITH))

    @cached_property
    def _iterations(self) -> list[tuple[ModuleNode, int, Values]]:
        """The ``for`` statements over objects of project classes."""
        return list(self._subjects(BlockKind.FOR))

    def _subjects(self, kind: BlockKind) -> Iterator[tuple[ModuleNode, int, Values]]:
        for module, number in self.inference.index.blocks(kind):
            row = module.summary.blocks[number]
            context = Context(module.functions[row.function], row.parent, row.line)
            for item in row.items or (row.subject,):
                values = self.inference.values(item, context)
                if any(isinstance(value, Instance) and isinstance(value.cls, ClassNode) for value in values):
                    yield module, number, values

    def _calls_of_objects(self, function: FunctionNode) -> Iterator[Edge]:
        """The calls of objects that have a ``__call__`` method, under names that no function or class has."""
        index = self.inference.index
        classes = [function.owner, *self.inference.members.descendants(function.owner)] if function.owner else []
        for position in sorted(index.importers({cls.module.index for cls in classes})):
            module = index.modules[position]
            for number, call in enumerate(module.summary.calls):
                if call.name not in index.defined_names:
                    targets, sure = self.targets(module, number)
                    if function in targets:
                        yield Edge(module, number, module.functions[call.function], targets, sure)

    def _runs_body(self, function: FunctionNode, module: ModuleNode, number: int) -> bool:
        """A generator function's body runs only where the generator is iterated (or entered, as a context manager)."""
        if function.row.kind is not FunctionKind.GENERATOR:
            return True
        result = self.inference.signatures.of(function).result
        if result != "generator":
            return True
        call = module.summary.calls[number]
        if call.use in (Use.ITERATED, Use.UNPACKED, Use.YIELDED) or call.via & Via.STARRED:
            return True
        if call.use is Use.PASSED:
            receiver = module.summary.calls[call.detail]
            return receiver.name in _CONSUMERS
        if call.use is Use.NAMED:
            reads = module.summary.functions[call.function].reads.get(call.detail, ())
            return any(read.use is Use.ITERATED for read in reads)
        return False

    def _readers(self, function: FunctionNode) -> Iterator[Edge]:
        index, inference = self.inference.index, self.inference
        for module, number in index.reads.get(function.row.name, ()):
            read = module.summary.attribute_reads[number]
            caller = module.functions[read.function]
            base = module.summary.expressions[read.expression][1]
            found: dict[FunctionNode, None] = {}
            sure = True
            for value in inference.values(base, Context(caller, read.block, read.statement)):
                if isinstance(value, Instance) and isinstance(value.cls, ClassNode):
                    method = inference.members.find_method(value.cls, function.row.name)
                    overrides = inference.members.methods_below(value.cls, function.row.name)
                    for candidate in (method, *overrides):
                        if candidate is not None:
                            found.setdefault(candidate)
                elif value != NONE:
                    sure = False
            if function in found:
                yield Edge(module, number, caller, tuple(found), sure and len(found) == 1, "read")
