"""AL412 zero-sleep."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Applicability, FileRule, Finding, Fix, Fixable

from .numbers import literal

if TYPE_CHECKING:
    from asynclint.rule import FileView, FixableFile


class ZeroSleep(FileRule):
    """Reports a sleep of no time where a checkpoint is meant.

    ## What it does
    Finds `trio.sleep(0)` and `anyio.sleep(0)`.

    ## Why is this bad?
    Both libraries have a function that says what is meant, and does it with less work: `lowlevel.checkpoint()`.
    asyncio has none; `asyncio.sleep(0)` is its way.

    ## Example

    ```python
    import anyio
    import trio


    async def crunch(items):
        for item in items:
            item.work()
            await trio.sleep(0)  # error: zero-sleep


    async def crunch_too(items):
        for item in items:
            item.work()
            await anyio.sleep(0)  # error: zero-sleep
    ```

    ## Use instead

    ```python
    import asyncio

    import trio


    async def crunch(items):
        for item in items:
            item.work()
            await trio.lowlevel.checkpoint()


    async def with_asyncio(items):
        for item in items:
            item.work()
            await asyncio.sleep(0)
    ```

    ## Fix safety
    The fix is safe: it calls the function that `sleep(0)` calls.

    ## Options
    * `# asynclint: ignore[zero-sleep] the reason`, or `# noqa: ASYNC115`, says that it is meant.

    ## References
    * [`trio.lowlevel.checkpoint`](https://trio.readthedocs.io/en/stable/reference-lowlevel.html#trio.lowlevel.checkpoint)
    * [`anyio.lowlevel.checkpoint`](https://anyio.readthedocs.io/en/stable/api.html#anyio.lowlevel.checkpoint)
    """

    code = "AL412"
    name = "zero-sleep"
    since = "0.1"
    names = ("sleep",)
    fixable = Fixable.SAFE
    aliases = ("ASYNC115",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each sleep of zero seconds."""
        for call in file.calls_to({"trio.sleep", "anyio.sleep"}):
            arguments, keywords = call.row.arguments, call.row.keywords
            given = arguments or tuple(keywords.values())
            if len(given) == 1 and literal(file, given[0]) == 0 and "**" not in keywords:
                library = (call.qualified or "").partition(".")[0]
                yield self.finding(call, f"`{call.spelled}(0)` is a checkpoint: call `{library}.lowlevel.checkpoint`")

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """The library's own checkpoint."""
        library = "anyio" if "`anyio.lowlevel" in finding.message else "trio"
        call = file.call(finding)
        name, edits = file.name(f"{library}.lowlevel", "checkpoint", call)
        return Fix(Applicability.SAFE, f"Call `{name}`", (*edits, *file.replace(call, f"{name}()")))
