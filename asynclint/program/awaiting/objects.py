"""Objects that are made to be awaited and are no coroutines: what else they can be used for."""

from asynclint.model.summary import Use
from asynclint.program.nodes import ClassNode
from asynclint.program.types.capabilities import Capabilities
from asynclint.program.types.infer import Inference
from asynclint.program.types.values import AWAITABLES, NONE, Instance, Values

_NEEDED = {
    Use.SUBSCRIPTED: ("__getitem__",),
    Use.ITERATED: ("__iter__", "__getitem__"),
    Use.UNPACKED: ("__iter__", "__getitem__"),
    Use.CONTAINED: ("__contains__", "__iter__", "__getitem__"),
    Use.TESTED: ("__bool__", "__len__"),
}
"""The special methods one of which an object needs for a use."""

_OPERATIONS = (
    "add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor", "lshift", "rshift",
)  # fmt: skip
_OPERATORS = frozenset(f"__{side}{name}__" for side in ("", "r") for name in _OPERATIONS)
_OF_COROUTINES = frozenset({"send", "throw", "close"})


class WaitingObjects:
    """Classes whose objects are awaited: of the project, with ``__await__``, or known to do nothing else."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference
        self.capabilities = Capabilities(inference)
        self._classes: dict[str, ClassNode | str] = {}

    def kind(self, values: Values) -> str | None:
        """The full name of the class that all alternatives have; None when it is no such class."""
        found = {value.cls for value in values if isinstance(value, Instance)}
        if len(found) != 1 or len(values) != 1 or values[0] == NONE:
            return None
        cls = found.pop()
        if cls in AWAITABLES or not (self._only_waits(cls) if isinstance(cls, str) else self._waits(cls)):
            return None
        name = cls if isinstance(cls, str) else cls.full_name
        self._classes[name] = cls
        return name

    def lacks(self, kind: str, use: Use, detail: object) -> bool:
        """Whether an object of a class that ``kind`` found cannot be used so."""
        cls = self._classes.get(kind)
        if cls is None:
            return False
        if use in (Use.ATTRIBUTE, Use.RECEIVER):
            name = str(detail)
            return not name.startswith("__") and name not in _OF_COROUTINES and not self._has(cls, {name})
        if use is Use.OPERATED:
            return not self._has(cls, _OPERATORS)
        return use in _NEEDED and not self._has(cls, {*_NEEDED[use]})

    def is_known(self, kind: str) -> bool:
        """Whether it is the class of an object that is of no other type than its own."""
        return isinstance(self._classes.get(kind), str)

    def _only_waits(self, cls: str) -> bool:
        rows = self.inference.knowledge.ancestors(cls)
        waits = any(row.waits and row.waits != "Self" for _, row in rows)
        return waits and not any(row.open or row.attributes or row.methods.keys() - _OF_COROUTINES for _, row in rows)

    def _waits(self, cls: ClassNode) -> bool:
        members = self.inference.members
        return members.find_method(cls, "__await__") is not None and self.capabilities.is_closed(cls)

    def _has(self, cls: ClassNode | str, names: "set[str] | frozenset[str]") -> bool:
        if isinstance(cls, str):
            return False
        members = self.inference.members
        if members.find_method(cls, "__getattr__") is not None:
            return True
        classes = [one for one, _ in members.ancestors(cls) if isinstance(one, ClassNode)] + members.descendants(cls)
        if any(not names.isdisjoint((*one.body.row.bindings, *one.row.attributes)) for one in classes):
            return True
        outside = [one for one, _ in members.ancestors(cls) if isinstance(one, str)]
        return any(self.inference.knowledge.method(one, name) is not None for one in outside for name in names)
