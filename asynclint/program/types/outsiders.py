"""What the code of others puts into objects: ``app.db = Database()``, ``app["db"] = Database()``."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from asynclint.model.summary import AttributeStore, ItemStore
from asynclint.program.nodes import ClassNode, ModuleNode
from asynclint.program.types.constants import text_of
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import NONE, NOTHING, Instance, Values, some, union

if TYPE_CHECKING:
    from asynclint.program.types.members import Members

Store = tuple[ModuleNode, AttributeStore | ItemStore]

_MOST_STORES = 30
"""A name that is assigned more often says too little about which class is meant."""


class Outsiders:
    """What assignments through other names than ``self`` put into the attributes and items of a class."""

    def __init__(self, members: "Members") -> None:
        self.members = members
        self.inference = members.inference

    def attribute(self, cls: ClassNode | str, name: str) -> Values:
        """What others put there; NOTHING when nobody does, or little of it is known.

        A class that is not the program's is given by its full name.
        """
        return self._put(cls, name, self._by_name.get(name, ()))

    def item(self, cls: str, key: str) -> Values:
        """The same for what is put under a key: ``app["db"]`` of aiohttp."""
        return self._put(cls, f"[{key}]", self._by_key.get(key, ()))

    def _put(self, cls: ClassNode | str, name: str, stores: Sequence[Store]) -> Values:
        if not stores or len(stores) > _MOST_STORES or (isinstance(cls, str) and "." not in cls):
            return NOTHING
        return self.inference.remembered(("o", cls, name), self._assigned, cls, stores)

    def _assigned(self, cls: ClassNode | str, stores: Sequence[Store]) -> Values:
        found: list[Values] = []
        for module, store in stores:
            context = Context(module.functions[store.function], store.block, store.line)
            if self._is_of(cls, self.inference.values(store.base, context)):
                values = self.inference.values(store.value, context)
                if values != (NONE,):
                    found.append(values)
        known = [values for values in found if values]
        if not known:
            return NOTHING
        return some(*known) if len(known) * 2 > len(found) else union(*found)

    def _is_of(self, cls: ClassNode | str, objects: Values) -> bool:
        """Whether all objects are of the class, or of one above or below it."""
        classes = {value.cls for value in objects if isinstance(value, Instance) and value != NONE}
        return bool(classes) and all(self._inherits(other, cls) or self._inherits(cls, other) for other in classes)

    def _inherits(self, cls: ClassNode | str, base: ClassNode | str) -> bool:
        if isinstance(base, str):
            return self.members.inherits(cls, base)
        return isinstance(cls, ClassNode) and any(ancestor is base for ancestor, _ in self.members.ancestors(cls))

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[ModuleNode, AttributeStore]]]:
        table: dict[str, list[tuple[ModuleNode, AttributeStore]]] = {}
        for module in self.inference.index.modules:
            for store in module.summary.attribute_stores if not module.is_test else ():
                table.setdefault(store.name, []).append((module, store))
        return table

    @cached_property
    def _by_key(self) -> dict[str, list[tuple[ModuleNode, ItemStore]]]:
        table: dict[str, list[tuple[ModuleNode, ItemStore]]] = {}
        for module in self.inference.index.modules:
            for store in module.summary.item_stores if not module.is_test else ():
                context = Context(module.functions[store.function], store.block, store.line)
                key = text_of(self.inference, store.key, context)
                if key is not None:
                    table.setdefault(key, []).append((module, store))
        return table
