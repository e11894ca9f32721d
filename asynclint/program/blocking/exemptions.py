"""Calls that a knowledge row calls blocking and that still do not wait."""

from asynclint.model.effects import Blocking
from asynclint.model.summary import BlockKind, Call, Op
from asynclint.program.blocking.data_urls import DataUrls
from asynclint.program.blocking.memory_files import is_in_memory
from asynclint.program.blocking.non_blocking import NonBlocking
from asynclint.program.blocking.preconditions import Preconditions
from asynclint.program.blocking.readiness import asked_first
from asynclint.program.calls.places import Places
from asynclint.program.index import FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.values import External

_ACQUIRING = frozenset({"threading.Lock.acquire", "threading.RLock.acquire"})
_RESULTS = frozenset({"concurrent.futures.Future.result", "concurrent.futures.Future.exception"})


class Exemptions:
    """What the other code of a function or class says about a call."""

    def __init__(self, inference: Inference, places: Places, preconditions: Preconditions) -> None:
        self.inference = inference
        self.places = places
        self.data_urls = DataUrls(inference, preconditions)
        self.non_blocking = NonBlocking(inference)

    def never_waits(
        self, name: str, kind: Blocking | None, module: ModuleNode, function: FunctionNode, call: Call
    ) -> bool:
        """Whether the receiver is known not to have to wait: a future that is done, a lock that is new, and the like.

        Non-blocking sockets do not wait, nor do queues that were asked before whether they are ready. What `data:` URLs
        and the kernel's own files hold is there. Before another program takes the place of this one no loop is left
        that could be kept.
        """
        if self._is_before_exec(module, function, call):
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
        if name in _RESULTS:
            return (
                self._asked_whether_done(module, call)
                or self._is_done_callback(module, function, call)
                or _is_completed(module, function, call)
            )
        return False

    def _is_before_exec(self, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        """Whether a call of ``os.exec…`` follows in the same block."""
        calls = module.summary.calls
        for number in self.inference.index.calls_in(function):
            other = calls[number]
            if other.name.startswith("exec") and other.block == call.block and other.line > call.line:
                values = self.inference.callees(module, number)
                if any(isinstance(value, External) and value.name.startswith("os.exec") for value in values):
                    return True
        return False

    def _asked_whether_done(self, module: ModuleNode, call: Call) -> bool:
        expressions, blocks = module.summary.expressions, module.summary.blocks
        receiver = expressions[call.callee][1]
        block = call.block
        while block >= 0:
            row = blocks[block]
            subject = expressions[row.subject]
            if row.kind in (BlockKind.IF, BlockKind.CONDITIONAL) and subject[0] == Op.CALL:
                asked = module.summary.calls[subject[1]]
                if asked.name == "done" and expressions[asked.callee][1] == receiver:
                    return True
            block = row.parent
        return False

    def _is_done_callback(self, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        """Whether the future is the argument of a function that was given to ``add_done_callback``."""
        receiver = module.summary.expressions[module.summary.expressions[call.callee][1]]
        names = [parameter.name for parameter in function.row.parameters]
        if receiver[0] != Op.NAME or receiver[1] not in names:
            return False
        return any(
            place.summary.calls[number].name == "add_done_callback"
            for _, place, number in self.places.handoffs(function)
        )


def _is_new(module: ModuleNode, function: FunctionNode, call: Call) -> bool:
    """Whether a lock is taken by the name that it was given when it was made, and this is the first that it is read."""
    expressions = module.summary.expressions
    receiver = expressions[expressions[call.callee][1]]
    bindings = function.row.bindings.get(receiver[1], ()) if receiver[0] == Op.NAME else ()
    made = [one for one in bindings if one.block == call.block and one.line < call.line]
    if not made or expressions[made[-1].value][0] != Op.CALL:
        return False
    reads = function.row.reads.get(receiver[1], ())
    return not any(made[-1].line <= read.line < call.line or not read.line for read in reads)


def _is_completed(module: ModuleNode, function: FunctionNode, call: Call) -> bool:
    """Whether the future is an item of ``as_completed``, whose loop has waited for it."""
    expressions = module.summary.expressions
    receiver = expressions[expressions[call.callee][1]]
    bindings = function.row.bindings.get(receiver[1], ()) if receiver[0] == Op.NAME else ()
    for binding in bindings:
        value = expressions[binding.value]
        iterable = expressions[value[1]] if value[0] == Op.ITEM_OF else (Op.UNKNOWN,)
        if iterable[0] == Op.CALL and module.summary.calls[iterable[1]].name == "as_completed":
            return True
    return False
