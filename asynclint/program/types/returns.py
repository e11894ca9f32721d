"""What calls evaluate to: declared or inferred results, wrapped as the function's kind says."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from asynclint.knowledge.schema import Fact
from asynclint.model.places import Place
from asynclint.model.summary import Call, FunctionKind
from asynclint.program.calls.conditions import argument
from asynclint.program.nodes import ClassNode, FunctionNode
from asynclint.program.types.externals import MADE
from asynclint.program.types.overloads import Overloads
from asynclint.program.types.scopes import Context
from asynclint.program.types.special_calls import SPECIAL
from asynclint.program.types.values import (
    ASYNC_CONTEXT_MANAGER,
    ASYNC_GENERATOR,
    ASYNC_ITERATOR,
    CALLABLE,
    CONTEXT_MANAGER,
    COROUTINE,
    DEFERRED,
    FUTURE,
    GENERATOR,
    NONE,
    NOTHING,
    TASK,
    TORNADO_FUTURE,
    ClassObject,
    External,
    FunctionObject,
    Instance,
    Partial,
    Value,
    Values,
    Variable,
    instance,
    union,
)

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference

_WRAPPED = {"coroutine": COROUTINE, "future": TORNADO_FUTURE, "deferred": DEFERRED, "task": TASK}


class Returns:
    """Results of calling functions, classes and external things."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference
        self.overloads = Overloads(inference)

    def of(self, callee: Value, call: Call | None, context: "Context | None") -> Values:
        """The result of calling one value; arguments are looked at when the call is given."""
        if isinstance(callee, FunctionObject):
            return self.function(callee.function, callee.receiver, call, context)
        if isinstance(callee, ClassObject):
            return self._constructed(callee, call, context)
        if isinstance(callee, External):
            return self._external(callee, call, context)
        if isinstance(callee, Instance):
            return self.inference.protocols.callable_result(callee)
        if isinstance(callee, Partial):
            return union(*(self.of(target, None, None) for target in callee.targets)) if callee.targets else NOTHING
        return NOTHING

    def function(
        self,
        function: FunctionNode,
        receiver: Instance | ClassObject | None,
        call: Call | None,
        context: "Context | None",
    ) -> Values:
        """The result of calling a function of the project."""
        if call is not None and context is not None:
            function = self.overloads.chosen(function, receiver is not None, call, context)
        signature = self.inference.signatures.of(function)
        if signature.result == "opaque":
            return NOTHING
        if signature.result == "task-on-loop":
            inside = context is not None and self.inference.signatures.of(context.function).suspends
            return instance(FUTURE, self.body(function)) if inside else NOTHING
        result = self.body(function)
        mapping = self._mapping(function, receiver)
        if call is not None and context is not None and _has_variables(result):
            self._unify_call(function, receiver, call, context, mapping)
        result = self.inference.members.substituted(result, mapping)
        wrapper = _WRAPPED.get(signature.result)
        if wrapper is not None:
            return self._wrapped(function, wrapper, result)
        if signature.result in ("context-manager", "async-context-manager"):
            manager = CONTEXT_MANAGER if signature.result == "context-manager" else ASYNC_CONTEXT_MANAGER
            items = self.inference.protocols
            entered = items.iterated(result) if manager == CONTEXT_MANAGER else items.async_iterated(result)
            return instance(manager, entered)
        if signature.result == "async-generator" and len(result) == 1 and _is_async_iterator(result[0]):
            return tuple(Instance(ASYNC_GENERATOR, value.args) for value in result if isinstance(value, Instance))
        return result

    def _wrapped(self, function: FunctionNode, wrapper: str, result: Values) -> Values:
        if len(result) == 1 and isinstance(result[0], Instance) and result[0].cls == wrapper and (
            function.row.kind is not FunctionKind.COROUTINE
        ):  # fmt: skip
            return result
        if wrapper != COROUTINE and function.row.annotation and function.row.kind is FunctionKind.GENERATOR:
            return instance(wrapper, NOTHING)
        return instance(wrapper, result)

    def _mapping(self, function: FunctionNode, receiver: Instance | ClassObject | None) -> dict[str, Values]:
        if receiver is None:
            return {}
        mapping: dict[str, Values] = {"Self": (Instance(receiver.cls, receiver.args),)}
        if isinstance(receiver.cls, ClassNode):
            members = self.inference.members
            own = dict(zip(members.parameters(receiver.cls), receiver.args, strict=False)) if receiver.args else {}
            for ancestor, inherited in members.ancestors(receiver.cls):
                if ancestor is function.owner:
                    for name, values in inherited.items():
                        mapping[name] = members.substituted(values, own)
            mapping.update(own)
        return mapping

    def body(self, function: FunctionNode) -> Values:
        """What the undecorated body returns, yields or is declared to: before wrapping."""
        return self.inference.remembered(("r", function), self._body, function)

    def _body(self, function: FunctionNode) -> Values:
        row = function.row
        if row.annotation:
            declared = self.inference.annotation(row.annotation, self.inference.definition_context(function))
            if declared or not row.returns:
                return declared
        else:
            stub = self.inference.stubs.function(function)
            declared = NOTHING
            if stub is not None and stub.row.annotation:
                declared = self.inference.annotation(stub.row.annotation, self.inference.definition_context(stub))
            if declared:
                return declared
        if row.kind in (FunctionKind.GENERATOR, FunctionKind.ASYNC_GENERATOR):
            yields = [
                self.inference.values(item.value, Context(function, item.block, item.line)) for item in row.yields
            ]
            if not self.inference.signatures.of(function).drives_generator:
                kind = GENERATOR if row.kind is FunctionKind.GENERATOR else ASYNC_GENERATOR
                return instance(kind, union(*yields) if yields else NOTHING)
        if not row.returns:
            return NOTHING if row.stub else (NONE,)
        found = [self.inference.values(item.value, Context(function, item.block, item.line)) for item in row.returns]
        return union(*found)

    def _constructed(self, callee: ClassObject, call: Call | None, context: "Context | None") -> Values:
        if callee.cls == "type" and call is not None and context is not None and len(call.arguments) == 1:
            found = self.inference.values(call.arguments[0], context)
            return tuple(ClassObject(value.cls, value.args) for value in found if isinstance(value, Instance))
        if isinstance(callee.cls, str):
            if call is not None and context is not None and (call.arguments or callee.cls == "super"):
                special = SPECIAL.get(callee.cls)
                if special is not None:
                    return special(self.inference, call, context)
            fact = self.inference.knowledge.function(callee.cls)
            if fact is not None and fact.returns:
                return self.inference.externals.parsed(fact.returns)
        return (Instance(callee.cls, callee.args),)

    def _external(self, callee: External, call: Call | None, context: "Context | None") -> Values:
        if call is not None and context is not None:
            special = SPECIAL.get(callee.name)
            if special is not None and (call.arguments or callee.name == "super"):
                return special(self.inference, call, context)
        fact = self.inference.knowledge.function(callee.name)
        if fact is None:
            last = callee.name.rpartition(".")[2]
            if callee.receiver is None and last[:1].isupper() and not (last.isupper() and "_" in last):
                return (Instance(callee.name),)
            return NOTHING
        result = self._declared(fact, callee, call, context) if fact.returns else NOTHING
        if not result or all(isinstance(value, Instance) and not value.args for value in result):
            result = self._result_of_handed(fact.hands, call, context, result)
        if fact.is_async:
            return instance(COROUTINE, result)
        return result

    def _declared(self, fact: Fact, callee: External, call: Call | None, context: "Context | None") -> Values:
        """What a knowledge row says that a call gives."""
        made = NOTHING
        if call is not None and context is not None and MADE in (fact.returns or ""):
            keys = [key for key, place in fact.hands.items() if place is Place.LOOP]
            given = next((given for key in keys if (given := argument(call, key)) is not None), None)
            made = NOTHING if given is None else self.inference.protocols.result(self.inference.values(given, context))
        return self.inference.externals.parsed(fact.returns or "", callee.receiver, made)

    def _result_of_handed(
        self, hands: Mapping[str, Place], call: Call | None, context: "Context | None", result: Values
    ) -> Values:  # fmt: skip
        """A future of a handed function's result, where the knowledge row leaves its type open."""
        if call is None or context is None or len(result) > 1:
            return result
        for key, place in hands.items():
            if place is Place.THREAD and key.isdigit() and int(key) < len(call.arguments):
                handed = self.inference.values(call.arguments[int(key)], context)
                inner = self.inference.protocols.result(handed)
                if not result:
                    return inner
                only = result[0]
                return (Instance(only.cls, (inner,)),) if isinstance(only, Instance) else result
        return result

    def _unify_call(
        self,
        function: FunctionNode,
        receiver: Instance | ClassObject | None,
        call: Call,
        context: Context,
        mapping: dict[str, Values],
    ) -> None:
        parameters = [parameter for parameter in function.row.parameters if parameter.kind < 2]
        if receiver is not None or (function.is_method and self.inference.signatures.binding(function) != "static"):
            parameters = parameters[1:]
        pairs = list(zip(parameters, call.arguments, strict=False))
        by_name = {parameter.name: parameter for parameter in function.row.parameters}
        pairs += [(by_name[name], value) for name, value in call.keywords.items() if name in by_name]
        definition = self.inference.definition_context(function)
        for parameter, given in pairs:
            declared = self.inference.annotation(parameter.annotation, definition)
            if _has_variables(declared):
                self._unify(declared, self.inference.values(given, context), mapping)

    def _unify(self, declared: Values, given: Values, mapping: dict[str, Values]) -> None:
        """Find type variables; one that stands beside classes (``Awaitable[T] | U``) is what none of them takes."""
        for value in declared:
            if isinstance(value, Instance) and value.args:
                if value.cls == CALLABLE:
                    self._unify(value.args[0], self.inference.protocols.result(given), mapping)
                    continue
                if value.cls == "type":
                    made = tuple(Instance(item.cls, item.args) for item in given if isinstance(item, ClassObject))
                    self._unify(value.args[0], made, mapping)
                    continue
                for item in given:
                    if isinstance(item, Instance) and item.args:
                        for part, actual in zip(value.args, item.args, strict=False):
                            self._unify(part, actual, mapping)
        variables = [value.name for value in declared if isinstance(value, Variable)]
        rest = tuple(one for one in given if not self._is_taken(one, declared)) if variables else NOTHING
        for name in variables if rest else ():
            mapping.setdefault(name, rest)

    def _is_taken(self, value: Value, declared: Values) -> bool:
        return isinstance(value, Instance) and any(
            isinstance(other, Instance)
            and isinstance(other.cls, str)
            and self.inference.is_subclass(value.cls, other.cls)
            for other in declared
        )


def _is_async_iterator(value: Value) -> bool:
    return isinstance(value, Instance) and value.cls == ASYNC_ITERATOR


def _has_variables(values: Values) -> bool:
    return any(
        isinstance(value, Variable)
        or (isinstance(value, Instance) and any(_has_variables(argument) for argument in value.args))
        for value in values
    )
