"""AL211 uncalled-coroutine-function."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst

from asynclint.rule import Finding, Fix, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import FixableFile, Mismatch, Program


class UncalledCoroutineFunction(ProgramRule):
    """Reports an async function that is awaited, made a task, or named as a statement, without being called.

    ## What it does
    Finds `await fetch`, `asyncio.run(main)`, `create_task(fetch)`, `gather(fetch)` and the like where the name is that
    of a coroutine function and the parentheses of the call are missing, and statements like `stream.close` that are
    nothing but the name of such a method.

    ## Why is this bad?
    A function is not a coroutine: calling it makes one. The line raises TypeError or ValueError when it is reached; a
    statement that only names a function does nothing.

    ## Example

    ```python
    import asyncio


    async def refresh():
        await asyncio.sleep(1)


    async def main():
        await refresh  # error: uncalled-coroutine-function
        await asyncio.gather(refresh(), refresh)  # error: uncalled-coroutine-function


    asyncio.run(main)  # error: uncalled-coroutine-function
    ```

    ```python
    # file: app/mail.py
    from twisted.internet.defer import ensureDeferred


    class Mail:
        async def flush(self):
            return 1

    # file: app/main.py
    from app.mail import Mail
    from twisted.internet.defer import ensureDeferred


    def stop(mail: Mail):
        return ensureDeferred(mail.flush)  # error: uncalled-coroutine-function
    ```

    ## Use instead

    ```python
    import asyncio


    async def refresh():
        await asyncio.sleep(1)


    async def main():
        await refresh()
        await asyncio.gather(refresh(), refresh())


    asyncio.run(main())
    ```

    Trio, AnyIO and Tornado take the function itself where they start something:

    ```python
    import anyio
    import trio
    from tornado.ioloop import IOLoop


    async def refresh():
        return 1


    def with_trio():
        trio.run(refresh)


    def with_anyio():
        anyio.run(refresh)


    def with_tornado():
        IOLoop.current().spawn_callback(refresh)
    ```

    ## Fix safety
    Safe: the line always raised an exception. `()` is added where the function can be called without arguments. A
    statement that only names a function has no fix.

    ## Known problems
    A function behind a decorator that asynclint cannot see through is not reported.

    ## Options
    * `min-confidence`: `"possible"` also shows what is wrong only on some of several ways.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[uncalled-coroutine-function] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.run`](https://docs.python.org/3/library/asyncio-runner.html#asyncio.run)
    * [asyncio: coroutines](https://docs.python.org/3/library/asyncio-task.html#coroutines)
    """

    code = "AL211"
    name = "uncalled-coroutine-function"
    since = "0.1"
    fixable = Fixable.SAFE
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each coroutine function in the place of a coroutine."""
        for wrong in program.wrong_awaits:
            if wrong.is_coroutine_function:
                by = f"`{wrong.receiver}` awaits" if wrong.receiver else "`await` of"
                message = f"{by} the async function `{wrong.spelled}` itself, which is not called"
                yield self.finding(wrong.site, message, remedy=_remedy(wrong), chain=wrong.steps)
        for named in program.uncalled_statements():
            yield self.finding(named.site, f"the async function `{named.spelled}` is only named here, not called")

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """Call the function, where it needs no arguments."""
        if not finding.remedy:
            return None
        key = finding.remedy[0]
        function = file.argument(file.call(finding), key) if key else file.expression(finding)
        if not isinstance(function, libcst.Name | libcst.Attribute):
            return None
        return self.mended("Call the function", file.replace(function, f"{file.code(function)}()"))


def _remedy(wrong: "Mismatch") -> tuple[str, ...]:
    """The argument that holds the function, "" for what is awaited directly; nothing where arguments are needed."""
    definition = wrong.definition
    if definition is None or not definition.callable_without_arguments:
        return ()
    return (wrong.argument,)
