"""AL215 unyielded-deferred."""

from typing import TYPE_CHECKING

from asynclint.rule import Fixable, Use

from .reports import DEFERRED, what
from .unyielded import UnyieldedRule

if TYPE_CHECKING:
    from asynclint.rule import Awaitable, Program


class UnyieldedDeferred(UnyieldedRule):
    """Reports a Twisted Deferred that is used as if it were its result, or dropped where something was to wait for it.

    ## What it does
    Finds Deferreds that are tested, compared, calculated with, subscripted or asked for an attribute of the result, and
    Deferreds that are dropped inside `@inlineCallbacks` functions and coroutines, or returned by such a function, which
    has to return a result. A dropped one is reported by default
    when the same function is yielded or awaited elsewhere, or when a `try` round it expects its errors; else it is
    *possible*.

    ## Why is this bad?
    A Deferred is always true, and it is not the value. A dropped one runs, but what follows does not wait for it, and a
    failure reaches no handler: Twisted logs it as "Unhandled error in Deferred" when the object is thrown away.

    ## Example

    ```python
    from twisted.internet.defer import inlineCallbacks
    from twisted.internet.task import deferLater


    class Account:
        def __init__(self, reactor):
            self.reactor = reactor

        @inlineCallbacks
        def locked(self):
            yield deferLater(self.reactor, 1)
            return True

        @inlineCallbacks
        def withdraw(self, amount):
            if self.locked():  # error: unyielded-deferred
                raise PermissionError
            yield deferLater(self.reactor, 1)
            return amount
    ```

    Dropped, while another place waits for the same function:

    ```python
    # file: app/store.py
    from twisted.enterprise.adbapi import ConnectionPool


    class Store:
        def __init__(self, pool: ConnectionPool):
            self.pool = pool

        def save(self, name):
            return self.pool.runOperation("insert into users values (?)", (name,))

    # file: app/users.py
    from app.store import Store
    from twisted.internet.defer import inlineCallbacks


    class Users:
        def __init__(self, store: Store):
            self.store = store

        @inlineCallbacks
        def add(self, name):
            yield self.store.save(name)

        @inlineCallbacks
        def add_all(self, names):
            yield self.add("root")
            for name in names:
                self.store.save(name)  # error: unyielded-deferred
    ```

    ## Use instead

    ```python
    from twisted.internet.defer import inlineCallbacks
    from twisted.internet.task import deferLater


    class Account:
        def __init__(self, reactor):
            self.reactor = reactor

        @inlineCallbacks
        def locked(self):
            yield deferLater(self.reactor, 1)
            return True

        @inlineCallbacks
        def withdraw(self, amount):
            if (yield self.locked()):
                raise PermissionError
            yield deferLater(self.reactor, 1)
            return amount
    ```

    In a coroutine it is `await`; what may run by itself should at least have an errback:

    ```python
    from twisted.enterprise.adbapi import ConnectionPool
    from twisted.logger import Logger

    log = Logger()


    async def add(pool: ConnectionPool, name):
        await pool.runOperation("insert into users values (?)", (name,))
        pool.runOperation("analyze").addErrback(lambda failure: log.failure("analyze", failure))
    ```

    ## Fix safety
    Unsafe: the function then waits, and sees failures that it did not see before. `yield` is inserted in a generator
    that Twisted drives, `await` in a coroutine. In a plain function, which cannot wait, there is no fix.

    ## Known problems
    Starting something without waiting for it is common in Twisted, so a dropped Deferred counts only where other code
    shows that somebody meant to wait, or where it comes from a coroutine of the project that lets errors out. In plain
    functions, which cannot wait, only a `try` round it tells. A comment at the statement that says not to wait for it
    (`# no yield, it goes on by itself`) makes it *possible*.

    ## Options
    * `min-confidence`: `"possible"` also shows calls of which only some targets are asynchronous.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[unyielded-deferred] the reason` on the statement says that it is meant.

    ## References
    * [Twisted: introduction to Deferreds](https://docs.twisted.org/en/stable/core/howto/defer-intro.html)
    * [Twisted: Deferred reference](https://docs.twisted.org/en/stable/core/howto/defer.html)
    * [`inlineCallbacks`](https://docs.twisted.org/en/stable/api/twisted.internet.defer.html#inlineCallbacks)
    """

    code = "AL215"
    name = "unyielded-deferred"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ()
    kind = DEFERRED

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """Also a Deferred that a driven generator returns: it is to return a result."""
        returned = use.kind == DEFERRED and use.use is Use.RETURNED and not use.via
        if returned and (use.named is None or use.alone) and program.driver(use.at.function) == "twisted":
            return f"{what(use)} is returned as if it were the result: those who wait get a Deferred again"
        return super().objection(program, use)
