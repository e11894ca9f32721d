"""AL219 gather-of-a-collection."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst

from asynclint.rule import Finding, Fix, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import FixableFile, Program


class GatherOfACollection(ProgramRule):
    """Reports a list or another collection that is given to `asyncio.gather` as one argument.

    ## What it does
    Finds `gather([a(), b()])`, `gather(f(x) for x in xs)` and `gather(jobs)` where the argument is a list, tuple, set,
    dictionary or generator expression and the `*` before it is missing.

    ## Why is this bad?
    `gather` takes awaitables one by one. A collection is none: the call raises TypeError, and none of the coroutines
    runs.

    ## Example

    ```python
    import asyncio


    async def fetch(url):
        return url


    async def fetch_all(urls):
        jobs = [fetch(url) for url in urls]
        await asyncio.gather(jobs)  # error: gather-of-a-collection
        return await asyncio.gather([fetch("a"), fetch("b")])  # error: gather-of-a-collection
    ```

    ## Use instead

    ```python
    import asyncio


    async def fetch(url):
        return url


    async def fetch_all(urls):
        jobs = [fetch(url) for url in urls]
        await asyncio.gather(*jobs)
        return await asyncio.gather(fetch("a"), fetch("b"))
    ```

    `asyncio.wait` takes a collection, of tasks:

    ```python
    import asyncio


    async def fetch(url):
        return url


    async def fetch_all(urls):
        jobs = [asyncio.create_task(fetch(url)) for url in urls]
        done, pending = await asyncio.wait(jobs)
        return done, pending
    ```

    ## Fix safety
    Safe: the line always raised an exception. `*` is added before the collection.

    ## Known problems
    What is only known to be iterable in some way is silent.

    ## Options
    * `min-confidence`: `"possible"` also shows what is wrong only on some of several ways.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[gather-of-a-collection] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.gather`](https://docs.python.org/3/library/asyncio-task.html#asyncio.gather)
    """

    code = "AL219"
    name = "gather-of-a-collection"
    since = "0.1"
    fixable = Fixable.SAFE
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each collection that `gather` gets whole."""
        for wrong in program.wrong_awaits:
            if wrong.is_gathered_collection:
                message = "`asyncio.gather` gets a collection as one argument: the `*` before it is missing"
                yield self.finding(wrong.site, message, confidence=wrong.confidence, remedy=(wrong.argument,))

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """Unpack the collection."""
        collection = file.argument(file.call(finding), finding.remedy[0])
        if collection is None:
            return None
        text = file.code(collection)
        if isinstance(collection, libcst.GeneratorExp) and not text.startswith("("):
            return None
        simple = isinstance(collection, libcst.Name | libcst.Attribute | libcst.Call | libcst.List | libcst.ListComp)
        return self.mended("Unpack the collection", file.replace(collection, f"*{text}" if simple else f"*({text})"))
