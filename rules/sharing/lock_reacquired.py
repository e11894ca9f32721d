"""AL602 lock-reacquired."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class LockReacquired(ProgramRule):
    """Reports a lock that is taken again by the code that holds it.

    ## What it does
    Finds places that wait for a lock of asyncio, Trio, AnyIO, Curio, Tornado or Twisted (`DeferredLock`) while the same
    function, or one whose call has led there, holds that very lock. What is called counts where it is waited for: by
    `await`, also through `gather` or `wait_for`. Two locks are the same where they are the same attribute of the same
    object (`self`, and calls of its own methods), the same global name, or the same local name.

    ## Why is this bad?
    These locks do not know who holds them. The task waits for the lock to become free, and only that task could free
    it: it waits for ever, and with it everybody else who wants the lock. (Trio and AnyIO notice and raise
    `RuntimeError`.)

    ## Example

    ```python
    import asyncio


    class Account:
        def __init__(self):
            self.lock = asyncio.Lock()
            self.total = 0

        async def add(self, amount):
            async with self.lock:
                self.total += amount

        async def add_all(self, amounts):
            async with self.lock:
                for amount in amounts:
                    await self.add(amount)  # error: lock-reacquired
    ```

    ## Use instead
    Give what runs under the lock a name of its own:

    ```python
    import asyncio


    class Account:
        def __init__(self):
            self.lock = asyncio.Lock()
            self.total = 0

        async def add(self, amount):
            async with self.lock:
                self._add(amount)

        async def add_all(self, amounts):
            async with self.lock:
                for amount in amounts:
                    self._add(amount)

        def _add(self, amount):
            self.total += amount
    ```

    ## Known problems
    A function that asks `locked()` first is silent. A lock that is given as an argument, kept in a dictionary, or an
    attribute of another object than `self`, is not followed.

    ## References
    * [`asyncio.Lock`](https://docs.python.org/3/library/asyncio-sync.html#asyncio.Lock)
    * [`trio.Lock`](https://trio.readthedocs.io/en/stable/reference-core.html#trio.Lock)
    """

    code = "AL602"
    name = "lock-reacquired"
    since = "0.1"

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each place by which a held lock is taken again."""
        for found in program.reacquired_locks():
            lock, row = found.outer.spelled, found.outer.first
            if found.site is found.inner.site:
                message = f"`{lock}` is held since row {row}: this waits for itself"
            else:
                where = f"`{found.inner.site.function_name}` takes `{found.inner.spelled}`"
                message = f"{where}, which is held here since row {row}: this waits for itself"
            yield self.finding(found.site, message, confidence=found.confidence)
