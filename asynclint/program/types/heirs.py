"""Attributes that a class leaves to its subclasses, and those that an object cannot have."""

import builtins
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from asynclint.program.nodes import ClassNode
from asynclint.program.types.values import NONE, NOTHING, External, Instance, Value, Values, some, union

if TYPE_CHECKING:
    from asynclint.program.types.members import Members

_MOST_LEAVES = 12
_MOST_HEIRS = 24
_PLACEHOLDERS = frozenset({"abc.abstractproperty", "NotImplemented"})
_EMPTY = frozenset({"object", "abc.ABC", "typing.Generic", "typing.Protocol", "Exception", "BaseException"})
_DYNAMIC = ("__getattr__", "__getattribute__")


def is_open(values: Values) -> bool:
    """Whether what a class says of an attribute is nothing, or only a placeholder."""
    for value in values:
        if isinstance(value, Instance):
            if value.cls not in _PLACEHOLDERS and value != NONE:
                return False
        elif not isinstance(value, External) or value.name not in _PLACEHOLDERS:
            return False
    return True


class Heirs:
    """What subclasses tell of a class that is made to be inherited from."""

    def __init__(self, members: "Members") -> None:
        self.members = members
        self._complete: dict[ClassNode, bool] = {}

    def attribute(self, cls: ClassNode, name: str, own: Values) -> Values:
        """The attribute as all classes below agree to have it: a mixin uses what it does not define.

        Where the class has a placeholder (``own``), those that replace it count; without any it stays what it is.
        """
        if name.startswith("__") or not self.members.subclasses(cls):
            return own
        remembered = self.members.inference.remembered
        return remembered(("x", cls, name), self._agreed, cls, name, own) or own

    def _agreed(self, cls: ClassNode, name: str, own: Values) -> Values:
        members = self.members
        leaves = [other for other in members.descendants(cls) if not members.subclasses(other)]
        if len(leaves) > _MOST_LEAVES:
            return NOTHING
        found = [members.search(leaf, name) for leaf in leaves]
        if own:
            return some(*(values for values in found if not is_open(values)))
        return NOTHING if self.defines(cls, name) else union(*found)

    def of_known(self, cls: str, name: str) -> Values:
        """The attribute that an outside class lacks, as the project's classes below it have it that define it."""
        if name.startswith("_") or not self.members.known_bases():
            return NOTHING
        heirs = self._below_known.get(cls)
        if not heirs:
            return NOTHING
        return self.members.inference.remembered(("k", cls, name), lambda: self._united(heirs, name))

    def _united(self, heirs: Sequence[ClassNode], name: str) -> Values:
        found = [self.members.search(heir, name) for heir in heirs if self.defines(heir, name)]
        return union(*found) if found else NOTHING

    @cached_property
    def _below_known(self) -> dict[str, list[ClassNode]]:
        """The project's classes, tests apart, below each class that knowledge describes, if they are few."""
        members = self.members
        knowledge = members.inference.knowledge
        table: dict[str, dict[ClassNode, None]] = {}
        for base in members.known_bases():
            direct = [cls for cls in members.subclasses(base) if not cls.module.is_test]
            heirs = dict.fromkeys(one for cls in direct for one in (cls, *members.descendants(cls)))
            for ancestor, _ in knowledge.ancestors(base):
                table.setdefault(ancestor, {}).update(heirs)
        return {name: list(heirs) for name, heirs in table.items() if len(heirs) <= _MOST_HEIRS}

    def defines(self, cls: ClassNode, name: str) -> bool:
        """Whether the class, or one of the project that it inherits from, gives its objects such an attribute."""
        return any(
            isinstance(ancestor, ClassNode) and (name in ancestor.body.row.bindings or name in ancestor.row.attributes)
            for ancestor, _ in self.members.ancestors(cls)
        )

    def made_up(self, value: Instance, name: str) -> Values:
        """What the project's ``__getattr__`` gives for an attribute that no class of the object defines."""
        if not isinstance(value.cls, ClassNode) or name.startswith("_") or self.defines(value.cls, name):
            return NOTHING
        maker = self.members.find_method(value.cls, "__getattr__")
        return NOTHING if maker is None else self.members.inference.returns.body(maker)

    def lacks(self, value: Value, name: str) -> bool:
        """Whether an object surely has no such attribute: then it is not the one that is meant."""
        if not isinstance(value, Instance):
            return False
        if isinstance(value.cls, str):
            builtin = getattr(builtins, value.cls, None)
            return isinstance(builtin, type) and not hasattr(builtin, name)
        return self._is_complete(value.cls) and not self.defines(value.cls, name)

    def _is_complete(self, cls: ClassNode) -> bool:
        """Whether all bases are known and nothing makes attributes up."""
        known = self._complete.get(cls)
        if known is None:
            self._complete[cls] = False
            known = self._complete[cls] = self._all_known(cls)
        return known

    def _all_known(self, cls: ClassNode) -> bool:
        if any(cls.method(name) is not None for name in _DYNAMIC) or cls.row.decorators or cls.row.keywords:
            return False
        bases = [base for base, _ in self.members.bases(cls)]
        if len(bases) != len(cls.row.bases):
            return False
        return all(self._is_complete(base) if isinstance(base, ClassNode) else base in _EMPTY for base in bases)
