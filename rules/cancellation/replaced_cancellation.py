"""AL402 replaced-cancellation."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.rule import BlockKind, Confidence, FileRule, Finding, FunctionKind, Leaving, Question, Step, children

from .surroundings import is_deaf, is_outermost, suspends
from .swallowing import swallows

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileFunction, FileView

STRICT: Final = "ASYNC104"
WORDS: Final = {
    Leaving.RETURN: "`return`",
    Leaving.BREAK: "`break`",
    Leaving.CONTINUE: "`continue`",
    Leaving.RAISE: "another exception",
}


class ReplacedCancellation(FileRule):
    """Reports a statement by which a handler or `finally` gets rid of a cancellation.

    ## What it does
    Finds `return`, `break`, `continue` and the `raise` of another exception in a handler that catches cancellation
    (`asyncio.CancelledError`, `trio.Cancelled`, AnyIO's class, `BaseException` or a bare one), and `return`, `break`
    and `continue` in a `finally`, round code that awaits. What is silent or *possible* for `swallowed-cancellation` is
    so here too.

    ## Why is this bad?
    The cancellation ends there, and with it the reason why the task should stop. The caller sees a result, or an
    exception that it takes for an ordinary failure and retries; timeouts do not fire, task groups wait for ever.

    ## Example

    ```python
    import asyncio


    async def load(client, cache):
        try:
            return await client.load()
        except BaseException:
            return cache  # error: replaced-cancellation


    async def connect(client):
        for _ in range(3):
            try:
                await client.connect()
            except BaseException as error:
                raise ConnectionError("no connection") from error  # error: replaced-cancellation


    async def close(client):
        try:
            await client.say_goodbye()
        finally:
            return client.state  # error: replaced-cancellation
    ```

    ## Use instead

    ```python
    import asyncio


    async def load(client, cache):
        try:
            return await client.load()
        except asyncio.CancelledError:
            client.abort()
            raise
        except Exception:
            return cache


    async def connect(client):
        for _ in range(3):
            try:
                await client.connect()
            except Exception as error:
                raise ConnectionError("no connection") from error


    async def close(client):
        try:
            await client.say_goodbye()
        finally:
            client.state.closed = True
        return client.state
    ```

    ## Known problems
    An exception that a handler returns on purpose, as one result of several, is reported as *possible* only.

    ## Options
    * `min-confidence`: `"possible"` also shows handlers that end their coroutine.
    * Selected as `ASYNC104`, the rule looks at the handlers alone, whatever they are round.
    * `# asynclint: ignore[replaced-cancellation] the reason`, or `# noqa: ASYNC104`, says that it is meant.

    ## References
    * [Task cancellation](https://docs.python.org/3/library/asyncio-task.html#task-cancellation)
    * [`trio.Cancelled`](https://trio.readthedocs.io/en/stable/reference-core.html#trio.Cancelled)
    """

    code = "AL402"
    name = "replaced-cancellation"
    since = "0.1"
    names = ("BaseException", "Cancelled", "CancelledError", "get_cancelled_exc_class")
    words = ("except:", "finally")
    aliases = ("ASYNC104",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each statement that leaves without the cancellation."""
        strict = file.is_selected_as(STRICT)
        for swallow in swallows(file, strict=strict):
            if not strict and any(left.leaving is Leaving.END for left in swallow.exits):
                continue
            handler = swallow.handler
            caught = handler.site_of(swallow.number)
            where = Step(file.filename, caught.location, caught.function_name, "except")
            for left in swallow.exits:
                site = handler.code.site(left.node) if left.node else None
                if left.leaving in WORDS and site is not None:
                    step = Step(file.filename, site.location, site.function_name, WORDS[left.leaving].strip("`"))
                    message = f"a cancellation that is caught here ends with {WORDS[left.leaving]}"
                    yield self.finding(site, message, confidence=swallow.confidence, chain=(where, step))
        if not is_deaf(file):
            for number in sorted(set(_leaving_finally(file))):
                yield from self._in_finally(file.function_at(number))

    def _in_finally(self, function: "FileFunction") -> Iterator[Finding]:
        if function.node is None or is_outermost(function):
            return
        for node in _tries(function.node.body):
            if node.finalbody is None or not suspends(function, node.body):
                continue
            for left in Question[bool]().ask(node.finalbody.body, True):
                site = function.site(left.node) if left.node else None
                if site is not None and left.leaving in WORDS and left.leaving is not Leaving.RAISE:
                    message = f"{WORDS[left.leaving]} in `finally` ends a cancellation, and any other exception"
                    yield self.finding(site, message, confidence=Confidence.CERTAIN)


def _leaving_finally(file: "FileView") -> Iterator[int]:
    """The numbers of the coroutines with a ``finally`` that a statement may leave, by the words in its rows."""
    for block in file.summary.blocks:
        if block.kind is BlockKind.FINALLY:
            function = file.summary.functions[block.function]
            if function.suspends and function.kind in (FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR):
                text = file.lines[block.line - 1 : block.end_line]
                if any(word in line for line in text for word in ("return", "break", "continue")):
                    yield block.function


def _tries(node: "cst.CSTNode") -> "Iterator[cst.Try | cst.TryStar]":
    import libcst as cst

    if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda):
        return
    if isinstance(node, cst.Try | cst.TryStar):
        yield node
    for child in children(node):
        yield from _tries(child)
