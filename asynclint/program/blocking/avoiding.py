"""Calls whose arguments keep a function from waiting, although it would for others."""

from asynclint.model.summary import Block, BlockKind, Expression, Op
from asynclint.program.blocking.sinks import Sink
from asynclint.program.calls.callgraph import Edge
from asynclint.program.calls.conditions import argument, equals
from asynclint.program.index import FunctionNode
from asynclint.program.types.infer import Inference


class Avoiding:
    """Compares what a call gives with what the function asks before it waits."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference

    def avoids(self, sink: Sink, edge: Edge) -> bool:
        """Whether the function of a sink does not come to it, or does not wait there, when it is called so.

        It waits only for want of an argument (``if value is None: …``) that the call gives, only under a parameter
        (``if wait: …``) for which the call has something false, or not with the constant that the call hands on to it.
        """
        if edge.kind != "call":
            return False
        expressions, blocks = sink.module.summary.expressions, sink.module.summary.blocks
        block = blocks[sink.block]
        while True:
            if block.kind is BlockKind.IF:
                test = expressions[block.subject]
                name = _missing(expressions, test)
                if name is not None and self._gives(edge, sink.function, name):
                    return True
                if test[0] == Op.NAME and _is_false(self._constant(edge, sink.function, test[1])):
                    return True
            if block.parent < 0:
                break
            block = blocks[block.parent]
        return self._hands_on(sink, edge)

    def _hands_on(self, sink: Sink, edge: Edge) -> bool:
        """Whether a constant of the call becomes the argument with which the sink does not wait."""
        row = sink.row
        if isinstance(row, Block) or sink.is_callback:
            return False
        for condition in sink.fact.unless:
            key, _, literal = condition.partition("=")
            given = argument(row, key)
            expression = (Op.UNKNOWN,) if given is None else sink.module.summary.expressions[given]
            if expression[0] == Op.NAME:
                constant = self._constant(edge, sink.function, expression[1])
                if constant is not None and equals(constant, literal):
                    return True
        return False

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
        given = self._given(edge, function, name)
        return given is not None and not _is_false(edge.module.summary.expressions[given])

    def _constant(self, edge: Edge, function: FunctionNode, name: str) -> Expression | None:
        """The constant that a parameter has all the time when the function is called so, given or by default."""
        parameter = next((one for one in function.row.parameters if one.name == name), None)
        if parameter is None or len(function.row.bindings.get(name, ())) != 1:
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


def _is_false(row: Expression | None) -> bool:
    """Whether an expression is a constant that counts as false; strings that are too long to be kept do not."""
    return row is not None and row[0] == Op.CONSTANT and not row[2] and (row[2] is not None or row[1] == "NoneType")


def _missing(expressions: list[Expression], test: Expression) -> str | None:
    """The name that a test finds to be missing: ``name is None`` or ``not name``."""
    if test[0] != Op.BINARY or test[1] not in ("Is", "not"):
        return None
    subject = expressions[test[2]]
    if test[1] == "Is" and expressions[test[3]][:2] not in ((Op.CONSTANT, "NoneType"), [Op.CONSTANT, "NoneType"]):
        return None
    return str(subject[1]) if subject[0] == Op.NAME else None
