"""Objects that are awaited, entered or iterated and cannot be: judged over all that the expression can be."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from asynclint.model.effects import Confidence
from asynclint.model.findings import Step
from asynclint.model.summary import Binding, BlockKind, FunctionKind, Op, Use
from asynclint.program.callgraph import CallGraph
from asynclint.program.capabilities import Capabilities, Capability
from asynclint.program.index import ClassNode, FunctionNode, ModuleNode
from asynclint.program.infer import Context
from asynclint.program.operands import Operands, OperandSite, UsedOperand
from asynclint.program.places import arguments
from asynclint.program.sites import CallSite, FunctionSite
from asynclint.program.values import (
    ASYNC_GENERATOR,
    CONCURRENT_FUTURE,
    COROUTINE,
    GENERATOR,
    ITERATOR,
    NONE,
    NOTHING,
    External,
    FunctionObject,
    Instance,
    Value,
    Values,
)

_ASKS = frozenset(
    {"isawaitable", "iscoroutine", "iscoroutinefunction", "isasyncgen", "isasyncgenfunction", "isfuture", "hasattr",
     "isinstance", "is_coroutine", "is_async_callable", "callable"}
)  # fmt: skip
"""Functions whose answer decides how a value is used."""

_COLLECTIONS = frozenset({"list", "tuple", "set", "frozenset", "dict", ITERATOR, "typing.Sequence"})
_DEEPEST = 4
_CONSTRUCTORS = frozenset({"__init__", "__new__", "__post_init__"})


class Mismatch(NamedTuple):
    """Something used as what it is not. ``kind`` says what it is, ``spelled`` how the source names it.

    ``definition`` is the function that is meant or called, where there is one, ``receiver`` the full name of the
    function that gets the thing to await it, ``argument`` its position or keyword there.
    """

    site: CallSite | OperandSite
    use: Use
    kind: str
    spelled: str
    confidence: Confidence
    definition: FunctionNode | None = None
    receiver: str | None = None
    argument: str = ""

    @property
    def is_overridable(self) -> bool:
        """Whether a method is called that subclasses may replace by another kind of function."""
        return self.definition is not None and self.definition.is_method

    @property
    def steps(self) -> tuple[Step, ...]:
        """Where it is used, and where the function that is meant is defined."""
        first = Step(self.site.filename, self.site.location, self.site.function_name, self.spelled)
        if self.definition is None:
            return (first,)
        site = FunctionSite(self.definition)
        return (first, Step(site.filename, site.location, site.function_name, site.spelled))

    @property
    def is_coroutine_function(self) -> bool:
        """Whether it is a function that is asynchronous itself and was not called."""
        if self.kind != "function":
            return False
        return self.definition is None or self.definition.row.kind is FunctionKind.COROUTINE

    @property
    def is_gathered_collection(self) -> bool:
        """Whether a collection is passed as if it were one awaitable to a function that takes many."""
        return self.kind == "collection" and self.receiver == "asyncio.gather"


class Mismatches:
    """Finds operands that cannot be what they are used as."""

    def __init__(self, graph: CallGraph, awaitable_names: frozenset[str]) -> None:
        self.graph = graph
        self.awaitable_names = awaitable_names
        self.inference = graph.inference
        self.operands = Operands(graph.inference)
        self.capabilities = Capabilities(graph.inference)

    @cached_property
    def _not_awaitable(self) -> frozenset[str]:
        """Names of functions and classes that may give something else than an awaitable."""
        names = {
            function.row.name for function in self.inference.index.functions()
            if function.row.kind is not FunctionKind.COROUTINE
        }  # fmt: skip
        names.update(cls.row.name for module in self.inference.index.modules for cls in module.classes)
        return frozenset(names | self.inference.knowledge.plain_names)

    @cached_property
    def _asynchronous(self) -> frozenset[str]:
        """Names of functions and classes that may give something for ``async with``, ``async for`` or ``await``."""
        knowledge, index = self.inference.knowledge, self.inference.index
        names = set(self.awaitable_names | knowledge.async_object_names)
        for function in index.functions():
            if function.row.kind is FunctionKind.ASYNC_GENERATOR or function.row.decorators or function.row.annotation:
                names.add(function.row.name)
        for module in index.modules:
            names.update(cls.row.name for cls in module.classes if self._is_asynchronous(cls))
        return frozenset(names)

    def _is_asynchronous(self, cls: ClassNode) -> bool:
        return any(
            self.capabilities.can(Instance(cls), use) for use in (Capability.ASYNC_ENTER, Capability.ASYNC_ITERATE)
        )

    def awaits(self, modules: list[ModuleNode]) -> Iterator[Mismatch]:
        """What is awaited and cannot be; ``kind`` is function, async-generator, future, collection, nothing or plain.

        Also what is passed to a function that is known to await it.
        """
        for operand in self.operands.of(modules, self._not_awaitable, Use.AWAITED):
            kind = self._wrongly_awaited(operand)
            if kind is not None and not self._expected(operand):
                yield self._mismatch(operand, kind)
        asked = frozenset(modules)
        for module in modules:
            yield from self._plain_hooks(module)
        for name in sorted(self.inference.knowledge.awaiting_names):
            for module, number in self.inference.index.calls.get(name, ()):
                if module in asked:
                    yield from self._passed(module, number)

    def _mismatch(self, operand: UsedOperand, kind: str, receiver: str | None = None, argument: str = "") -> Mismatch:
        sure = not operand.likely and (operand.call is not None or kind == "function")
        confidence = Confidence.CERTAIN if sure else Confidence.LIKELY
        if operand.call is not None:
            targets, _ = self.graph.targets(operand.site.module, operand.call)
            definition = targets[0] if targets else None
        else:
            definition = next((v.function for v in operand.values if isinstance(v, FunctionObject)), None)
        return Mismatch(operand.site, operand.use, kind, operand.spelled, confidence, definition, receiver, argument)

    def _passed(self, module: ModuleNode, number: int) -> Iterator[Mismatch]:
        """The arguments of a call that are to be awaited and cannot be."""
        wanted: set[str] = set()
        receiver = ""
        for value in self.inference.callees(module, number):
            fact = self.inference.knowledge.function(value.name) if isinstance(value, External) else None
            if fact is None or not fact.awaits or not isinstance(value, External):
                return
            wanted.update(fact.awaits)
            receiver = self.inference.knowledge.canonical(value.name)
        site = CallSite(module, number)
        call = site.row
        for key, expression in arguments(module, number):
            row = module.summary.expressions[expression]
            if row[0] in (Op.STARRED, Op.UNKNOWN) or not (key in wanted or ("*" in wanted and key.isdigit())):
                continue
            values = self.inference.values(expression, self.inference.context(module, call))
            inner = row[1] if row[0] == Op.CALL else None
            operand = UsedOperand(site, Use.PASSED, values, call.block, inner, expression)
            kind = self._wrongly_awaited(operand)
            generators = any(isinstance(value, Instance) and value.cls == GENERATOR for value in values)
            if kind is not None and not generators and not self._expected(operand):
                yield self._mismatch(operand, kind, receiver, key)

    def _plain_hooks(self, module: ModuleNode) -> Iterator[Mismatch]:
        """Awaited calls of an attribute of ``self`` one of whose values is a plain function of the project."""
        expressions = module.summary.expressions
        for number, call in enumerate(module.summary.calls):
            callee = expressions[call.callee]
            if call.use is not Use.AWAITED or callee[0] != Op.ATTRIBUTE or expressions[callee[1]][0] != Op.NAME:
                continue
            owner = self._class_of(module.functions[call.function])
            bindings = owner.row.attributes.get(call.name, ()) if owner is not None else ()
            hook = next((found for binding in bindings if (found := self._plain_value(module, binding))), None)
            if hook is not None and self.inference.call(module, number) == NOTHING:
                operand = UsedOperand(CallSite(module, number), call.use, NOTHING, call.block, number)
                if not self._expected(operand):
                    yield self._mismatch(operand, "hook")._replace(definition=hook, confidence=Confidence.LIKELY)

    def _plain_value(self, module: ModuleNode, binding: Binding) -> FunctionNode | None:
        """A plain function that gives nothing, among the alternatives of what is bound."""
        context = Context(module.functions[binding.function], binding.block, binding.line)
        for expression in self._alternatives(module, binding.value):
            for value in self.inference.values(expression, context):
                if isinstance(value, FunctionObject) and self._gives_nothing(value.function):
                    return value.function
        return None

    def _gives_nothing(self, function: FunctionNode) -> bool:
        signature = self.inference.signatures.of(function)
        result = self.inference.returns.function(function, None, None, None)
        nothing = result == (NONE,) or (function.row.stub and not result)
        return signature.certain and signature.result == "plain" and nothing

    @staticmethod
    def _alternatives(module: ModuleNode, expression: int) -> Iterator[int]:
        row = module.summary.expressions[expression]
        if row[0] == Op.ANNOTATED:
            row, expression = module.summary.expressions[row[2]], row[2]
        yield from row[1:] if row[0] == Op.UNION else (expression,)

    @staticmethod
    def _class_of(function: FunctionNode | None) -> ClassNode | None:
        while function is not None:
            if function.is_method:
                return function.owner
            function = function.parent
        return None

    def _wrongly_awaited(self, operand: UsedOperand) -> str | None:
        values = operand.values
        if operand.call is not None and not self._every_target(operand.site.module, operand.call, Capability.AWAIT):
            return None
        if values and all(value == NONE for value in values):
            return "nothing" if operand.call is not None else None
        if not self.capabilities.none_can(values, Capability.AWAIT):
            return None
        return _kind(values)

    def _every_target(self, module: ModuleNode, number: int, capability: Capability, depth: int = 0) -> bool:
        """Whether every function that a call may run is known, and gives what lacks the capability.

        What a function returns by calling a method is judged over all overrides of that method, too.
        """
        targets, _ = self.graph.targets(module, number)
        for target in targets:
            signature = self.inference.signatures.of(target)
            if depth < _DEEPEST and not target.row.annotation and signature.result == "plain":
                calls = [target.module.summary.expressions[returned.value] for returned in target.row.returns]
                inner = [row[1] for row in calls if row[0] == Op.CALL]
                if not all(self._every_target(target.module, call, capability, depth + 1) for call in inner):
                    return False
            if target.row.name in _CONSTRUCTORS:
                continue
            if not signature.certain or (target.row.stub and not target.row.annotation):
                return False
            given = self.inference.returns.function(target, None, None, None)
            if given != (NONE,) and not self.capabilities.none_can(given, capability):
                return False
        return True

    def _expected(self, operand: UsedOperand) -> bool:
        """Whether the code asks first what it has, or expects the TypeError."""
        module = operand.site.module
        blocks = module.summary.blocks
        around: set[int] = set()
        block = operand.block
        while block >= 0:
            around.add(block)
            row = blocks[block]
            caught = row.items if row.kind is BlockKind.TRY else ()
            if any(self._names_type_error(module, item) for item in caught):
                return True
            if row.kind is BlockKind.WITH and any(self._raises(module, item) for item in row.items):
                return True
            block = row.parent
        line = operand.site.statement_row
        for number in module.calls_by_function.get(operand.site.function.index, ()):
            call = module.summary.calls[number]
            if call.name in _ASKS and call.line <= line + 1 and (call.block in around or call.block == operand.block):
                return True
        return False

    @staticmethod
    def _names_type_error(module: ModuleNode, expression: int) -> bool:
        row = module.summary.expressions[expression]
        parts = [module.summary.expressions[part] for part in row[1:]] if row[0] == Op.TUPLE else [row]
        return any(part[0] == Op.NAME and part[1] in ("TypeError", "AttributeError") for part in parts)

    def _raises(self, module: ModuleNode, expression: int) -> bool:
        row = module.summary.expressions[expression]
        if row[0] != Op.CALL:
            return False
        call = module.summary.calls[row[1]]
        return call.name in ("raises", "assertRaises", "assertRaisesRegex", "suppress", "warns", "RaisesGroup")

    def contexts(self, modules: list[ModuleNode]) -> Iterator[Mismatch]:
        """What ``with`` or ``async with`` enters and cannot: ``kind`` is async, sync, coroutine or generator."""
        for operand in self._both(modules, Use.ENTERED, Use.ASYNC_ENTERED):
            asynchronous = operand.use is Use.ASYNC_ENTERED
            wanted = Capability.ASYNC_ENTER if asynchronous else Capability.ENTER
            other = Capability.ENTER if asynchronous else Capability.ASYNC_ENTER
            kind = self._misused(operand, wanted, other)
            if kind is not None:
                yield self._mismatch(operand, kind)

    def iterations(self, modules: list[ModuleNode]) -> Iterator[Mismatch]:
        """What ``for`` or ``async for`` iterates and cannot: ``kind`` is async, sync or coroutine.

        A ``for`` over a coroutine is left out: there the coroutine is used as if it were its result.
        """
        for operand in self._both(modules, Use.ITERATED, Use.ASYNC_ITERATED):
            asynchronous = operand.use is Use.ASYNC_ITERATED
            wanted = Capability.ASYNC_ITERATE if asynchronous else Capability.ITERATE
            other = Capability.ITERATE if asynchronous else Capability.ASYNC_ITERATE
            kind = self._misused(operand, wanted, other)
            if kind in ("sync", "async") or (kind == "coroutine" and asynchronous):
                yield self._mismatch(operand, kind)

    def _both(self, modules: list[ModuleNode], plain: Use, asynchronous: Use) -> Iterator[UsedOperand]:
        yield from self.operands.of(modules, self._asynchronous, plain)
        yield from self.operands.of(modules, self.inference.index.calls, asynchronous)

    def _misused(self, operand: UsedOperand, wanted: Capability, other: Capability) -> str | None:
        """What an operand is when all it can be lacks the wanted capability and has another one."""
        values = operand.values
        if not self.capabilities.none_can(values, wanted):
            return None
        if operand.call is not None and not self._every_target(operand.site.module, operand.call, wanted):
            return None
        if self._expected(operand):
            return None
        if self.capabilities.all_can(values, other):
            return "sync" if other in (Capability.ENTER, Capability.ITERATE) else "async"
        classes = {value.cls for value in values if isinstance(value, Instance) and value != NONE}
        if classes == {COROUTINE}:
            return "coroutine"
        return "generator" if classes and classes <= {GENERATOR, ASYNC_GENERATOR} else None


def _kind(values: Values) -> str:
    """What kind of thing is awaited."""
    kinds = {_kind_of(value) for value in values if value != NONE}
    return kinds.pop() if len(kinds) == 1 else "plain"


def _kind_of(value: Value) -> str:
    if isinstance(value, FunctionObject):
        return "function"
    if isinstance(value, External):
        return "function"
    if isinstance(value, Instance):
        if value.cls == ASYNC_GENERATOR:
            return "async-generator"
        if value.cls == CONCURRENT_FUTURE:
            return "future"
        if value.cls in _COLLECTIONS:
            return "collection"
    return "plain"
