"""Calls that a knowledge row calls blocking and that still do not wait."""

from asynclint.model.effects import Blocking
from asynclint.model.summary import Binding, Call, Op
from asynclint.program.blocking.data_urls import DataUrls
from asynclint.program.blocking.ended import Ended
from asynclint.program.blocking.memory_files import is_in_memory
from asynclint.program.blocking.non_blocking import NonBlocking
from asynclint.program.blocking.preconditions import Preconditions
from asynclint.program.blocking.readiness import asked_first
from asynclint.program.calls.endings import Endings
from asynclint.program.calls.places import Places
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference

_ACQUIRING = frozenset({"threading.Lock.acquire", "threading.RLock.acquire"})


class Exemptions:
    """What the other code of a function or class says about a call."""

    def __init__(self, inference: Inference, places: Places, preconditions: Preconditions) -> None:
        self.endings = Endings(inference)
        self.ended = Ended(inference, places, preconditions)
        self.data_urls = DataUrls(inference, preconditions)
        self.non_blocking = NonBlocking(inference)

    def never_waits(
        self, name: str, kind: Blocking | None, module: ModuleNode, function: FunctionNode, call: Call
    ) -> bool:
        """Whether the receiver is known not to have to wait: a future that is done, a lock that is new, and the like.

        Non-blocking sockets do not wait, nor do queues that were asked before whether they are ready. What `data:` URLs
        and the kernel's own files hold is there. Just before the program ends no loop is left that could be kept.
        """
        if self.endings.follow(function, call.block, call.line):
            return True
        if self.non_blocking.is_used_by(name, module, function, call):
            return True
        if name in _ACQUIRING:
            return _is_new(module, function, call)
        if is_in_memory(kind, module, function, call):
            return True
        if self.data_urls.asked_by(name, module, function, call):
            return True
        if asked_first(name, module, module.summary.expressions[call.callee][1], call):
            return True
        return self.ended.is_asked(name, module, function, call)


def _is_new(module: ModuleNode, function: FunctionNode, call: Call) -> bool:
    """Whether a lock is taken as what it was made a name or an attribute, and this is the first that it is read."""
    expressions = module.summary.expressions
    receiver = expressions[call.callee][1]
    row = expressions[receiver]
    bindings: list[Binding] = []
    read: list[int] = []
    if row[0] == Op.NAME:
        bindings = function.row.bindings.get(row[1], bindings)
        read = [one.line for one in function.row.reads.get(row[1], ())]
    elif row[0] == Op.ATTRIBUTE and function.owner is not None and tuple(expressions[row[1]]) == (Op.NAME, "self"):
        bindings = function.owner.row.attributes.get(row[2], bindings)
        read = [one.line for one in module.summary.attribute_reads if one.expression == receiver]
    made = [one for one in bindings if one.block == call.block and one.line < call.line]
    if not made or expressions[made[-1].value][0] != Op.CALL:
        return False
    return not any(made[-1].line <= line < call.line or not line for line in read)
