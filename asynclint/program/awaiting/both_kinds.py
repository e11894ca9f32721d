"""Functions that are asynchronous for some callers and do their work at once for others."""

from asynclint.model.summary import BlockKind, Expression, FileSummary, Op
from asynclint.program.calls.guards import says_so
from asynclint.program.nodes import FunctionNode, ModuleNode

_BRANCHES = frozenset({BlockKind.IF, BlockKind.ELSE, BlockKind.CONDITIONAL})


def gives_it_on_request(function: FunctionNode) -> bool:
    """Whether a plain function returns only where it has asked something that speaks of loops or async.

    So does ``if self.asynchronous: return self._close()``, with the waiting in the other branch.
    """
    returned = function.row.returns
    return bool(returned) and all(_asks(function.module, one.block) for one in returned)


def _asks(module: ModuleNode, block: int) -> bool:
    summary = module.summary
    around = (summary.blocks[one] for one in module.branches.around(block))
    return any(row.kind in _BRANCHES and says_so(_name(summary, summary.expressions[row.subject])) for row in around)


def _name(summary: FileSummary, test: Expression) -> str:
    """The last name in a test."""
    if test[0] == Op.BINARY and test[1] == "not":
        return _name(summary, summary.expressions[test[2]])
    if test[0] == Op.CALL:
        return summary.calls[test[1]].name
    return str(test[-1]) if test[0] in (Op.NAME, Op.ATTRIBUTE) else ""
