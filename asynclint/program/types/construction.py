"""Attributes that hold the keyword arguments with which an object was made: ``handler.settings`` of Tornado."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.model.summary import Call, Op
from asynclint.program.nodes import ModuleNode
from asynclint.program.types.constants import text_of
from asynclint.program.types.scopes import Context, visible
from asynclint.program.types.values import NONE, ClassObject, External, FunctionObject, Instance, Values, some, union

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference

Source = tuple[int, Context]
"""An expression, and the place where it stands."""

_FURTHEST = 5
"""Steps from the keyword arguments back to the display that they come from."""


class Construction:
    """Answers what is under a key of such an attribute, where the program makes an object of the class itself."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference
        self._calls: dict[str, list[tuple[ModuleNode, Call]]] = {}

    def item(self, base: int, key: str, context: Context) -> Values | None:
        """What ``base[key]`` is; None where the base holds no such arguments, or no argument of this name is seen."""
        row = context.function.module.summary.expressions[base]
        if row[0] != Op.ATTRIBUTE or row[2] not in self.inference.knowledge.keyword_attributes:
            return None
        made = {self._made(value, row[2]) for value in self.inference.values(row[1], context) if value != NONE}
        cls = made.pop() if len(made) == 1 else None
        if cls is None:
            return None
        found = self.inference.remembered(("w", cls, key), self._under, cls, key)
        return found or None

    def _made(self, value: object, attribute: str) -> str | None:
        """The full name of the class whose keyword arguments an attribute of an object holds."""
        if not isinstance(value, Instance):
            return None
        knowledge, members = self.inference.knowledge, self.inference.members
        names = [value.cls] if isinstance(value.cls, str) else [one for one, _ in members.ancestors(value.cls)]
        found = (knowledge.keywords_of(one, attribute) for one in names if isinstance(one, str))
        return next((one for one in found if one is not None), None)

    def _under(self, cls: str, key: str) -> Values:
        found = [self.inference.values(*source) for source in self._given(cls, key)]
        known = [values for values in found if values and values != (NONE,)]
        return some(*known) if len(known) * 2 > len(found) else union(*found) if found else ()

    def _given(self, cls: str, key: str) -> Iterator[Source]:
        if cls not in self._calls:
            self._calls[cls] = list(self._constructions(cls))
        for module, call in self._calls[cls]:
            context = self.inference.context(module, call)
            if key in call.keywords:
                yield call.keywords[key], context
            elif "**" in call.keywords:
                yield from self._in_dict(call.keywords["**"], key, context, _FURTHEST)

    def _constructions(self, cls: str) -> Iterator[tuple[ModuleNode, Call]]:
        """The calls that make objects of a class, and those by which the classes below it hand on what they get."""
        index, members = self.inference.index, self.inference.members
        below = [one for module in index.modules for one in module.classes if members.inherits(one, cls)]
        for name in sorted({cls.rpartition(".")[2], *(one.row.name for one in below)}):
            for module, number in index.calls.get(name, ()):
                values = self.inference.callees(module, number)
                if not module.is_test and any(
                    isinstance(value, ClassObject) and members.inherits(value.cls, cls) for value in values
                ):
                    yield module, module.summary.calls[number]
        for module, number in index.calls.get("__init__", ()):
            call = module.summary.calls[number]
            if module.functions[call.function].owner in below:
                yield module, call

    def _in_dict(self, expression: int, key: str, context: Context, steps: int) -> Iterator[Source]:
        """The expressions that a dictionary may hold under a key, as far as they are written down."""
        module = context.function.module
        row = module.summary.expressions[expression]
        if not steps:
            return
        if row[0] == Op.DICT:
            for name, value in zip(row[1::2], row[2::2], strict=True):
                if text_of(self.inference, name, context) == key:
                    yield value, context
        elif row[0] == Op.CALL:
            yield from self._in_call(module, row[1], key, steps)
        elif row[0] in (Op.NAME, Op.ATTRIBUTE):
            yield from self._put(row, key, context)
            for value, at in self._assigned(row, context):
                yield from self._in_dict(value, key, at, steps - 1)

    def _in_call(self, module: ModuleNode, number: int, key: str, steps: int) -> Iterator[Source]:
        """What ``dict(key=value)``, or a function of the program that returns a dictionary, has under a key."""
        call = module.summary.calls[number]
        context = self.inference.context(module, call)
        for callee in self.inference.callees(module, number):
            if isinstance(callee, FunctionObject):
                for item in callee.function.row.returns:
                    at = Context(callee.function, item.block, item.line)
                    yield from self._in_dict(item.value, key, at, steps - 1)
            elif _is_dict(callee):
                if key in call.keywords:
                    yield call.keywords[key], context
                for other in (*call.arguments[:1], *(call.keywords[one] for one in ("**",) if one in call.keywords)):
                    yield from self._in_dict(other, key, context, steps - 1)

    def _put(self, row: tuple[object, ...], key: str, context: Context) -> Iterator[Source]:
        """What is put under the key later: ``settings["key"] = value`` in the same file."""
        module = context.function.module
        for store in module.summary.item_stores:
            function = module.functions[store.function]
            if tuple(module.summary.expressions[store.base]) == tuple(row) and (
                row[0] == Op.ATTRIBUTE or function is context.function
            ):
                at = Context(function, store.block, store.line)
                if text_of(self.inference, store.key, at) == key:
                    yield store.value, at

    def _assigned(self, row: tuple[object, ...], context: Context) -> Iterator[Source]:
        """The values of a variable, or of an attribute of the object whose method it is."""
        if row[0] == Op.NAME:
            scope, bindings = visible(context.function, str(row[1])) or (context.function, [])
        else:
            owner = context.function.owner
            scope = context.function
            bindings = owner.row.attributes.get(str(row[2]), []) if owner is not None else []
        for binding in bindings:
            function = scope.module.functions[binding.function]
            yield binding.value, Context(function, binding.block, binding.line)


def _is_dict(callee: object) -> bool:
    name = callee.name if isinstance(callee, External) else callee.cls if isinstance(callee, ClassObject) else None
    return name == "dict"
