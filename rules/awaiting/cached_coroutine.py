"""AL222 cached-coroutine."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

from .reports import COROUTINE, WORDS

if TYPE_CHECKING:
    from asynclint.rule import Program


class CachedCoroutine(ProgramRule):
    """Reports an async function whose results are remembered by a cache for plain functions.

    ## What it does
    Finds `functools.lru_cache`, `cache` and `cached_property` on `async def`, on plain functions that return a
    coroutine, and on those that give a Twisted Deferred.

    ## Why is this bad?
    The cache keeps the coroutine, not its result. The first caller awaits it; the second gets the same object, and
    `await` raises RuntimeError, "cannot reuse already awaited coroutine". A Deferred can be waited for again, but it
    then holds what the callbacks of the first caller returned, None as a rule.

    ## Example

    ```python
    from functools import cache, cached_property


    @cache
    async def load(name):  # error: cached-coroutine
        return name


    class Store:
        @cached_property
        async def names(self):  # error: cached-coroutine
            return ["a"]
    ```

    ## Use instead

    ```python
    import asyncio


    async def read(name):
        return name


    class Store:
        def __init__(self):
            self.tasks = {}

        async def load(self, name):
            if name not in self.tasks:
                self.tasks[name] = asyncio.create_task(read(name))
            return await self.tasks[name]
    ```

    A task can be awaited by many. Trio and AnyIO have none: there the result itself is stored, behind a lock. With
    Twisted it is the result too that is stored, and each caller gets a Deferred of its own (`defer.succeed(result)`).

    ## Known problems
    Caches of other libraries are silent; several of them know coroutines.

    ## Options
    * `min-confidence`: `"possible"` also shows what is wrong only on some of several ways.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[cached-coroutine] the reason` on the statement says that it is meant.

    ## References
    * [`functools.lru_cache`](https://docs.python.org/3/library/functools.html#functools.lru_cache)
    * [Coroutine objects](https://docs.python.org/3/reference/datamodel.html#coroutine-objects)
    """

    code = "AL222"
    name = "cached-coroutine"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each cache of coroutines."""
        for function, kind in program.cached_awaitables():
            wear = "which can be awaited only once" if kind == COROUTINE else "whose result its first user changes"
            yield self.finding(function, f"the cache of `{function.spelled}` keeps its {WORDS[kind]}, {wear}")
