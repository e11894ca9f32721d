"""Where functions run: coroutines, callbacks of loops, methods that frameworks call, what is handed to threads."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from asynclint.knowledge.schema import Fact
from asynclint.model.effects import Blocking
from asynclint.model.places import Place
from asynclint.model.summary import FunctionKind, Op, Use
from asynclint.program.calls.forwarding import handed_on
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import (
    DEFERRED,
    NONE,
    ClassObject,
    External,
    FunctionObject,
    Instance,
    Value,
)
from asynclint.program.types.wrappers import Wrappers

_DEEPEST_FORWARDING = 4
_CLEANING = frozenset({"addCleanup", "addAsyncCleanup"})


class Places:
    """Answers where a function runs when nobody calls it by an ordinary call."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference
        self.wrappers = Wrappers(inference)
        self._handed: dict[FunctionNode, frozenset[Place]] = {}
        self._handoffs: dict[FunctionNode, list[tuple[Place, ModuleNode, int]]] = {}
        self._referred: dict[str, dict[FunctionNode, list[tuple[ModuleNode, int, str]]]] = {}
        self._framework: dict[FunctionNode, str | None] = {}

    def on_loop(self, function: FunctionNode) -> str | None:
        """Why a function runs on an event loop ("coroutine", "callback", …); None when nothing says that it does."""
        signature = self.inference.signatures.of(function)
        if signature.place == "thread":
            return None
        if signature.place == "loop":
            return "callback" if signature.result == "plain" else "coroutine"
        if function.row.kind in (FunctionKind.MODULE, FunctionKind.CLASS_BODY):
            return None
        framework = self.framework(function)
        if framework is not None:
            return framework
        if self._is_handed_to_loop(function):
            return "callback"
        wrapped = (self.inference.signatures.of(one) for one in self.wrappers.wrapped_by(function))
        if any(signature.suspends and signature.certain for signature in wrapped):
            return "coroutine"
        return "deferred" if self._gives_deferred(function) else None

    def _is_handed_to_loop(self, function: FunctionNode) -> bool:
        """Whether a loop is given the function; what tests clean up with says nothing about code outside them."""
        if not self.handed(function) & {Place.LOOP, Place.TASK}:
            return False
        return any(
            place in (Place.LOOP, Place.TASK)
            and (function.module.is_test or module.summary.calls[number].name not in _CLEANING)
            for place, module, number in self.handoffs(function)
        )

    def _gives_deferred(self, function: FunctionNode) -> bool:
        """Whether a plain function returns a Deferred: those belong to the reactor's thread.

        One that runs the reactor is called before it runs.
        """
        if function.row.kind is not FunctionKind.PLAIN or function.module.framework != "twisted":
            return False
        if self._runs_reactor(function):
            return False
        for returned in function.row.returns:
            context = Context(function, returned.block, returned.line)
            for value in self.inference.values(returned.value, context):
                if isinstance(value, Instance) and value.cls == DEFERRED:
                    return True
        return False

    def _runs_reactor(self, function: FunctionNode, depth: int = 0) -> bool:
        """Whether a function runs the reactor, or returns what a function gives that does."""
        calls = function.module.summary.calls
        for number in self.inference.index.calls_in(function):
            is_returned = calls[number].use is Use.RETURNED and depth < _DEEPEST_FORWARDING
            if calls[number].name != "run" and not is_returned:
                continue
            for value in self.inference.callees(function.module, number):
                if isinstance(value, External):
                    fact = self.inference.knowledge.function(value.name)
                    if fact is not None and fact.blocks is Blocking.LOOP:
                        return True
                elif (
                    isinstance(value, FunctionObject) and is_returned and self._runs_reactor(value.function, depth + 1)
                ):
                    return True
        return False

    def framework(self, function: FunctionNode) -> str | None:
        """The word "method" when a framework calls the method on the loop; None otherwise."""
        if function not in self._framework:
            self._framework[function] = self._framework_method(function)
        return self._framework[function]

    def in_thread(self, function: FunctionNode) -> bool:
        """Whether a library calls the method in a worker thread."""
        owner = function.owner
        if owner is None or not function.is_method:
            return False
        return any(
            fnmatchcase(function.row.name, pattern)
            for ancestor, _ in self.inference.members.ancestors(owner)
            if isinstance(ancestor, str)
            for _, row in self.inference.knowledge.ancestors(ancestor)
            for pattern in row.thread_methods
        )

    def _framework_method(self, function: FunctionNode) -> str | None:
        owner = function.owner
        if owner is None or not function.is_method:
            return None
        name = function.row.name
        knowledge = self.inference.knowledge
        for ancestor, _ in self.inference.members.ancestors(owner):
            if isinstance(ancestor, str):
                for _, row in knowledge.ancestors(ancestor):
                    if any(fnmatchcase(name, pattern) for pattern in row.thread_methods):
                        return None
                    if any(fnmatchcase(name, pattern) for pattern in (*row.loop_methods, *row.awaited_methods)):
                        return "method"
        return None

    def handed(self, function: FunctionNode) -> frozenset[Place]:
        """The places that a function is handed to anywhere in the program."""
        known = self._handed.get(function)
        if known is None:
            self._handed[function] = frozenset()
            known = self._handed[function] = frozenset(place for place, _, _ in self.handoffs(function))
        return known

    def handoffs(self, function: FunctionNode) -> list[tuple[Place, ModuleNode, int]]:
        """Each call that is given the function, and where it will run it."""
        known = self._handoffs.get(function)
        if known is None:
            known = self._handoffs[function] = list(self._find_handoffs(function))
        return known

    def _find_handoffs(self, function: FunctionNode) -> Iterator[tuple[Place, ModuleNode, int]]:
        name = function.row.name
        if function.row.kind is FunctionKind.LAMBDA:
            name = f"<lambda>{function.index}"
        for module, number, key in self._references(name).get(function, ()):
            for place in self.taken(module, number, key):
                yield place, module, number

    def _references(self, name: str) -> dict[FunctionNode, list[tuple[ModuleNode, int, str]]]:
        """By function of this name: the calls, with the argument, that are given it."""
        known = self._referred.get(name)
        if known is None:
            known = self._referred[name] = {}
            for module, number in self.inference.index.references.get(name, ()):
                for key, expression in arguments(module, number):
                    for function in self._functions(module, number, expression, name):
                        known.setdefault(function, []).append((module, number, key))
        return known

    def _functions(self, module: ModuleNode, number: int, expression: int, name: str) -> list[FunctionNode]:
        row = module.summary.expressions[expression]
        if row[0] == Op.FUNCTION:
            return [module.functions[row[1]]] if name == f"<lambda>{row[1]}" else []
        if row[0] not in (Op.NAME, Op.ATTRIBUTE) or row[-1] != name:
            return []
        values = self.inference.values(expression, self.inference.context(module, module.summary.calls[number]))
        return [value.function for value in values if isinstance(value, FunctionObject)]

    def taken(self, module: ModuleNode, number: int, key: str, depth: int = 0) -> set[Place]:
        """Where a call runs the callable that it gets as the argument ``key`` (a position or a keyword)."""
        places: set[Place] = set()
        for value in self.inference.callees(module, number):
            if value == NONE:
                continue
            if isinstance(value, External | ClassObject) and _is_partial(value):
                call = module.summary.calls[number]
                if key == "0" and call.use is Use.PASSED:
                    for outer, expression in arguments(module, call.detail):
                        if list(module.summary.expressions[expression]) == [Op.CALL, number]:
                            places |= self.taken(module, call.detail, outer, depth)
                continue
            places |= self._taken_by(value, key, depth)
        return places

    def _taken_by(self, value: Value, key: str, depth: int) -> set[Place]:
        fact, function = self._fact(value)
        if fact is not None:
            place = fact.hands.get(key) or fact.hands.get("*")
            return {place} if place is not None else set()
        if function is None or depth >= _DEEPEST_FORWARDING:
            return set()
        bound = isinstance(value, FunctionObject) and value.receiver is not None
        name = _parameter_name(function, key, bound or isinstance(value, ClassObject))
        if name:
            return self.forwarded(function, name, depth)
        places: set[Place] = set()
        for number, inner in handed_on(self.inference.index, function, key, bound or isinstance(value, ClassObject)):
            places |= self.taken(function.module, number, inner, depth + 1)
        return places

    def _fact(self, value: Value) -> tuple[Fact | None, FunctionNode | None]:
        knowledge = self.inference.knowledge
        if isinstance(value, External):
            return knowledge.function(value.name), None
        if isinstance(value, ClassObject):
            if isinstance(value.cls, str):
                return knowledge.function(value.cls), None
            method = self.inference.members.find_method(value.cls, "__init__")
            if method is None:
                for ancestor, _ in self.inference.members.ancestors(value.cls):
                    if isinstance(ancestor, str) and knowledge.function(ancestor) is not None:
                        return knowledge.function(ancestor), None
            return None, method
        if isinstance(value, FunctionObject):
            return knowledge.function(value.function.full_name), value.function
        return None, None

    def forwarded(self, function: FunctionNode, parameter: str, depth: int = 0) -> set[Place]:
        """Where a function of the project lets a parameter run: it calls it, or hands it on."""
        module = function.module
        places: set[Place] = set()
        for number in self.inference.index.calls_in(function):
            call = module.summary.calls[number]
            callee = module.summary.expressions[call.callee]
            if callee[0] == Op.NAME and callee[1] == parameter:
                places.add(Place.INLINE)
            for key, expression in arguments(module, number):
                row = module.summary.expressions[expression]
                if row[0] == Op.NAME and row[1] == parameter:
                    places |= self.taken(module, number, key, depth + 1)
        return places


def _is_partial(value: Value) -> bool:
    name = value.name if isinstance(value, External) else value.cls if isinstance(value, ClassObject) else ""
    return name == "functools.partial"


def arguments(module: ModuleNode, number: int) -> Iterator[tuple[str, int]]:
    """The arguments of a call by position (as text) or keyword, with their expressions."""
    call = module.summary.calls[number]
    for position, expression in enumerate(call.arguments):
        yield str(position), expression
    yield from call.keywords.items()


def _parameter_name(function: FunctionNode, key: str, bound: bool) -> str | None:
    if not key.isdigit():
        return key if any(parameter.name == key for parameter in function.row.parameters) else None
    position = int(key) + (1 if bound else 0)
    positional = [parameter for parameter in function.row.parameters if parameter.kind < 2]
    return positional[position].name if position < len(positional) else None
