"""What an object can be used for: awaited, entered, iterated. Yes, no, or not known."""

import sys
from enum import IntEnum

from asynclint.knowledge.schema import ClassRow
from asynclint.model.summary import Op
from asynclint.program.nodes import ClassNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import (
    ASYNC_CONTEXT_MANAGER,
    ASYNC_GENERATOR,
    ASYNC_ITERATOR,
    AWAITABLE,
    AWAITABLES,
    CONCURRENT_FUTURE,
    CONTEXT_MANAGER,
    COROUTINE,
    GENERATOR,
    ITERATOR,
    NONE,
    External,
    FunctionObject,
    Instance,
    Value,
    Values,
)


class Capability(IntEnum):
    """A use of an object."""

    AWAIT = 0
    ENTER = 1
    ASYNC_ENTER = 2
    ITERATE = 3
    ASYNC_ITERATE = 4


_METHODS = (("__await__",), ("__enter__",), ("__aenter__",), ("__iter__", "__getitem__"), ("__aiter__",))
"""By capability: the special methods that allow it."""


_PLAIN = frozenset({"None", "bool", "int", "float", "complex", "NotImplementedType", "ellipsis"})
_TEXTS = frozenset({"str", "bytes", "bytearray", "range"})
_CONTAINERS = frozenset(
    {"list", "tuple", "set", "frozenset", "dict", "typing.Sequence", "typing.Mapping", "typing.AbstractSet",
     "collections.deque", "collections.defaultdict", "collections.OrderedDict", "collections.Counter"}
)  # fmt: skip
_ONLY: dict[str, Capability | None] = {
    **dict.fromkeys(_PLAIN, None),
    **dict.fromkeys(_TEXTS | _CONTAINERS | {ITERATOR, GENERATOR}, Capability.ITERATE),
    COROUTINE: Capability.AWAIT,
    CONCURRENT_FUTURE: None,
    ASYNC_GENERATOR: Capability.ASYNC_ITERATE,
    CONTEXT_MANAGER: Capability.ENTER,
    ASYNC_CONTEXT_MANAGER: Capability.ASYNC_ENTER,
}
"""Classes whose objects can be used for one thing (or none) only."""

_HARMLESS_DECORATORS = frozenset({"dataclass", "final", "total_ordering", "define", "s", "frozen", "mutable", "attrs"})


