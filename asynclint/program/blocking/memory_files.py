"""Files whose content the kernel makes when it is read, or forgets when it is written: nothing waits for a disk.

Those are the files of ``/proc`` and ``/sys`` and a few devices. Sources: proc(5), sysfs(5), null(4), random(4).
"""

from asynclint.model.effects import Blocking
from asynclint.model.summary import Call, ExpressionId, Op
from asynclint.program.blocking.receivers import local_value, maker
from asynclint.program.nodes import FunctionNode, ModuleNode

_FOLDERS = ("/proc/", "/sys/")
_DEVICES = frozenset({"/dev/null", "/dev/zero", "/dev/full", "/dev/urandom"})


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
    """A constant, an f-string that begins so, or ``os.devnull``."""
    row = module.summary.expressions[path]
    if row[0] == Op.ATTRIBUTE:
        return bool(row[2] == "devnull" and tuple(module.summary.expressions[row[1]]) == (Op.NAME, "os"))
    if row[0] != Op.CONSTANT or not isinstance(row[-1], str):
        return False
    return row[-1] in _DEVICES or row[-1].startswith(_FOLDERS)
