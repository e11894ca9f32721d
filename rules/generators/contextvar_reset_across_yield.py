"""AL704 contextvar-reset-across-yield."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.model.summary import Op
from asynclint.rule import Confidence, FileRule, Finding, FunctionKind

from .decorated import CONTEXT_MANAGERS

if TYPE_CHECKING:
    from asynclint.rule import FileCall, FileFunction, FileView

_VARIABLE = "contextvars.ContextVar"


class ContextvarResetAcrossYield(FileRule):
    """Reports a context variable that is set before a `yield` and reset after it.

    ## What it does
    Finds `token = variable.set(…)` before and `variable.reset(token)` after a `yield` of an async generator or an async
    fixture. Functions that `asynccontextmanager` decorates are left alone: there it is the idiom, as both halves run
    in the task of the `async with`.

    ## Why is this bad?
    An async generator has no context of its own: each part runs in that of the task that asks for the next item. The
    value is seen by the loop round it, not only inside the generator; and when another task, or the garbage collector's
    hook, closes the generator, `reset` raises `ValueError`, because the token is from another context.

    ## Example

    ```python
    import contextvars

    request_id = contextvars.ContextVar("request_id")


    async def lines(request):
        token = request_id.set(request.id)
        try:
            async for line in request.body():
                yield line
        finally:
            request_id.reset(token)  # error: contextvar-reset-across-yield
    ```

    ## Use instead

    ```python
    import contextlib
    import contextvars

    request_id = contextvars.ContextVar("request_id")


    @contextlib.asynccontextmanager
    async def identified(request):
        token = request_id.set(request.id)
        try:
            yield token
        finally:
            request_id.reset(token)


    async def read(request):
        async with identified(request):
            return [line async for line in request.body()]
    ```

    ## Known problems
    A generator that one task alone iterates to its end works. Where the variable comes from another file, the finding
    goes by `set` and `reset` with its token.

    ## Options
    * `# asynclint: ignore[contextvar-reset-across-yield] the reason` on the statement says that it is meant.

    ## References
    * [`contextvars.ContextVar.reset`](https://docs.python.org/3/library/contextvars.html#contextvars.ContextVar.reset)
    * [PEP 789: preventing task-cancellation bugs by limiting yield in async generators](https://peps.python.org/pep-0789/)
    """

    code = "AL704"
    name = "contextvar-reset-across-yield"
    since = "0.1"
    names = ("reset",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each reset."""
        for function in file.functions():
            if function.kind is FunctionKind.ASYNC_GENERATOR and not CONTEXT_MANAGERS & {*function.decorators}:
                yield from self._resets(function)

    def _resets(self, function: "FileFunction") -> Iterator[Finding]:
        calls = [call for call in function.calls() if call.row.name in ("set", "reset")]
        tokens = {_token(call): call for call in calls if call.row.name == "set"}
        rows = [binding.line for binding in function.row.yields]
        for call in calls:
            arguments = call.row.arguments
            if call.row.name != "reset" or len(arguments) != 1:
                continue
            made = tokens.get((function.file.summary.expressions[arguments[0]], _receiver(call)))
            if made is None or not any(made.row.line <= row <= call.row.line for row in rows):
                continue
            known = call.qualified == f"{_VARIABLE}.reset"
            yield self.finding(
                call,
                f"`{call.spelled}` may run in another context than the `set` before the `yield`",
                confidence=Confidence.CERTAIN if known else Confidence.LIKELY,
            )


def _receiver(call: "FileCall") -> object:
    row = call.file.summary.expressions[call.row.callee]
    return row[1] if row[0] == Op.ATTRIBUTE else None


def _token(call: "FileCall") -> object:
    """The name that gets the token of a ``set``, with the variable."""
    return (Op.NAME, call.row.detail), _receiver(call)
