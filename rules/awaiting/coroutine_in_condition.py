"""AL203 coroutine-in-condition."""

from typing import TYPE_CHECKING

from asynclint.rule import Confidence, Fixable, Use

from .reports import COROUTINES, AwaitableRule, what

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asynclint.rule import Awaitable, Finding, Program


class CoroutineInCondition(AwaitableRule):
    """Reports a coroutine whose truth is tested instead of its result.

    ## What it does
    Finds calls that return a coroutine in `if`, `while`, `assert`, `not`, `and`, `or`, conditional expressions and
    filters of comprehensions. Also attributes that have to be awaited, and objects that are made to be awaited and have
    no truth of their own.

    ## Why is this bad?
    A coroutine is an object, and an object is true. The branch is always taken, whatever the function would have
    answered, and the function never runs. Behind such a test there may be a permission that nobody checks.

    ## Example

    ```python
    async def may_read(user):
        return user.active


    async def read(user, document):
        if not may_read(user):  # error: coroutine-in-condition
            raise PermissionError
        return document
    ```

    ```python
    # file: shop/stock.py
    class Stock:
        async def has(self, item):
            return item in {"tea"}

    # file: shop/basket.py
    from shop.stock import Stock


    async def available(stock: Stock, items):
        return [item for item in items if stock.has(item)]  # error: coroutine-in-condition
    ```

    ## Use instead

    ```python
    async def may_read(user):
        return user.active


    async def read(user, document):
        if not await may_read(user):
            raise PermissionError
        return document
    ```

    The other frameworks do it alike; `yield` replaces `await` in their decorated generators:

    ```python
    from tornado import gen


    @gen.coroutine
    def may_read(user):
        yield gen.sleep(1)
        return user.active


    @gen.coroutine
    def read(user, document):
        if not (yield may_read(user)):
            raise PermissionError
        return document
    ```

    ## Fix safety
    Unsafe: the branch that was never taken may be taken. `await` (`yield` in a generator that Tornado or Twisted
    drives) is inserted at the call. In plain functions, lambdas and generator expressions there is no fix.

    ## Known problems
    A name that may hold a coroutine or something else, such as None, may be tested fairly, and is silent when it is
    awaited or handed on elsewhere.

    ## Options
    * `min-confidence`: `"possible"` also shows calls of which only some targets are asynchronous.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[coroutine-in-condition] the reason` on the statement says that it is meant.

    ## References
    * [Truth value testing](https://docs.python.org/3/library/stdtypes.html#truth-value-testing)
    * [asyncio: coroutines](https://docs.python.org/3/library/asyncio-task.html#coroutines)
    """

    code = "AL203"
    name = "coroutine-in-condition"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ("redundant-condition", "truthy-bool")

    def check(self, program: "Program") -> "Iterator[Finding]":
        """Coroutines of calls, and of attributes."""
        yield from super().check(program)
        for read in program.misused_attributes():
            if read.use is Use.TESTED:
                said = f"the coroutine that reading `.{read.name}` gives is always true"
                yield self.finding(
                    read.site, f"{said}: the condition does not ask its result", confidence=Confidence.LIKELY
                )

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """A coroutine whose truth is asked for: it is always true."""
        coroutine = use.kind in COROUTINES or program.awaitables.objects.lacks(use.kind, use.use, use.detail)
        if not coroutine or not program.fates.always_true(use):
            return None
        return f"{what(use)} is always true: the condition does not ask its result"
