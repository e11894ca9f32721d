"""AL218 wait-on-coroutines."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fix, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import FixableFile, Program


class WaitOnCoroutines(ProgramRule):
    """Reports coroutines that are given to `asyncio.wait`.

    ## What it does
    Finds `asyncio.wait([fetch(a), fetch(b)])`, also where a name holds the collection.

    ## Why is this bad?
    Since Python 3.11 it raises TypeError: `wait` takes tasks and futures. Before, it made tasks that nobody else could
    refer to, and `done` and `pending` held these instead of what was given.

    ## Example

    ```python
    import asyncio


    async def fetch(url):
        return url


    async def fetch_all(urls):
        await asyncio.wait([fetch("a"), fetch("b")])  # error: wait-on-coroutines
        jobs = [fetch(url) for url in urls]
        done, pending = await asyncio.wait(jobs)  # error: wait-on-coroutines
        return done, pending
    ```

    ## Use instead

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
    Safe: the call always raised an exception. Calls that stand in the list themselves are put into
    `asyncio.create_task(…)`.

    ## Known problems
    What is in a collection is known where it is made of calls in one place.

    ## Options
    * `min-confidence`: `"possible"` also shows what is wrong only on some of several ways.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[wait-on-coroutines] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.wait`](https://docs.python.org/3/library/asyncio-task.html#asyncio.wait)
    """

    code = "AL218"
    name = "wait-on-coroutines"
    since = "0.1"
    fixable = Fixable.SAFE
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each collection of coroutines."""
        for wrong in program.waits_on_coroutines():
            message = f"`{wrong.receiver}` gets coroutines: it takes tasks"
            remedy = (wrong.argument,) if wrong.kind == "all" else ()
            yield self.finding(wrong.site, message, confidence=wrong.confidence, remedy=remedy)

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """Make tasks of the calls in a display or comprehension."""
        if not finding.remedy:
            return None
        call = file.call(finding)
        starter, edits = file.name("asyncio", "create_task", call)
        tasks = file.wrap_items(file.argument(call, finding.remedy[0]), starter)
        return self.mended("Make tasks", (*tasks, *edits))
