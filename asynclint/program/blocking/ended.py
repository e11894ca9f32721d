"""Futures and processes that are known to have ended when they are asked for what they gave."""

from collections.abc import Iterator

from asynclint.model.summary import Block, BlockKind, Call, Expression, ExpressionId, Op, Use
from asynclint.program.blocking.preconditions import Preconditions
from asynclint.program.calls.places import Places
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.values import External

_RESULTS = frozenset({"concurrent.futures.Future.result", "concurrent.futures.Future.exception"})
_PROCESSES = frozenset({"subprocess.Popen.wait", "subprocess.Popen.communicate"})
_READING = frozenset(
    f"io.{cls}.{name}" for cls in ("BufferedReader", "TextIOWrapper") for name in ("read", "readline", "readlines")
)
_DEEPEST = 2
_OF_ASYNCIO = frozenset({"gather", "shield", "wait", "wait_for"})
_PIPES = frozenset({"stdout", "stderr"})
_PLAIN = frozenset({BlockKind.TRY, BlockKind.WITH, BlockKind.ASYNC_WITH, BlockKind.BODY})
"""Blocks that are always entered."""


class Ended:
    """Tells it by what the function has done before: asked, waited without blocking, or been called back."""

    def __init__(self, inference: Inference, places: Places, preconditions: Preconditions) -> None:
        self.inference = inference
        self.places = places
        self._preconditions = preconditions

    def is_asked(self, name: str, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        """Whether a call of the method ``name`` is of a future or a process that has ended."""
        if name in _PROCESSES:
            return self._is_polled(module, function, call)
        if name in _READING:
            return self._is_collected(module, function, call)
        return name in _RESULTS and (
            self._asked_whether_done(module, call)
            or self._is_done_callback(module, function, call)
            or self._is_completed(module, function, call)
            or self._has_called_back(module, function, call)
            or self._was_awaited(module, function, call)
        )

    def _asked_whether_done(self, module: ModuleNode, call: Call) -> bool:
        """Under ``if future.done():``, or behind ``if not future.done(): return`` or ``while not future.done(): …``."""
        expressions, blocks = module.summary.expressions, module.summary.blocks
        receiver = expressions[call.callee][1]
        tests = list(self._preconditions.of(module, call.block, call.line))
        around = (blocks[block] for block in module.branches.around(call.block))
        tests += ((True, expressions[row.subject]) for row in around if row.kind is BlockKind.CONDITIONAL)
        tests += ((False, expressions[row.subject]) for row in _loops_before(module, call))
        return any(_says_done(module, test, receiver, holds) for holds, test in tests)

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

    def _is_completed(self, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        """Whether it is an item of ``as_completed``, whose loop has waited for it, or of what ``wait`` found done."""
        expressions = module.summary.expressions
        receiver = expressions[expressions[call.callee][1]]
        bindings = function.row.bindings.get(receiver[1], ()) if receiver[0] == Op.NAME else ()
        for binding in bindings:
            value = expressions[binding.value]
            iterable = expressions[value[1]] if value[0] == Op.ITEM_OF else (Op.UNKNOWN,)
            if iterable[0] == Op.CALL and module.summary.calls[iterable[1]].name == "as_completed":
                return True
            if iterable[0] == Op.NAME and self._are_found_done(module, function, iterable[1]):
                return True
        return False

    def _are_found_done(self, module: ModuleNode, function: FunctionNode, name: str) -> bool:
        """``done, pending = wait(futures)``."""
        expressions = module.summary.expressions
        bindings = function.row.bindings.get(name, ())
        part = expressions[bindings[0].value] if len(bindings) == 1 else (Op.UNKNOWN,)
        if part[0] != Op.PART or part[2] != 0 or expressions[part[1]][0] != Op.CALL:
            return False
        return any(
            isinstance(value, External) and value.name == "concurrent.futures.wait"
            for value in self.inference.callees(module, expressions[part[1]][1])
        )

    def _has_called_back(self, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        """Whether the function has itself called back when it is done, and has awaited something since."""
        expressions = module.summary.expressions
        receiver = expressions[call.callee][1]
        before = [one for one in self._calls(function) if one.line < call.line]
        asked = [
            one.line for one in before if one.name == "add_done_callback" and expressions[one.callee][1] == receiver
        ]
        return bool(asked) and any(
            one.use is Use.AWAITED and one.line > min(asked) and _precedes(module, one.block, call) for one in before
        )

    def _was_awaited(self, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        """``await wrap_future(future)``, ``await to_thread(future.result)`` and the like, before the call."""
        receiver = module.summary.expressions[call.callee][1]
        return any(
            one.use is Use.AWAITED
            and one.line < call.line
            and _mentions(module, one, receiver)
            and _precedes(module, one.block, call)
            for one in self._calls(function)
        )

    def _is_polled(self, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        """Behind ``while process.poll() is None: …``, or in ``if process.poll() is None: await …``, after the wait."""
        if any(_asks_whether_alive(module, row.subject) for row in _loops_before(module, call)):
            return True
        for row in module.summary.blocks:
            if row.function != function.index or row.items or not _asks_whether_alive(module, row.subject):
                continue
            if row.kind is BlockKind.IF and row.line <= call.line <= row.end_line:
                awaited = (one.line for one in self._calls(function) if one.use is Use.AWAITED)
                return any(row.line <= line < call.line for line in awaited)
        return False

    def _is_collected(self, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        """Whether what a process has written is read from its pipe after the wait for its end."""
        expressions = module.summary.expressions
        pipe = expressions[expressions[call.callee][1]]
        if pipe[0] != Op.ATTRIBUTE or pipe[2] not in _PIPES:
            return False
        return any(
            one.name == "wait"
            and one.line < call.line
            and expressions[one.callee][1] == pipe[1]
            and _precedes(module, one.block, call)
            for one in self._calls(function)
        )

    def _calls(self, function: FunctionNode) -> Iterator[Call]:
        calls = function.module.summary.calls
        return (calls[number] for number in self.inference.index.calls_in(function))


def _loops_before(module: ModuleNode, call: Call) -> Iterator[Block]:
    """The ``while`` loops with one test that have always ended before a call."""
    for row in module.summary.blocks:
        is_loop = row.kind is BlockKind.WHILE and not row.items and row.function == call.function
        if is_loop and row.end_line < call.line and _precedes(module, row.parent, call):
            yield row


def _says_done(module: ModuleNode, test: Expression, future: ExpressionId, holds: bool) -> bool:
    """Whether a test that comes out so says that a future is done."""
    if test[0] == Op.BINARY and test[1] == "not":
        return _says_done(module, module.summary.expressions[test[2]], future, not holds)
    if test[0] != Op.CALL or not holds:
        return False
    asked = module.summary.calls[test[1]]
    return asked.name == "done" and module.summary.expressions[asked.callee][1] == future


def _asks_whether_alive(module: ModuleNode, test: ExpressionId) -> bool:
    """``process.poll() is None``, which may be a coroutine's answer."""
    expressions = module.summary.expressions
    row = expressions[test]
    if row[0] != Op.BINARY or row[1] != "Is" or tuple(expressions[row[3]][:2]) != (Op.CONSTANT, "NoneType"):
        return False
    asked = expressions[row[2]]
    if asked[0] == Op.AWAIT:
        asked = expressions[asked[1]]
    return bool(asked[0] == Op.CALL and module.summary.calls[asked[1]].name == "poll")


def _mentions(module: ModuleNode, call: Call, future: ExpressionId, depth: int = 0) -> bool:
    """Whether a call is given a future, which those of asyncio take only wrapped, or one of its methods."""
    expressions = module.summary.expressions
    given = list(call.arguments)
    for argument in call.arguments:
        if expressions[argument][0] in (Op.LIST, Op.TUPLE, Op.SET):
            given += expressions[argument][1:]
    if future in given and call.name not in _OF_ASYNCIO:
        return True
    return any(
        (row[0] == Op.ATTRIBUTE and row[1] == future)
        or (
            row[0] == Op.CALL
            and depth < _DEEPEST
            and _mentions(module, module.summary.calls[row[1]], future, depth + 1)
        )
        for row in map(expressions.__getitem__, given)
    )


def _precedes(module: ModuleNode, block: int, call: Call) -> bool:
    """Whether what stands in a block before a call has always run when the call is reached."""
    blocks = module.summary.blocks
    around = {-1, *module.branches.around(call.block)}
    while block not in around and blocks[block].kind in _PLAIN:
        block = blocks[block].parent
    return block in around
