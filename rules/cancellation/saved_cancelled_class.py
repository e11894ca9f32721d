"""AL413 saved-cancelled-class."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.rule import FileRule, Finding, FunctionKind, Use

from .frameworks import CANCELLED_CLASS

if TYPE_CHECKING:
    from asynclint.rule import FileCall, FileView

STRICT: Final = "ASYNC118"
_ROWS = frozenset({FunctionKind.MODULE, FunctionKind.CLASS_BODY})


class SavedCancelledClass(FileRule):
    """Reports AnyIO's cancellation class kept where it is asked for too early.

    ## What it does
    Finds `anyio.get_cancelled_exc_class()` in a variable of a module or class, or in an attribute.

    ## Why is this bad?
    The class is `asyncio.CancelledError` or `trio.Cancelled`, depending on the backend that runs *now*. While a module
    is imported nothing runs, and the call raises, or guesses. An attribute may be read under another backend than the
    one that was running when it was set. And a name that stands for the class hides from readers and from tools that
    a handler catches cancellation.

    ## Example

    ```python
    import anyio

    Cancelled = anyio.get_cancelled_exc_class()  # error: saved-cancelled-class


    class Worker:
        def __init__(self):
            self.cancelled = anyio.get_cancelled_exc_class()  # error: saved-cancelled-class
    ```

    ## Use instead

    ```python
    import anyio


    async def work(stream):
        try:
            await stream.receive()
        except anyio.get_cancelled_exc_class():
            stream.abort()
            raise
    ```

    ## Known problems
    A local variable of an async function is correct, and not reported. Selected as `ASYNC118`, the rule reports it
    too, and the function itself under another name, as they hide what a handler catches.

    ## Options
    * `# asynclint: ignore[saved-cancelled-class] the reason`, or `# noqa: ASYNC118`, says that it is meant.

    ## References
    * [`anyio.get_cancelled_exc_class`](https://anyio.readthedocs.io/en/stable/api.html#anyio.get_cancelled_exc_class)
    """

    code = "AL413"
    name = "saved-cancelled-class"
    since = "0.1"
    names = ("get_cancelled_exc_class",)
    aliases = ("ASYNC118",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each place that keeps the class."""
        strict = file.is_selected_as(STRICT)
        message = "`get_cancelled_exc_class()` has to be asked where the class is used: it depends on what runs"
        for call in file.calls_to({CANCELLED_CLASS}):
            if call.use is Use.STORED or (call.use is Use.NAMED and (strict or self._is_lasting(file, call))):
                yield self.finding(call, message)
        if strict:
            for site in file.bindings_to({CANCELLED_CLASS}):
                yield self.finding(site, message)

    @staticmethod
    def _is_lasting(file: "FileView", call: "FileCall") -> bool:
        return file.summary.functions[call.row.function].kind in _ROWS
