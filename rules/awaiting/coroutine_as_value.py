"""AL204 coroutine-as-value."""

from typing import TYPE_CHECKING

from asynclint.rule import Confidence, Fixable, Use

from .reports import AS_VALUE, COROUTINE, COROUTINES, AwaitableRule, left_to_others, object_use, value_use, what

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asynclint.rule import Awaitable, Evidence, Finding, Program


class CoroutineAsValue(AwaitableRule):
    """Reports a coroutine that is used as if it were its result.

    ## What it does
    Finds coroutines that are compared, calculated with, subscripted, iterated, unpacked, searched with `in`, formatted,
    printed, logged, encoded or asked for an attribute that only the result has; and those that a coroutine function
    returns to callers who wait only once, that are passed where another call passes the result, or kept where plain
    values are kept or looked for. The same goes for other objects that are made to be awaited, of a class with
    `__await__` or a request of an HTTP client, where their class cannot do what is asked of them, and for attributes
    that have to be awaited. What an unknown method gives counts as a coroutine where the same class, or function,
    awaits it elsewhere. The finding stands at the call, where `await` is missing, also when a name holds it in between.

    ## Why is this bad?
    The function never runs. Most of these uses raise TypeError or AttributeError; a comparison is quietly false, and a
    text quietly contains `<coroutine object …>`.

    ## Example

    ```python
    async def load(name):
        return {"name": name}


    async def show(name):
        user = load(name)  # error: coroutine-as-value
        return user["name"]


    async def greet(name):
        print(f"hello {load(name)}")  # error: coroutine-as-value
    ```

    A chain of calls of which only the last is awaited:

    ```python
    # file: app/database.py
    class Cursor:
        async def fetchone(self):
            return (1,)


    class Connection:
        async def execute(self, sql: str) -> Cursor:
            return Cursor()

    # file: app/users.py
    from app.database import Connection


    async def count(connection: Connection):
        return await connection.execute("select count(*) from users").fetchone()  # error: coroutine-as-value
    ```

    ## Use instead

    ```python
    async def load(name):
        return {"name": name}


    async def show(name):
        user = await load(name)
        return user["name"]


    async def greet(name):
        print(f"hello {await load(name)}")
    ```

    ```python
    class Cursor:
        async def fetchone(self):
            return (1,)


    class Connection:
        async def execute(self, sql: str) -> Cursor:
            return Cursor()


    async def count(connection: Connection):
        cursor = await connection.execute("select count(*) from users")
        return await cursor.fetchone()
    ```

    ## Fix safety
    Unsafe: code that never ran before begins to run. `await` is inserted at the call, with parentheses where they are
    needed, in a coroutine; `yield` in a generator that Tornado or Twisted drives. In plain functions, lambdas and
    generator expressions there is no fix, and none for attributes.

    ## Known problems
    What a project function does with a coroutine that it is given is judged by the type that it declares for it, and by
    what other calls pass there. Of the reads of an attribute that has to be awaited, only the first in a function is
    seen, and those that are compared. A coroutine function that returns another coroutine on purpose, for its callers
    to await twice, is reported.

    ## Options
    * `min-confidence`: `"possible"` also shows calls of which only some targets are asynchronous.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[coroutine-as-value] the reason` on the statement says that it is meant.

    ## References
    * [asyncio: coroutines](https://docs.python.org/3/library/asyncio-task.html#coroutines)
    * [Coroutine objects](https://docs.python.org/3/reference/datamodel.html#coroutine-objects)
    """

    code = "AL204"
    name = "coroutine-as-value"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ()

    def check(self, program: "Program") -> "Iterator[Finding]":
        """Coroutines of calls, and of attributes."""
        yield from super().check(program)
        for read in program.misused_attributes():
            if read.use is not Use.TESTED:
                how = f"asked for `.{read.asked}`" if read.asked else AS_VALUE[read.use]
                said = f"the coroutine that reading `.{read.name}` gives is {how} as if it were the result"
                yield self.finding(read.site, said, confidence=Confidence.LIKELY)

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """A coroutine that is used as if it were its result."""
        how = self._value_use(program, use)
        if how is None:
            evidence = self._evidence(program, use)
            how = evidence.phrase if evidence is not None else None
        return f"{what(use)} is {how} as if it were the result" if how else None

    def confidence(self, program: "Program", use: "Awaitable") -> Confidence:
        """What only other places show is at most as sure as they are."""
        if self._value_use(program, use) is None:
            evidence = self._evidence(program, use)
            if evidence is not None:
                return use.confidence.weaker(evidence.confidence)
        return use.confidence

    def _value_use(self, program: "Program", use: "Awaitable") -> str | None:
        if left_to_others(program, use):
            return None
        return value_use(program, use) if use.kind in COROUTINES else object_use(program, use)

    def _evidence(self, program: "Program", use: "Awaitable") -> "Evidence | None":
        """What other places show of a coroutine that has no second use."""
        if use.kind != COROUTINE or len(use.reads) > 1:
            return None
        if use.use is Use.RETURNED and program.fates.protection(use) is not None:
            return None
        return program.witnesses.against(use)
