"""Attributes that the code of others gives to objects: ``app.db = Database()``."""

from functools import cached_property
from typing import TYPE_CHECKING

from asynclint.model.summary import AttributeStore
from asynclint.program.index import ClassNode, ModuleNode
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import NONE, NOTHING, Instance, Values, some, union

if TYPE_CHECKING:
    from asynclint.program.types.members import Members

_MOST_STORES = 30
"""A name that is assigned more often says too little about which class is meant."""


class Outsiders:
    """What assignments through other names than ``self`` put into the attributes of a class."""

    def __init__(self, members: "Members") -> None:
        self.members = members
        self.inference = members.inference

    def attribute(self, cls: ClassNode, name: str) -> Values:
        """What others put there; NOTHING when nobody does, or little of it is known."""
        stores = self._by_name.get(name, ())
        if not stores or len(stores) > _MOST_STORES:
            return NOTHING
        return self.inference.remembered(("o", cls, name), self._assigned, cls, stores)

    def _assigned(self, cls: ClassNode, stores: list[tuple[ModuleNode, AttributeStore]]) -> Values:
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

    def _is_of(self, cls: ClassNode, objects: Values) -> bool:
        """Whether all objects are of the class, or of one above or below it."""
        classes = {value.cls for value in objects if isinstance(value, Instance) and value != NONE}
        return bool(classes) and all(
            isinstance(other, ClassNode) and (self._inherits(other, cls) or self._inherits(cls, other))
            for other in classes
        )

    def _inherits(self, cls: ClassNode, base: ClassNode) -> bool:
        return any(ancestor is base for ancestor, _ in self.members.ancestors(cls))

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[ModuleNode, AttributeStore]]]:
        table: dict[str, list[tuple[ModuleNode, AttributeStore]]] = {}
        for module in self.inference.index.modules:
            for store in module.summary.attribute_stores if not module.is_test else ():
                table.setdefault(store.name, []).append((module, store))
        return table
