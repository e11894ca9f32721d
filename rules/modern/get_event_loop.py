"""AL906 get-event-loop."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import BlockKind, Finding, Fix, Fixable, FunctionKind, ProgramRule

from .availability import ABSENCE, is_optional

if TYPE_CHECKING:
    from asynclint.rule import CallSite, FixableFile, Program

_CALLEE = "asyncio.get_event_loop"
_RUNNING = "asyncio.get_running_loop"
_STARTS = frozenset({"run_until_complete", "run_forever"})


class GetEventLoop(ProgramRule):
    """Reports `asyncio.get_event_loop()` where one knows whether a loop runs.

    ## What it does
    Finds the call directly in a coroutine, and in a plain function that itself starts the loop it gets, with
    `run_until_complete` or `run_forever`. What stands below a test of `sys.version_info` is left alone.

    ## Why is this bad?
    In a coroutine it is `get_running_loop()`, which says so, and which fails in the wrong place instead of giving
    another loop. Where no loop runs it made one until Python 3.11, warned from 3.12 on, and raises RuntimeError since
    3.14: there, `asyncio.run` makes the loop, and closes it.

    ## Example

    ```python
    import asyncio


    async def later(job):
        loop = asyncio.get_event_loop()  # error: get-event-loop
        loop.call_later(1, job)


    def main(coroutine):
        loop = asyncio.get_event_loop()  # error: get-event-loop
        loop.run_until_complete(coroutine)
    ```

    ## Use instead

    ```python
    import asyncio


    async def later(job):
        loop = asyncio.get_running_loop()
        loop.call_later(1, job)


    def main(coroutine):
        asyncio.run(coroutine)
    ```

    ## Fix safety
    Safe in a coroutine that runs on asyncio: `get_running_loop` gives the same loop. Elsewhere there is no fix.

    ## Known problems
    A plain function that may be called with and without a running loop is left alone. At module level,
    `loop-bound-at-import` reports the call.

    ## Options
    * `# asynclint: ignore[get-event-loop] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.get_event_loop`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.get_event_loop)
    * [`asyncio.get_running_loop`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.get_running_loop)
    """

    code = "AL906"
    name = "get-event-loop"
    since = "0.1"
    fixable = Fixable.SAFE

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each call."""
        for site in program.calls_to(_CALLEE):
            if site.row.arguments or site.row.keywords or _is_handled(site):
                continue
            if _is_for_another_version(program, site):
                continue
            function = site.function
            if function.row.kind in (FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR):
                message = f"in a coroutine, `{site.spelled}` is `get_running_loop`"
                yield self.finding(site, message, remedy=("running",))
            elif function.row.kind is FunctionKind.PLAIN and _starts_it(program, site):
                message = f"`{site.spelled}` raises since Python 3.14 where no loop runs; `asyncio.run` makes one"
                yield self.finding(site, message)

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """The running loop."""
        if not finding.remedy:
            return None
        call = file.call(finding)
        name, edits = file.name("asyncio", "get_running_loop", call)
        return self.mended("Use `get_running_loop`", (*edits, *file.replace_callee(call, name)))


def _is_handled(site: "CallSite") -> bool:
    """Whether it stands in a ``try`` with handlers, or in a handler: then its failure is provided for."""
    blocks = site.module.summary.blocks
    block = site.row.block
    while block >= 0:
        row = blocks[block]
        if row.kind is BlockKind.EXCEPT or (row.kind is BlockKind.TRY and row.items):
            return site.function.row.kind is not FunctionKind.COROUTINE
        block = row.parent
    return False


def _is_for_another_version(program: "Program", site: "CallSite") -> bool:
    """Whether a test of the version stands round it, or a ``try`` that is about ``get_running_loop``."""
    calls = (site.module.summary.calls[number] for number in program.index.calls_in(site.function))
    newer = any(call.name == _RUNNING.rpartition(".")[2] for call in calls)
    return is_optional(site.module.summary, site.row.function, site.row.block, ABSENCE if newer else ())


def _starts_it(program: "Program", site: "CallSite") -> bool:
    """Whether the function that gets the loop runs it, and nothing says that it is called on a loop."""
    calls = (site.module.summary.calls[number] for number in program.index.calls_in(site.function))
    return program.places.on_loop(site.function) is None and any(call.name in _STARTS for call in calls)
