"""Dictionaries that are used as records: what each constant key holds, by displays and by assignments to items."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from asynclint.model.summary import Binding, ItemStore, Op
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.types.constants import text_of
from asynclint.program.types.construction import Construction
from asynclint.program.types.scopes import Context, visible
from asynclint.program.types.values import NONE, Instance, Values, some, union

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference

_MADE = frozenset({Op.DICT, Op.CONSTANT, Op.ANNOTATED})
_MOST_KEYS = 60
_ANY = "*"
"""A key that is no constant."""


class _Place(NamedTuple):
    """Where a record is: a variable, or an attribute of a class, and the keys that lead on from there."""

    owner: FunctionNode | ClassNode
    name: str
    keys: tuple[str, ...] = ()


class Records:
    """Answers what an item is, where all that makes the dictionary is in sight."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference
        self.construction = Construction(inference)
        self._stores: dict[ModuleNode, dict[str, list[ItemStore]]] = {}
        self._sources: dict[_Place, list[tuple[int, Context]]] = {}

    def item(self, base: int, key: int, context: Context) -> Values | None:
        """What ``base[key]`` is; None where the base is no record or has no such key."""
        text = text_of(self.inference, key, context)
        if text is None:
            return None
        place = self._place(base, context)
        if place is None:
            return self.construction.item(base, text, context)
        asked = place._replace(keys=(*place.keys, text))
        sources = self._sources.get(asked)
        if sources is None:
            self._sources[asked] = []
            sources = self._sources[asked] = list(self._held(asked))
        return self.inference.remembered(("k", asked), self._alternatives, sources) if sources else None

    def _alternatives(self, sources: list[tuple[int, Context]]) -> Values:
        found = [self.inference.values(*source) for source in sources]
        found = [values for values in found if values != (NONE,)]
        known = [values for values in found if values]
        return some(*known) if len(known) * 2 > len(found) else union(*found) if found else (NONE,)

    def _held(self, place: _Place) -> Iterator[tuple[int, Context]]:
        """The expressions whose values are put at a place."""
        for scope, binding in self._bindings(place):
            yield from self._in_display(scope, binding.value, place.keys, binding)
        module = place.owner.module
        for store in self._by_name(module).get(place.name, ()):
            context = self._context(module.functions[store.function], store)
            target = self._place(store.base, context)
            if target is None or target[:2] != place[:2]:
                continue
            keys = (*target.keys, text_of(self.inference, store.key, context) or _ANY)
            if _fits(keys, place.keys):
                yield from self._in_display(context.function, store.value, place.keys[len(keys) :], store)

    def _in_display(
        self, scope: FunctionNode, value: int, keys: tuple[str, ...], at: Binding | ItemStore
    ) -> Iterator[tuple[int, Context]]:
        """What a value holds behind some keys."""
        context = self._context(scope, at)
        row = scope.module.summary.expressions[value]
        if row[0] == Op.ANNOTATED:
            yield from self._in_display(scope, row[2], keys, at)
        elif not keys:
            yield value, context
        elif row[0] == Op.DICT and len(row) <= 2 * _MOST_KEYS:
            for key, item in zip(row[1::2], row[2::2], strict=True):
                if _fits((text_of(self.inference, key, context) or _ANY,), keys[:1]):
                    yield from self._in_display(scope, item, keys[1:], at)

    def _context(self, scope: FunctionNode, at: Binding | ItemStore) -> Context:
        return Context(scope, at.block, at.line)

    def _place(self, expression: int, context: Context) -> _Place | None:
        row = context.function.module.summary.expressions[expression]
        if row[0] == Op.SUBSCRIPT:
            outer = self._place(row[1], context)
            return outer and outer._replace(keys=(*outer.keys, text_of(self.inference, row[2], context) or _ANY))
        if row[0] == Op.NAME:
            return self._variable(context.function, row[1])
        if row[0] != Op.ATTRIBUTE:
            return None
        owners = {value.cls for value in self.inference.values(row[1], context) if isinstance(value, Instance)}
        owner = owners.pop() if len(owners) == 1 else None
        if not isinstance(owner, ClassNode):
            return None
        for ancestor, _ in self.inference.members.ancestors(owner):
            if isinstance(ancestor, ClassNode) and row[2] in ancestor.row.attributes:
                return self._if_made(_Place(ancestor, row[2]))
        return None

    def _variable(self, function: FunctionNode, name: str) -> _Place | None:
        found = visible(function, name)
        if found is None:
            return None
        scope, bindings = found
        row = scope.module.summary.expressions[bindings[0].value]
        if row[0] == Op.IMPORT and len(bindings) == 1 and row[3]:
            target = self.inference.find_module(scope.module, row[1], row[2])
            if target is None or row[3] not in target.functions[0].row.bindings or target is scope.module:
                return None
            return self._if_made(_Place(target.functions[0], row[3]))
        return self._if_made(_Place(scope, name))

    def _if_made(self, place: _Place) -> _Place | None:
        """The place, if nothing but displays (and ``None``) is put there."""
        rows = [scope.module.summary.expressions[binding.value] for scope, binding in self._bindings(place)]
        rows = [row for row in rows if row[0] != Op.CONSTANT or row[1] != "NoneType"]
        return place if rows and all(row[0] in _MADE for row in rows) else None

    def _bindings(self, place: _Place) -> Iterator[tuple[FunctionNode, Binding]]:
        owner = place.owner
        rows = owner.row.bindings if isinstance(owner, FunctionNode) else owner.row.attributes
        for binding in rows.get(place.name, ()):
            yield owner.module.functions[binding.function], binding

    def _by_name(self, module: ModuleNode) -> dict[str, list[ItemStore]]:
        """The assignments to items of a file, by the name of the variable or attribute."""
        known = self._stores.get(module)
        if known is None:
            known = self._stores[module] = {}
            expressions = module.summary.expressions
            for store in module.summary.item_stores:
                row = expressions[store.base]
                while row[0] == Op.SUBSCRIPT:
                    row = expressions[row[1]]
                known.setdefault(str(row[-1]), []).append(store)
        return known


def _fits(held: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    """Whether a way of keys may be the beginning of another; what is behind other keys than constants may be."""
    return len(held) <= len(asked) and all(
        _ANY in (one, other) or one == other for one, other in zip(held, asked, strict=False)
    )