class Capabilities:
    """Answers what values can be used for."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference
        self._closed: dict[ClassNode, bool] = {}
        self._can: dict[tuple[ClassNode, Capability, bool], bool | None] = {}

    def none_can(self, values: Values, capability: Capability, *, exact: bool = False) -> bool:
        """Whether no alternative (``None`` apart) has a capability, and all are known.

        ``exact`` says that the values are of just these classes and of none below them.
        """
        known = [value for value in values if value != NONE]
        return bool(known) and all(self.can(value, capability, exact=exact) is False for value in known)

    def all_can(self, values: Values, capability: Capability) -> bool:
        """Whether every alternative (``None`` apart) has a capability."""
        known = [value for value in values if value != NONE]
        return bool(known) and all(self.can(value, capability) is True for value in known)

    def can(self, value: Value, capability: Capability, *, exact: bool = False) -> bool | None:
        """Whether a value has a capability; None when that is not known."""
        if isinstance(value, FunctionObject):
            signature = self.inference.signatures.of(value.function)
            return False if signature.certain and signature.access == "method" else None
        if isinstance(value, External):
            fact = self.inference.knowledge.function(value.name)
            return False if fact is not None and (fact.is_async or fact.returns) else None
        if not isinstance(value, Instance):
            return None
        if isinstance(value.cls, str):
            return self._external(value.cls, capability)
        key = (value.cls, capability, exact)
        if key not in self._can:
            self._can[key] = self._project(value.cls, capability, exact)
        return self._can[key]

    def _external(self, name: str, capability: Capability) -> bool | None:
        if name in _ONLY:
            return _ONLY[name] is capability
        if name in AWAITABLES and (capability is Capability.AWAIT or name == AWAITABLE):
            return True if capability is Capability.AWAIT else None
        if name == ASYNC_ITERATOR:
            return {Capability.ASYNC_ITERATE: True, Capability.ITERATE: False}.get(capability)
        rows = self.inference.knowledge.ancestors(name)
        if any(_allows(row, capability) for _, row in rows):
            return True
        if any(owner in AWAITABLES for owner, _ in rows) and capability is Capability.AWAIT:
            return True
        return self._lacks(name, rows, capability)

    def _lacks(self, name: str, rows: list[tuple[str, ClassRow]], capability: Capability) -> bool | None:
        """False where a class is known to lack it: of the standard library, or known for the other kind of use."""
        if not rows or any(row.open for _, row in rows):
            return None
        if name.partition(".")[0] in sys.stdlib_module_names and capability is Capability.AWAIT:
            return False
        other = _OTHER_KIND.get(capability)
        return False if other is not None and any(_allows(row, other) for _, row in rows) else None

    def _project(self, cls: ClassNode, capability: Capability, exact: bool) -> bool | None:
        members = self.inference.members
        closed = self.is_closed(cls)
        for ancestor, _ in members.ancestors(cls):
            if isinstance(ancestor, ClassNode):
                if _defines(ancestor, capability):
                    return True
                continue
            if ancestor in ("typing.Protocol", "unittest.mock.Mock"):
                return None
            answer = False if ancestor in _NEUTRAL_BASES else self._external(ancestor, capability)
            if answer:
                return True
            if answer is None:
                closed = closed and self._is_neutral(ancestor, capability)
        if not closed or (not exact and any(_defines(below, capability) for below in members.descendants(cls))):
            return None
        return False

    def _is_neutral(self, name: str, capability: Capability) -> bool:
        """Whether a known class of the standard library says nothing of a capability: then it has none."""
        row = self.inference.knowledge.cls(name)
        return row is not None and not row.open and name.partition(".")[0] in sys.stdlib_module_names

    def is_closed(self, cls: ClassNode) -> bool:
        """Whether all bases of a class, and of these, are known, and nothing else adds methods to it."""
        if cls not in self._closed:
            self._closed[cls] = self._has_known_bases(cls)
        return self._closed[cls]

    def _has_known_bases(self, cls: ClassNode) -> bool:
        seen: set[ClassNode] = set()
        waiting = [cls]
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            if current.row.keywords or not _plainly_decorated(current):
                return False
            context = Context(current.scope, 0, current.row.line)
            if not all(self.inference.values(base, context) for base in current.row.bases):
                return False
            waiting.extend(base for base, _ in self.inference.members.bases(current) if isinstance(base, ClassNode))
        return True


def _plainly_decorated(cls: ClassNode) -> bool:
    summary = cls.module.summary
    for decorator in cls.row.decorators:
        row = summary.expressions[decorator]
        name = summary.calls[row[1]].name if row[0] == Op.CALL else row[-1]
        if name not in _HARMLESS_DECORATORS:
            return False
    return True


def _defines(cls: ClassNode, capability: Capability) -> bool:
    return not cls.body.row.bindings.keys().isdisjoint(_METHODS[capability])


_OTHER_KIND = {
    Capability.ENTER: Capability.ASYNC_ENTER,
    Capability.ASYNC_ENTER: Capability.ENTER,
    Capability.ITERATE: Capability.ASYNC_ITERATE,
    Capability.ASYNC_ITERATE: Capability.ITERATE,
}
_NEUTRAL_BASES = frozenset({"object", "abc.ABC", "typing.Generic", "typing.NamedTuple", "typing.TypedDict"})


def _allows(row: ClassRow, capability: Capability) -> bool:
    match capability:
        case Capability.AWAIT:
            return row.waits is not None or "__await__" in row.methods
        case Capability.ENTER:
            return row.enters is not None or row.entering is not None or "__enter__" in row.methods
        case Capability.ASYNC_ENTER:
            return row.async_enters is not None or "__aenter__" in row.methods
        case Capability.ITERATE:
            return row.items is not None or row.iterating is not None or "__iter__" in row.methods
        case _:
            return row.async_items is not None or "__aiter__" in row.methods or "__anext__" in row.methods
