"""What a decorator's wrapper gives back, by its return statements or by what the decorator declares."""

from typing import TYPE_CHECKING

from asynclint.model.summary import Op
from asynclint.program.nodes import ClassNode, FunctionNode
from asynclint.program.types.values import (
    AWAITABLE,
    CALLABLE,
    COROUTINE,
    DEFERRED,
    FUTURE,
    TASK,
    TORNADO_FUTURE,
    External,
    Instance,
    Values,
    Variable,
)

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference

_EFFECTS = {
    COROUTINE: "coroutine",
    AWAITABLE: "coroutine",
    DEFERRED: "deferred",
    TASK: "task",
    FUTURE: "task",
    TORNADO_FUTURE: "generator-coroutine",
}
"""What gives an object of the class for the result of the decorated function."""
_FURTHEST = 4
"""Local names that are looked behind."""
_RUNNING = frozenset({"asyncio.run", "asyncio.Runner.run", "asyncio.AbstractEventLoop.run_until_complete"})


def results(inference: "Inference", wrapper: FunctionNode, decorated: str) -> set[str]:
    """The effects that the values have which a wrapper returns; ``decorated`` names the function in it."""
    found: set[str] = set()
    for returned in wrapper.row.returns:
        found |= _of(inference, wrapper, returned.value, decorated)
    return found


def _of(
    inference: "Inference", wrapper: FunctionNode, expression: int, decorated: str, steps: int = _FURTHEST
) -> set[str]:
    summary = wrapper.module.summary
    row = summary.expressions[expression]
    if row[0] == Op.NAME:
        bindings = [binding.value for binding in wrapper.row.bindings.get(row[1], ()) if steps]
        return {effect for value in bindings for effect in _of(inference, wrapper, value, decorated, steps - 1)}
    if row[0] == Op.UNION:
        return {effect for part in row[1:] for effect in _of(inference, wrapper, part, decorated, steps)}
    if row[0] == Op.CONSTANT:
        return set()
    if row[0] != Op.CALL:
        return {"opaque"}
    call = summary.calls[row[1]]
    if list(summary.expressions[call.callee]) == [Op.NAME, decorated]:
        return {"same"}
    given = {effect for argument in call.arguments for effect in _given(inference, wrapper, argument, decorated, steps)}
    if "same" not in given:
        return {"opaque"}
    for value in inference.callees(wrapper.module, row[1]):
        if isinstance(value, External) and value.name in _RUNNING:
            return {"to-sync"}
    kinds = {_EFFECTS.get(_name(value), "opaque") for value in inference.call(wrapper.module, row[1])}
    return kinds if len(kinds) == 1 else {"opaque"}


def _given(inference: "Inference", wrapper: FunctionNode, argument: int, decorated: str, steps: int) -> set[str]:
    if wrapper.module.summary.expressions[argument][0] in (Op.CALL, Op.NAME):
        return _of(inference, wrapper, argument, decorated, steps)
    return set()


def value_effect(inference: "Inference", wrapper: FunctionNode) -> str:
    """The effect of a wrapper by what its body is known to return."""
    kinds = {_EFFECTS.get(_name(value), "opaque") for value in inference.returns.body(wrapper)}
    return kinds.pop() if len(kinds) == 1 else "opaque"


def declared_effect(inference: "Inference", decorator: FunctionNode, factory: bool) -> str:
    """The effect that the annotations of a decorator (or of a factory of decorators) promise.

    A type variable, or an object whose ``__call__`` is one, stands for the function itself, and so does a type with
    variables that both the decorator takes and gives.
    """
    if not decorator.row.annotation:
        return "opaque"
    if _gives_what_it_takes(inference, decorator, factory):
        return "same"
    declared = inference.annotation(decorator.row.annotation, inference.definition_context(decorator))
    if factory:
        declared = _result_of(declared)
    if len(declared) != 1:
        return "opaque"
    made = declared[0]
    if isinstance(made, Variable):
        return "same"
    if not isinstance(made, Instance):
        return "opaque"
    if isinstance(made.cls, ClassNode):
        called = inference.members.of(made, "__call__")
        return "same" if called and all(isinstance(value, Variable) for value in called) else "opaque"
    if made.cls != CALLABLE:
        return "opaque"
    effects = {_EFFECTS.get(_name(value), "opaque") for value in _result_of(declared)}
    return effects.pop() if len(effects) == 1 else "opaque"


def _gives_what_it_takes(inference: "Inference", decorator: FunctionNode, factory: bool) -> bool:
    """Whether the declared result is, to the letter, the declared type of the parameter: ``Callable[P, T]`` twice."""
    expressions = decorator.module.summary.expressions
    given = decorator.row.annotation
    if factory:
        made = expressions[given]
        parts = expressions[made[2]] if made[0] == Op.SUBSCRIPT else (Op.UNKNOWN,)
        if parts[0] != Op.TUPLE or len(parts) != 3:
            return False
        taken, given = expressions[parts[1]], parts[2]
        same = taken[0] == Op.LIST and taken[1:] == (given,)
    else:
        parameter = inference.signatures.first_given(decorator)
        same = parameter is not None and parameter.annotation == given
    return same and _mentions_variable(inference, decorator, given)


def _mentions_variable(inference: "Inference", function: FunctionNode, expression: int) -> bool:
    row = function.module.summary.expressions[expression]
    if row[0] == Op.NAME:
        values = inference.values(expression, inference.definition_context(function))
        return row[1] in function.row.type_parameters or any(isinstance(value, Variable) for value in values)
    if row[0] == Op.SUBSCRIPT:
        index = function.module.summary.expressions[row[2]]
        last = index[-1] if index[0] == Op.TUPLE else row[2]
        return _mentions_variable(inference, function, last)
    return False


def _result_of(callables: Values) -> Values:
    if len(callables) == 1 and isinstance(callables[0], Instance) and callables[0].cls == CALLABLE:
        return callables[0].args[0] if callables[0].args else ()
    return ()


def _name(value: object) -> str:
    return value.cls if isinstance(value, Instance) and isinstance(value.cls, str) else "?"
