"""Waits for the loop that runs the waiting code itself: they never end."""

from asynclint.model.summary import Op
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.sites import CallSite
from asynclint.program.types.infer import Inference
from asynclint.program.types.values import External

_THREADSAFE = "asyncio.run_coroutine_threadsafe"
_FROM_THREAD = "twisted.internet.threads.blockingCallFromThread"
_CURRENT = frozenset({"asyncio.get_running_loop", "asyncio.get_event_loop"})
_MOST_NAMES = 3


def waits_for_own_loop(inference: Inference, site: CallSite) -> bool:
    """Whether a blocking call on the loop waits for something that the same loop would have to run."""
    names = _called(inference, site.module, site.number)
    if names == {_FROM_THREAD}:
        return True
    callee = site.module.summary.expressions[site.row.callee]
    if callee[0] != Op.ATTRIBUTE or site.row.name not in ("result", "exception"):
        return False
    number = _call_behind(site.function, callee[1])
    if number is None or _called(inference, site.module, number) != {_THREADSAFE}:
        return False
    call = site.module.summary.calls[number]
    loop = call.keywords.get("loop", call.arguments[1] if len(call.arguments) > 1 else 0)
    return _is_current_loop(inference, site.function, loop)


def _is_current_loop(inference: Inference, function: FunctionNode, expression: int) -> bool:
    """Whether an expression is what a call in the same function told to be the running loop."""
    number = _call_behind(function, expression)
    if number is None:
        return False
    names = _called(inference, function.module, number)
    return bool(names) and names <= _CURRENT


def _call_behind(function: FunctionNode, expression: int, depth: int = 0) -> int | None:
    """The call that an expression is, or whose result the only binding of a local name holds."""
    row = function.module.summary.expressions[expression]
    if row[0] == Op.CALL:
        return int(row[1])
    bindings = function.row.bindings.get(row[1], ()) if row[0] == Op.NAME else ()
    if len(bindings) == 1 and depth < _MOST_NAMES:
        return _call_behind(function, bindings[0].value, depth + 1)
    return None


def _called(inference: Inference, module: ModuleNode, number: int) -> set[str]:
    found = set()
    for value in inference.callees(module, number):
        found.add(inference.knowledge.canonical(value.name) if isinstance(value, External) else "")
    return found
