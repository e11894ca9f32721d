"""AL207 coroutine-awaited-twice."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule, Step

if TYPE_CHECKING:
    from asynclint.rule import Program


class CoroutineAwaitedTwice(ProgramRule):
    """Reports a coroutine object that runs for the second time on one path.

    ## What it does
    Finds a name that holds a coroutine and is awaited twice, or awaited and made a task, or awaited in a loop that does
    not make it anew, as loops that try again do.

    ## Why is this bad?
    A coroutine runs once. The second `await` raises RuntimeError, "cannot reuse already awaited coroutine".

    ## Example

    ```python
    async def fetch(url):
        return url


    async def fetch_twice(url):
        job = fetch(url)
        first = await job
        second = await job  # error: coroutine-awaited-twice
        return first, second


    async def fetch_or_retry(url):
        job = fetch(url)
        for attempt in range(3):
            try:
                return await job  # error: coroutine-awaited-twice
            except OSError:
                print(attempt)
    ```

    ## Use instead

    ```python
    async def fetch(url):
        return url


    async def fetch_twice(url):
        return await fetch(url), await fetch(url)


    async def fetch_or_retry(url):
        for attempt in range(3):
            try:
                return await fetch(url)
            except OSError:
                print(attempt)
    ```

    A task, a future and a Deferred keep their result and can be awaited again:

    ```python
    import asyncio


    async def fetch(url):
        return url


    async def fetch_twice(url):
        job = asyncio.create_task(fetch(url))
        return await job, await job
    ```

    ## Known problems
    Only local names are followed.

    ## Options
    * `min-confidence`: `"possible"` also shows what is wrong only on some of several ways.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[coroutine-awaited-twice] the reason` on the statement says that it is meant.

    ## References
    * [Coroutine objects](https://docs.python.org/3/reference/datamodel.html#coroutine-objects)
    """

    code = "AL207"
    name = "coroutine-awaited-twice"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each second run."""
        for again in program.coroutines_run_twice():
            first = again.first
            message = f"the coroutine of `{first.spelled}` that `{again.name}` holds runs for the second time here"
            step = Step(first.filename, first.location, first.function_name, first.spelled)
            yield self.finding(again, message, confidence=again.confidence, chain=(step,))
