"""Queues that were asked, before something is taken or put, whether that would have to wait."""

from asynclint.model.summary import BlockKind, Call, Op
from asynclint.program.nodes import ModuleNode

_QUESTIONS = {"get": "empty", "put": "full"}
_QUEUES = frozenset(
    {f"queue.{name}" for name in ("Queue", "LifoQueue", "PriorityQueue", "SimpleQueue")}
    | {f"multiprocessing.{name}" for name in ("Queue", "JoinableQueue", "SimpleQueue")}
)
_BRANCHES = frozenset({BlockKind.IF, BlockKind.WHILE})


def asked_first(name: str, module: ModuleNode, receiver: int, at: Call) -> bool:
    """Whether a call stands where the queue of an expression has just been found ready for a method.

    It does under ``if not queue.empty():``, in the ``else`` of ``if queue.empty():``, and behind the loop
    ``while queue.empty():``. ``name`` is the full name of the method; it is that call, or what the call leads to.
    """
    cls, _, method = name.rpartition(".")
    question = _QUESTIONS.get(method)
    if question is None or cls not in _QUEUES:
        return False
    blocks = module.summary.blocks
    around: set[int] = set()
    block = at.block
    while block >= 0 and blocks[block].function == at.function:
        row = blocks[block]
        around.add(block)
        parts = row.items or (row.subject,)
        if row.kind in _BRANCHES and any(_is_not_ready(module, one, receiver, question) is False for one in parts):
            return True
        if row.kind is BlockKind.ELSE and not row.items and _is_not_ready(module, row.subject, receiver, question):
            return True
        block = row.parent
    return any(
        row.kind is BlockKind.WHILE
        and not row.items
        and row.parent in around
        and row.end_line < at.line
        and _is_not_ready(module, row.subject, receiver, question)
        for row in blocks
    )


def _is_not_ready(module: ModuleNode, test: int, receiver: int, question: str) -> bool | None:
    """True for a test that holds while the queue is not ready, False for the opposite, None for another test.

    ``qsize()``, or that it is more than a number, says that there is something to take.
    """
    expressions = module.summary.expressions
    row = expressions[test]
    if row[0] == Op.BINARY and row[1] == "Gt" and question == "empty":
        return _is_not_ready(module, row[2], receiver, question) if _is_size(module, row[2]) else None
    if row[0] == Op.BINARY and row[1] == "not":
        asked = _is_not_ready(module, row[2], receiver, question)
        return None if asked is None else not asked
    if row[0] != Op.CALL:
        return None
    call = module.summary.calls[row[1]]
    callee = expressions[call.callee]
    if question == "empty" and call.name == "qsize" and callee[0] == Op.ATTRIBUTE and callee[1] == receiver:
        return False
    return True if call.name == question and callee[0] == Op.ATTRIBUTE and callee[1] == receiver else None


def _is_size(module: ModuleNode, expression: int) -> bool:
    row = module.summary.expressions[expression]
    return bool(row[0] == Op.CALL and module.summary.calls[row[1]].name == "qsize")
