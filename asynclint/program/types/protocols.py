"""What awaiting, iterating, entering, subscripting and unpacking a value gives."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from asynclint.knowledge.schema import ClassRow
from asynclint.model.summary import UNKNOWN, Call, Op, Use
from asynclint.program.nodes import ClassNode
from asynclint.program.types.constants import text_of
from asynclint.program.types.values import (
    ASYNC_CONTEXT_MANAGER,
    ASYNC_GENERATOR,
    ASYNC_ITERATOR,
    AWAITABLES,
    CALLABLE,
    CONTEXT_MANAGER,
    ELLIPSIS,
    GENERATOR,
    ITERATOR,
    NONE,
    NOTHING,
    ClassObject,
    External,
    FunctionObject,
    Instance,
    Value,
    Values,
    union,
)

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference
    from asynclint.program.types.scopes import Context

_FIRST_ARGUMENT = frozenset(
    {
        "list", "set", "frozenset", "collections.deque", "typing.Sequence", "typing.AbstractSet", ITERATOR, GENERATOR,
        "dict", "typing.Mapping", "collections.defaultdict", "collections.OrderedDict",
    }
)  # fmt: skip
_MAPPINGS = frozenset({"dict", "typing.Mapping", "collections.defaultdict", "collections.OrderedDict"})


class Protocols:
    """The special methods of Python, over values."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference

    def _each(self, values: Values, answer: Callable[[Instance], Values]) -> Values:
        parts: list[Values] = []
        for value in values:
            if value == NONE:
                continue
            parts.append(answer(value) if isinstance(value, Instance) else NOTHING)
        return union(*parts) if parts else NOTHING

    def result(self, callables: Values) -> Values:
        """What calling gives, where nothing is known of the arguments."""
        return union(*(self.inference.returns.of(value, None, None) for value in callables)) if callables else NOTHING

    def _method_result(self, value: Instance, name: str) -> Values:
        return self.result(self.inference.members.of(value, name))

    def _known(self, value: Instance, said: Callable[[ClassRow], str | None]) -> Values:
        """What the nearest class of the knowledge that says something says; nothing for a class of the project."""
        for _, row in self.inference.knowledge.ancestors(value.cls) if isinstance(value.cls, str) else ():
            text = said(row)
            if text:
                return self.inference.externals.parsed(text, value)
        return NOTHING

    def awaited(self, values: Values) -> Values:
        """The result of ``await``."""
        return self._each(values, self._awaited)

    def _awaited(self, value: Instance) -> Values:
        if value.cls in AWAITABLES:
            return value.args[0] if value.args else NOTHING
        return self._known(value, lambda row: row.waits)

    def iterated(self, values: Values) -> Values:
        """One item of a ``for`` loop."""
        return self._each(values, self._iterated)

    def _iterated(self, value: Instance) -> Values:
        if value.cls in _FIRST_ARGUMENT:
            return value.args[0] if value.args else NOTHING
        if value.cls == "tuple":
            parts = [argument for argument in value.args if argument != ELLIPSIS]
            return union(*parts) if parts else NOTHING
        if isinstance(value.cls, str):
            return self._known(value, lambda row: row.items)
        iterator = self._method_result(value, "__iter__")
        if iterator and iterator[0] != value:
            return self.iterated(iterator)
        return self._method_result(value, "__next__")

    def iterator(self, values: Values) -> Values:
        """What ``iter`` gives for objects of project classes."""
        return self._each(
            values, lambda value: NOTHING if isinstance(value.cls, str) else self._method_result(value, "__iter__")
        )

    def async_iterated(self, values: Values) -> Values:
        """One item of an ``async for`` loop."""
        return self._each(values, self._async_iterated)

    def _async_iterated(self, value: Instance) -> Values:
        if value.cls in (ASYNC_GENERATOR, ASYNC_ITERATOR):
            return value.args[0] if value.args else NOTHING
        if isinstance(value.cls, str):
            return self._known(value, lambda row: row.async_items)
        iterator = self._method_result(value, "__aiter__")
        if iterator and iterator[0] != value:
            return self.async_iterated(iterator)
        return self.awaited(self._method_result(value, "__anext__"))

    def entered(self, values: Values) -> Values:
        """What ``with`` binds; of a client of either kind, the one that ``with`` can enter."""
        return self._each(tuple(value for value in values if not self._only_async(value)) or values, self._entered)

    def _only_async(self, value: Value) -> bool:
        if not isinstance(value, Instance) or not isinstance(value.cls, str):
            return False
        rows = [row for _, row in self.inference.knowledge.ancestors(value.cls)]
        return any(row.async_enters for row in rows) and not any(row.enters for row in rows)

    def _entered(self, value: Instance) -> Values:
        if value.cls == CONTEXT_MANAGER:
            return value.args[0] if value.args else NOTHING
        if isinstance(value.cls, str):
            return self._known(value, lambda row: row.enters)
        return self._method_result(value, "__enter__")

    def async_entered(self, values: Values) -> Values:
        """What ``async with`` binds."""
        return self._each(values, self._async_entered)

    def _async_entered(self, value: Instance) -> Values:
        if value.cls == ASYNC_CONTEXT_MANAGER:
            return value.args[0] if value.args else NOTHING
        if isinstance(value.cls, str):
            return self._known(value, lambda row: row.async_enters)
        return self.awaited(self._method_result(value, "__aenter__"))

    def item(self, values: Values, key: int, context: "Context") -> Values:
        """``value[key]``; ``key`` is an expression."""
        return self._each(values, lambda value: self._item(value, key, context))

    def _item(self, value: Instance, key: int, context: "Context") -> Values:
        if isinstance(value.cls, ClassNode):
            call = _call_with(key, context)
            methods = self.inference.members.of(value, "__getitem__")
            return union(*(self.inference.returns.of(method, call, context) for method in methods))
        index = context.function.module.summary.expressions[key]
        constant = index[2] if index[0] == Op.CONSTANT else None
        sliced = index[0] == Op.CONSTANT and index[1] == "slice"
        if value.cls in _MAPPINGS:
            return value.args[1] if len(value.args) > 1 else NOTHING
        if sliced and value.cls in ("list", "tuple", "str", "bytes", "typing.Sequence"):
            return (value,)
        if value.cls == "tuple":
            return self._tuple_part(value, constant if isinstance(constant, int) else None)
        if value.cls in _FIRST_ARGUMENT:
            return value.args[0] if value.args else NOTHING
        if value.cls in ("str", "bytes"):
            return (value,)
        found = self._method_result(value, "__getitem__")
        text = None if found else text_of(self.inference, key, context)
        return found if text is None else self.inference.members.outsiders.item(value.cls, text)

    def _tuple_part(self, value: Instance, position: int | None) -> Values:
        arguments = value.args
        if len(arguments) == 2 and arguments[1] == ELLIPSIS:
            return arguments[0]
        if position is None:
            return union(*arguments) if arguments else NOTHING
        return arguments[position] if -len(arguments) <= position < len(arguments) else NOTHING

    def part(self, values: Values, position: int) -> Values:
        """One target of unpacking."""
        return self._each(
            values,
            lambda value: self._tuple_part(value, position) if value.cls == "tuple" else self._iterated(value),
        )

    def callable_result(self, value: Value) -> Values:
        """What calling a ``Callable[..., R]`` object, or an object with ``__call__``, gives."""
        if isinstance(value, Instance):
            if value.cls in (CALLABLE, "type"):
                return value.args[0] if value.args else NOTHING
            return self._method_result(value, "__call__")
        if isinstance(value, FunctionObject | ClassObject | External):
            return self.inference.returns.of(value, None, None)
        return NOTHING


def _call_with(argument: int, context: "Context") -> Call:
    """The call of a special method that an operator stands for."""
    line, function = context.line, context.function.index
    return Call(line, 0, line, 0, function, context.block, UNKNOWN, "", (argument,), {}, Use.OTHER, 0, None, line, line)
