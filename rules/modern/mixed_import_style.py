"""AL910 mixed-import-style."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding

if TYPE_CHECKING:
    from asynclint.rule import FileView

_LIBRARIES = ("trio", "anyio", "asyncio")


class MixedImportStyle(FileRule):
    """Reports imports of the async library that hide its name.

    ## What it does
    Finds `from trio import …` and `import trio as …`, and the same for `anyio` and `asyncio`. Imports from their
    submodules (`from trio.testing import …`) are left alone.

    ## Why is this bad?
    `sleep(1)` may block or suspend; `trio.sleep(1)` says which. A reader, and every tool that goes by names, sees at
    the call which library it is, if all files import it in one way.

    ## Example

    ```python
    from asyncio import sleep  # error: mixed-import-style

    import trio as t  # error: mixed-import-style


    async def wait():
        await sleep(1)


    async def wait_in_trio():
        await t.sleep(1)
    ```

    ## Use instead

    ```python
    import asyncio

    import trio


    async def wait():
        await asyncio.sleep(1)


    async def wait_in_trio():
        await trio.sleep(1)
    ```

    ## Known problems
    Off by default: it is a matter of taste. asynclint itself resolves names however they are imported.

    ## Options
    * `# asynclint: ignore[mixed-import-style] the reason`, or `# noqa: ASYNC106`, on the import says that it is meant.

    ## References
    * [Trio: tutorial](https://trio.readthedocs.io/en/stable/tutorial.html)
    """

    code = "AL910"
    name = "mixed-import-style"
    since = "0.1"
    default = False
    aliases = ("ASYNC106",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each statement."""
        seen = set()
        for library in _LIBRARIES:
            for statement in file.imports(library):
                hidden = statement.name or statement.bound != library
                if hidden and statement.module == library and statement.site.location not in seen:
                    seen.add(statement.site.location)
                    yield self.finding(statement.site, f"the name `{library}` is hidden; `import {library}` shows it")
