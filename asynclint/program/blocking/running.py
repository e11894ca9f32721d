"""Calls that drive a loop where the code has just learned that it runs: they always fail."""

from collections.abc import Iterator

from asynclint.model.summary import BlockKind, Expression, ExpressionId, Op
from asynclint.program.blocking.preconditions import Preconditions
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.sites import CallSite
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import reaching
from asynclint.program.types.values import External

_LOOP = "asyncio.AbstractEventLoop"
_DRIVING = ("run_until_complete", "run_forever")
_ASKING = f"{_LOOP}.is_running"
_RUNNING = "asyncio.get_running_loop"


def drives_running_loop(inference: Inference, modules: list[ModuleNode]) -> Iterator[CallSite]:
    """The calls of ``loop.run_until_complete`` under ``if loop.is_running()``, or with what gave the running loop."""
    wanted = set(modules)
    preconditions = Preconditions()
    for name in _DRIVING:
        for module, number in inference.index.calls.get(name, ()):
            if module in wanted and _is_running(inference, preconditions, module, number):
                yield CallSite(module, number)


def _is_running(inference: Inference, preconditions: Preconditions, module: ModuleNode, number: int) -> bool:
    call = module.summary.calls[number]
    callee = module.summary.expressions[call.callee]
    if callee[0] != Op.ATTRIBUTE or not _calls(inference, module, number, f"{_LOOP}.{call.name}"):
        return False
    tests = preconditions.of(module, call.block, call.line)
    if any(not holds and _asks(inference, module, test, callee[1]) for holds, test in tests):
        return False
    return _is_known_to_run(inference, module, callee[1], call.block, call.line, module.functions[call.function])


def _is_known_to_run(
    inference: Inference, module: ModuleNode, loop: ExpressionId, block: int, line: int, function: FunctionNode
) -> bool:
    row = module.summary.expressions[loop]
    if row[0] == Op.CALL:
        return _calls(inference, module, row[1], _RUNNING)
    bindings = function.row.bindings.get(row[1], []) if row[0] == Op.NAME else []
    reached = reaching(module, function, bindings, block, line) if bindings else []
    held = module.summary.expressions[reached[0].value] if len(reached) == 1 else row
    if held[0] == Op.CALL and _calls(inference, module, held[1], _RUNNING):
        return True
    blocks = module.summary.blocks
    while block >= 0 and blocks[block].function == function.index:
        outer = blocks[block]
        test = module.summary.expressions[outer.subject]
        if outer.kind is BlockKind.IF and _asks(inference, module, test, loop):
            return not any(outer.line <= binding.line <= line for binding in bindings)
        block = outer.parent
    return False


def _asks(inference: Inference, module: ModuleNode, test: Expression, loop: ExpressionId) -> bool:
    """Whether a test is ``loop.is_running()``, or this after the loop itself (``loop and loop.is_running()``)."""
    expressions = module.summary.expressions
    if test[0] == Op.UNION:
        return test[1] == loop and len(test) == 3 and _asks(inference, module, expressions[test[2]], loop)
    if test[0] != Op.CALL:
        return False
    callee = expressions[module.summary.calls[test[1]].callee]
    return callee[0] == Op.ATTRIBUTE and callee[1] == loop and _calls(inference, module, test[1], _ASKING)


def _calls(inference: Inference, module: ModuleNode, number: int, name: str) -> bool:
    values = inference.callees(module, number)
    return bool(values) and all(isinstance(value, External) and value.name == name for value in values)
