"""AL803 asyncio-mark-on-fixture."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Edit, FileRule, Finding, Fix, Fixable, Location

if TYPE_CHECKING:
    from asynclint.rule import FileView, FixableFile

_FIXTURES = frozenset({"pytest.fixture", "pytest_asyncio.fixture", "pytest_trio.trio_fixture"})
_MARK = "pytest.mark.asyncio"


class AsyncioMarkOnFixture(FileRule):
    """Reports `@pytest.mark.asyncio` on a fixture.

    ## What it does
    Finds the mark, with or without arguments, below or above `@pytest.fixture` or `@pytest_asyncio.fixture`.

    ## Why is this bad?
    Marks are for tests; on a fixture they do nothing, and pytest 9 refuses them. What runs an async fixture is
    `@pytest_asyncio.fixture`, or the auto mode. The mark makes readers believe otherwise.

    ## Example

    ```python
    import pytest
    import pytest_asyncio


    @pytest.mark.asyncio  # error: asyncio-mark-on-fixture
    @pytest_asyncio.fixture
    async def client():
        return object()
    ```

    ## Use instead

    ```python
    import pytest_asyncio


    @pytest_asyncio.fixture
    async def client():
        return object()
    ```

    ## Fix safety
    Safe: the mark has no effect. There is no fix for one that goes over several rows.

    ## Options
    * `# asynclint: ignore[asyncio-mark-on-fixture] the reason`, or `# noqa: PT024`, on the row of the mark says that it
      is meant.

    ## References
    * [pytest: marks have no effect on fixtures](https://docs.pytest.org/en/stable/deprecations.html#applying-a-mark-to-a-fixture-function)
    * [pytest-asyncio: fixtures](https://pytest-asyncio.readthedocs.io/en/stable/reference/decorators/index.html)
    """

    code = "AL803"
    name = "asyncio-mark-on-fixture"
    since = "0.1"
    names = ("fixture", "trio_fixture")
    fixable = Fixable.SAFE
    aliases = ("PT024",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each mark."""
        for function in file.functions():
            names = function.decorators if len(function.row.decorators) > 1 else ()
            if _MARK in names and not _FIXTURES.isdisjoint(names):
                for name, site in zip(names, function.decorator_sites, strict=False):
                    if name == _MARK:
                        yield self.finding(site, f"a mark does nothing on the fixture `{function.spelled}`")

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """Remove the row of the mark."""
        row, column = finding.end_location.row, finding.end_location.column
        text = file.lines[row - 1]
        if text.count("(") != text.count(")"):
            return None
        if text[column - 1 :].strip():
            return self.mended("Remove the mark", [Edit(finding.location, finding.end_location, "")])
        return self.mended("Remove the mark", [Edit(Location(row, 1), Location(row + 1, 1), "")])
