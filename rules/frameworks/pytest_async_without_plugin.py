"""AL802 pytest-async-without-plugin."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Confidence, Finding, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class PytestAsyncWithoutPlugin(ProgramRule):
    """Reports async tests that no plug-in of pytest will run.

    ## What it does
    Finds `async def test_…` that pytest collects, without a mark such as `@pytest.mark.asyncio`, `anyio` or `trio` on
    the function, its class or its module, in a project whose configuration (`pytest.ini`, `pyproject.toml`, `tox.ini`,
    `setup.cfg`) does not say `asyncio_mode = "auto"`, `anyio_mode = "auto"` or `trio_mode = true`.

    ## Why is this bad?
    pytest itself does not run coroutines. Before version 8.4 it skipped such a test with a warning, which nobody
    sees among hundreds; later versions let it fail.

    ## Example

    ```python
    # file: test_orders.py
    import asyncio

    import pytest


    @pytest.mark.asyncio
    async def test_order():
        await asyncio.sleep(0)


    async def test_total():  # error: pytest-async-without-plugin
        await asyncio.sleep(0)
    ```

    ## Use instead

    ```python
    # file: test_orders.py
    import asyncio

    import pytest


    @pytest.mark.asyncio
    async def test_order():
        await asyncio.sleep(0)


    @pytest.mark.asyncio
    async def test_total():
        await asyncio.sleep(0)
    ```

    ## Known problems
    Modes that are given on the command line only are not seen. Therefore the rule speaks by default only where the
    project marks other tests, and is silent where hooks in `conftest.py` may mark or run tests, where a test asks for
    `anyio_backend` or `nursery`, and where an unknown mark or decorator may do something.

    ## Options
    * `min-confidence`: `"possible"` also reports in projects that mark no test at all.
    * `# asynclint: ignore[pytest-async-without-plugin] the reason` on the line of the definition says that it is meant.

    ## References
    * [pytest-asyncio: modes](https://pytest-asyncio.readthedocs.io/en/stable/concepts.html)
    * [AnyIO: testing](https://anyio.readthedocs.io/en/stable/testing.html)
    * [pytest-trio](https://pytest-trio.readthedocs.io/)
    """

    code = "AL802"
    name = "pytest-async-without-plugin"
    since = "0.1"

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each coroutine that pytest collects and does not run."""
        for function in program.never_run_by_pytest():
            yield self.finding(
                function,
                f"`{function.spelled}` does not run: neither a mark nor pytest's configuration says how",
                confidence=Confidence.LIKELY if program.testing.marks_coroutines else Confidence.POSSIBLE,
            )
