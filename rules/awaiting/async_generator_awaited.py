"""AL224 async-generator-awaited."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class AsyncGeneratorAwaited(ProgramRule):
    """Reports an async generator that is awaited, or made a task, as if it were a coroutine.

    ## What it does
    Finds `await ticks()`, `create_task(ticks())`, `gather(ticks())` and the like where `ticks` is an `async def` with a
    `yield` in it, also behind a property or an abstract method of which all overrides yield.

    ## Why is this bad?
    Calling such a function gives an async generator, and that can only be iterated: the line raises TypeError, and
    nothing of the function runs. It often comes from a `yield` that was added later.

    ## Example

    ```python
    import asyncio


    async def ticks():
        while True:
            yield 1
            await asyncio.sleep(1)


    async def main():
        await ticks()  # error: async-generator-awaited
        task = asyncio.create_task(ticks())  # error: async-generator-awaited
        await task
    ```

    ```python
    # file: app/sources.py
    from collections.abc import AsyncIterator


    class Source:
        async def rows(self) -> AsyncIterator[str]:
            raise NotImplementedError


    class Numbers(Source):
        async def rows(self) -> AsyncIterator[str]:
            yield "1"

    # file: app/load.py
    from app.sources import Source


    async def load(source: Source):
        async for row in await source.rows():  # error: async-generator-awaited
            print(row)
    ```

    ## Use instead

    ```python
    import asyncio


    async def ticks():
        while True:
            yield 1
            await asyncio.sleep(1)


    async def show():
        async for tick in ticks():
            print(tick)


    async def main():
        task = asyncio.create_task(show())
        await task
    ```

    ## Known problems
    An `async def` without a body of its own that is declared to give an `AsyncIterator` counts as an async generator.

    ## Options
    * `min-confidence`: `"possible"` also shows what is wrong only on some of several ways.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[async-generator-awaited] the reason` on the statement says that it is meant.

    ## References
    * [Asynchronous generator functions](https://docs.python.org/3/reference/expressions.html#asynchronous-generator-functions)
    * [PEP 525: asynchronous generators](https://peps.python.org/pep-0525/)
    """

    code = "AL224"
    name = "async-generator-awaited"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each async generator in the place of a coroutine."""
        for wrong in program.wrong_awaits:
            if wrong.kind == "async-generator":
                by = f"`{wrong.receiver}` awaits" if wrong.receiver else "`await` of"
                message = f"{by} `{wrong.spelled}`, an async generator, which can only be iterated"
                yield self.finding(wrong.site, message, confidence=wrong.confidence, chain=wrong.steps)
