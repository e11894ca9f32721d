"""Calls whose arguments keep a function from waiting, although it would for others."""

from collections.abc import Iterator, Mapping

from asynclint.model.summary import Block, Call, Expression, Op
from asynclint.program.blocking.argument_kinds import ArgumentKinds
from asynclint.program.blocking.comparisons import COMPARING, comes_out, compared_name
from asynclint.program.blocking.own_state import OwnState
from asynclint.program.blocking.preconditions import Preconditions, Test
from asynclint.program.blocking.readiness import asked_first
from asynclint.program.blocking.sinks import Sink
from asynclint.program.calls.callgraph import Edge
from asynclint.program.calls.conditions import argument, equals
from asynclint.program.nodes import FunctionNode
from asynclint.program.types.infer import Inference

Constants = Mapping[str, Expression]
NONE: Constants = {}
_EXTRA = 4
"""The kind of a parameter ``**kwargs``."""


class Avoiding:
    """Compares what a call gives with what the function asks before it waits, or calls what waits."""

    def __init__(self, inference: Inference, preconditions: Preconditions) -> None:
        self.inference = inference
        self._preconditions = preconditions
        self._kinds = ArgumentKinds(inference)
        self._own_state = OwnState(preconditions)
        self._passed_by: dict[tuple[int | str, ...], bool] = {}

    def avoids(self, sink: Sink, edge: Edge) -> bool:
        """Whether the function of a sink does not come to it, or does not wait there, when it is called so.

        It waits only under a test of an argument (`passes_by`), not with the constant that the call hands on to it, or
        for an attribute of ``self`` that the caller has asked whether one has to wait for it.
        """
        if self.passes_by(edge, sink.function, sink.block, sink.row.line):
            return True
        return edge.kind == "call" and (self._hands_on(sink, edge) or self._asked_by_caller(sink, edge))

    def passes_by(self, edge: Edge, function: FunctionNode, block: int, line: int) -> bool:
        """Whether a function does not come to a row of one of its blocks when it is called so.

        The row stands where an argument is missing (``if value is None: …``) that the call gives, or where something
        is true (``if wait: …``, ``if mode == "r": …``, the ``else`` of ``isinstance(value, str)``) that is false of
        what the call gives, or of the attributes of the object whose methods call each other.
        """
        if not self._preconditions.of(function.module, block, line):
            return False
        place = (edge.module.index, edge.kind, edge.number, function.module.index, function.index, block, line)
        known = self._passed_by.get(place)
        if known is None:
            tests = self._asked(function, block, line) if edge.kind == "call" else ()
            known = any(self._fails(edge, function, test, holds) for holds, test in tests)
            known = known or self._own_state.contradicts(edge, function, block, line)
            self._passed_by[place] = known
        return known

    def _asked(self, function: FunctionNode, block: int, line: int) -> Iterator[Test]:
        """The tests of parameters that decide whether a function comes to a row of one of its blocks."""
        tests = self._preconditions.of(function.module, block, line)
        if tests:
            names = {parameter.name for parameter in function.row.parameters}
            yield from (test for test in tests if self._subject(function, test[1]) in names)

    @staticmethod
    def _subject(function: FunctionNode, test: Expression) -> str | None:
        """The name that a test is about."""
        summary = function.module.summary
        if test[0] == Op.CALL:
            call = summary.calls[test[1]]
            subject = summary.expressions[call.arguments[0]] if call.name == "isinstance" and call.arguments else test
        else:
            subject = test
        if subject[0] == Op.NAME:
            return str(subject[1])
        return _missing(summary.expressions, test) or compared_name(summary.expressions, test)

    def _fails(
        self, edge: Edge, function: FunctionNode, test: Expression, holds: bool, known: Constants = NONE
    ) -> bool:
        """Whether a test of a parameter comes out otherwise than it has to for the block."""
        name = self._subject(function, test) or ""
        if test[0] == Op.CALL:
            given = self._given(edge, function, name)
            return given is not None and self._kinds.answer(edge, given, function, name, test[1]) is (not holds)
        constant = known[name] if name in known else self._constant(edge, function, name, known)
        if test[0] == Op.BINARY and test[1] in COMPARING:
            found = comes_out(function.module.summary.expressions, test, constant) if constant is not None else None
            return found is (not holds)
        if constant is None:
            return _asks_missing(test, holds, _may_be_missing(function, name)) and self._gives(edge, function, name)
        if test[0] == Op.NAME:
            return _is_false(constant) if holds else _is_true(constant)
        if test[1] != "not":
            is_none = bool(constant[1] == "NoneType")
            return holds is (is_none if test[1] == "IsNot" else not is_none)
        return _is_true(constant) if holds else _is_false(constant)

    def _hands_on(self, sink: Sink, edge: Edge) -> bool:
        """Whether a constant of the call becomes the argument with which the sink does not wait."""
        row = sink.row
        if isinstance(row, Block) or sink.is_callback:
            return False
        for condition in sink.fact.unless:
            key, _, literal = condition.partition("=")
            given = argument(row, key)
            if given is None:
                constant = _extra(sink, row, edge, key)
            else:
                expression = sink.module.summary.expressions[given]
                constant = self._constant(edge, sink.function, expression[1]) if expression[0] == Op.NAME else None
            if constant is not None and equals(constant, literal):
                return True
        return False

    @staticmethod
    def _asked_by_caller(sink: Sink, edge: Edge) -> bool:
        """Whether the caller, a method of the same class, has found ready what the sink takes from or puts into."""
        row, owner = sink.row, sink.function.owner
        if isinstance(row, Block) or sink.is_callback or owner is None or edge.caller.owner is not owner:
            return False
        expressions = sink.module.summary.expressions
        call = edge.module.summary.calls[edge.number]
        callee, called = expressions[row.callee], expressions[call.callee]
        own = (Op.NAME, "self")
        if callee[0] != Op.ATTRIBUTE or called[0] != Op.ATTRIBUTE or tuple(expressions[called[1]]) != own:
            return False
        receiver = expressions[callee[1]]
        if receiver[0] != Op.ATTRIBUTE or tuple(expressions[receiver[1]]) != own:
            return False
        return asked_first(sink.name, sink.module, callee[1], call)

    def _given(self, edge: Edge, function: FunctionNode, name: str) -> int | None:
        """The expression of the argument that becomes a parameter."""
        call = edge.module.summary.calls[edge.number]
        names = [parameter.name for parameter in function.row.parameters if parameter.kind < 2]
        if function.is_method and self.inference.signatures.binding(function) != "static":
            names = names[1:]
        given = call.keywords.get(name)
        if given is None and name in names and names.index(name) < len(call.arguments):
            given = call.arguments[names.index(name)]
        return given

    def _gives(self, edge: Edge, function: FunctionNode, name: str) -> bool:
        """Whether the call has something for a parameter; what has a name is taken not to be missing."""
        given = self._given(edge, function, name)
        return given is not None and not _is_false(edge.module.summary.expressions[given])

    def _constant(self, edge: Edge, function: FunctionNode, name: str, known: Constants = NONE) -> Expression | None:
        """The constant that a parameter has all the time when the function is called so, given or by default.

        ``known`` are the constants that others have as long as nothing gives them another value.
        """
        constant = self._first(edge, function, name)
        if constant is None:
            return None
        known = {**known, name: constant}
        for binding in function.row.bindings.get(name, ()):
            if function.module.summary.expressions[binding.value][0] != Op.PARAMETER:
                tests = self._asked(function, binding.block, binding.line)
                if not any(self._fails(edge, function, test, holds, known) for holds, test in tests):
                    return None
        return constant

    def _first(self, edge: Edge, function: FunctionNode, name: str) -> Expression | None:
        """The constant that a parameter has when the function begins."""
        parameter = next((one for one in function.row.parameters if one.name == name), None)
        if parameter is None:
            return None
        call = edge.module.summary.calls[edge.number]
        given = self._given(edge, function, name)
        if given is not None:
            row = edge.module.summary.expressions[given]
        elif "**" in call.keywords or any(
            edge.module.summary.expressions[one][0] == Op.STARRED for one in call.arguments
        ):
            return None
        else:
            row = function.module.summary.expressions[parameter.default]
        return row if row[0] == Op.CONSTANT else None


