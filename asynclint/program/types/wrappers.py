"""What decorators of the project put in the place of a function: the wrapper runs wherever that one is called."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from asynclint.model.summary import FunctionKind, Op
from asynclint.program.nodes import FunctionNode
from asynclint.program.types.values import FunctionObject

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference

_DEEPEST_FACTORY = 2


class Wrappers:
    """Finds the functions that a wrapper stands for."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference

    def wrapped_by(self, wrapper: FunctionNode) -> list[FunctionNode]:
        """The functions that a decorator of the project replaces by ``wrapper``, which is an inner function of it."""
        return self.behind(wrapper) if wrapper.row.kind is FunctionKind.PLAIN else []

    def behind(self, wrapper: FunctionNode) -> list[FunctionNode]:
        """The same, also for a coroutine that awaits the function."""
        if wrapper.owner is not None:
            return []
        decorators: list[FunctionNode] = []
        outer = wrapper.parent
        while outer is not None and outer.index and len(decorators) < _DEEPEST_FACTORY:
            decorators.append(outer)
            outer = outer.parent
        return [
            function
            for decorator in decorators
            for function in self._decorated(decorator)
            if wrapper in self.inference.signatures.decorators.wrappers(decorator)
        ]

    def _decorated(self, decorator: FunctionNode) -> Iterator[FunctionNode]:
        for function, expression in self._by_decorator.get(decorator.row.name, ()):
            context = self.inference.definition_context(function)
            for value in self.inference.values(expression, context):
                if isinstance(value, FunctionObject) and value.function is decorator:
                    yield function

    @cached_property
    def _by_decorator(self) -> dict[str, list[tuple[FunctionNode, int]]]:
        """By the last name of a decorator: the functions below it, with the decorator's expression."""
        table: dict[str, list[tuple[FunctionNode, int]]] = {}
        for module in self.inference.index.modules:
            expressions, calls = module.summary.expressions, module.summary.calls
            for function in module.functions:
                for decorator in function.row.decorators:
                    row = expressions[decorator]
                    expression = calls[row[1]].callee if row[0] == Op.CALL else decorator
                    row = expressions[expression]
                    if row[0] in (Op.NAME, Op.ATTRIBUTE):
                        table.setdefault(str(row[-1]), []).append((function, expression))
        return table
