"""Sockets, pipes and serial ports that do not wait: what they cannot do at once they leave, or they raise an error."""

from collections.abc import Iterator

from asynclint.model.summary import Binding, BlockKind, Call, Expression, ExpressionId, Op
from asynclint.program.calls.conditions import any_holds
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import visible
from asynclint.program.types.values import Instance

_SOCKETS = ("socket.socket.", "ssl.SSLSocket.")
_OF_DATAGRAMS = frozenset(
    f"socket.socket.{name}" for name in ("connect", "connect_ex", "send", "sendall", "sendmsg", "sendto")
)
_OF_DESCRIPTORS = ("os.read", "os.readv", "os.write", "os.writev", "io.FileIO.")
_SERIAL = "serial.Serial."
_WOULD_WAIT = frozenset({"BlockingIOError", "SSLWantReadError", "SSLWantWriteError"})
"""The errors of those that have been told not to wait, and would have to."""


class NonBlocking:
    """Tells which calls are of such objects, by what the function and the class of their holder do with them."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference

    def is_used_by(self, name: str, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        """Whether a call of the function or method ``name`` is of an object that does not wait.

        Datagrams are only put into a queue: who sends them does not wait, unless a host name has to be looked up.
        """
        if name.startswith(_SERIAL):
            return _has_no_timeout(module, function, call) or _expects_not_to_wait(module, call)
        if name.startswith(_OF_DESCRIPTORS):
            return _expects_not_to_wait(module, call) or self._sets_descriptors(function)
        if not name.startswith(_SOCKETS):
            return False
        if _expects_not_to_wait(module, call) or self._is_set(module, function, call):
            return True
        return name in _OF_DATAGRAMS and not _names_host(module, call) and self._is_datagram(module, function, call)

    def _is_set(self, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        """``setblocking(False)`` or ``settimeout(0)`` in the function, or in a method of the class that has it."""
        receiver = module.summary.expressions[call.callee][1]
        attribute = module.summary.expressions[receiver]
        holders = set(self._holders(module, function, call, attribute))
        for name in ("setblocking", "settimeout"):
            for other, number in self.inference.index.calls.get(name, ()):
                setting = other.summary.calls[number]
                expressions = other.summary.expressions
                if not setting.arguments or not _is_false(expressions[setting.arguments[0]]):
                    continue
                given, place = expressions[setting.callee][1], other.functions[setting.function]
                if other is module and given == receiver and (place is function or _share_class(place, function)):
                    return True
                if place.owner in holders and _is_attribute(expressions[given], attribute):
                    return True
        return False

    def _sets_descriptors(self, function: FunctionNode) -> bool:
        """Whether a method of the class makes a descriptor so, by ``os.set_blocking(…, False)``."""
        for module, number in self.inference.index.calls.get("set_blocking", ()):
            call = module.summary.calls[number]
            given = [module.summary.expressions[one] for one in call.arguments[1:]]
            if _share_class(module.functions[call.function], function) and len(given) == 1 and _is_false(given[0]):
                return True
        return False

    def _holders(
        self, module: ModuleNode, function: FunctionNode, call: Call, receiver: Expression
    ) -> Iterator[ClassNode]:
        """The classes, with their bases, of the objects that have the receiver as an attribute."""
        context = self.inference.context(module, call)
        for value in self.inference.values(receiver[1], context) if receiver[0] == Op.ATTRIBUTE else ():
            if isinstance(value, Instance) and isinstance(value.cls, ClassNode):
                for ancestor, _ in self.inference.members.ancestors(value.cls):
                    if isinstance(ancestor, ClassNode):
                        yield ancestor

    def _is_datagram(self, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        """Whether all that the receiver may be is made by ``socket(…, SOCK_DGRAM)``."""
        receiver = module.summary.expressions[module.summary.expressions[call.callee][1]]
        bindings: list[tuple[ModuleNode, Binding]] = []
        if receiver[0] == Op.NAME:
            bindings += ((module, one) for one in (visible(function, receiver[1]) or (None, []))[1])
        for holder in self._holders(module, function, call, receiver):
            bindings += ((holder.module, one) for one in holder.row.attributes.get(receiver[2], ()))
        made = [
            self._makes_datagrams(place, one.value)
            for place, one in bindings
            if place.summary.expressions[one.value][0] != Op.CONSTANT
        ]
        return bool(made) and all(made)

    def _makes_datagrams(self, module: ModuleNode, expression: ExpressionId) -> bool:
        row = module.summary.expressions[expression]
        if row[0] in (Op.ENTERED, Op.ANNOTATED):
            return self._makes_datagrams(module, row[-1])
        if row[0] != Op.CALL:
            return False
        call = module.summary.calls[row[1]]
        context = self.inference.context(module, call)
        return any_holds(self.inference, ("1=socket.SOCK_DGRAM", "type=socket.SOCK_DGRAM"), call, context)


def _expects_not_to_wait(module: ModuleNode, call: Call) -> bool:
    """Whether a handler round a call is for the error of those that would have to wait."""
    blocks, expressions = module.summary.blocks, module.summary.expressions
    tried = (blocks[block] for block in module.branches.around(call.block) if blocks[block].kind is BlockKind.TRY)
    return any(_is_error(expressions, caught) for row in tried for caught in row.items)


def _is_error(expressions: list[Expression], caught: ExpressionId) -> bool:
    row = expressions[caught]
    if row[0] == Op.TUPLE:
        return any(_is_error(expressions, one) for one in row[1:])
    return row[0] in (Op.NAME, Op.ATTRIBUTE) and row[-1] in _WOULD_WAIT


def _has_no_timeout(module: ModuleNode, function: FunctionNode, call: Call) -> bool:
    """Whether a method of the same class sets the receiver's ``timeout`` to 0; for what writes ``write_timeout``."""
    name = "write_timeout" if call.name.startswith("write") else "timeout"
    receiver = module.summary.expressions[call.callee][1]
    return any(
        store.name == name
        and store.base == receiver
        and _is_false(module.summary.expressions[store.value])
        and (store.function == function.index or _share_class(module.functions[store.function], function))
        for store in module.summary.attribute_stores
    )


def _share_class(one: FunctionNode, other: FunctionNode) -> bool:
    return one.owner is not None and one.owner is other.owner


def _is_false(row: Expression) -> bool:
    return bool(row[0] == Op.CONSTANT and row[2] is not None and not row[2])


def _is_attribute(row: Expression, attribute: Expression) -> bool:
    """Whether an expression is the attribute of an object that another expression is of its object."""
    return bool(row[0] == Op.ATTRIBUTE and row[2] == attribute[2])


def _names_host(module: ModuleNode, call: Call) -> bool:
    """Whether the address is a host by a name that the source spells out."""
    for argument in call.arguments:
        row = module.summary.expressions[argument]
        host = module.summary.expressions[row[1]] if row[0] == Op.TUPLE and len(row) > 1 else (Op.UNKNOWN,)
        if host[0] == Op.CONSTANT and isinstance(host[2], str):
            return ":" not in host[2] and any(letter.isalpha() for letter in host[2])
    return False
