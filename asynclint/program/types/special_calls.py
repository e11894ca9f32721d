"""Calls whose result follows from their arguments: those of ``super``, ``functools.partial``, ``create_task``."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from asynclint.model.summary import Call, Op
from asynclint.program.types.scopes import Context, enclosing_method
from asynclint.program.types.values import (
    COROUTINE,
    DEFERRED,
    FUTURE,
    ITERATOR,
    NONE,
    NOTHING,
    TASK,
    Instance,
    Partial,
    Super,
    Values,
    instance,
)

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference

Special = Callable[["Inference", Call, Context], Values]


def _super(inference: "Inference", call: Call, context: Context) -> Values:
    method = enclosing_method(context.function)
    if method is None or method.owner is None:
        return NOTHING
    return (Super(method.owner, Instance(method.owner)),)


def _first(inference: "Inference", call: Call, context: Context) -> Values:
    return inference.values(call.arguments[0], context)


def _cast(inference: "Inference", call: Call, context: Context) -> Values:
    return inference.instantiated(inference.values(call.arguments[0], context))


def _partial(inference: "Inference", call: Call, context: Context) -> Values:
    return (Partial(inference.values(call.arguments[0], context)),)


def _getattr(inference: "Inference", call: Call, context: Context) -> Values:
    if len(call.arguments) < 2:
        return NOTHING
    row = context.function.module.summary.expressions[call.arguments[1]]
    if row[0] != Op.CONSTANT or not isinstance(row[2], str):
        return NOTHING
    return inference.attribute(inference.values(call.arguments[0], context), row[2])


def _type_variable(inference: "Inference", call: Call, context: Context) -> Values:
    row = context.function.module.summary.expressions[call.arguments[0]]
    if row[0] != Op.CONSTANT:
        return NOTHING
    return inference.type_variables.made(f"{context.function.module.name}.{row[2]}", call, context)


def _new_type(inference: "Inference", call: Call, context: Context) -> Values:
    return inference.values(call.arguments[1], context) if len(call.arguments) > 1 else NOTHING


def _next(inference: "Inference", call: Call, context: Context) -> Values:
    return inference.protocols.iterated(_first(inference, call, context))


def _got(inference: "Inference", call: Call, context: "Context") -> Values:
    callee = context.function.module.summary.expressions[call.callee]
    if callee[0] != Op.ATTRIBUTE:
        return NOTHING
    held = inference.records.item(callee[1], call.arguments[0], context)
    if held is None:
        held = inference.protocols.item(inference.values(callee[1], context), call.arguments[0], context)
    return (*held, NONE) if held and NONE not in held else held


def _container(name: str) -> Special:
    def special(inference: "Inference", call: Call, context: Context) -> Values:
        items = inference.protocols.iterated(_first(inference, call, context))
        return instance(name, items) if items else instance(name)

    return special


def _tuples(inference: "Inference", call: Call, context: Context) -> Values:
    return instance(ITERATOR, instance("tuple", instance("int"), _next(inference, call, context)))


def _zipped(inference: "Inference", call: Call, context: Context) -> Values:
    parts = [inference.protocols.iterated(inference.values(argument, context)) for argument in call.arguments]
    return instance(ITERATOR, instance("tuple", *parts))


def _awaiting(wrapper: str | None) -> Special:
    def special(inference: "Inference", call: Call, context: Context) -> Values:
        result = inference.protocols.awaited(_first(inference, call, context))
        return instance(wrapper, result) if wrapper else result

    return special


SPECIAL: dict[str, Special] = {
    "super": _super,
    "typing.cast": _cast,
    "functools.partial": _partial,
    "functools.partialmethod": _partial,
    "getattr": _getattr,
    "typing.TypeVar": _type_variable,
    "typing.ParamSpec": _type_variable,
    "typing.NewType": _new_type,
    "next": _next,
    "dict.get": _got,
    "iter": _first,
    "staticmethod": _first,
    "copy.copy": _first,
    "copy.deepcopy": _first,
    "reversed": _container(ITERATOR),
    "list": _container("list"),
    "sorted": _container("list"),
    "set": _container("set"),
    "frozenset": _container("frozenset"),
    "enumerate": _tuples,
    "zip": _zipped,
    "asyncio.wait_for": _awaiting(COROUTINE),
    "asyncio.shield": _awaiting(FUTURE),
    "asyncio.ensure_future": _awaiting(TASK),
    "asyncio.create_task": _awaiting(TASK),
    "asyncio.AbstractEventLoop.create_task": _awaiting(TASK),
    "asyncio.TaskGroup.create_task": _awaiting(TASK),
    "asyncio.run": _awaiting(None),
    "asyncio.Runner.run": _awaiting(None),
    "asyncio.AbstractEventLoop.run_until_complete": _awaiting(None),
    "twisted.internet.defer.ensureDeferred": _awaiting(DEFERRED),
    "twisted.internet.defer.Deferred.fromCoroutine": _awaiting(DEFERRED),
}
"""Calls whose result follows from their arguments."""
