"""AL208 await-of-non-awaitable."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst

from asynclint.rule import Finding, Fix, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import FixableFile, Mismatch, Program


class AwaitOfNonAwaitable(ProgramRule):
    """Reports `await` of something that cannot be awaited.

    ## What it does
    Finds `await` of what a plain function gives, of a plain function that was not called, of a `concurrent.futures`
    future and of other objects without `__await__`; the same where such a thing is passed to a function that awaits it,
    as `asyncio.gather` does; and awaited hooks of which one possible value is a plain function that gives nothing.

    ## Why is this bad?
    It raises TypeError, "object … can't be used in 'await' expression", when the line is reached. Where that is the
    rare branch, or an `except Exception` stands round it, nobody sees it for a long time.

    ## Example

    ```python
    class Kernel:
        def handle_timeout(self):
            self.running = False

        async def launch(self):
            await self.handle_timeout()  # error: await-of-non-awaitable
    ```

    ```python
    # file: app/pool.py
    from concurrent.futures import ThreadPoolExecutor

    executor = ThreadPoolExecutor()


    def in_thread(function):
        return executor.submit(function)

    # file: app/rows.py
    import asyncio

    from app.pool import in_thread


    def rows():
        return [1, 2, 3]


    async def load():
        return await in_thread(rows)  # error: await-of-non-awaitable


    async def load_two():
        return await asyncio.gather(in_thread(rows), in_thread(rows))  # error: await-of-non-awaitable
    ```

    ## Use instead

    ```python
    class Kernel:
        def handle_timeout(self):
            self.running = False

        async def launch(self):
            self.handle_timeout()
    ```

    A future of another thread is wrapped for the loop:

    ```python
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    executor = ThreadPoolExecutor()


    def rows():
        return [1, 2, 3]


    async def load():
        return await asyncio.wrap_future(executor.submit(rows))
    ```

    Tornado's coroutines can yield such a future as it is:

    ```python
    from concurrent.futures import ThreadPoolExecutor

    from tornado import gen

    executor = ThreadPoolExecutor()


    def rows():
        return [1, 2, 3]


    @gen.coroutine
    def load():
        result = yield executor.submit(rows)
        return result
    ```

    ## Fix safety
    Unsafe: the line raised an exception before, and goes on now. `await` is taken away from calls of functions and put
    round `asyncio.wrap_future(…)` for a future; a method that may be overridden is left as it is.

    ## Known problems
    Code that asks first (`inspect.isawaitable`, `isinstance`) or that expects the TypeError is silent.

    ## Options
    * `min-confidence`: `"possible"` also shows what is wrong only on some of several ways.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[await-of-non-awaitable] the reason` on the statement says that it is meant.

    ## References
    * [Await expression](https://docs.python.org/3/reference/expressions.html#await-expression)
    * [`asyncio.wrap_future`](https://docs.python.org/3/library/asyncio-future.html#asyncio.wrap_future)
    * [Tornado: coroutines](https://www.tornadoweb.org/en/stable/guide/coroutines.html)
    """

    code = "AL208"
    name = "await-of-non-awaitable"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ("invalid-await",)
    second_to = ("AL810",)

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each thing that is awaited and cannot be, and that no other rule knows better."""
        for wrong in program.wrong_awaits:
            if not (wrong.kind == "async-generator" or wrong.is_coroutine_function or wrong.is_gathered_collection):
                yield self.finding(
                    wrong.site, _message(wrong), confidence=wrong.confidence, remedy=_remedy(wrong), chain=wrong.steps
                )

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """Take `await` away from a call, or wrap the future of another thread."""
        call = file.call(finding)
        waiting = file.parent(call)
        if not finding.remedy or not isinstance(waiting, libcst.Await):
            return None
        if finding.remedy[0] == "drop":
            return self.mended("Take `await` away", file.unwait(waiting))
        wrapper, edits = file.name("asyncio", "wrap_future", call)
        return self.mended(f"Use `{wrapper}`", (*file.replace(call, f"{wrapper}({file.code(call)})"), *edits))


def _remedy(wrong: "Mismatch") -> tuple[str, ...]:
    if wrong.kind == "future":
        return ("wrap",)
    return ("drop",) if wrong.kind in ("nothing", "plain", "collection") and not wrong.is_overridable else ()


def _message(wrong: "Mismatch") -> str:
    by = f"`{wrong.receiver}` awaits" if wrong.receiver else "`await` of"
    match wrong.kind:
        case "function":
            return f"{by} the function `{wrong.spelled}` itself: it is plain, and it is not called"
        case "future":
            return f"{by} `{wrong.spelled}`, a future of another thread: use `asyncio.wrap_future`"
        case "nothing":
            return f"{by} `{wrong.spelled}`, a plain function that gives None"
        case "hook":
            name = wrong.definition.row.name if wrong.definition else ""
            return f"{by} `{wrong.spelled}`, which may be `{name}`: that is a plain function and gives None"
        case _:
            return f"{by} `{wrong.spelled}`, which gives nothing that can be awaited"
