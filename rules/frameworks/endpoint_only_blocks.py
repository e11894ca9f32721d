"""AL812 endpoint-only-blocks."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Blocking, Finding, Fix, Fixable, FunctionKind, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import FixableFile, FunctionNode, Program

_ROUTES = frozenset(
    f"{cls}.{method}"
    for cls in ("fastapi.FastAPI", "fastapi.APIRouter", "starlette.applications.Starlette", "starlette.routing.Router")
    for method in ("get", "post", "put", "patch", "delete", "head", "options", "trace", "api_route", "route")
)


class EndpointOnlyBlocks(ProgramRule):
    """Reports an `async def` endpoint of FastAPI or Starlette that blocks and never awaits.

    ## What it does
    Finds endpoints that are `async def`, have no `await`, and call something that blocks, directly or through other
    functions. The call itself is reported by the rules about blocking.

    ## Why is this bad?
    The framework runs a plain `def` in its thread pool, where it may block; an `async def` runs on the event loop, and
    all other requests wait. Here, the word `async` is the whole fault.

    ## Example

    ```python
    import time

    from fastapi import FastAPI

    app = FastAPI()


    @app.get("/report")
    async def report():  # error: endpoint-only-blocks
        time.sleep(3)  # error: blocking-sleep
        return {"ready": True}
    ```

    ## Use instead

    ```python
    import time

    from fastapi import FastAPI

    app = FastAPI()


    @app.get("/report")
    def report():
        time.sleep(3)
        return {"ready": True}
    ```

    ## Fix safety
    Unsafe: the function then runs in a thread of the pool, beside others: what it shares with them needs a lock. Who
    awaits the endpoint as a function gets an error.

    ## Known problems
    Off by default: the rules about blocking report the same calls, and another remedy may be the better one.

    ## Options
    * `# asynclint: ignore[endpoint-only-blocks] the reason` on the line of the definition says that it is meant.

    ## References
    * [FastAPI: concurrency and async / await](https://fastapi.tiangolo.com/async/)
    """

    code = "AL812"
    name = "endpoint-only-blocks"
    since = "0.1"
    default = False
    fixable = Fixable.UNSAFE

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each endpoint."""
        endpoints = {
            (function.module.path, function.qualname): function
            for function in program.functions()
            if _is_endpoint(program, function)
        }
        if not endpoints:
            return
        blocking = [call for kind in Blocking for call in program.blocking_calls(kind)]
        for key, function in endpoints.items():
            call = next((one for one in blocking if any((at.filename, at.function) == key for at in one.entries)), None)
            if call is not None:
                message = f"`{function.row.name}` never awaits and blocks: without `async` it would run in a thread"
                yield self.finding(program.definition(function), message, confidence=call.confidence)

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """The definition without ``async``."""
        row = finding.location.row
        text = file.lines[row - 1][finding.location.column - 1 :]
        if not text.startswith("async def "):
            return None
        edit = file.text.edit(
            file.text.row_start(row) + finding.location.column - 1,
            file.text.row_start(row) + finding.location.column - 1 + len("async "),
            "",
        )
        return self.mended("Drop `async`", [edit])


def _is_endpoint(program: "Program", function: "FunctionNode") -> bool:
    """Whether it is an asynchronous endpoint that never waits."""
    row = function.row
    if row.kind is not FunctionKind.COROUTINE or row.suspends or not row.decorators:
        return False
    return any(name in _ROUTES for name in program.decorator_names(function))
