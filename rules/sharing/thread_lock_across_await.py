"""AL601 thread-lock-across-await."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class ThreadLockAcrossAwait(ProgramRule):
    """Reports a lock of `threading` that a coroutine holds while it suspends.

    ## What it does
    Finds `with lock:`, and `lock.acquire()` up to `lock.release()`, in coroutines, in async generators, and in the
    generator coroutines of Tornado and Twisted, where an `await`, a `yield`, `async for` or `async with` stands in
    between and the lock is one of `threading` or `multiprocessing`.

    ## Why is this bad?
    While the coroutine is suspended, others run in the same thread. The first of them that wants the lock makes the
    thread wait for it, and with the thread the event loop, and so the coroutine that would have to give the lock back:
    the program stands still for ever. An `RLock` does not wait there, but lets the second coroutine in beside the
    first, as both are the same thread to it.

    ## Example

    ```python
    import threading


    class Cache:
        def __init__(self):
            self.lock = threading.Lock()
            self.pages = {}

        async def page(self, client, url):
            with self.lock:  # error: thread-lock-across-await
                if url not in self.pages:
                    self.pages[url] = await client.get(url)
                return self.pages[url]
    ```

    ## Use instead
    A lock of the event loop's library makes only the coroutine wait:

    ```python
    import asyncio


    class Cache:
        def __init__(self):
            self.lock = asyncio.Lock()
            self.pages = {}

        async def page(self, client, url):
            async with self.lock:
                if url not in self.pages:
                    self.pages[url] = await client.get(url)
                return self.pages[url]
    ```

    Where threads share the data too, hold their lock only round what does not suspend:

    ```python
    import threading


    class Cache:
        def __init__(self):
            self.lock = threading.Lock()
            self.pages = {}

        async def page(self, client, url):
            with self.lock:
                if url in self.pages:
                    return self.pages[url]
            page = await client.get(url)
            with self.lock:
                return self.pages.setdefault(url, page)
    ```

    ## Known problems
    A lock that `acquire` takes in one function and `release` gives back in another is not followed. In tests the
    finding is *possible* only.

    ## References
    * [`threading.Lock`](https://docs.python.org/3/library/threading.html#lock-objects)
    * [`asyncio.Lock`](https://docs.python.org/3/library/asyncio-sync.html#asyncio.Lock)
    * [Twisted: `DeferredLock`](https://docs.twisted.org/en/stable/api/twisted.internet.defer.DeferredLock.html)
    """

    code = "AL601"
    name = "thread-lock-across-await"
    since = "0.1"

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each place where such a lock is taken."""
        for held in program.locks_held_while_suspended():
            yield self.finding(
                held.site,
                f"`{held.spelled}` makes threads wait, and `{held.site.function_name}` holds it while it suspends"
                f" (row {held.row})",
                confidence=held.confidence,
            )
