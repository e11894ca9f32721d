"""AL220 await-outside-coroutine."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding, Fixable

if TYPE_CHECKING:
    from asynclint.rule import FileView


class AwaitOutsideCoroutine(FileRule):
    """Reports `await`, `async for` and `async with` where no coroutine encloses them, and `yield from` in a coroutine.

    ## What it does
    Finds them in plain functions, lambdas, class bodies and modules. Generator expressions may hold them anywhere: they
    become asynchronous.

    ## Why is this bad?
    Python compiles no file with such a statement: SyntaxError. A tool that reads the file without compiling it says
    nothing.

    ## Example

    ```python
    import asyncio


    def main(connection):
        await asyncio.sleep(1)  # error: await-outside-coroutine
        async with connection:  # error: await-outside-coroutine
            print("done")


    async def items(source):
        yield from source  # error: await-outside-coroutine
    ```

    ## Use instead

    ```python
    import asyncio


    async def main(connection):
        await asyncio.sleep(1)
        async with connection:
            print("done")


    async def items(source):
        for item in source:
            yield item
    ```

    ## Known problems
    Code that is meant for an interactive shell, where `await` may stand anywhere, is reported.

    ## Options
    * `# asynclint: ignore[await-outside-coroutine] the reason` on the statement says that it is meant.

    ## References
    * [Await expression](https://docs.python.org/3/reference/expressions.html#await-expression)
    * [PEP 492: coroutines](https://peps.python.org/pep-0492/)
    """

    code = "AL220"
    name = "await-outside-coroutine"
    since = "0.1"
    words = ("await", "async", "yield from")
    fixable = Fixable.NO
    aliases = ("PLE1142", "PLE1700")

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each place that waits outside of a coroutine."""
        for site in file.misplaced_waits():
            if site.what == "yield from":
                yield self.finding(site, "`yield from` cannot stand in an `async def`")
            elif not site.in_generator_expression:
                yield self.finding(site, f"`{site.what}` stands outside of any `async def`")
