"""AL401 swallowed-cancellation."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.rule import Applicability, FileRule, Finding, Fix, Fixable, Leaving

from .frameworks import CANCELLED_CLASS, EVERYTHING
from .swallowing import swallows

if TYPE_CHECKING:
    from asynclint.rule import FileView, FixableFile

STRICT: Final = "ASYNC103"


class SwallowedCancellation(FileRule):
    """Reports a handler that ends a cancellation, after which the coroutine goes on.

    ## What it does
    Finds handlers of `asyncio.CancelledError`, `trio.Cancelled`, AnyIO's class, `BaseException` and bare ones, round
    code that awaits, with a way through them that neither raises again nor leaves otherwise. Handlers that always leave
    by `return`, `break`, `continue` or an exception are the matter of `replaced-cancellation`.

    Good reasons for it are known, and silent: awaiting a task that was cancelled before; the main coroutine of a
    program, and tests; a coroutine that calls `uncancel()`; an exception that is kept and raised later. Handlers of
    asyncio's class in a coroutine that awaits nothing any more, and so ends, are *possible* findings: for a task of its
    own that is the usual way to end.

    ## Why is this bad?
    A cancellation asks the whole task to end. If the exception does not get out, the task runs on: timeouts do not
    fire, task groups wait for ever, shutting down hangs. In Trio and AnyIO nobody but the cancelled scope may catch it.

    ## Example

    ```python
    import asyncio
    import logging


    async def poll(client):
        while True:
            try:
                await client.fetch()
            except BaseException:  # error: swallowed-cancellation
                logging.exception("fetching failed")
            await asyncio.sleep(10)
    ```

    ```python
    import trio


    async def work(stream):
        try:
            await stream.run()
        except trio.Cancelled:  # error: swallowed-cancellation
            print("stopped")
    ```

    ## Use instead

    ```python
    import asyncio
    import logging


    async def poll(client):
        while True:
            try:
                await client.fetch()
            except Exception:
                logging.exception("fetching failed")
            await asyncio.sleep(10)


    async def stop(task):
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            print("stopped")
    ```

    ```python
    import trio


    async def work(stream):
        try:
            await stream.run()
        except trio.Cancelled:
            print("stopped")
            raise
    ```

    ## Fix safety
    The fix puts `raise` at the end of a handler of the cancellation class alone. It is unsafe: the code after the
    handler no longer runs when the task is cancelled.

    ## Known problems
    Twisted's `CancelledError` is an ordinary exception, and that of `concurrent.futures` tells of a future: neither is
    reported. `except Exception` does not catch cancellation since Python 3.8. A cancellation that is meant to be
    refused needs a comment.

    ## Options
    * `min-confidence`: `"possible"` also shows handlers that end their coroutine.
    * Selected as `ASYNC103`, the rule looks at the handlers alone, whatever they are round, and also reports those that
      leave by `return`, `break` or `continue`.
    * `# asynclint: ignore[swallowed-cancellation] the reason`, or `# noqa: ASYNC103`, says that it is meant.

    ## References
    * [Task cancellation](https://docs.python.org/3/library/asyncio-task.html#task-cancellation)
    * [`trio.Cancelled`](https://trio.readthedocs.io/en/stable/reference-core.html#trio.Cancelled)
    * [Cancellation in AnyIO](https://anyio.readthedocs.io/en/stable/cancellation.html)
    """

    code = "AL401"
    name = "swallowed-cancellation"
    since = "0.1"
    names = ("BaseException", "Cancelled", "CancelledError", "get_cancelled_exc_class")
    words = ("except:",)
    fixable = Fixable.UNSAFE
    aliases = ("ASYNC103",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each handler that a cancellation falls out of."""
        strict = file.is_selected_as(STRICT)
        for swallow in swallows(file, strict=strict):
            left = {one.leaving for one in swallow.exits}
            if Leaving.END in left or (strict and left - {Leaving.RAISE}):
                handler = swallow.handler
                site = handler.site_of(swallow.number)
                name = _spelled(handler.caught[swallow.number], bare=not handler.block.row.subject)
                message = f"{name} ends a cancellation: it is not raised again{_why(handler.caught)}"
                yield self.finding(site, message, confidence=swallow.confidence)

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """``raise`` at the end of the handler."""
        import libcst as cst

        if "`except Exception` would" in finding.message:
            return None
        text = file.lines[finding.location.row - 1][finding.location.column - 1 : finding.end_location.column - 1]
        kind = cst.Call if text.endswith(")") else cst.Attribute if "." in text else cst.Name
        handler = file.parent(file.node(kind, finding))
        if not isinstance(handler, cst.ExceptHandler) or not isinstance(handler.body, cst.IndentedBlock):
            return None
        last: cst.CSTNode = handler.body.body[-1]
        if isinstance(last, cst.SimpleStatementLine):
            last = last.body[-1]
        if isinstance(last, cst.Pass):
            return Fix(Applicability.UNSAFE, "Raise the cancellation again", file.replace(last, "raise"))
        return Fix(Applicability.UNSAFE, "Raise the cancellation again", file.insert_after(last, "raise"))


def _spelled(name: str | None, *, bare: bool) -> str:
    if bare:
        return "the bare `except`"
    return f"`except {name}()`" if name == CANCELLED_CLASS else f"`except {name}`"


def _why(caught: tuple[str | None, ...]) -> str:
    return "; `except Exception` would let it pass" if EVERYTHING in caught else ""
