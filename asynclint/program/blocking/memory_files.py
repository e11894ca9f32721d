"""Files of ``/proc`` and ``/sys``: the kernel makes their content when it is read, so nothing waits for a disk.

Source: proc(5), sysfs(5).
"""

from asynclint.model.effects import Blocking
from asynclint.model.summary import Call, ExpressionId, Op
from asynclint.program.blocking.receivers import local_value, maker
from asynclint.program.index import FunctionNode, ModuleNode

_FOLDERS = ("/proc/", "/sys/")


def is_in_memory(kind: Blocking | None, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
    """Whether a call that waits for files is about such a file, as far as the function itself says its path."""
    if kind is not Blocking.FILE:
        return False
    callee = module.summary.expressions[call.callee]
    made = maker(module, function, callee[1]) if callee[0] == Op.ATTRIBUTE else None
    return any(one is not None and _names_one(module, function, one) for one in (call, made))


def _names_one(module: ModuleNode, function: FunctionNode, call: Call) -> bool:
    return bool(call.arguments) and _begins_in_one(module, local_value(module, function, call.arguments[0]))


def _begins_in_one(module: ModuleNode, path: ExpressionId) -> bool:
    """A constant, or an f-string that begins so."""
    row = module.summary.expressions[path]
    return bool(row[0] == Op.CONSTANT and isinstance(row[-1], str) and row[-1].startswith(_FOLDERS))
