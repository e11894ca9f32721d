"""AL606 loop-bound-at-import."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.rule import FileRule, Finding, FunctionKind

if TYPE_CHECKING:
    from asynclint.rule import FileView

_LOOPS: Final = frozenset({"asyncio.get_event_loop"})
_FUTURES: Final = frozenset(
    {"asyncio.Future", "asyncio.create_task", "asyncio.ensure_future", "asyncio.gather", "asyncio.wrap_future"}
)
_PRIMITIVES: Final = frozenset(
    f"asyncio.{name}"
    for name in ("Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore", "Queue", "LifoQueue", "PriorityQueue")
)
_UNBOUND_SINCE: Final = (3, 10)
_RUNS: Final = frozenset({"run", "run_until_complete", "run_forever"})
_IMPORTING: Final = (FunctionKind.MODULE, FunctionKind.CLASS_BODY)


class LoopBoundAtImport(FileRule):
    """Reports what belongs to an event loop, made while the module is imported.

    ## What it does
    Finds futures, tasks and `asyncio.get_event_loop()` at the top level of modules and classes; where the project
    supports Python 3.9 or older, asyncio's locks, events and queues too.

    ## Why is this bad?
    While modules are imported no loop runs. `get_event_loop()` then makes one, or raises from Python 3.14 on, and
    `asyncio.run` starts another: what was made before belongs to a loop that never runs. Awaiting it raises "attached
    to a different loop", or waits for ever.

    ## Example

    ```python
    import asyncio

    ready = asyncio.Future()  # error: loop-bound-at-import


    class Server:
        loop = asyncio.get_event_loop()  # error: loop-bound-at-import
    ```

    ## Use instead

    ```python
    import asyncio


    class Server:
        def __init__(self):
            self.loop = asyncio.get_running_loop()
            self.ready = self.loop.create_future()
    ```

    ## Known problems
    A module that also runs a loop at its top level is a script, and left alone.

    ## Options
    * `# asynclint: ignore[loop-bound-at-import] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.get_event_loop`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.get_event_loop)
    * [Python 3.10: the `loop` parameter was removed](https://docs.python.org/3/whatsnew/3.10.html)
    """

    code = "AL606"
    name = "loop-bound-at-import"
    since = "0.1"
    names = ("asyncio",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each call that runs when the module is imported."""
        if "asyncio" not in file.imported:
            return
        wanted = _LOOPS | _FUTURES | (_PRIMITIVES if file.target_version < _UNBOUND_SINCE else frozenset())
        functions = file.summary.functions
        if any(row.name in _RUNS and functions[row.function].kind in _IMPORTING for row in file.summary.calls):
            return
        for call in file.calls_to(wanted):
            if functions[call.row.function].kind in _IMPORTING and not file.is_test:
                yield self.finding(call, f"`{call.spelled}` runs at import, and belongs to no loop that will run")
