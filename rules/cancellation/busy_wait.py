"""AL410 busy-wait."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.rule import BlockKind, Confidence, FileRule, Finding, Use, children

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileFunction, FileView

SLEEPS: Final = frozenset(
    {
        "anyio.lowlevel.checkpoint",
        "anyio.sleep",
        "anyio.sleep_until",
        "asyncio.sleep",
        "curio.sleep",
        "tornado.gen.sleep",
        "trio.lowlevel.checkpoint",
        "trio.sleep",
        "trio.sleep_until",
    }
)

INSIDE: Final = frozenset(
    {
        "cancelled", "closed", "done", "empty", "full", "is_closed", "is_closing", "locked", "qsize",
    }
)  # fmt: skip
"""Methods that only look at the state of an object of this process; ``is_set`` too, as far as it can be awaited."""

FUNCTIONS: Final = frozenset({"all", "any", "bool", "hasattr", "isinstance", "len"})

OUTSIDE: Final = frozenset({"exitcode", "returncode"})
"""Attributes that tell of another process."""

_CONSTANTS: Final = frozenset({"False", "None", "True"})

LOGGING: Final = frozenset({"debug", "error", "exception", "info", "log", "warning"})


class BusyWait(FileRule):
    """Reports a loop that asks again and again whether something has happened.

    ## What it does
    Finds `while condition: await sleep(…)` where the condition only looks at the state of objects of this process
    (attributes, globals, `.done()`, `.is_set()`, `.empty()`, `len(…)`) and the body does nothing to it. Beside the
    sleep, the body may log and count.

    ## Why is this bad?
    Whoever changes the state knows when that happens, and can say so at once: with an event, a condition, a queue or by
    the end of a task. Polling wakes up for nothing, and is late by up to one sleep.

    ## Example

    ```python
    import asyncio


    class Server:
        def __init__(self):
            self.ready = False

        async def wait(self):
            while not self.ready:  # error: busy-wait
                await asyncio.sleep(0.1)
    ```

    ## Use instead

    ```python
    import asyncio


    class Server:
        def __init__(self):
            self.ready = asyncio.Event()

        async def wait(self):
            await self.ready.wait()
    ```

    Something outside of the process has to be polled, as nobody tells of its changes:

    ```python
    import asyncio


    async def wait_for(process):
        while process.poll() is None:
            await asyncio.sleep(0.1)
    ```

    ## Known problems
    A property may ask something outside. In tests, where polling is customary, and where an attribute of another
    object is read, which may have no event to wait for, the finding is *possible* only.

    ## Options
    * `min-confidence`: `"possible"` also shows loops in tests, and those that ask another object.
    * `# asynclint: ignore[busy-wait] the reason`, or `# noqa: ASYNC110`, says that it is meant.

    ## References
    * [`asyncio.Event`](https://docs.python.org/3/library/asyncio-sync.html#asyncio.Event)
    * [`trio.Event`](https://trio.readthedocs.io/en/stable/reference-core.html#trio.Event)
    """

    code = "AL410"
    name = "busy-wait"
    since = "0.1"
    names = ("checkpoint", "sleep", "sleep_until")
    aliases = ("ASYNC110",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each loop that polls."""
        import libcst as cst

        seen: set[int] = set()
        for call in file.calls_to(SLEEPS):
            block, function = call.block, call.function
            waits = call.use in (Use.AWAITED, Use.YIELDED)
            if not waits or block.kind is not BlockKind.WHILE or function is None or block.number in seen:
                continue
            seen.add(block.number)
            loop = function.tree.node_at(cst.While, *block.position[:2])
            if loop is not None and _polls(function, loop):
                own = not file.is_test and _is_own(loop.test)
                sure = Confidence.CERTAIN if own else Confidence.POSSIBLE
                yield self.finding(block, "polls: wait for an event, a condition or a task instead", confidence=sure)


def _polls(function: "FileFunction", loop: "cst.While") -> bool:
    """Whether a loop does nothing but to ask and to sleep."""
    import libcst as cst

    statements: list[cst.CSTNode] = []
    for line in loop.body.body:
        if not isinstance(line, cst.SimpleStatementLine):
            return isinstance(loop.body, cst.SimpleStatementSuite) and _is_sleep(function, line)
        statements += line.body
    if isinstance(loop.test, cst.Ellipsis):
        return len(statements) == 1 and _is_sleep(function, statements[0])
    condition = Condition(function)
    if not condition.is_inside(loop.test) or not condition.changes:
        return False
    return all(_is_sleep(function, one) or condition.is_untouched_by(one) for one in statements)


def _is_sleep(function: "FileFunction", statement: "cst.CSTNode") -> bool:
    import libcst as cst

    value = statement.value if isinstance(statement, cst.Expr) else None
    if isinstance(value, cst.Await):
        return function.qualified(value.expression) in SLEEPS
    return isinstance(value, cst.Yield) and function.qualified(value.value) in SLEEPS


def _is_own(test: "cst.CSTNode") -> bool:
    """Whether a condition reads no attribute of another object, which may have nothing better to offer."""
    import libcst as cst

    if isinstance(test, cst.Attribute):
        base = test.value
        return isinstance(base, cst.Name) and (base.value in ("self", "cls") or base.value[:1].isupper())
    if isinstance(test, cst.Call) and isinstance(test.func, cst.Attribute):
        return all(_is_own(one) for one in test.args)
    return all(_is_own(child) for child in children(test))


class Condition:
    """What a condition reads: names, and whether any of it can change while the loop sleeps."""

    def __init__(self, function: "FileFunction") -> None:
        self._function = function
        self.names: set[str] = set()
        self.changes = False

    def is_inside(self, node: "cst.CSTNode") -> bool:
        """Whether a part of the condition only looks at objects of this process."""
        import libcst as cst

        match node:
            case cst.Name(value=name):
                self.names.add(name)
                self.changes |= self._is_shared(name)
                return True
            case cst.Attribute(value=base, attr=cst.Name(value=attribute)):
                self.changes = True
                return attribute not in OUTSIDE and self.is_inside(base)
            case cst.Subscript(value=base):
                self.changes = True
                return all(self.is_inside(part) for part in (base, *node.slice))
            case cst.Call(func=cst.Name(value=name), args=arguments):
                self.changes |= name == "len"
                return name in FUNCTIONS and all(self.is_inside(argument.value) for argument in arguments)
            case cst.Call(func=cst.Attribute(attr=cst.Name(value=name)) as method, args=arguments):
                return name in INSIDE and self._looks(method) and all(self.is_inside(one.value) for one in arguments)
            case cst.UnaryOperation(
                operator=cst.Not(), expression=cst.Call(func=cst.Attribute(attr=cst.Name(value="is_set")) as method)
            ):
                return self._looks(method)
            case cst.Await() | cst.Lambda() | cst.NamedExpr() | cst.BaseComp():
                return False
        return all(self.is_inside(child) for child in children(node))

    def _looks(self, method: "cst.Attribute") -> bool:
        """Whether a method is that of an object of the loop, not of a thread or process."""
        self.changes = True
        kind = (self._function.type_of(method.value) or "").partition(".")[0]
        return kind not in ("threading", "multiprocessing", "queue", "concurrent") and self.is_inside(method.value)

    def _is_shared(self, name: str) -> bool:
        """Whether others can change a name: that of a module, or of a function round this one."""
        return name not in self._function.row.bindings and name not in _CONSTANTS

    def is_untouched_by(self, statement: "cst.CSTNode") -> bool:
        """Whether a statement of the loop cannot change the condition."""
        import libcst as cst

        match statement:
            case cst.Pass():
                return True
            case cst.Expr(value=cst.SimpleString() | cst.Ellipsis()):
                return True
            case cst.Expr(value=cst.Call(func=cst.Attribute(attr=cst.Name(value=name)))):
                return name in LOGGING
            case cst.Expr(value=cst.Call(func=cst.Name(value="print"))):
                return True
            case cst.AugAssign(target=cst.Name(value=name), value=cst.BaseNumber()):
                return name not in self.names
        return False
