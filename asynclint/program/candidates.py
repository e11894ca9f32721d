"""Which calls can give an awaitable, by the names of what they call: only those are looked at closely."""

from collections.abc import Iterator
from functools import cached_property

from asynclint.model.summary import FunctionKind, Op
from asynclint.program.index import FunctionNode
from asynclint.program.infer import Inference
from asynclint.program.values import AWAITABLES, Instance

WORDS = ("Awaitable", "Coroutine", "Future", "Task", "Deferred")
"""Parts of the names of awaitable classes."""


class Candidates:
    """The names under which something that gives an awaitable may be called."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all functions that may give an awaitable, by what their definitions show."""
        names = set(self.inference.knowledge.awaitable_names | self.inference.libraries.awaitable_names())
        pending: list[tuple[str, set[str]]] = []
        for function in self.inference.index.functions():
            row = function.row
            if self._evident(function):
                names.add(row.name)
            elif row.returns:
                by = self._annotation_names(function) if row.annotation else self._returned_names(function)
                pending.append((row.name, by))
            pending.extend(self._named_lambdas(function))
        changed = True
        while changed:
            changed = False
            for name, returned in pending:
                if name not in names and not returned.isdisjoint(names):
                    names.add(name)
                    changed = True
        return frozenset(names)

    def _evident(self, function: FunctionNode) -> bool:
        """Whether the definition itself shows that calling gives an awaitable."""
        kind = function.row.kind
        if kind is FunctionKind.COROUTINE:
            return True
        if kind not in (FunctionKind.PLAIN, FunctionKind.GENERATOR, FunctionKind.LAMBDA):
            return False
        return self._declared(function) or self._decorated(function)

    def _named_lambdas(self, function: FunctionNode) -> Iterator[tuple[str, set[str]]]:
        """Names that a scope gives to lambdas, with the names of what those call."""
        expressions = function.module.summary.expressions
        for name, bindings in function.row.bindings.items():
            for binding in bindings:
                value = expressions[binding.value]
                if value[0] == Op.FUNCTION:
                    bound = function.module.functions[value[1]]
                    if bound.row.kind is FunctionKind.LAMBDA:
                        yield name, self._returned_names(bound)

    def _declared(self, function: FunctionNode) -> bool:
        annotation = function.row.annotation
        expressions = function.module.summary.expressions
        waiting = [annotation] if annotation else []
        while waiting:
            row = expressions[waiting.pop()]
            if row[0] in (Op.NAME, Op.ATTRIBUTE) and any(word in row[-1] for word in WORDS):
                return True
            if row[0] in (Op.SUBSCRIPT, Op.UNION):
                waiting.extend(row[1:])
        return False

    def _annotation_names(self, function: FunctionNode) -> set[str]:
        """Aliases in the module's own scope that stand for an awaitable type bear their own names."""
        expressions = function.module.summary.expressions
        row = expressions[function.row.annotation]
        if row[0] == Op.SUBSCRIPT:
            row = expressions[row[1]]
        if row[0] not in (Op.NAME, Op.ATTRIBUTE):
            return set()
        if row[-1] not in self._aliases:
            return set()
        values = self.inference.annotation(function.row.annotation, self.inference.definition_context(function))
        awaitable = any(isinstance(value, Instance) and value.cls in AWAITABLES for value in values)
        return set(self.inference.knowledge.awaitable_names) if awaitable else set()

    @cached_property
    def _aliases(self) -> frozenset[str]:
        """Module-level names that are bound to a type expression with an awaitable in it."""
        found: set[str] = set()
        for module in self.inference.index.modules:
            expressions = module.summary.expressions
            for name, bindings in module.summary.functions[0].bindings.items():
                for binding in bindings:
                    row = expressions[binding.value]
                    if row[0] == Op.ANNOTATED:
                        row = expressions[row[2]]
                    if row[0] == Op.SUBSCRIPT:
                        base = expressions[row[1]]
                        if base[0] in (Op.NAME, Op.ATTRIBUTE) and any(word in base[-1] for word in WORDS):
                            found.add(name)
        return frozenset(found)

    def _decorated(self, function: FunctionNode) -> bool:
        if not function.row.decorators:
            return False
        return self.inference.signatures.of(function).result in ("coroutine", "future", "deferred")

    def _returned_names(self, function: FunctionNode) -> set[str]:
        summary = function.module.summary
        found: set[str] = set()
        for returned in function.row.returns:
            row = summary.expressions[returned.value]
            if row[0] == Op.NAME:
                for binding in function.row.bindings.get(row[1], ()):
                    bound = summary.expressions[binding.value]
                    if bound[0] == Op.CALL:
                        found.add(summary.calls[bound[1]].name)
            elif row[0] == Op.CALL:
                found.add(summary.calls[row[1]].name)
            elif row[0] == Op.UNION:
                for part in row[1:]:
                    if summary.expressions[part][0] == Op.CALL:
                        found.add(summary.calls[summary.expressions[part][1]].name)
        return found
