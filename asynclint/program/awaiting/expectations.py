"""What places want: the plain type that a parameter, a variable or a result is declared to have."""

from asynclint.model.summary import Binding, Call, FunctionKind, Op
from asynclint.program.awaiting.candidates import WORDS
from asynclint.program.calls.forwarding import handed_on
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.values import (
    ASYNC_GENERATOR,
    ASYNC_ITERATOR,
    AWAITABLES,
    CALLABLE,
    NONE,
    ClassObject,
    External,
    FunctionObject,
    Instance,
    Value,
    Values,
    Variable,
    class_name,
)

_FURTHEST = 3
"""Functions that hand an argument on to the next one."""

_PLAIN = frozenset({"str", "bytes", "int", "float", "bool", "list", "dict", "tuple", "set", "None", "typing.Sequence"})


class Expectations:
    """Declared types that no awaitable fits."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference

    def wanted_plain(self, module: ModuleNode, number: int, argument: tuple[str, int | str]) -> str | None:
        """The plain type that call ``number`` declares for an argument, a call or a name; None when it may be any.

        Also a short description when knowledge says that the receiver uses the argument as a plain value.
        """
        call = module.summary.calls[number]
        expressions = module.summary.expressions
        given = [*((str(i), e) for i, e in enumerate(call.arguments)), *call.keywords.items()]
        key = next((key for key, e in given if tuple(expressions[e]) == argument), None)
        return self._wanted_at(module, number, key, 0) if key is not None and key != "**" else None

    def _wanted_at(self, module: ModuleNode, number: int, key: str, steps: int) -> str | None:
        wanted: set[str | None] = set()
        for value in self.inference.callees(module, number):
            if isinstance(value, External) and value.name == "typing.cast":
                wanted.add(self.plain_type(self.inference.call(module, number)) if key == "1" else None)
            elif value != NONE:
                wanted.add(self._wanted_by(value, key, steps))
        return wanted.pop() if len(wanted) == 1 else None

    def of_result(self, function: FunctionNode) -> str | None:
        """The plain type that a coroutine function says it gives to those who wait for it."""
        signature = self.inference.signatures.of(function)
        if function.row.kind is not FunctionKind.COROUTINE or not signature.certain or function.row.decorators:
            return None
        declared = self.inference.annotation(function.row.annotation, self.inference.definition_context(function))
        return self.plain_type(declared)

    def of_attribute(self, function: FunctionNode, name: str, value: tuple[str, int | str]) -> str | None:
        """The plain type that the class of a method declares for an attribute to which the method assigns a value."""
        cls = function.owner
        if cls is None or not any(_assigns(cls.module, row, value) for row in cls.row.attributes.get(name, ())):
            return None
        classes = [one for one, _ in self.inference.members.ancestors(cls) if isinstance(one, ClassNode)]
        for one in classes:
            for row in (*one.body.row.bindings.get(name, ()), *one.row.attributes.get(name, ())):
                bound = one.module.summary.expressions[row.value]
                if bound[0] == Op.ANNOTATED and bound[1]:
                    return self.plain_type(self.inference.bound(one.module.functions[row.function], row))
        return None

    def of_neighbours(self, module: ModuleNode, call: Call, name: str) -> str | None:
        """The plain type of the elements of a list to which a list with the name in it is added."""
        expressions = module.summary.expressions
        for row in expressions:
            if row[0] != Op.BINARY or row[1] != "Add":
                continue
            for display, other in ((row[2], row[3]), (row[3], row[2])):
                shown = expressions[display]
                if shown[0] == Op.LIST and any(tuple(expressions[part]) == (Op.NAME, name) for part in shown[1:]):
                    values = self.inference.values(other, self.inference.context(module, call))
                    return self.plain_type(self.inference.protocols.iterated(values))
        return None

    def _wanted_by(self, value: Value, key: str, steps: int = 0) -> str | None:
        knowledge = self.inference.knowledge
        name = value.name if isinstance(value, External) else value.cls if isinstance(value, ClassObject) else None
        if isinstance(name, str):
            fact = knowledge.function(name)
            plain = fact is not None and ("*" in fact.ignores_awaitables or key in fact.ignores_awaitables)
            return "a plain value" if plain else None
        function: FunctionNode | None = None
        skipped = 0
        if isinstance(value, FunctionObject):
            function = value.function
            if not self.inference.signatures.of(function).certain:
                return None
            skipped = 1 if value.receiver is not None else 0
        elif isinstance(value, ClassObject) and not isinstance(value.cls, str):
            function = self.inference.members.find_method(value.cls, "__init__")
            skipped = 1
        if function is None:
            return self._wanted_by_base(value, key)
        parameters = function.row.parameters
        if key.isdigit():
            positional = [parameter for parameter in parameters if parameter.kind < 2][skipped:]
            parameter = positional[int(key)] if int(key) < len(positional) else None
        else:
            parameter = next((parameter for parameter in parameters if parameter.name == key), None)
        if parameter is None or parameter.kind in (2, 4):
            return self._wanted_behind(function, key, bool(skipped), steps)
        declared = self.inference.annotation(parameter.annotation, self.inference.definition_context(function))
        return self.plain_type(declared)

    def _wanted_behind(self, function: FunctionNode, key: str, bound: bool, steps: int) -> str | None:
        """What the one call wants to which a function hands on the argument as it gets it."""
        calls = list(handed_on(self.inference.index, function, key, bound)) if steps < _FURTHEST else []
        return self._wanted_at(function.module, calls[0][0], calls[0][1], steps + 1) if len(calls) == 1 else None

    def _wanted_by_base(self, value: Value, key: str) -> str | None:
        """What the initialiser wants that a class of the project has from a known class."""
        if not isinstance(value, ClassObject) or not isinstance(value.cls, ClassNode):
            return None
        if self.inference.members.find_method(value.cls, "__new__") is not None:
            return None
        bases = [base for base, _ in self.inference.members.ancestors(value.cls) if isinstance(base, str)]
        return self._wanted_by(ClassObject(bases[0]), key) if len(bases) == 1 else None

    def plain_type(self, declared: Values) -> str | None:
        """The name of a declared type none of whose alternatives admits an awaitable; None when one may."""
        if not declared:
            return None
        for value in declared:
            if isinstance(value, Variable | ClassObject) or not isinstance(value, Instance):
                return None
            name = class_name(value)
            if name in AWAITABLES or name in (ASYNC_GENERATOR, ASYNC_ITERATOR, CALLABLE, "typing.Hashable"):
                return None
            if isinstance(value.cls, str):
                known = value.cls in _PLAIN
                if not known and value != NONE and self.inference.knowledge.cls(value.cls) is None:
                    return None
                if "Protocol" in value.cls:
                    return None
            elif self._may_be_awaitable(value):
                return None
        names = [class_name(value).rpartition(".")[2] for value in declared if value != NONE]
        return " | ".join(names) if names else None

    def _may_be_awaitable(self, value: Instance) -> bool:
        if isinstance(value.cls, str):
            return False
        members = self.inference.members
        if members.find_method(value.cls, "__await__") is not None:
            return True
        names = (cls.rpartition(".")[2] for cls, _ in members.ancestors(value.cls) if isinstance(cls, str))
        return any(word in name for name in names for word in (*WORDS, "Protocol", "Mock"))


def _assigns(module: ModuleNode, row: Binding, value: tuple[str, int | str]) -> bool:
    expressions = module.summary.expressions
    bound = expressions[row.value]
    return tuple(expressions[bound[2]] if bound[0] == Op.ANNOTATED else bound) == value
