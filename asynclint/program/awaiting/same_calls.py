"""Calls of something unknown, for whose result the same class or function waits elsewhere."""

from asynclint.model.summary import Call, FunctionKind, Op, Use
from asynclint.program.awaiting.wrapping import ASKS
from asynclint.program.nodes import ModuleNode

_ASYNC = frozenset({FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR})
AS_VALUE = frozenset({Use.TESTED, Use.OPERATED, Use.SUBSCRIPTED, Use.UNPACKED, Use.CONTAINED, Use.ITERATED})
"""Uses that make no sense of an awaitable."""

_Key = tuple[bool, int, int]
"""Whether a class or a function, which of them, and the expression that is called."""


def waited_elsewhere(module: ModuleNode) -> list[int]:
    """The calls in coroutines whose result is used, or named, where another call of the same is awaited.

    The same is the same attribute of ``self`` in a class, or of a local name in a function. Coroutines that ask what
    something is are left out, and calls that stand in another branch of the same function.
    """
    calls, functions = module.summary.calls, module.summary.functions
    waits: dict[_Key, list[Call]] = {}
    for call in calls:
        if call.use is Use.AWAITED and functions[call.function].kind in _ASYNC:
            key = _key(module, call)
            if key is not None:
                waits.setdefault(key, []).append(call)
    if not waits:
        return []
    asking = {call.function for call in calls if call.name in ASKS}
    found: list[int] = []
    for number, call in enumerate(calls):
        if (call.use not in AS_VALUE and call.use is not Use.NAMED) or call.function in asking:
            continue
        key = _key(module, call) if functions[call.function].kind in _ASYNC else None
        if key is not None and any(_not_instead(module, call, other) for other in waits.get(key, ())):
            found.append(number)
    return found


def _key(module: ModuleNode, call: Call) -> _Key | None:
    expressions = module.summary.expressions
    row = expressions[call.callee]
    if row[0] != Op.ATTRIBUTE:
        return None
    while row[0] == Op.ATTRIBUTE:
        row = expressions[row[1]]
    if row[0] != Op.NAME:
        return None
    owner = module.summary.functions[call.function].owner
    if row[1] == "self" and owner >= 0:
        return True, owner, call.callee
    return False, call.function, call.callee


def _not_instead(module: ModuleNode, call: Call, other: Call) -> bool:
    """Whether one call does not stand in a branch of the function for cases in which the other is not made."""
    if call.function != other.function:
        return True
    around = module.branches.around
    return call.block in around(other.block) or other.block in around(call.block)
