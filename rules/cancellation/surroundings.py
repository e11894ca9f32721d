"""What tells that a coroutine may end a cancellation: who runs it, and what it awaits."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.model.summary import Op
from asynclint.rule import FunctionKind, Leaving, Question, Use, children

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileCall, FileFunction, FileView

RUNNERS: Final = frozenset({"react", "run", "run_sync", "run_until_complete"})
"""The last names of what runs a coroutine as the main one of a program."""

SPAWNERS: Final = frozenset(
    {
        "add_task", "async_create_background_task", "async_create_task", "call_soon_threadsafe",
        "create_background_task", "create_task", "ensure_future", "run_coroutine_threadsafe", "spawn", "spawn_callback",
        "start", "start_soon",
    }
)  # fmt: skip
"""The last names of what makes a task of a coroutine, or of a function."""

MAINS: Final = frozenset({"_amain", "_async_main", "_main", "amain", "async_main", "main"})

WAITING: Final = frozenset({"gather", "shield", "wait_for"})
"""The last names of what raises the cancellation of the tasks that it is given."""


ENDED: Final = frozenset({"cancel", "set_exception", "set_result"})
"""Methods after which a task or future is done, or soon will be."""


def is_outermost(function: "FileFunction") -> bool:
    """Whether a coroutine is the main one of a program, or a test: nothing is left that a cancellation could end."""
    name = function.spelled
    if name in MAINS or name.startswith("test_"):
        return True
    return any(
        call.row.name in RUNNERS and any(_refers_to(function.file, argument, name) for argument in call.row.arguments)
        for call in function.file.calls()
        if call.row.arguments
    )


def is_spawned_only(function: "FileFunction") -> bool:
    """Whether the file does nothing with a coroutine function but to make tasks of it."""
    file, name = function.file, function.spelled
    spawned = False
    for call in file.calls():
        if call.row.name == name:
            if not _is_spawned(file, call):
                return False
            spawned = True
        elif call.row.name in SPAWNERS:
            spawned = spawned or any(_refers_to(file, one, name) for one in call.row.arguments)
    return spawned


def is_awaited(function: "FileFunction") -> bool:
    """Whether a coroutine runs as a part of another: the file awaits it and makes no task of it, or a protocol does."""
    name = function.spelled
    if name in ("__aenter__", "__aexit__", "__anext__"):
        return True
    if function.parent is not None:
        return False
    calls = [call for call in function.file.calls() if call.row.name == name and call.use is Use.AWAITED]
    return any(_is_call_of(call, function) for call in calls) and not is_spawned_only(function)


def _is_call_of(call: "FileCall", function: "FileFunction") -> bool:
    """Whether a call is that of a function of the file, by its name, or as a method of ``self`` in the same class."""
    if function.row.owner < 0:
        return call.spelled == function.spelled
    caller = call.function
    return call.spelled == f"self.{function.spelled}" and caller is not None and caller.row.owner == function.row.owner


def _is_spawned(file: "FileView", call: "FileCall") -> bool:
    return call.use is Use.PASSED and file.summary.calls[call.row.detail].name in SPAWNERS


def _refers_to(file: "FileView", expression: int, name: str) -> bool:
    row = file.summary.expressions[expression]
    if row[0] == Op.CALL:
        return file.summary.calls[row[1]].name == name
    return row[0] in (Op.NAME, Op.ATTRIBUTE) and row[-1] == name


def uncancels(function: "FileFunction") -> bool:
    """Whether the function tells its task that a cancellation is dealt with."""
    return any(call.row.name == "uncancel" for call in function.calls())


def is_deaf(file: "FileView") -> bool:
    """Whether nothing in a file is cancelled by an exception of its own: Twisted's is like any other."""
    return "twisted" in file.imported and not file.imported & {"asyncio", "trio", "anyio"}


def suspends(function: "FileFunction", body: "cst.BaseSuite") -> bool:
    """Whether a cancellation can arrive in a suite of the function.

    It comes where something is awaited, and at the ``yield`` of a context manager: from the block that it is round.
    """
    if any(True for _ in awaits(body)):
        return True
    if function.kind is not FunctionKind.ASYNC_GENERATOR:
        return False
    facts = (function.file.names.facts.function(name) for name in function.decorators if name)
    return any(fact is not None and fact.decorates == "async-context-manager" for fact in facts)


def awaits(node: "cst.CSTNode") -> "Iterator[cst.CSTNode]":
    """The nodes of ``await``, ``async for`` and ``async with`` in the same function."""
    import libcst as cst

    if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda | cst.GeneratorExp):
        return
    if isinstance(node, cst.Await) or (
        isinstance(node, cst.For | cst.With | cst.CompFor) and node.asynchronous is not None
    ):
        yield node
    for child in children(node):
        yield from awaits(child)


def awaits_a_task(body: "cst.BaseSuite") -> bool:
    """Whether a suite awaits a task: a name, an attribute, or one that ``gather`` and the like are given.

    ``asyncio.wait`` and ``gather(return_exceptions=True)`` never raise the cancellation of a task, only that of the
    waiting one.
    """
    return any(True for _ in tasks(body))


def tasks(body: "cst.BaseSuite") -> "Iterator[cst.BaseExpression]":
    """What is awaited in a suite and may be a task."""
    import libcst as cst

    for node in awaits(body):
        target = node.expression if isinstance(node, cst.Await) else None
        if isinstance(target, cst.Call):
            if last_name(target.func) in WAITING and "return_exceptions" not in _words(target):
                yield from _given(target)
        elif isinstance(target, cst.Name | cst.Attribute | cst.Subscript):
            yield target


