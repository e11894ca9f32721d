"""Tests of the running loop or of the thread's identity: code that has made one knows where it runs."""

from asynclint.model.summary import AttributeRead, BlockKind, Call, Op, Use
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import NONE, External, FunctionObject, Instance


class Guards:
    """Finds the calls, and the reads of properties, that ask where the code runs, and the places that these guard."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference
        names = {
            name.rpartition(".")[2] for name, fact in inference.knowledge.functions.items() if fact.guards is not None
        }
        for row in inference.knowledge.classes.values():
            names.update(method for method, fact in row.methods.items() if fact.guards is not None)
        self._names = names
        self._asking: dict[FunctionNode, str | None] = {}
        self._by_function: dict[ModuleNode, dict[int, list[tuple[Call | AttributeRead, str]]]] = {}

    def passed(self, module: ModuleNode, function: FunctionNode, block: int, line: int) -> bool:
        """Whether code at a place has asked where it runs, so that it does not wait on a loop."""
        coroutine = self.inference.signatures.of(function).place == "loop"
        return self.guarded(module, function, block, line, coroutine)

    def guarded(self, module: ModuleNode, function: FunctionNode, block: int, line: int, coroutine: bool) -> bool:
        """Whether code at a place runs only after a test of where it runs.

        In a coroutine a test of the loop tells nothing (a loop runs there always), only one of the thread does.
        """
        return any(
            (kind == "thread" or not coroutine) and self._covers(module, asking, block, line)
            for asking, kind in self._guards(module).get(function.index, ())
        )

    def is_aware(self, function: FunctionNode) -> bool:
        """Whether an ordinary function branches, somewhere, by where it runs: its calls are meant for either case."""
        return self.inference.signatures.of(function).place != "loop" and any(
            asking.use in (Use.TESTED, Use.COMPARED)
            for asking, _ in self._guards(function.module).get(function.index, ())
        )

    def _covers(self, module: ModuleNode, asking: Call | AttributeRead, block: int, line: int) -> bool:
        if asking.line > line:
            return False
        if asking.use in (Use.TESTED, Use.COMPARED):
            return True
        blocks = module.summary.blocks
        current = asking.block
        while current >= 0:
            row = blocks[current]
            forgiving = row.kind is BlockKind.TRY or (row.kind is BlockKind.WITH and _suppresses(module, row.subject))
            if forgiving and current not in module.branches.around(block):
                return True
            current = blocks[current].parent
        if isinstance(asking, Call) and asking.use is Use.NAMED:
            reads = module.summary.functions[asking.function].reads.get(asking.detail, ())
            return any(read.use in (Use.TESTED, Use.COMPARED) and read.line <= line for read in reads)
        return False

    def _guards(self, module: ModuleNode) -> dict[int, list[tuple[Call | AttributeRead, str]]]:
        known = self._by_function.get(module)
        if known is None:
            known = self._by_function[module] = {}
            for number, call in enumerate(module.summary.calls):
                if call.use not in (Use.TESTED, Use.COMPARED, Use.NAMED, Use.DROPPED, Use.RECEIVER, Use.ATTRIBUTE):
                    continue
                kind = self._kind(module, number)
                if kind is not None:
                    known.setdefault(call.function, []).append((call, kind))
            for read in module.summary.attribute_reads:
                if read.use in (Use.TESTED, Use.COMPARED):
                    kind = self._kind_of_property(module, read)
                    if kind is not None:
                        known.setdefault(read.function, []).append((read, kind))
        return known

    def _kind_of_property(self, module: ModuleNode, read: AttributeRead) -> str | None:
        """The same for the read of a property of the project."""
        row = module.summary.expressions[read.expression]
        if not says_so(row[2]):
            return None
        context = Context(module.functions[read.function], read.block, read.statement)
        for value in self.inference.values(row[1], context):
            if isinstance(value, Instance) and isinstance(value.cls, ClassNode):
                method = self.inference.members.find_method(value.cls, row[2])
                if method is not None and self.inference.signatures.of(method).access != "method":
                    return self._asks(method)
        return None

    def _kind(self, module: ModuleNode, number: int) -> str | None:
        """``loop`` or ``thread`` when a call tells about it, directly or through functions of the project."""
        call = module.summary.calls[number]
        direct = call.name in self._names
        if not direct and call.use not in (Use.TESTED, Use.COMPARED, Use.RETURNED, Use.NAMED):
            return None
        if not direct and not says_so(call.name):
            return None
        for value in self.inference.callees(module, number):
            if value == NONE:
                continue
            if isinstance(value, External):
                fact = self.inference.knowledge.function(value.name)
                return fact.guards if fact is not None else None
            if isinstance(value, FunctionObject):
                return self._asks(value.function)
        return None

    def _asks(self, function: FunctionNode) -> str | None:
        """Whether a function of the project answers a question about the loop or the thread."""
        if function not in self._asking:
            self._asking[function] = None
            for number in self.inference.index.calls_in(function):
                kind = self._kind(function.module, number)
                if kind is not None:
                    self._asking[function] = kind
        return self._asking[function]


def says_so(name: str) -> bool:
    """Whether a name speaks of loops, threads or async: only functions of such names are looked into."""
    lowered = name.lower()
    return any(word in lowered for word in ("loop", "thread", "async", "running", "reactor"))


def _suppresses(module: ModuleNode, subject: int) -> bool:
    row = module.summary.expressions[subject]
    return bool(row[0] == Op.CALL and module.summary.calls[row[1]].name == "suppress")