def _extra(sink: Sink, row: Call, edge: Edge, key: str) -> Expression | None:
    """The constant that a call gives as one of the ``**kwargs`` that the function hands on to the sink."""
    handed, given = row.keywords.get("**"), edge.module.summary.calls[edge.number].keywords.get(key)
    if handed is None or given is None:
        return None
    extra = [parameter.name for parameter in sink.function.row.parameters if parameter.kind == _EXTRA]
    constant = edge.module.summary.expressions[given]
    is_handed = [*sink.module.summary.expressions[handed][1:]] == extra
    return constant if is_handed and constant[0] == Op.CONSTANT else None


def _asks_missing(test: Expression, holds: bool, by_default: bool) -> bool:
    """Whether a test that comes out so says that there is nothing, which is ``by_default`` so."""
    if test[0] == Op.BINARY and test[1] == "Is":
        return holds
    return by_default and holds is (test[0] == Op.BINARY and test[1] == "not")


def _may_be_missing(function: FunctionNode, name: str) -> bool:
    """Whether a parameter is None by default: another one may as well be given something that is false."""
    parameter = next((one for one in function.row.parameters if one.name == name), None)
    default = function.module.summary.expressions[parameter.default] if parameter is not None else (Op.UNKNOWN,)
    return bool(default[0] == Op.CONSTANT and default[1] == "NoneType")


def _is_false(row: Expression | None) -> bool:
    """Whether an expression is a constant that counts as false; strings that are too long to be kept do not."""
    return row is not None and row[0] == Op.CONSTANT and not row[2] and (row[2] is not None or row[1] == "NoneType")


def _is_true(row: Expression | None) -> bool:
    return row is not None and row[0] == Op.CONSTANT and bool(row[2])


def _missing(expressions: list[Expression], test: Expression) -> str | None:
    """The name that a test asks whether it is missing: ``name is None``, ``name is not None`` or ``not name``."""
    if test[0] != Op.BINARY or test[1] not in ("Is", "IsNot", "not"):
        return None
    subject = expressions[test[2]]
    if test[1] != "not" and tuple(expressions[test[3]][:2]) != (Op.CONSTANT, "NoneType"):
        return None
    return str(subject[1]) if subject[0] == Op.NAME else None
