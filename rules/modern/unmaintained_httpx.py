"""AL911 unmaintained-httpx."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding

if TYPE_CHECKING:
    from asynclint.rule import FileView


class UnmaintainedHttpx(FileRule):
    """Reports imports of `httpx`, which is no longer maintained.

    ## What it does
    Finds every statement that imports `httpx` or something from it.

    ## Why is this bad?
    The last release of httpx is of 2024, and known faults of its connection pool stay unmended. `httpx2` goes on with
    the same interface.

    ## Example

    ```python
    import httpx  # error: unmaintained-httpx


    async def page(url):
        async with httpx.AsyncClient() as client:
            return await client.get(url)
    ```

    ## Use instead

    ```python
    import httpx2


    async def page(url):
        async with httpx2.AsyncClient() as client:
            return await client.get(url)
    ```

    ## Known problems
    Off by default: which library a project depends on is its own choice, and nothing is wrong with the single call.

    ## Options
    * `# asynclint: ignore[unmaintained-httpx] the reason`, or `# noqa: ASYNC127`, on the import says that it is meant.

    ## References
    * [HTTPX](https://www.python-httpx.org/)
    """

    code = "AL911"
    name = "unmaintained-httpx"
    since = "0.1"
    default = False
    aliases = ("ASYNC127",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each statement."""
        seen = set()
        for statement in file.imports("httpx"):
            if statement.site.location not in seen:
                seen.add(statement.site.location)
                yield self.finding(statement.site, "`httpx` is no longer maintained; `httpx2` goes on with it")
