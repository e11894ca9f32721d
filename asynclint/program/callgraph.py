"""The call graph, on demand: what a call site calls, and who calls a function."""

from collections.abc import Iterator

from msgspec import Struct

from asynclint.model.summary import FunctionKind, Op, Use, Via
from asynclint.program.index import ClassNode, FunctionNode, ModuleNode
from asynclint.program.infer import Inference
from asynclint.program.values import (
    NONE,
    ClassObject,
    FunctionObject,
    Instance,
    Partial,
    Value,
)

_CONSTRUCTORS = ("__init__", "__new__", "__post_init__")


class Edge(Struct, frozen=True):
    """A call (``number`` is its index) or, with ``is_read``, an attribute read that runs a property.

    ``targets`` are all functions that it may run; ``sure`` says that nothing else can be meant.
    """

    module: ModuleNode
    number: int
    caller: FunctionNode
    targets: tuple[FunctionNode, ...]
    sure: bool
    is_read: bool = False

    @property
    def line(self) -> int:
        """The row of the call."""
        summary = self.module.summary
        return summary.attribute_reads[self.number].line if self.is_read else summary.calls[self.number].line

    @property
    def statement(self) -> tuple[int, int]:
        """First and last row of the statement round the call."""
        summary = self.module.summary
        row = summary.attribute_reads[self.number] if self.is_read else summary.calls[self.number]
        return row.statement, row.statement_end

    @property
    def block(self) -> int:
        """The block round the call."""
        summary = self.module.summary
        return summary.attribute_reads[self.number].block if self.is_read else summary.calls[self.number].block

    @property
    def order(self) -> tuple[str, int, int]:
        """Edges are compared by place, so that every run gives the same trace."""
        return (self.module.path, self.line, self.number)


class CallGraph:
    """Edges between the functions of a program."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference
        self._targets: dict[tuple[int, int], tuple[tuple[FunctionNode, ...], bool]] = {}
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
        methods = (cls.method(value.function.row.name) for cls in self.inference.members.descendants(receiver.cls))
        return [method for method in methods if method is not None]

    def callers(self, function: FunctionNode) -> list[Edge]:
        """The calls that may run a function, in order of place."""
        known = self._callers.get(function)
        if known is None:
            known = self._callers[function] = sorted(self._find_callers(function), key=lambda edge: edge.order)
        return known

    def _find_callers(self, function: FunctionNode) -> Iterator[Edge]:
        index = self.inference.index
        seen: set[tuple[int, int]] = set()
        for name in self._names(function):
            for module, number in index.calls.get(name, ()):
                if (module.index, number) in seen:
                    continue
                seen.add((module.index, number))
                targets, sure = self.targets(module, number)
                if function in targets and self._runs_body(function, module, number):
                    call = module.summary.calls[number]
                    yield Edge(module, number, module.functions[call.function], targets, sure)
        if self.inference.signatures.of(function).access != "method":
            yield from self._readers(function)

    def _names(self, function: FunctionNode) -> list[str]:
        """The names by which calls may mean a function: its own, for constructors those of the classes."""
        owner = function.owner
        name = function.row.name
        if owner is None or name not in _CONSTRUCTORS:
            return [name]
        classes = [owner, *self.inference.members.descendants(owner)]
        return [name, "cls", *dict.fromkeys(cls.row.name for cls in classes)]

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
            return receiver.name in ("list", "tuple", "set", "dict", "sum", "max", "min", "sorted", "any", "all", "next", "join")
        if call.use is Use.NAMED:
            reads = module.summary.functions[call.function].reads.get(call.detail, ())
            return any(read.use is Use.ITERATED for read in reads)
        return False

    def _readers(self, function: FunctionNode) -> Iterator[Edge]:
        index, inference = self.inference.index, self.inference
        from asynclint.program.infer import Context

        for module, number in index.reads.get(function.row.name, ()):
            read = module.summary.attribute_reads[number]
            caller = module.functions[read.function]
            base = module.summary.expressions[read.expression][1]
            found: dict[FunctionNode, None] = {}
            sure = True
            for value in inference.values(base, Context(caller, read.block, read.statement)):
                if isinstance(value, Instance) and isinstance(value.cls, ClassNode):
                    method = inference.members.find_method(value.cls, function.row.name)
                    below = inference.members.descendants(value.cls)
                    overrides = [cls.method(function.row.name) for cls in below]
                    for candidate in (method, *overrides):
                        if candidate is not None:
                            found.setdefault(candidate)
                elif value != NONE:
                    sure = False
            if function in found:
                yield Edge(module, number, caller, tuple(found), sure and len(found) == 1, True)

    def receiver_calls(self, module: ModuleNode, name: str) -> Iterator[int]:
        """The calls of a module whose callee is an attribute of this name."""
        expressions = module.summary.expressions
        for number, call in enumerate(module.summary.calls):
            if call.name == name and expressions[call.callee][0] == Op.ATTRIBUTE:
                yield number
