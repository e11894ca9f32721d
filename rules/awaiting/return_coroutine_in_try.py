"""AL206 return-coroutine-in-try."""

from typing import TYPE_CHECKING

from asynclint.rule import Confidence, Fixable, Use, Via

from .reports import AwaitableRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asynclint.rule import Awaitable, Finding, Program

_KINDS = frozenset({"typing.Coroutine", "typing.Awaitable", "twisted.internet.defer.Deferred"})


class ReturnCoroutineInTry(AwaitableRule):
    """Reports a coroutine that is returned out of a `try` or `with` without `await`.

    ## What it does
    Finds `return fetch()` in an `async def` where `fetch()` returns a coroutine or a Deferred and the statement stands
    inside a `try` or a `with`. The same in the plain wrapper of a decorator that is used on a coroutine function.

    ## Why is this bad?
    The block is over when the coroutine starts: its handlers catch nothing, `finally` has run, the lock is released,
    the time limit has ended and the connection is closed. And who awaits the function gets a coroutine instead of its
    result.

    ## Example

    ```python
    async def fetch(url):
        raise OSError(url)


    async def fetch_or_none(url):
        try:
            return fetch(url)  # error: return-coroutine-in-try
        except OSError:
            return None
    ```

    ```python
    # file: app/client.py
    class Client:
        async def get(self, url):
            return url

    # file: app/pages.py
    import asyncio

    from app.client import Client


    class Pages:
        def __init__(self, client: Client):
            self.client = client
            self.lock = asyncio.Lock()

        async def page(self, url):
            async with self.lock:
                return self.client.get(url)  # error: return-coroutine-in-try
    ```

    ## Use instead

    ```python
    async def fetch(url):
        raise OSError(url)


    async def fetch_or_none(url):
        try:
            return await fetch(url)
        except OSError:
            return None
    ```

    Twisted's `inlineCallbacks` need `yield` for the same reason:

    ```python
    from twisted.internet.defer import inlineCallbacks, succeed


    @inlineCallbacks
    def fetch_or_none(url):
        try:
            result = yield succeed(url)
            return result
        except OSError:
            return None
    ```

    ## Fix safety
    Unsafe: handlers begin to catch, locks are held for longer, and callers that await twice break. The fix inserts
    `await` at the call.

    ## Known problems
    Only native coroutines are judged. A plain function that returns a coroutine out of a `try` is silent: it hands the
    coroutine on and never promised to run it. Decorators that ask what kind of function they get are silent too.

    ## Options
    * `min-confidence`: `"possible"` also shows calls of which only some targets are asynchronous.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[return-coroutine-in-try] the reason` on the statement says that it is meant.

    ## References
    * [The `try` statement](https://docs.python.org/3/reference/compound_stmts.html#the-try-statement)
    * [PEP 492: await expression](https://peps.python.org/pep-0492/#await-expression)
    * [asyncio: coroutines](https://docs.python.org/3/library/asyncio-task.html#coroutines)
    """

    code = "AL206"
    name = "return-coroutine-in-try"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ()

    def check(self, program: "Program") -> "Iterator[Finding]":
        """Coroutines that are returned, and decorators that return those of the functions they get."""
        yield from super().check(program)
        for wrapper in program.hasty_wrappers():
            name = wrapper.decorated.qualname
            yield self.finding(
                wrapper.site,
                f"the {wrapper.around} round `{wrapper.site.spelled}` is over before the coroutine of `{name}` runs, "
                "which is decorated with this",
                confidence=Confidence.LIKELY,
            )

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """A coroutine returned from inside a ``try`` or ``with``, which are over before it runs."""
        if use.kind not in _KINDS or use.use is not Use.RETURNED or use.via & (Via.DISPLAY | Via.COMPREHENSION):
            return None
        around = program.fates.protection(use)
        if around is None:
            return None
        return f"`{use.site.spelled}` is returned without `await`: the {around} round it is over before it runs"
