"""What methods of one object know of its attributes: the caller has asked, and the called one asks again."""

from collections.abc import Iterator

from asynclint.model.summary import Expression, ExpressionId, Op, Use
from asynclint.program.blocking.preconditions import Preconditions, Test
from asynclint.program.calls.callgraph import Edge
from asynclint.program.nodes import FunctionNode, ModuleNode

_NONE, _FALSE, _TRUE = 1, 2, 4
"""What an attribute may hold: nothing, something that counts as false, anything else."""
_ALL = _NONE | _FALSE | _TRUE


class OwnState:
    """Compares the tests of attributes of ``self`` under which a method is called with those that it makes itself."""

    def __init__(self, preconditions: Preconditions) -> None:
        self._preconditions = preconditions

    def contradicts(self, edge: Edge, function: FunctionNode, block: int, line: int) -> bool:
        """Whether a method that is called so does not come to a row of one of its blocks.

        The row stands under a test (``if self.file is None: …``) that comes out otherwise where the caller, a method of
        the same object, calls it (``if self.file is not None: …``).
        """
        if not function.is_method or edge.own_attribute is None:
            return False
        wanted = dict(self._states(function, block, line))
        if not wanted:
            return False
        return any(
            not wanted[name] & state
            for name, state in self._states(edge.caller, edge.block, edge.span[0])
            if name in wanted and not _may_change(edge, function, name)
        )

    def _states(self, function: FunctionNode, block: int, line: int) -> Iterator[tuple[str, int]]:
        """The names of attributes and what they may hold at a row."""
        for test in self._preconditions.of(function.module, block, line):
            found = _state(function, test)
            if found is not None:
                yield found


def _state(function: FunctionNode, test: Test) -> tuple[str, int] | None:
    """The attribute that a test is about, and what it may hold when the test comes out so."""
    expressions = function.module.summary.expressions
    holds, row = test
    state, subject = _TRUE, row
    if row[0] == Op.BINARY and row[1] == "not":
        state, subject = _NONE | _FALSE, expressions[row[2]]
    elif row[0] == Op.BINARY and row[1] in ("Is", "IsNot"):
        if tuple(expressions[row[3]][:2]) != (Op.CONSTANT, "NoneType"):
            return None
        state, subject = _NONE if row[1] == "Is" else _FALSE | _TRUE, expressions[row[2]]
    name = _attribute(function, subject)
    return None if name is None else (name, state if holds else _ALL & ~state)


def _attribute(function: FunctionNode, row: Expression) -> str | None:
    """``self.name``, or ``getattr(self, "name", None)``."""
    module = function.module
    expressions = module.summary.expressions
    if row[0] == Op.ATTRIBUTE and function.is_self(expressions[row[1]]):
        return str(row[2])
    return _got(module, function, row[1]) if row[0] == Op.CALL else None


def _got(module: ModuleNode, function: FunctionNode, number: ExpressionId) -> str | None:
    call, expressions = module.summary.calls[number], module.summary.expressions
    if call.name != "getattr" or len(call.arguments) != 3 or expressions[call.arguments[2]][1] != "NoneType":
        return None
    name = expressions[call.arguments[1]]
    is_own = function.is_self(expressions[call.arguments[0]])
    return name[2] if is_own and name[0] == Op.CONSTANT and isinstance(name[2], str) else None


def _may_change(edge: Edge, function: FunctionNode, name: str) -> bool:
    """Whether an attribute may get another value between the caller's test and its call.

    The caller sets it, calls a method that does, or lets other tasks run.
    """
    caller = edge.caller
    owners = [one.owner for one in (caller, function) if one.owner is not None]
    setters = {
        owner.module.functions[binding.function] for owner in owners for binding in owner.row.attributes.get(name, ())
    }
    names = {setter.row.name for setter in setters}
    expressions = caller.module.summary.expressions
    calls = caller.module.summary.calls
    before = (calls[number] for number in caller.module.calls_by_function.get(caller.index, ()))
    return caller in setters or any(
        call.line < edge.span[0]
        and (call.use is Use.AWAITED or (call.name in names and expressions[call.callee][0] == Op.ATTRIBUTE))
        for call in before
    )