def _given(call: "cst.Call") -> "Iterator[cst.BaseExpression]":
    import libcst as cst

    for argument in call.args:
        value = argument.value
        if isinstance(value, cst.Call):
            if last_name(value.func) in WAITING:
                yield from _given(value)
        elif argument.keyword is None and not isinstance(value, cst.BaseNumber):
            yield value


def last_name(node: "cst.BaseExpression") -> str:
    """The name that a callee ends with; "" for one that is no name."""
    import libcst as cst

    match node:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return name
    return ""


def awaits_cancelled(function: "FileFunction", body: "cst.BaseSuite") -> bool:
    """Whether a suite awaits a task that the function cancels before, or a future that it has set."""
    place = function.tree.position_of(_last(body))
    if place is None or not any(
        call.row.name in ENDED and call.row.line <= place.end_line for call in function.calls()
    ):
        return False
    cancelled = _words_of_cancelled(function, place.end_line)
    return any(_words(task) & cancelled for task in tasks(body))


def _last(body: "cst.BaseSuite") -> "cst.CSTNode":
    import libcst as cst

    last: cst.CSTNode = body.body[-1]
    return last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last


def _words_of_cancelled(function: "FileFunction", line: int) -> set[str]:
    """The names in what is cancelled up to a row, and in what loops round such a call go over."""
    import libcst as cst

    found: set[str] = set()

    def visit(node: cst.CSTNode, loops: frozenset[str]) -> None:
        if isinstance(node, cst.For | cst.CompFor):
            loops |= _words(node.iter)
        match node:
            case cst.ListComp(for_in=part) | cst.GeneratorExp(for_in=part) | cst.SetComp(for_in=part):
                loops |= _words(part.iter)
            case cst.Call(func=cst.Attribute(value=receiver, attr=cst.Name(value=method))) if method in ENDED:
                place = function.tree.position_of(node)
                if place is not None and place.line <= line:
                    found.update(_words(receiver), loops)
        for child in children(node):
            visit(child, loops)

    if function.node is not None:
        visit(function.node.body, frozenset())
    return found - {"self", "cls"}


def _words(node: "cst.CSTNode") -> frozenset[str]:
    import libcst as cst

    if isinstance(node, cst.Name):
        return frozenset() if node.value in ("self", "cls") else frozenset({node.value})
    return frozenset().union(*(_words(child) for child in children(node)))


def is_in_finally(function: "FileFunction", code: "cst.CSTNode") -> bool:
    """Whether code stands in a ``finally``: what is raised already goes on behind it."""
    return function.node is not None and any(
        node is code for part in _finals(function.node.body) for node in _nodes(part)
    )


class After(Question[bool]):
    """Whether anything is awaited on a way that goes on after a piece of code, clean-up in ``finally`` left aside."""

    def __init__(self, function: "FileFunction", code: "cst.CSTNode") -> None:
        self._code = code
        self._aside = {id(node) for node in _nodes(code)}
        if function.node is not None:
            self._aside.update(id(node) for part in _finals(function.node.body) for node in _nodes(part))
        self.awaits = False

    def step(self, node: "cst.CSTNode", fact: bool) -> bool:
        """Notice an ``await`` or ``yield`` behind the code."""
        import libcst as cst

        if fact and isinstance(node, cst.Await | cst.Yield) and id(node) not in self._aside:
            self.awaits = True
        return fact

    def enter(self, item: "cst.WithItem", statement: "cst.With", fact: bool) -> bool:
        """Notice ``async with``; the code may be the ``with``."""
        if fact and statement.asynchronous is not None and id(statement) not in self._aside:
            self.awaits = True
        return fact

    def leave(self, item: "cst.WithItem", statement: "cst.With", fact: bool) -> bool:
        """Behind the ``with`` that was asked about, the way goes on."""
        return fact or statement is self._code

    def iterate(self, loop: "cst.For | cst.CompFor", fact: bool) -> bool:
        """Notice ``async for``."""
        if fact and loop.asynchronous is not None and id(loop) not in self._aside:
            self.awaits = True
        return fact

    def handle(self, handler: "cst.ExceptHandler | cst.ExceptStarHandler", fact: bool) -> bool:
        """Behind the handler that was asked about, the way goes on."""
        return fact or handler is self._code


def is_last_thing(function: "FileFunction", code: "cst.CSTNode") -> bool:
    """Whether the coroutine awaits nothing any more once it has come through a handler or ``with``."""
    after = After(function, code)
    if function.node is not None:
        after.ask(function.node, False)
    return not after.awaits


def raises_at_once(function: "FileFunction", code: "cst.CSTNode") -> bool:
    """Whether every way on from a handler or ``with`` raises something, before anything is awaited."""
    after = After(function, code)
    exits = after.ask(function.node, False) if function.node is not None else []
    left = {one.leaving for one in exits if one.fact and one.leaving is not Leaving.ERROR}
    return left == {Leaving.RAISE} and not after.awaits


def _nodes(node: "cst.CSTNode") -> "Iterator[cst.CSTNode]":
    yield node
    for child in children(node):
        yield from _nodes(child)


def _finals(node: "cst.CSTNode") -> "Iterator[cst.CSTNode]":
    import libcst as cst

    if isinstance(node, cst.Finally):
        yield node
    for child in children(node):
        yield from _finals(child)
