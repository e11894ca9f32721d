"""AL201 unawaited-coroutine."""

from typing import TYPE_CHECKING

from asynclint.rule import Confidence, Fixable

from .reports import AWAITABLE, COROUTINES, AwaitableRule, dropped

if TYPE_CHECKING:
    from asynclint.rule import Awaitable, Program


class UnawaitedCoroutine(AwaitableRule):
    """Reports a call that only creates a coroutine, which is then dropped.

    ## What it does
    Finds calls of `async def` functions, and of others that return a coroutine, that stand alone as a statement. The
    function may come from another module, from a base class, through a decorator of the project or from a known
    library.

    ## Why is this bad?
    Nothing of the function runs: calling it makes an object, and only `await`, or a task, starts it. Python says so at
    best in a RuntimeWarning, "coroutine … was never awaited", when the object is thrown away.

    ## Example

    ```python
    import asyncio


    async def save(order):
        await asyncio.sleep(1)


    async def main(order):
        save(order)  # error: unawaited-coroutine
        asyncio.sleep(1)  # error: unawaited-coroutine
    ```

    A method behind an attribute, in another module:

    ```python
    # file: shop/store.py
    class Store:
        async def save(self, order):
            return order

    # file: shop/orders.py
    from shop.store import Store


    class Orders:
        def __init__(self, store: Store):
            self.store = store

        async def place(self, order):
            self.store.save(order)  # error: unawaited-coroutine
            return order
    ```

    ## Use instead

    ```python
    import asyncio


    async def save(order):
        await asyncio.sleep(1)


    async def main(order):
        await save(order)
        await asyncio.sleep(1)
    ```

    To go on without waiting, start a task and keep it:

    ```python
    import asyncio

    background = set()


    async def save(order):
        await asyncio.sleep(1)


    async def main(order):
        task = asyncio.create_task(save(order))
        background.add(task)
        task.add_done_callback(background.discard)
    ```

    Trio, Tornado and Twisted:

    ```python
    import trio
    from tornado.ioloop import IOLoop
    from twisted.internet.defer import ensureDeferred


    async def save(order):
        return order


    async def with_trio(order):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(save, order)
            nursery.start_soon(save, None)


    def with_tornado(order):
        IOLoop.current().spawn_callback(save, order)


    def with_twisted(order):
        return ensureDeferred(save(order))
    ```

    ## Fix safety
    Unsafe: code that never ran before begins to run. `await` is inserted in a coroutine, `yield` in a generator that
    Tornado or Twisted drives. There is no fix in a plain function, which cannot wait, and where a comment at the
    statement says that it is not to wait.

    ## Known problems
    A function behind a decorator that asynclint cannot see through is not reported.

    ## Options
    * `min-confidence`: `"possible"` also shows calls of which only some targets are asynchronous.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[unawaited-coroutine] the reason` on the statement says that it is meant.

    ## References
    * [asyncio: detect never-awaited coroutines](https://docs.python.org/3/library/asyncio-dev.html#detect-never-awaited-coroutines)
    * [PEP 492: coroutines with `async` and `await`](https://peps.python.org/pep-0492/)
    * [Tornado: how to call a coroutine](https://www.tornadoweb.org/en/stable/guide/coroutines.html#how-to-call-a-coroutine)
    * [Twisted: coroutines with async/await](https://docs.twisted.org/en/stable/core/howto/defer-intro.html)
    """

    code = "AL201"
    name = "unawaited-coroutine"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ("ASYNC105", "unused-coroutine", "reportUnusedCoroutine", "unused-awaitable")

    def confidence(self, program: "Program", use: "Awaitable") -> Confidence:
        """What is only declared awaitable may be a task or a future, which runs by itself."""
        if use.kind != AWAITABLE:
            return use.confidence
        runs_alone = program.fates.may_run_alone(use)
        return use.confidence.weaker(Confidence.POSSIBLE if runs_alone else Confidence.LIKELY)

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """A coroutine that is created and dropped."""
        if use.kind in COROUTINES and dropped(use):
            return f"`{use.site.spelled}` only creates a coroutine, which is dropped and never runs"
        return None
