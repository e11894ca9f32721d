"""Calls that a knowledge row calls blocking and that still do not wait."""

from asynclint.model.effects import Blocking
from asynclint.model.summary import BlockKind, Call, Op
from asynclint.program.blocking.data_urls import DataUrls
from asynclint.program.blocking.memory_files import is_in_memory
from asynclint.program.blocking.readiness import asked_first
from asynclint.program.calls.conditions import any_holds
from asynclint.program.calls.places import Places
from asynclint.program.index import FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import visible
from asynclint.program.types.values import External

_SOCKET = "socket.socket."
_OF_DATAGRAMS = frozenset(
    f"{_SOCKET}{name}" for name in ("connect", "connect_ex", "send", "sendall", "sendmsg", "sendto")
)
_ACQUIRING = frozenset({"threading.Lock.acquire", "threading.RLock.acquire"})
_RESULTS = frozenset({"concurrent.futures.Future.result", "concurrent.futures.Future.exception"})


class Exemptions:
    """What the other code of a function or class says about a call."""

    def __init__(self, inference: Inference, places: Places) -> None:
        self.inference = inference
        self.places = places
        self.data_urls = DataUrls(inference)

    def never_waits(
        self, name: str, kind: Blocking | None, module: ModuleNode, function: FunctionNode, call: Call
    ) -> bool:
        """Whether the receiver is known not to have to wait: a future that is done, a lock that is new, and the like.

        Non-blocking sockets do not wait, nor do queues that were asked before whether they are ready. Datagrams are
        only put into a queue: who sends them does not wait, unless a host name has to be looked up. What `data:` URLs
        and the kernel's own files hold is there. Before another program takes the place of this one no loop is left
        that could be kept.
        """
        if self._is_before_exec(module, function, call):
            return True
        if name.startswith(_SOCKET):
            if self._made_non_blocking(module, function, call):
                return True
            return name in _OF_DATAGRAMS and not _names_host(module, call) and self._is_datagram(module, function, call)
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

    def _made_non_blocking(self, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        """``setblocking(False)`` or ``settimeout(0)`` in the function, or in a method of the same class."""
        expressions = module.summary.expressions
        receiver = expressions[call.callee][1]
        for other in module.summary.calls:
            if other.name in ("setblocking", "settimeout") and expressions[other.callee][1] == receiver:
                near = other.function == function.index or (
                    function.owner is not None and module.functions[other.function].owner is function.owner
                )
                given = expressions[other.arguments[0]] if other.arguments else (Op.UNKNOWN,)
                if near and given[0] == Op.CONSTANT and given[2] is not None and not given[2]:
                    return True
        return False

    def _is_datagram(self, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        """Whether all that the receiver may be is made by ``socket(…, SOCK_DGRAM)``."""
        expressions = module.summary.expressions
        receiver = expressions[expressions[call.callee][1]]
        if receiver[0] == Op.NAME:
            bindings = (visible(function, receiver[1]) or (None, []))[1]
        elif receiver[0] == Op.ATTRIBUTE and function.owner is not None:
            bindings = function.owner.row.attributes.get(receiver[2], [])
        else:
            return False
        made = [
            self._makes_datagrams(module, one.value) for one in bindings if expressions[one.value][0] != Op.CONSTANT
        ]
        return bool(made) and all(made)

    def _makes_datagrams(self, module: ModuleNode, expression: int) -> bool:
        row = module.summary.expressions[expression]
        if row[0] == Op.ENTERED:
            return self._makes_datagrams(module, row[1])
        if row[0] != Op.CALL:
            return False
        call = module.summary.calls[row[1]]
        context = self.inference.context(module, call)
        return any_holds(self.inference, ("1=socket.SOCK_DGRAM", "type=socket.SOCK_DGRAM"), call, context)

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


def _names_host(module: ModuleNode, call: Call) -> bool:
    """Whether the address is a host by a name that the source spells out."""
    for argument in call.arguments:
        row = module.summary.expressions[argument]
        host = module.summary.expressions[row[1]] if row[0] == Op.TUPLE and len(row) > 1 else (Op.UNKNOWN,)
        if host[0] == Op.CONSTANT and isinstance(host[2], str):
            return ":" not in host[2] and any(letter.isalpha() for letter in host[2])
    return False


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
