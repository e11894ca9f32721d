"""What the rules about checkpoints ask of the ways through a function."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import libcst as cst

from asynclint.rule import Edit, FileRule, Finding, Fix, FunctionKind, Location, Question, nodes_of_scope

if TYPE_CHECKING:
    from asynclint.rule import FileBlock, FileFunction, FileView, FixableFile

START: Final = "start"
"""The fact that there was no checkpoint since the beginning; None stands for a checkpoint, a node for a ``yield``."""

Since = str | cst.Yield | None

_TIMEOUTS = frozenset({"asyncio.timeout", "asyncio.timeout_at", "async_timeout.timeout", "async_timeout.timeout_at"})
_NURSERIES = frozenset({"trio.open_nursery", "anyio.create_task_group", "asyncio.TaskGroup"})
_SUPPRESSING = frozenset({"contextlib.suppress"})
_EXEMPT = frozenset(
    {"typing.overload", "abc.abstractmethod", "contextlib.asynccontextmanager"}
    | {"pytest.fixture", "pytest_asyncio.fixture", "pytest_trio.trio_fixture"}
)
_ASYNCHRONOUS = (cst.Await, cst.Yield, cst.Asynchronous)


class Checkpoints(Question[Since]):
    """Since when there was no checkpoint.

    With ``cancellation`` only places count where a cancelled task stops: the end of an empty nursery is none. With
    ``yields_pass`` a ``yield`` counts as a checkpoint (who iterates may have one); otherwise those are noted in
    ``early`` that a way reaches without a checkpoint before it.
    """

    def __init__(self, function: "FileFunction", *, cancellation: bool = False, yields_pass: bool = False) -> None:
        self._function = function
        self._cancellation = cancellation
        self._yields_pass = yields_pass
        self._managers: dict[cst.WithItem, str] = {}
        self.early: dict[cst.Yield, Since] = {}

    def step(self, node: cst.CSTNode, fact: Since) -> Since:
        """``await`` is a checkpoint, a ``yield`` begins anew."""
        if isinstance(node, cst.Await):
            return None
        if isinstance(node, cst.Yield):
            if self._yields_pass:
                return None
            if fact is not None and self.early.get(node) != START:
                self.early[node] = fact
            return node
        return fact

    def iterate(self, loop: cst.For | cst.CompFor, fact: Since) -> Since:
        """Asking for the next item of ``async for`` is one."""
        return fact if loop.asynchronous is None else None

    def enter(self, item: cst.WithItem, statement: cst.With, fact: Since) -> Since:
        """So is entering ``async with``, with known exceptions."""
        if statement.asynchronous is None or self._name(item) in _TIMEOUTS | _NURSERIES:
            return fact
        return None

    def leave(self, item: cst.WithItem, statement: cst.With, fact: Since) -> Since:
        """And leaving it."""
        if statement.asynchronous is None or self._name(item) in _TIMEOUTS:
            return fact
        return fact if self._cancellation and self._name(item) in _NURSERIES else None

    def suppresses(self, item: cst.WithItem, statement: cst.With) -> bool:
        """``suppress``, and what the project lists."""
        name = self._name(item)
        listed = self._function.file.options.exception_suppressing_context_managers
        return name in _SUPPRESSING or is_listed(name, listed)

    def _name(self, item: cst.WithItem) -> str:
        if item not in self._managers:
            self._managers[item] = self._function.qualified(item.item) or _spelled(item.item)
        return self._managers[item]

    def passes(self, item: cst.WithItem, statement: cst.With) -> bool:
        """Whether entering or leaving a context manager is a checkpoint."""
        return self.enter(item, statement, START) is None or self.leave(item, statement, START) is None


class CheckpointRule(FileRule):
    """A rule that asks for a checkpoint where there may be none."""

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """A checkpoint of the library that the file imports, before the row that ``remedy`` names."""
        checkpoint = _checkpoint(file)
        if checkpoint is None or not finding.remedy:
            return None
        row, indent = int(finding.remedy[0]), int(finding.remedy[1])
        if row > len(file.lines):
            return None
        at = Location(row, 1)
        content = f"{' ' * indent}{checkpoint}{file.source.newline}"
        return self.mended("Add a checkpoint", [Edit(at, at, content)])

    def before(self, function: "FileFunction", node: cst.CSTNode) -> tuple[str, ...]:
        """The remedy that puts a checkpoint before the statement that a node begins its row with; none elsewhere."""
        position = function.tree.position_of(node)
        if position is None:
            return ()
        text = function.file.lines[position.line - 1]
        indent = len(text) - len(text.lstrip(" "))
        first = text.strip().startswith(("return", "yield"))
        return (str(position.line), str(indent)) if first and indent else ()

    def after(self, function: "FileFunction") -> tuple[str, ...]:
        """The remedy that puts a checkpoint at the end of a function."""
        node = function.node
        last = node.body.body[-1] if node is not None and isinstance(node.body, cst.IndentedBlock) else None
        if isinstance(last, cst.SimpleStatementLine):
            last_position = function.tree.position_of(last.body[-1])
            first_position = function.tree.position_of(last.body[0])
        else:
            last_position = first_position = None if last is None else function.tree.position_of(last)
        if last_position is None or first_position is None:
            return ()
        return (str(last_position.end_line + 1), str(first_position.column))


def _checkpoint(file: "FileView") -> str | None:
    bound = file.summary.functions[0].bindings
    if "trio" in bound and "trio" in file.imported:
        return "await trio.lowlevel.checkpoint()"
    if "anyio" in bound and "anyio" in file.imported:
        return "await anyio.lowlevel.checkpoint()"
    return "await asyncio.sleep(0)" if "asyncio" in bound and "asyncio" in file.imported else None


def checked_functions(file: "FileView", kind: FunctionKind) -> "Iterator[FileFunction]":
    """The functions of a kind that ought to have checkpoints: not empty, and not below an exempt decorator."""
    for function in file.functions():
        if function.kind is kind and not function.row.stub and not is_exempt(function):
            yield function


def is_exempt(function: "FileFunction") -> bool:
    """Whether a decorator says that a function needs no checkpoint."""
    listed = function.file.options.no_checkpoint_warning_decorators
    spelled = function.decorators_spelled if listed else ()
    return any(name in _EXEMPT for name in function.decorators) or any(is_listed(name, listed) for name in spelled)


def is_listed(name: str, listed: tuple[str, ...]) -> bool:
    """Whether an option names a dotted name, or the end of it."""
    return any(name == one or name.endswith(f".{one}") for one in listed)


def may_suspend(node: cst.CSTNode) -> bool:
    """Whether something asynchronous stands below a node."""
    return any(isinstance(below, _ASYNCHRONOUS) for below in nodes_of_scope(node))


def is_endless(loop: cst.While) -> bool:
    """Whether a ``while`` has a constant condition that is true."""
    match loop.test:
        case cst.Name(value="True"):
            return True
        case cst.Integer(value=text):
            return int(text, 0) != 0
    return False


def endless_loops(function: "FileFunction") -> "Iterator[tuple[cst.While, FileBlock]]":
    """The loops of a coroutine with a constant condition, each with its block."""
    blocks = {block.position.line: block for block in function.blocks() if block.is_endless_loop}
    node = function.node if blocks else None
    if node is None:
        return
    for loop in nodes_of_scope(node):
        if isinstance(loop, cst.While) and is_endless(loop):
            position = function.tree.position_of(loop)
            block = blocks.get(position.line) if position is not None else None
            if block is not None:
                yield loop, block


def _spelled(node: cst.CSTNode) -> str:
    match node:
        case cst.Call(func=callee):
            return _spelled(callee)
        case cst.Attribute(value=base, attr=cst.Name(value=name)):
            return f"{_spelled(base)}.{name}"
        case cst.Name(value=name):
            return name
    return ""
