"""Overloads: which declared variant of a function a call surely means."""

from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING

from asynclint.model.summary import Call, Op, Parameter
from asynclint.program.nodes import ClassNode, FunctionNode
from asynclint.program.types.values import NONE, ClassObject, Instance, Value, Values, Variable

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference
    from asynclint.program.types.scopes import Context

_DISTINCT = frozenset({"str", "bytes", "int", "float", "bool", "None"})
"""Builtin classes of which an object that is declared to be of one is of none of the others, but for ``_WIDER``."""
_WIDER = {"bool": frozenset({"int", "float"}), "int": frozenset({"float"})}


class _Fit(Enum):
    YES = 1
    NO = 2
    MAYBE = 3


class Overloads:
    """Compares what a call gives with what each variant takes."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference
        self._known: dict[FunctionNode, tuple[FunctionNode, ...]] = {}

    def chosen(self, function: FunctionNode, bound: bool, call: Call, context: "Context") -> FunctionNode:
        """The first variant that takes the arguments, the function itself where that is not sure.

        ``bound`` says that the call does not give the first parameter.
        """
        variants = self._known.get(function)
        if variants is None:
            variants = self._known[function] = _variants(function)
        for variant in variants:
            fit = self._fit(variant, bound, call, context)
            if fit is _Fit.YES:
                return variant
            if fit is _Fit.MAYBE:
                break
        return function

    def _fit(self, variant: FunctionNode, bound: bool, call: Call, context: "Context") -> _Fit:
        pairs = _paired(variant.row.parameters[bound:], call, context)
        if isinstance(pairs, _Fit):
            return pairs
        fits = {self._takes(variant, parameter, argument, context) for parameter, argument in pairs}
        if _Fit.NO in fits:
            return _Fit.NO
        return _Fit.MAYBE if _Fit.MAYBE in fits else _Fit.YES

    def _takes(self, variant: FunctionNode, parameter: Parameter, argument: int, context: "Context") -> _Fit:
        if not parameter.annotation:
            return _Fit.YES
        definition = self.inference.definition_context(variant)
        literals = _literals(variant, parameter.annotation)
        if literals is not None:
            row = context.function.module.summary.expressions[argument]
            if row[0] != Op.CONSTANT or row[1] != "bool":
                return _Fit.MAYBE
            return _Fit.YES if row[2] in literals else _Fit.NO
        declared = self.inference.annotation(parameter.annotation, definition)
        if not declared:
            named = self.inference.values(parameter.annotation, definition)
            return _Fit.YES if named else _Fit.MAYBE
        given = self.inference.values(argument, context)
        fits = {self._admits(declared, value) for value in given}
        return fits.pop() if len(fits) == 1 else _Fit.MAYBE

    def _admits(self, declared: Values, given: Value) -> _Fit:
        fits = {self._is(kind, given) for kind in declared}
        if _Fit.YES in fits:
            return _Fit.YES
        return _Fit.MAYBE if _Fit.MAYBE in fits else _Fit.NO

    def _is(self, kind: Value, given: Value) -> _Fit:
        if isinstance(kind, Variable):
            return _Fit.YES
        if isinstance(kind, ClassObject) and isinstance(given, ClassObject):
            return _Fit.YES if self._inherits(given, kind) else _Fit.MAYBE
        if not isinstance(kind, Instance) or not isinstance(given, Instance):
            return _Fit.MAYBE
        if NONE in (given, kind):
            return _Fit.YES if given == kind else _Fit.NO
        if self._inherits(given, kind) or (isinstance(given.cls, str) and kind.cls in _WIDER.get(given.cls, ())):
            return _Fit.YES
        return _Fit.NO if self._is_closed(given) and self._is_closed(kind) else _Fit.MAYBE

    def _inherits(self, given: Instance | ClassObject, kind: Instance | ClassObject) -> bool:
        name = kind.cls if isinstance(kind.cls, str) else kind.cls.full_name
        return self.inference.is_subclass(given.cls, name)

    def _is_closed(self, value: Instance) -> bool:
        """Whether all classes that an object of this one inherits from are known, and none is an interface."""
        if isinstance(value.cls, str):
            return value.cls in _DISTINCT
        return all(
            isinstance(ancestor, ClassNode) or ancestor in _DISTINCT or ancestor == "typing.Generic"
            for ancestor, _ in self.inference.members.ancestors(value.cls)
        )


def _variants(function: FunctionNode) -> tuple[FunctionNode, ...]:
    """The definitions with ``@overload`` of the same name in the same scope."""
    owner = function.owner
    scope = owner.body if owner is not None else function.parent
    bindings = scope.row.bindings.get(function.row.name, ()) if scope is not None else ()
    if len(bindings) < 2:
        return ()
    module = function.module
    rows = [module.summary.expressions[binding.value] for binding in bindings]
    functions = [module.functions[row[1]] for row in rows if row[0] == Op.FUNCTION]
    return tuple(other for other in functions if _is_overload(other))


def _is_overload(function: FunctionNode) -> bool:
    expressions = function.module.summary.expressions
    rows = [expressions[decorator] for decorator in function.row.decorators]
    return any(row[0] in (Op.NAME, Op.ATTRIBUTE) and row[-1] == "overload" for row in rows)


def _paired(parameters: tuple[Parameter, ...], call: Call, context: "Context") -> list[tuple[Parameter, int]] | _Fit:
    """The arguments with the parameters that they are for; NO for arguments that do not go with the parameters."""
    expressions = context.function.module.summary.expressions
    if "**" in call.keywords or any(expressions[argument][0] == Op.STARRED for argument in call.arguments):
        return _Fit.MAYBE
    positional = [parameter for parameter in parameters if parameter.kind < 2]
    kinds = {parameter.kind for parameter in parameters}
    if len(call.arguments) > len(positional) and 2 not in kinds:
        return _Fit.NO
    by_name = {parameter.name: parameter for parameter in parameters if parameter.kind in (1, 3)}
    if 4 not in kinds and any(name not in by_name for name in call.keywords):
        return _Fit.NO
    pairs = list(zip(positional, call.arguments, strict=False))
    pairs += [(by_name[name], argument) for name, argument in call.keywords.items() if name in by_name]
    given = {parameter.name for parameter, _ in pairs}
    for parameter in chain(positional, by_name.values()):
        if not parameter.default and parameter.name not in given:
            return _Fit.NO
    return pairs


def _literals(variant: FunctionNode, annotation: int) -> list[object] | None:
    """The constants of ``Literal[…]``; None for another annotation."""
    expressions = variant.module.summary.expressions
    row = expressions[annotation]
    if row[0] != Op.SUBSCRIPT or expressions[row[1]][-1] != "Literal":
        return None
    index = expressions[row[2]]
    parts = [expressions[part] for part in index[1:]] if index[0] == Op.TUPLE else [index]
    return [part[2] for part in parts if part[0] == Op.CONSTANT]
