"""AL411 long-sleep."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.rule import Applicability, FileRule, Finding, Fix, Fixable

from .numbers import literal

if TYPE_CHECKING:
    from asynclint.rule import FileView, FixableFile

DAY: Final = 24 * 60 * 60
FOREVER: Final = {"trio.sleep": "trio.sleep_forever()", "anyio.sleep": "anyio.sleep_forever()"}


class LongSleep(FileRule):
    """Reports a sleep that is meant to last forever.

    ## What it does
    Finds `trio.sleep`, `anyio.sleep` and `asyncio.sleep` with infinity or a number of more than a day of seconds.

    ## Why is this bad?
    Whoever writes `sleep(100000)` mostly means *until somebody cancels me*. Trio and AnyIO have `sleep_forever` for
    that, which says so and does not wake up one day. With asyncio a future or an event that nobody sets does the same.

    ## Example

    ```python
    import asyncio
    import math

    import anyio
    import trio


    async def serve():
        await trio.sleep(1_000_000)  # error: long-sleep


    async def serve_too():
        await anyio.sleep(math.inf)  # error: long-sleep


    async def with_asyncio():
        await asyncio.sleep(float("inf"))  # error: long-sleep
    ```

    ## Use instead

    ```python
    import asyncio

    import anyio
    import trio


    async def serve():
        await trio.sleep_forever()


    async def serve_too():
        await anyio.sleep_forever()


    async def with_asyncio():
        await asyncio.Event().wait()
    ```

    ## Fix safety
    The fix, for Trio and AnyIO, is unsafe: what wakes up after some days now never does.

    ## Known problems
    A number that is computed, or that has a name, is not looked at.

    ## Options
    * `# asynclint: ignore[long-sleep] the reason`, or `# noqa: ASYNC116`, says that it is meant.

    ## References
    * [`trio.sleep_forever`](https://trio.readthedocs.io/en/stable/reference-core.html#trio.sleep_forever)
    * [`anyio.sleep_forever`](https://anyio.readthedocs.io/en/stable/api.html#anyio.sleep_forever)
    """

    code = "AL411"
    name = "long-sleep"
    since = "0.1"
    names = ("sleep",)
    fixable = Fixable.UNSAFE
    aliases = ("ASYNC116",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each sleep of more than a day."""
        for call in file.calls_to({*FOREVER, "asyncio.sleep"}):
            arguments, keywords = call.row.arguments, call.row.keywords
            given = arguments[:1] if call.qualified == "asyncio.sleep" else arguments
            given = given or tuple(keywords.values())
            seconds = literal(file, given[0]) if len(given) == 1 else None
            if seconds is not None and seconds > DAY:
                better = FOREVER.get(call.qualified or "", "asyncio.Event().wait()")
                yield self.finding(call, f"sleeps for more than a day: `await {better}` if it is to be forever")

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """``sleep_forever`` of the library; asyncio has none."""
        library = next((one for one in ("trio", "anyio") if f"await {one}.sleep_forever" in finding.message), None)
        if library is None:
            return None
        call = file.call(finding)
        name, edits = file.name(library, "sleep_forever", call)
        return Fix(Applicability.UNSAFE, f"Call `{name}`", (*edits, *file.replace(call, f"{name}()")))
