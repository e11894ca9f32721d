"""AL108 blocking-wait."""

from typing import TYPE_CHECKING

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule

if TYPE_CHECKING:
    from asynclint.rule import BlockingCall, Program


class BlockingWait(BlockingRule):
    """Reports a wait for another thread or process that holds up an event loop.

    ## What it does
    Finds the blocking methods of `threading`, `queue`, `concurrent.futures` and `multiprocessing` objects:
    `Lock.acquire`, `Event.wait`, `Thread.join`, `Queue.get`, `Future.result` and their relatives, wherever an event
    loop reaches them through plain calls. The object's type has to be known; a method is never judged by its name
    alone. Arguments that make the call return at once (`blocking=False`, `timeout=0`) and futures that are known to be
    done are silent: they were asked, found done by `wait`, awaited wrapped, or have called back.

    ## Why is this bad?
    The loop stands still until another thread acts. When that thread needs the loop itself, through
    `run_coroutine_threadsafe` or `call_soon_threadsafe`, both wait for ever.

    ## Example

    ```python
    import queue

    jobs: "queue.Queue[str]" = queue.Queue()


    async def consume():
        for _ in range(10):
            print(jobs.get())  # error: blocking-wait
    ```

    ```python
    # file: app/pool.py
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor()


    def in_pool(function):
        return pool.submit(function).result()  # error: blocking-wait

    # file: app/views.py
    from app.pool import in_pool


    def render():
        return "<html>"


    async def page():
        return in_pool(render)
    ```

    ## Use instead

    ```python
    import asyncio

    jobs: "asyncio.Queue[str]" = asyncio.Queue()


    async def consume():
        for _ in range(10):
            print(await jobs.get())
    ```

    Wait for the pool without holding the loop:

    ```python
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    from tornado.ioloop import IOLoop
    from twisted.internet.threads import deferToThread

    pool = ThreadPoolExecutor()


    def render():
        return "<html>"


    async def page():
        return await asyncio.get_running_loop().run_in_executor(pool, render)


    async def with_tornado():
        return await IOLoop.current().run_in_executor(pool, render)


    async def with_twisted():
        return await deferToThread(render)
    ```

    A thread's lock round a few statements that do not wait is fine:

    ```python
    import threading


    class Counter:
        def __init__(self):
            self.lock = threading.Lock()
            self.value = 0

        def add(self):
            with self.lock:
                self.value += 1


    async def count(counter: Counter):
        counter.add()
    ```

    ## Known problems
    `Queue.put` waits only when the queue is full and is reported as *possible*. Leaving `with ThreadPoolExecutor()`
    waits for its threads and is not reported yet.

    ## Options
    * `min-confidence`: `"possible"` also shows calls that block on some of several ways, and what is usually fast
      enough; `"certain"` shows only calls to which every step has one target.
    * `knowledge`: the project's own files, which say what blocks and what hands work to threads.
    * `# asynclint: ignore[blocking-wait] the reason` on the call, or on any call of its trace, says that the wait is
      meant.

    ## References
    * [asyncio: concurrency and multithreading](https://docs.python.org/3/library/asyncio-dev.html#concurrency-and-multithreading)
    * [asyncio: queues](https://docs.python.org/3/library/asyncio-queue.html)
    * [concurrent.futures: `Future.result`](https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Future.result)
    * [Twisted: using threads](https://docs.twisted.org/en/stable/core/howto/threading.html)
    """

    code = "AL108"
    name = "blocking-wait"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()
    kinds = (Blocking.WAIT,)
    waits = "waits for another thread or process"

    def concerns(self, program: "Program", call: "BlockingCall") -> bool:
        """A wait for the own loop never ends and is another rule's."""
        return not program.waits_for_own_loop(call.site)
