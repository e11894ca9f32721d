"""Something used as what it is not: the answer of ``mismatches``, and the names of its kinds."""

from typing import NamedTuple

from asynclint.model.effects import Confidence
from asynclint.model.findings import Step
from asynclint.model.summary import FunctionKind, Use
from asynclint.program.calls.operands import OperandSite
from asynclint.program.nodes import FunctionNode
from asynclint.program.sites import CallSite, FunctionSite
from asynclint.program.types.values import (
    ASYNC_GENERATOR,
    CONCURRENT_FUTURE,
    ITERATOR,
    NONE,
    External,
    FunctionObject,
    Instance,
    Value,
    Values,
)

_COLLECTIONS = frozenset({"list", "tuple", "set", "frozenset", "dict", ITERATOR, "typing.Sequence"})


class Mismatch(NamedTuple):
    """Something used as what it is not. ``kind`` says what it is, ``spelled`` how the source names it.

    ``definition`` is the function that is meant or called, where there is one, ``receiver`` the full name of the
    function that gets the thing to await it, ``argument`` its position or keyword there.
    """

    site: CallSite | OperandSite
    use: Use
    kind: str
    spelled: str
    confidence: Confidence
    definition: FunctionNode | None = None
    receiver: str | None = None
    argument: str = ""

    @property
    def is_overridable(self) -> bool:
        """Whether a method is called that subclasses may replace by another kind of function."""
        return self.definition is not None and self.definition.is_method

    @property
    def steps(self) -> tuple[Step, ...]:
        """Where it is used, and where the function that is meant is defined."""
        first = Step(self.site.filename, self.site.location, self.site.function_name, self.spelled)
        if self.definition is None:
            return (first,)
        site = FunctionSite(self.definition)
        return (first, Step(site.filename, site.location, site.function_name, site.spelled))

    @property
    def is_coroutine_function(self) -> bool:
        """Whether it is a function that is asynchronous itself and was not called."""
        if self.kind != "function":
            return False
        return self.definition is None or self.definition.row.kind is FunctionKind.COROUTINE

    @property
    def is_gathered_collection(self) -> bool:
        """Whether a collection is passed as if it were one awaitable to a function that takes many."""
        return self.kind == "collection" and self.receiver == "asyncio.gather"


def kind_of(values: Values) -> str:
    """What kind of thing is awaited."""
    kinds = {_kind(value) for value in values if value != NONE}
    return kinds.pop() if len(kinds) == 1 else "plain"


def _kind(value: Value) -> str:
    if isinstance(value, FunctionObject | External):
        return "function"
    if isinstance(value, Instance):
        if value.cls == ASYNC_GENERATOR:
            return "async-generator"
        if value.cls == CONCURRENT_FUTURE:
            return "future"
        if value.cls in _COLLECTIONS:
            return "collection"
    return "plain"
