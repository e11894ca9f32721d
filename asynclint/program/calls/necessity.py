"""Whether an async function has to be one: who calls it, who gets it, and what it stands in for."""

from functools import cached_property

from asynclint.model.summary import BlockKind, FunctionKind, Op, Use
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.values import FunctionObject


class Necessity:
    """Answers for the functions of a program."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference
        self._referred: dict[int, set[str]] = {}

    def needs_async(self, function: FunctionNode) -> bool:
        """Whether something shows, or may show, that a function has to stay ``async def``."""
        return (
            self._is_decorated(function)
            or self._has_alternatives(function)
            or self._stands_in(function)
            or function.row.name in self._names_referred_to(function.module)
            or self._is_used_as_coroutine(function)
        )

    def _is_decorated(self, function: FunctionNode) -> bool:
        """Whether it has a decorator, other than that of a fixture which needs no other one."""
        row = function.row
        if not row.decorators:
            return False
        expressions = function.module.summary.expressions
        last = expressions[row.decorators[0]]
        if last[0] == Op.CALL:
            last = expressions[function.module.summary.calls[last[1]].callee]
        fixture = len(row.decorators) == 1 and last[-1] == "fixture"
        return not fixture or bool(row.parameters)

    @staticmethod
    def _has_alternatives(function: FunctionNode) -> bool:
        """Whether another definition stands in for it elsewhere, such as in the other branch of an ``if``."""
        scope = function.owner.body if function.owner is not None else function.parent
        return scope is not None and len(scope.row.bindings.get(function.row.name, ())) > 1

    def _stands_in(self, function: FunctionNode) -> bool:
        """Whether it is a method that a caller may reach through another class, or by an agreed name."""
        owner = function.owner
        if owner is None:
            return False
        name = function.row.name
        if not name.startswith("_") or name.endswith("__"):
            return True
        members = self.inference.members
        if sum(1 for _ in members.bases(owner)) < len(owner.row.bases):
            return True
        others = [*(cls for cls, _ in members.ancestors(owner)), *members.descendants(owner)]
        return any(isinstance(cls, str) or (cls is not owner and cls.method(name)) for cls in others if cls != "object")

    def _names_referred_to(self, module: ModuleNode) -> set[str]:
        """The names that are used in a module as values: passed, stored, returned, put into displays."""
        known = self._referred.get(module.index)
        if known is None:
            known = self._referred[module.index] = set(_referred(module))
        return known

    def _is_used_as_coroutine(self, function: FunctionNode) -> bool:
        """Whether some call of it is not awaited at once, or it is passed somewhere."""
        name = function.row.name
        index = self.inference.index
        if name in index.references and any(
            isinstance(value, FunctionObject) and value.function is function
            for module, number in index.references[name]
            for argument in (*module.summary.calls[number].arguments, *module.summary.calls[number].keywords.values())
            for value in self.inference.values(argument, self.inference.context(module, module.summary.calls[number]))
        ):
            return True
        expected = Use.AWAITED if function.row.kind is FunctionKind.COROUTINE else Use.ASYNC_ITERATED
        return any(
            module.summary.calls[number].use is not expected
            for module, number in index.calls.get(name, ())
            if self._may_call(module, number, function)
        )

    def _may_call(self, module: ModuleNode, number: int, function: FunctionNode) -> bool:
        values = self.inference.callees(module, number)
        return not values or any(isinstance(value, FunctionObject) and value.function is function for value in values)

    def has_generator_expression(self, function: FunctionNode) -> bool:
        """Whether a generator expression stands in a function: what it waits for, it may never wait for."""
        return (function.module.index, function.index) in self._with_generators

    @cached_property
    def _with_generators(self) -> set[tuple[int, int]]:
        found: set[tuple[int, int]] = set()
        for module in self.inference.index.modules:
            blocks = module.summary.blocks
            for row in module.summary.expressions:
                if row[0] == Op.COMPREHENSION and row[1] == "generator":
                    block = blocks[row[3]]
                    if block.suspends and block.kind is BlockKind.COMPREHENSION:
                        found.add((module.index, block.function))
        return found


def _referred(module: ModuleNode) -> list[str]:
    """Names that stand in a module as a value of their own."""
    summary = module.summary
    expressions = summary.expressions
    numbers: set[int] = set()
    for row in expressions:
        if row[0] in (Op.TUPLE, Op.LIST, Op.SET, Op.DICT, Op.UNION, Op.STARRED, Op.YIELD):
            numbers.update(row[1:])
        elif row[0] == Op.ANNOTATED or row[0] == Op.SUBSCRIPT:
            numbers.add(row[2])
    for function in summary.functions:
        numbers.update(binding.value for bindings in function.bindings.values() for binding in bindings)
        numbers.update(binding.value for binding in (*function.returns, *function.yields))
    for cls in summary.classes:
        numbers.update(binding.value for bindings in cls.attributes.values() for binding in bindings)
    for call in summary.calls:
        numbers.update((*call.arguments, *call.keywords.values()))
    return [str(expressions[number][-1]) for number in numbers if expressions[number][0] in (Op.NAME, Op.ATTRIBUTE)]
