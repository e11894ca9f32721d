"""AL409 timeout-parameter."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding, FunctionKind

if TYPE_CHECKING:
    from asynclint.rule import FileView

_NAMED = (0, 1, 3)
"""Kinds of parameters that take one argument."""


class TimeoutParameter(FileRule):
    """Reports an async function with a parameter for its timeout.

    ## What it does
    Finds async functions with a parameter that is called `timeout`. Decorated functions are left out.

    ## Why is this bad?
    A caller can limit any async function with `asyncio.timeout`, `trio.fail_after` or `anyio.fail_after`, several calls
    with one limit among them. A parameter has to be passed on to every function below, each call then counts anew, and
    two functions seldom agree on whether it raises, and what.

    ## Example

    ```python
    import trio


    async def fetch(stream, timeout=10):  # error: timeout-parameter
        with trio.fail_after(timeout):
            return await stream.receive_some()
    ```

    ## Use instead

    ```python
    import trio


    async def fetch(stream):
        return await stream.receive_some()


    async def main(stream):
        with trio.fail_after(10):
            return await fetch(stream)
    ```

    ## Known problems
    It is a matter of design, and often of an interface that cannot be changed: the rule is off by default.

    ## Options
    * `# asynclint: ignore[timeout-parameter] the reason`, or `# noqa: ASYNC109`, says that it is meant.

    ## References
    * [Timeouts and cancellation for humans](https://vorpus.org/blog/timeouts-and-cancellation-for-humans/)
    """

    code = "AL409"
    name = "timeout-parameter"
    since = "0.1"
    default = False
    aliases = ("ASYNC109",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each such parameter."""
        for function in file.functions():
            if function.kind not in (FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR) or function.row.decorators:
                continue
            if any(one.name == "timeout" and one.kind in _NAMED for one in function.row.parameters):
                node = function.node
                parameters = node.params if node else None
                rows = (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params) if parameters else ()
                site = next((function.site(one) for one in rows if one.name.value == "timeout"), None)
                yield self.finding(
                    site or function, f"callers of `{function.spelled}` can limit it themselves: no need of `timeout`"
                )
