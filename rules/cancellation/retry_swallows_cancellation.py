"""AL416 retry-swallows-cancellation."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.model.summary import Op
from asynclint.rule import Confidence, FileRule, Finding, FunctionKind

from .frameworks import CANCELLED, EVERYTHING

if TYPE_CHECKING:
    from asynclint.rule import FileCall, FileView

RETRIES: Final = {
    "backoff.on_exception": (1, "exception"),
    "stamina.retry": (-1, "on"),
    "stamina.retry_context": (-1, "on"),
    "retry.retry": (0, "exceptions"),
    "retry.api.retry": (0, "exceptions"),
    "tenacity.retry": (-1, "retry"),
    "tenacity.AsyncRetrying": (-1, "retry"),
}
"""By decorator: where it is told what to retry."""

CATCHING: Final = frozenset({"tenacity.retry_if_exception_type"})
SPARING: Final = frozenset({"tenacity.retry_if_not_exception_type", "tenacity.retry_unless_exception_type"})
"""What makes tenacity retry all exceptions but those named: cancellation is one."""

LOOPS: Final = frozenset({"tenacity.AsyncRetrying", "stamina.retry_context"})


class RetrySwallowsCancellation(FileRule):
    """Reports a retry of a coroutine that also retries its cancellation.

    ## What it does
    Finds `tenacity.retry`, `tenacity.AsyncRetrying`, `backoff.on_exception`, `stamina.retry` and `retry.retry` on async
    functions that are told to retry `BaseException` or a cancellation class, or, with tenacity's
    `retry_if_not_exception_type`, everything but a few classes.

    ## Why is this bad?
    A cancelled task gets its cancellation as an exception. If that is retried, the task goes on with a new attempt:
    timeouts do not end it, shutting down waits for it, and a cancelled scope is never left.

    ## Example

    ```python
    import backoff


    @backoff.on_exception(backoff.expo, BaseException, max_tries=5)  # error: retry-swallows-cancellation
    async def fetch(client, url):
        return await client.get(url)
    ```

    ```python
    from tenacity import retry, retry_if_not_exception_type


    @retry(retry=retry_if_not_exception_type(ValueError))  # error: retry-swallows-cancellation
    async def fetch(client, url):
        return await client.get(url)
    ```

    ## Use instead

    ```python
    import backoff


    @backoff.on_exception(backoff.expo, OSError, max_tries=5)
    async def fetch(client, url):
        return await client.get(url)
    ```

    ```python
    import asyncio

    from tenacity import retry, retry_if_not_exception_type


    @retry(retry=retry_if_not_exception_type((ValueError, asyncio.CancelledError)))
    async def fetch(client, url):
        return await client.get(url)
    ```

    ## Known problems
    Predicates (`retry_if_exception`) and conditions that are combined with `&` are not looked into.

    ## Options
    * `# asynclint: ignore[retry-swallows-cancellation] the reason` says that it is meant.

    ## References
    * [tenacity](https://tenacity.readthedocs.io/en/latest/#whether-to-retry)
    * [backoff](https://github.com/litl/backoff#backoffon_exception)
    """

    code = "AL416"
    name = "retry-swallows-cancellation"
    since = "0.1"
    names = ("backoff", "retry", "stamina", "tenacity")

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each retry that catches cancellation."""
        if not file.imported & {name.partition(".")[0] for name in RETRIES}:
            return
        expressions = file.summary.expressions
        decorators = {
            expressions[one][1]
            for function in file.functions()
            if function.kind in (FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR)
            for one in function.row.decorators
            if expressions[one][0] == Op.CALL
        }
        for call in file.calls_to(RETRIES):
            if call.number not in decorators and call.qualified not in LOOPS:
                continue
            what = call.argument(*RETRIES[call.qualified or ""])
            if what is not None and self._retries_cancellation(file, call, what):
                confidence = Confidence.CERTAIN
                yield self.finding(call, "a cancelled task is retried, not cancelled", confidence=confidence)

    def _retries_cancellation(self, file: "FileView", call: "FileCall", what: int) -> bool:
        row = file.summary.expressions[what]
        if row[0] == Op.BINARY and row[1] == "BitOr":
            return any(self._retries_cancellation(file, call, part) for part in row[2:])
        if row[0] != Op.CALL:
            return bool(self._classes(file, call, what) & {*CANCELLED, EVERYTHING})
        inner = file.call_at(row[1])
        classes = inner.argument(0, "exception_types")
        named = self._classes(file, inner, classes) if classes is not None else set()
        if inner.qualified in CATCHING:
            return bool(named & {*CANCELLED, EVERYTHING})
        return inner.qualified in SPARING and None not in named and not named & {*CANCELLED, EVERYTHING}

    @staticmethod
    def _classes(file: "FileView", call: "FileCall", expression: int) -> set[str | None]:
        row = file.summary.expressions[expression]
        parts = row[1:] if row[0] == Op.TUPLE else (expression,)
        return {file.callee_or_name(part, call.at) for part in parts}
