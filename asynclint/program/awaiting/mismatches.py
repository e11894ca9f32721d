"""Objects that are awaited, entered or iterated and cannot be: judged over all that the expression can be."""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from asynclint.knowledge.schema import Want
from asynclint.model.effects import Confidence
from asynclint.model.findings import Step
from asynclint.model.summary import Binding, BlockKind, FunctionKind, Op, Use
from asynclint.program.awaiting.wrapping import ASKS
from asynclint.program.calls.callgraph import CallGraph
from asynclint.program.calls.operands import Operands, OperandSite, UsedOperand
from asynclint.program.calls.places import arguments
from asynclint.program.index import ClassNode, FunctionNode, ModuleNode
from asynclint.program.sites import CallSite, FunctionSite
from asynclint.program.types.capabilities import Capabilities, Capability
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import (
    ASYNC_GENERATOR,
    CALLABLE,
    CONCURRENT_FUTURE,
    COROUTINE,
    GENERATOR,
    ITERATOR,
    NONE,
    NOTHING,
    ClassObject,
    External,
    FunctionObject,
    Instance,
    Value,
    Values,
)

_COLLECTIONS = frozenset({"list", "tuple", "set", "frozenset", "dict", ITERATOR, "typing.Sequence"})
_DEEPEST = 4
_USES = {
    Want.AWAITABLE: Use.AWAITED,
    Want.CONTEXT: Use.ENTERED,
    Want.ASYNC_CONTEXT: Use.ASYNC_ENTERED,
    Want.ITERABLE: Use.ITERATED,
    Want.ASYNC_ITERABLE: Use.ASYNC_ITERATED,
    Want.FUTURES: Use.PASSED,
    Want.DEFERREDS: Use.PASSED,
}
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
            row = function.row
            generator = row.kind in (FunctionKind.ASYNC_GENERATOR, FunctionKind.GENERATOR)
            if generator or row.decorators or row.annotation:
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
        for module in modules:
            yield from self._plain_hooks(module)
        for operand, receiver, key in self._passed(modules, Want.AWAITABLE):
            kind = self._wrongly_awaited(operand)
            generators = any(isinstance(value, Instance) and value.cls == GENERATOR for value in operand.values)
            if kind is not None and not generators and not self._expected(operand):
                yield self._mismatch(operand, kind, receiver, key)

    def _mismatch(self, operand: UsedOperand, kind: str, receiver: str | None = None, argument: str = "") -> Mismatch:
        sure = not operand.likely and (operand.call is not None or kind == "function")
        confidence = Confidence.CERTAIN if sure else Confidence.LIKELY
        if operand.call is not None:
            callees = self.inference.callees(operand.site.module, operand.call)
            if any(isinstance(value, Instance) and value.cls == CALLABLE for value in callees):
                confidence = Confidence.POSSIBLE  # only its declaration says what it gives, and callbacks are wrapped
            targets, _ = self.graph.targets(operand.site.module, operand.call)
            definition = targets[0] if targets else None
        else:
            definition = next((v.function for v in operand.values if isinstance(v, FunctionObject)), None)
        return Mismatch(operand.site, operand.use, kind, operand.spelled, confidence, definition, receiver, argument)

    def _passed(self, modules: list[ModuleNode], *wants: Want) -> Iterator[tuple[UsedOperand, str, str]]:
        """The arguments that functions use in one of some ways, with those functions and the arguments' keys."""
        asked = frozenset(modules)
        knowledge = self.inference.knowledge
        names = {name for want in wants for name in knowledge.wanting_names.get(want, ())}
        for name in sorted(names):
            for module, number in self.inference.index.calls.get(name, ()):
                receiver = self.called(module, number) if module in asked else None
                if receiver is None:
                    continue
                fact = knowledge.function(receiver)
                table = {key: want for key, want in fact.wants.items() if want in wants} if fact is not None else {}
                for key, expression in arguments(module, number):
                    want = table.get(key) or (table.get("*") if key.isdigit() else None)
                    row = module.summary.expressions[expression]
                    if want is not None and row[0] not in (Op.STARRED, Op.UNKNOWN):
                        yield self._argument(module, number, expression, want), receiver, key

    def called(self, module: ModuleNode, number: int) -> str | None:
        """The full name of the one known function or class that is called."""
        names = {
            value.name if isinstance(value, External) else value.cls if isinstance(value, ClassObject) else None
            for value in self.inference.callees(module, number)
        }
        name = names.pop() if len(names) == 1 else None
        return self.inference.knowledge.canonical(name) if isinstance(name, str) else None

    def _argument(self, module: ModuleNode, number: int, expression: int, want: Want) -> UsedOperand:
        site = CallSite(module, number)
        values = self.inference.values(expression, self.inference.context(module, site.row))
        row = module.summary.expressions[expression]
        inner = row[1] if row[0] == Op.CALL else None
        return UsedOperand(site, _USES[want], values, site.row.block, inner, expression)

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
        if self._is_odd_receiver(operand):
            return True
        line = operand.site.statement_row
        meant = set(self._parts(operand))
        for number in module.calls_by_function.get(operand.site.function.index, ()):
            call = module.summary.calls[number]
            if call.name in ASKS and call.line <= line + 1 and call.block in around and meant & {*call.arguments}:
                return True
        return False

    @staticmethod
    def _is_odd_receiver(operand: UsedOperand) -> bool:
        """Whether it is the first parameter of a method under another name: it may be called as a function."""
        row = operand.site.module.summary.expressions[operand.expression]
        function = operand.site.function
        first = function.row.parameters[0].name if function.is_method and function.row.parameters else None
        return bool(row[0] == Op.NAME and row[1] == first and first != "self")

    @staticmethod
    def _parts(operand: UsedOperand) -> Iterator[int]:
        """The operand's expression, and from there what is called and whose attribute is read."""
        summary = operand.site.module.summary
        expression = operand.expression
        if not expression and operand.call is not None:
            expression = summary.calls[operand.call].callee
        while expression:
            yield expression
            row = summary.expressions[expression]
            if row[0] == Op.CALL:
                expression = summary.calls[row[1]].callee
            else:
                expression = row[1] if row[0] in (Op.ATTRIBUTE, Op.SUBSCRIPT, Op.STARRED, Op.AWAIT) else 0

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
        passed = self._passed(modules, Want.CONTEXT, Want.ASYNC_CONTEXT)
        used = self._both(modules, Use.ENTERED, Use.ASYNC_ENTERED)
        for operand, receiver, key in chain(((operand, None, "") for operand in used), passed):
            asynchronous = operand.use is Use.ASYNC_ENTERED
            wanted = Capability.ASYNC_ENTER if asynchronous else Capability.ENTER
            other = Capability.ENTER if asynchronous else Capability.ASYNC_ENTER
            kind = self._misused(operand, wanted, other)
            if kind is not None:
                yield self._mismatch(operand, kind, receiver, key)

    def iterations(self, modules: list[ModuleNode]) -> Iterator[Mismatch]:
        """What ``for`` or ``async for`` iterates and cannot: ``kind`` is async, sync or coroutine.

        A plain iteration over a coroutine is left out: there the coroutine is used as if it were its result.
        """
        passed = self._passed(modules, Want.ITERABLE, Want.ASYNC_ITERABLE)
        used = self._both(modules, Use.ITERATED, Use.ASYNC_ITERATED)
        for operand, receiver, key in chain(((operand, None, "") for operand in used), passed):
            asynchronous = operand.use is Use.ASYNC_ITERATED
            wanted = Capability.ASYNC_ITERATE if asynchronous else Capability.ITERATE
            other = Capability.ITERATE if asynchronous else Capability.ASYNC_ITERATE
            kind = self._misused(operand, wanted, other)
            if kind in ("sync", "async") or (kind == "coroutine" and asynchronous):
                yield self._mismatch(operand, kind, receiver, key)

    def _both(self, modules: list[ModuleNode], plain: Use, asynchronous: Use) -> Iterator[UsedOperand]:
        yield from self.operands.of(modules, self._asynchronous, plain)
        yield from self.operands.of(modules, self.inference.index.calls, asynchronous)

    def coroutines_among(self, modules: list[ModuleNode], want: Want) -> Iterator[Mismatch]:
        """Collections with coroutines where others are wanted: ``kind`` says whether all are coroutines, or some."""
        for operand, receiver, key in self._passed(modules, want):
            items = self.inference.protocols.iterated(operand.values)
            classes = {value.cls for value in items if isinstance(value, Instance)}
            if COROUTINE in classes and not self._expected(operand):
                yield self._mismatch(operand, "all" if classes == {COROUTINE} else "some", receiver, key)

    def _constructs(self, module: ModuleNode, number: int) -> bool:
        """Whether a call makes objects of the very classes that it names."""
        return all(isinstance(value, ClassObject) for value in self.inference.callees(module, number))

    def _misused(self, operand: UsedOperand, wanted: Capability, other: Capability) -> str | None:
        """What an operand is when all it can be lacks the wanted capability and has another one."""
        values = operand.values
        exact = operand.call is not None and self._constructs(operand.site.module, operand.call)
        if not self.capabilities.none_can(values, wanted, exact=exact):
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
