"""AL213 iterator-mismatch."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst

from asynclint.rule import Finding, Fix, Fixable, ProgramRule, Use

if TYPE_CHECKING:
    from asynclint.rule import FixableFile, Program


class IteratorMismatch(ProgramRule):
    """Reports `for` over an async iterable, and `async for` over what is none.

    ## What it does
    Finds `for` (in comprehensions, and as `list` and `sorted` do it) over an object that only `async for` can iterate:
    async generators, stream readers, cursors and other objects with `__aiter__`; `async for` over a list, a generator
    or another plain iterable; and `async for` over a coroutine, which has to be awaited first.

    ## Why is this bad?
    The loop raises TypeError when it is reached.

    ## Example

    ```python
    import asyncio


    async def ticks():
        yield 1


    async def show(reader: asyncio.StreamReader, names: list[str]):
        for tick in ticks():  # error: iterator-mismatch
            print(tick)
        async for name in names:  # error: iterator-mismatch
            print(name)
        return [line for line in reader]  # error: iterator-mismatch
    ```

    ```python
    # file: app/store.py
    class Store:
        async def rows(self):
            return [1, 2, 3]

    # file: app/report.py
    from app.store import Store


    async def report(store: Store):
        async for row in store.rows():  # error: iterator-mismatch
            print(row)
    ```

    ## Use instead

    ```python
    import asyncio


    async def ticks():
        yield 1


    async def show(reader: asyncio.StreamReader, names: list[str]):
        async for tick in ticks():
            print(tick)
        for name in names:
            print(name)
        return [line async for line in reader]
    ```

    ## Fix safety
    Safe for a `for` statement in a coroutine: the loop always raised an exception. Comprehensions are left alone.

    ## Known problems
    `asyncio.as_completed` can be iterated both ways from Python 3.13 on and is silent.

    ## Options
    * `min-confidence`: `"possible"` also shows what is wrong only on some of several ways.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[iterator-mismatch] the reason` on the statement says that it is meant.

    ## References
    * [The `async for` statement](https://docs.python.org/3/reference/compound_stmts.html#the-async-for-statement)
    * [PEP 530: asynchronous comprehensions](https://peps.python.org/pep-0530/)
    """

    code = "AL213"
    name = "iterator-mismatch"
    since = "0.1"
    fixable = Fixable.SAFE
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each object that is iterated in the wrong way."""
        for wrong in program.wrong_iterations():
            how = "`async for`" if wrong.use is Use.ASYNC_ITERATED else f"`{wrong.receiver or 'for'}`"
            message = f"{how} iterates `{wrong.spelled}`, {_WHAT[wrong.kind]}"
            yield self.finding(
                wrong.site, message, confidence=wrong.confidence, chain=wrong.steps, remedy=(wrong.kind,)
            )

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """``async`` before a ``for`` statement."""
        loop = file.parent(file.expression(finding))
        if finding.remedy[0] != "async" or not isinstance(loop, libcst.For):
            return None
        return self.mended("Use `async for`", file.make_async(loop))


_WHAT = {
    "async": "which can only be iterated by `async for`",
    "sync": "a plain iterable",
    "coroutine": "a coroutine, which has to be awaited first",
}
