"""Handlers that catch a cancellation and do not let it go on."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from asynclint.rule import Confidence, Exit, FunctionKind, Leaving, Question, children

from .frameworks import CANCELLED, EVERYTHING, LEVEL_CANCELLED
from .handlers import in_handlers
from .surroundings import (
    awaits_a_task,
    awaits_cancelled,
    is_awaited,
    is_deaf,
    is_in_finally,
    is_last_thing,
    is_outermost,
    is_spawned_only,
    raises_at_once,
    suspends,
    uncancels,
)

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import Code, FileFunction, FileHandler, FileView

ENDING: Final = frozenset(
    {"exit", "quit", "sys.exit", "os._exit", "os.abort", "os.execv", "pytest.fail", "pytest.skip", "pytest.exit"}
)
RERAISING: Final = frozenset({"raise_exc_info", "raise_with_traceback", "reraise"})
"""The last names of functions that raise what they are given."""

LOGGING: Final = frozenset(
    {
        "critical", "debug", "error", "exception", "format", "format_exception", "getattr", "info", "isinstance", "log",
        "print", "print_exception", "repr", "str", "type", "warn", "warning",
    }
)  # fmt: skip
"""The last names of functions that only look at an exception, or write it down."""

_TELLS: Final = re.compile(r"Cancel(?:l?ed|lation)(?:Error|Exception)?$")

SHUTDOWN: Final = frozenset({"GeneratorExit", "KeyboardInterrupt", "SystemExit"})

_LEFT = (Leaving.END, Leaving.RETURN, Leaving.BREAK, Leaving.CONTINUE, Leaving.RAISE)


class Swallow(NamedTuple):
    """A handler that ends a cancellation: the number of the caught class, the exits that do it, and how sure it is."""

    handler: "FileHandler"
    number: int
    exits: list[Exit]
    confidence: Confidence


def swallows(file: "FileView", *, strict: bool) -> Iterator[Swallow]:
    """The handlers of a file that end a cancellation on some way.

    ``strict`` asks of the handler alone, whatever it is round and whoever runs it.
    """
    if not strict and is_deaf(file):
        return
    for handler in file.handlers():
        if not strict and not _concerns(handler):
            continue
        number = caught_at(handler)
        if number < 0 or _is_late(handler) or handler.node is None:
            continue
        ending = Ending(handler.code, handler.node)
        exits = ending.exits()
        if not exits:
            continue
        confidence = Confidence.CERTAIN if strict else _confidence(handler, ending)
        if confidence is not None:
            yield Swallow(handler, number, exits, confidence)


def caught_at(handler: "FileHandler") -> int:
    """The number of the first class among the caught ones that is cancellation, or a base of it; -1 without."""
    caught = handler.caught
    return next((at for at, name in enumerate(caught) if name in CANCELLED or name == EVERYTHING), -1)


def _is_late(handler: "FileHandler") -> bool:
    """Whether an earlier handler of the same ``try`` catches the cancellation."""
    name = handler.caught[caught_at(handler)]
    earlier = handler.siblings[: [one.block.number for one in handler.siblings].index(handler.block.number)]
    caught = {other.caught[at] for other in earlier if (at := caught_at(other)) >= 0}
    return bool(caught & {name, EVERYTHING}) or (name == EVERYTHING and bool(caught))


def _concerns(handler: "FileHandler") -> bool:
    """Whether the handler is that of a coroutine, round something that suspends: what the summary can tell."""
    function = handler.file.summary.functions[handler.block.row.function]
    if not function.suspends or function.kind not in (FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR):
        return False
    return handler.body is not None and handler.body.suspends


def _confidence(handler: "FileHandler", ending: "Ending") -> Confidence | None:
    function, node = handler.block.function, handler.node
    body = tried(handler)
    if function is None or node is None or body is None or not suspends(function, body):
        return None
    return confidence_of(function, body, node, frozenset(one or "?" for one in handler.caught), ending)


def confidence_of(
    function: "FileFunction",
    body: "cst.BaseSuite",
    code: "cst.CSTNode",
    caught: frozenset[str],
    ending: "Ending | None",
) -> Confidence | None:
    """How sure it is that ending the cancellation of a body is wrong; None when it is right.

    ``code`` is the handler, or the ``with``, that ends it; ``ending`` what is known of a handler.
    """
    if is_in_finally(function, code):
        return Confidence.POSSIBLE
    if caught & LEVEL_CANCELLED:
        return Confidence.CERTAIN
    if uncancels(function) or is_outermost(function) or awaits_cancelled(function, body):
        return None
    if ending is not None and ending.raises_later(function):
        return None
    meant = bool(caught & CANCELLED)
    if ending is not None and (ending.hands_over or (ending.tells_apart and (meant or ending.asks_about_it))):
        return Confidence.POSSIBLE
    others = {one for one in caught if one not in CANCELLED | SHUTDOWN and not one.endswith(".CancelledError")}
    if meant and others <= {"Exception", EVERYTHING} and awaits_a_task(body):
        return Confidence.POSSIBLE
    ends = (meant and not others and not is_awaited(function)) or is_spawned_only(function)
    if ends and is_last_thing(function, code):
        return Confidence.POSSIBLE
    if (ending is None or ending.falls_through) and raises_at_once(function, code):
        return Confidence.POSSIBLE
    return Confidence.CERTAIN


def tried(handler: "FileHandler") -> "cst.BaseSuite | None":
    """The node of the suite that a handler is round."""
    import libcst as cst

    function = handler.block.function
    if function is None or function.node is None:
        return None
    waiting: list[cst.CSTNode] = [function.node.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, cst.Try | cst.TryStar) and any(one is handler.node for one in node.handlers):
            return node.body
        waiting.extend(children(node))
    return None


class Ending(Question[bool]):
    """The ways through a handler that is entered by a cancellation."""

    def __init__(self, code: "Code", handler: "cst.ExceptHandler | cst.ExceptStarHandler") -> None:
        import libcst as cst

        self._code = code
        self._handler = handler
        name = handler.name.name if handler.name else None
        self.name = name.value if isinstance(name, cst.Name) else None
        self._inner = {id(one) for one in in_handlers(handler.body)}
        self.asks_about_it = False
        self.falls_through = False
        self.tells_apart = False
        self.hands_over = False
        self._kept: set[str] = set()

    def exits(self) -> list[Exit]:
        """The exits by which the cancellation is lost, without the errors that anything may raise."""
        ways = [one for one in self.ask(self._handler.body, True) if one.leaving in _LEFT]
        self.falls_through = any(one.leaving is Leaving.END for one in ways)
        self.tells_apart = len({one.leaving for one in ways}) > 1
        return [one for one in ways if one.leaving is not Leaving.RAISE or not self._raises_it(one.node)]

    def _raises_it(self, node: "cst.CSTNode | None") -> bool:
        """Whether a ``raise`` raises the cancellation again, or belongs to another exception that came up meanwhile.

        A class whose name says that something was cancelled tells it on.
        """
        import libcst as cst

        if not isinstance(node, cst.Raise):
            return False
        if node.exc is None:
            return True
        raised: cst.CSTNode = node.exc
        while isinstance(raised, cst.Call | cst.Attribute):
            if self._code.qualified(raised) in CANCELLED:
                return True
            raised = raised.func if isinstance(raised, cst.Call) else raised.value
        if isinstance(raised, cst.Name) and (raised.value == self.name or _TELLS.search(raised.value)):
            return True
        return self._code.qualified(raised) in CANCELLED or id(node) in self._inner

    def raises_later(self, function: "FileFunction") -> bool:
        """Whether the function raises or returns a name under which the handler keeps the exception."""
        return bool(self._kept) and function.node is not None and _gives_one_of(function.node.body, self._kept)

    def step(self, node: "cst.CSTNode", fact: bool) -> bool:
        """Notice where the exception goes."""
        import libcst as cst

        match node:
            case cst.Assign(value=cst.Name(value=name)) if name == self.name:
                for target in node.targets:
                    if isinstance(target.target, cst.Name):
                        self._kept.add(target.target.value)
                    else:
                        self.hands_over = True
            case cst.Return(value=value) if value is not None and _gives(value, self.name):
                self.hands_over = True
            case cst.Call(func=function, args=arguments):
                called = function.attr.value if isinstance(function, cst.Attribute) else getattr(function, "value", "")
                if called not in LOGGING and any(_is_name(one.value, self.name) for one in arguments):
                    self.hands_over = True
        return fact

    def stops(self, node: "cst.CSTNode", fact: bool) -> bool:
        """Whether a call ends the process, or raises what it is given."""
        import libcst as cst

        if not isinstance(node, cst.Call):
            return False
        called = node.func.attr.value if isinstance(node.func, cst.Attribute) else getattr(node.func, "value", "")
        return called in RERAISING or self._code.qualified(node.func) in ENDING

    def catches(
        self, handler: "cst.ExceptHandler | cst.ExceptStarHandler", error: "cst.Raise | None", fact: bool
    ) -> bool | None:
        """A handler further inside catches the cancellation only if it says so."""
        import libcst as cst

        if error is None or not self._raises_it(error) or handler.type is None:
            return None
        caught = [one.value for one in handler.type.elements] if isinstance(handler.type, cst.Tuple) else [handler.type]
        names = [self._code.qualified(one) for one in caught]
        return any(name in CANCELLED or name == EVERYTHING for name in names)

    def assume(self, test: "cst.BaseExpression", truth: bool, fact: bool) -> tuple[bool, ...]:
        """``isinstance(error, CancelledError)`` is true of a cancellation, ``isinstance(error, Exception)`` is not."""
        import libcst as cst

        match test:
            case cst.Call(func=cst.Name(value="isinstance"), args=[cst.Arg(value=value), cst.Arg(value=kind)]):
                if not _is_name(value, self.name):
                    self.asks_about_it = self.asks_about_it or _names(value, self.name)
                    return (fact,)
                parts = [one.value for one in kind.elements] if isinstance(kind, cst.Tuple) else [kind]
                names = [self._code.qualified(one) for one in parts]
                if any(name in CANCELLED or name == EVERYTHING for name in names):
                    return (fact,) if truth else ()
                if all(name is not None and not name.startswith(".") for name in names):
                    return () if truth else (fact,)
        self.asks_about_it = self.asks_about_it or _names(test, self.name)
        return (fact,)


def _is_name(node: "cst.CSTNode", name: str | None) -> bool:
    import libcst as cst

    return name is not None and isinstance(node, cst.Name) and node.value == name


def _names(node: "cst.CSTNode", name: str | None) -> bool:
    """Whether a name stands anywhere in some code."""
    return _is_name(node, name) or any(_names(child, name) for child in children(node))


def _gives(value: "cst.CSTNode", name: str | None) -> bool:
    """Whether an expression is what has a name, or has it as a part; what it is called with is left aside."""
    import libcst as cst

    if isinstance(value, cst.Call) and not _is_cast(value):
        return False
    return _is_name(value, name) or any(_gives(child, name) for child in children(value))


def _is_cast(call: "cst.Call") -> bool:
    import libcst as cst

    match call.func:
        case cst.Name(value="cast") | cst.Attribute(attr=cst.Name(value="cast")):
            return True
    return False


def _gives_one_of(node: "cst.CSTNode", names: set[str]) -> bool:
    """Whether a name is raised or returned in some code."""
    import libcst as cst

    given = node.exc if isinstance(node, cst.Raise) else node.value if isinstance(node, cst.Return) else None
    if isinstance(given, cst.Name) and given.value in names:
        return True
    return any(_gives_one_of(child, names) for child in children(node))
