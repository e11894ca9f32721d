"""Which functions are of which kind, once their decorators are read."""

from collections.abc import Iterator

from asynclint.model.summary import FunctionKind, Op
from asynclint.program.nodes import FunctionNode
from asynclint.program.types.capabilities import Capabilities, Capability
from asynclint.program.types.infer import Inference
from asynclint.program.types.values import (
    COROUTINE,
    DEFERRED,
    NONE,
    NOTHING,
    ClassObject,
    External,
    Instance,
    Values,
    instance,
)

_CACHES = frozenset({"functools.lru_cache", "functools.cache", "functools.cached_property"})
_NAMES = frozenset(name.rpartition(".")[2] for name in _CACHES)


class Kinds:
    """Answers what functions give."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference
        self.capabilities = Capabilities(inference)

    def gives(self, function: FunctionNode) -> str:
        """``coroutine``, ``async-generator``, ``plain`` for what cannot be awaited, or "" where that is not known."""
        signature = self.inference.signatures.of(function)
        if not signature.certain:
            return ""
        if signature.result in ("coroutine", "async-generator"):
            return signature.result
        row = function.row
        if signature.result != "plain" or row.kind is not FunctionKind.PLAIN or (row.stub and not row.annotation):
            return ""
        given = self.inference.returns.function(function, None, None, None)
        return "plain" if given == (NONE,) or self._cannot_be_awaited(function) else ""

    def _cannot_be_awaited(self, function: FunctionNode) -> bool:
        given = self.inference.returns.function(function, None, None, None)
        return self.capabilities.none_can(given, Capability.AWAIT)

    def cached_awaitables(self, functions: Iterator[FunctionNode]) -> Iterator[tuple[FunctionNode, str]]:
        """The functions whose results a cache of functools keeps, and the class of these: one user wears them out."""
        for function in functions:
            decorators = function.row.decorators
            if not decorators or not any(self._is_cache(function, decorator) for decorator in decorators):
                continue
            given = [value for value in self._uncached(function) if value != NONE]
            kinds = {value.cls if isinstance(value, Instance) else None for value in given}
            kind = kinds.pop() if len(kinds) == 1 else None
            if kind in (COROUTINE, DEFERRED):
                yield function, kind

    def _uncached(self, function: FunctionNode) -> Values:
        """What a function gives when its decorators leave its result alone, or drive it as a generator."""
        if function.row.kind is FunctionKind.COROUTINE:
            return instance(COROUTINE)
        if function.row.kind is FunctionKind.PLAIN:
            return self.inference.returns.body(function)
        return instance(DEFERRED) if self.inference.signatures.of(function).result == "deferred" else NOTHING

    def _is_cache(self, function: FunctionNode, decorator: int) -> bool:
        summary = function.module.summary
        row = summary.expressions[decorator]
        expression = summary.calls[row[1]].callee if row[0] == Op.CALL else decorator
        if "functools" not in function.module.tops and summary.expressions[expression][-1] not in _NAMES:
            return False
        values = self.inference.values(expression, self.inference.definition_context(function))
        names = {
            value.name if isinstance(value, External) else value.cls if isinstance(value, ClassObject) else None
            for value in values
        }
        return bool(names) and names <= _CACHES

    def async_properties(self, functions: Iterator[FunctionNode]) -> Iterator[FunctionNode]:
        """The async functions that run when an attribute is read."""
        for function in functions:
            if function.row.kind is FunctionKind.COROUTINE and function.row.decorators:
                signature = self.inference.signatures.of(function)
                if signature.access == "property" and signature.result == "coroutine":
                    yield function
