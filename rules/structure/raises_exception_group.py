"""AL511 raises-exception-group."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding

from .groups import EXCEPTION_GROUPS

if TYPE_CHECKING:
    from asynclint.rule import FileCall, FileView


class RaisesExceptionGroup(FileRule):
    """Reports `pytest.raises` of an exception group.

    ## What it does
    Finds `pytest.raises(ExceptionGroup)` and `pytest.raises(BaseExceptionGroup)`, also in a tuple.

    ## Why is this bad?
    The test passes with any group, whatever is in it: with a `ZeroDivisionError` from a mistake in the test, too.
    `pytest.RaisesGroup` (since pytest 8.4) says which exceptions are expected.

    ## Example

    ```python
    import pytest


    async def test_all_fail(run):
        with pytest.raises(ExceptionGroup):  # error: raises-exception-group
            await run()
    ```

    ## Use instead

    ```python
    import pytest


    async def test_all_fail(run):
        with pytest.RaisesGroup(ValueError):
            await run()
    ```

    ## Known problems
    A project that has to run with pytest before 8.4 does not have `RaisesGroup`.

    ## Options
    * `# asynclint: ignore[raises-exception-group] the reason`, or `# noqa: ASYNC401`, says that it is meant.

    ## References
    * [`pytest.RaisesGroup`](https://docs.pytest.org/en/stable/reference/reference.html#pytest.RaisesGroup)
    """

    code = "AL511"
    name = "raises-exception-group"
    since = "0.1"
    names = ("BaseExceptionGroup", "ExceptionGroup")
    aliases = ("ASYNC401",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each call."""
        for call in file.calls_to({"pytest.raises"}):
            if _expects_group(file, call):
                yield self.finding(call, "any group passes: `pytest.RaisesGroup` says what has to be in it")


def _expects_group(file: "FileView", call: "FileCall") -> bool:
    expected = call.argument(0, "expected_exception")
    return expected is not None and not EXCEPTION_GROUPS.isdisjoint(file.classes_in(expected, call.at))
