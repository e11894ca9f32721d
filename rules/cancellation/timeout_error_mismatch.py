"""AL415 timeout-error-mismatch."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.rule import Applicability, FileRule, Finding, Fix, Fixable

if TYPE_CHECKING:
    from asynclint.rule import FileHandler, FileView, FixableFile

RAISES: Final = frozenset({"asyncio.wait_for", "async_timeout.timeout", "async_timeout.timeout_at"})
"""What raises ``asyncio.TimeoutError``; ``asyncio.timeout`` came with the Python in which it is ``TimeoutError``."""

SAME_SINCE: Final = (3, 11)


class TimeoutErrorMismatch(FileRule):
    """Reports a handler of `TimeoutError` that misses asyncio's timeouts on older Pythons.

    ## What it does
    Finds `except TimeoutError` round `asyncio.wait_for` or `async_timeout.timeout` in projects that still support
    Python 3.10 or older, by `target-version` or `requires-python`.

    ## Why is this bad?
    `asyncio.TimeoutError` is the built-in `TimeoutError` since Python 3.11 only. Before, it is another class, which
    this handler does not catch: the timeout goes on as an error that nobody expects.

    ## Example

    ```python
    import asyncio


    async def fetch(reader):
        try:
            return await asyncio.wait_for(reader.read(), 10)
        except TimeoutError:  # error: timeout-error-mismatch
            return b""
    ```

    ## Use instead

    ```python
    import asyncio


    async def fetch(reader):
        try:
            return await asyncio.wait_for(reader.read(), 10)
        except (TimeoutError, asyncio.TimeoutError):
            return b""
    ```

    ## Fix safety
    The fix is safe: the handler catches the class that it was written for as well.

    ## Options
    * `target-version`: the oldest Python that the project supports; by default that of `requires-python`. Where
      neither is given, nothing is reported.

    ```toml
    target-version = "py39"
    ```

    * `# asynclint: ignore[timeout-error-mismatch] the reason` says that it is meant.

    ## References
    * [`asyncio.TimeoutError`](https://docs.python.org/3/library/asyncio-exceptions.html#asyncio.TimeoutError)
    """

    code = "AL415"
    name = "timeout-error-mismatch"
    since = "0.1"
    names = ("TimeoutError",)
    fixable = Fixable.SAFE

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each handler that catches the built-in class only."""
        known = file.options.target_is_stated and file.target_version < SAME_SINCE
        if not known or not file.imported & {"asyncio", "async_timeout"}:
            return
        for handler in file.handlers():
            if "TimeoutError" in handler.caught and self._misses(handler):
                site = handler.site_of(handler.caught.index("TimeoutError"))
                yield self.finding(site, "`TimeoutError` is not `asyncio.TimeoutError` before Python 3.11: catch both")

    @staticmethod
    def _misses(handler: "FileHandler") -> bool:
        body = handler.body
        if body is None or any("asyncio.TimeoutError" in one.caught for one in handler.siblings):
            return False
        return any(call.qualified in RAISES for call in body.calls())

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """Both classes in a tuple."""
        import libcst as cst

        node = file.node(cst.Name, finding)
        name, edits = file.name("asyncio", "TimeoutError", node)
        both = f"TimeoutError, {name}"
        content = both if isinstance(file.parent(node), cst.Element) else f"({both})"
        return Fix(Applicability.SAFE, f"Catch `{name}` too", (*edits, *file.replace(node, content)))
