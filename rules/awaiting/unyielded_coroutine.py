"""AL216 unyielded-coroutine."""

from asynclint.rule import Fixable

from .reports import TORNADO_FUTURE
from .unyielded import UnyieldedRule


class UnyieldedCoroutine(UnyieldedRule):
    """Reports the future of a Tornado coroutine that is used as if it were its result, or dropped instead of yielded.

    ## What it does
    Finds futures of `@gen.coroutine` functions and of Tornado's own functions that are tested, compared, calculated
    with, subscripted or asked for an attribute of the result, and futures that are dropped inside coroutines. A dropped
    one is reported by default when the same function is yielded or awaited elsewhere, or when a `try` round it expects
    its errors; else it is *possible*.

    ## Why is this bad?
    A future is always true, and it is not the value. A `@gen.coroutine` function starts when it is called, so a dropped
    one seems to work; but nothing waits for it, and its exception stays in the future, where nobody looks.

    ## Example

    ```python
    from tornado import gen


    @gen.coroutine
    def allowed(user):
        yield gen.sleep(1)
        return user == "root"


    @gen.coroutine
    def delete(user, page):
        if not allowed(user):  # error: unyielded-coroutine
            raise PermissionError
        yield page.delete()
    ```

    ```python
    # file: wiki/store.py
    from tornado import gen


    class Store:
        @gen.coroutine
        def save(self, page):
            yield gen.sleep(1)

    # file: wiki/handlers.py
    from tornado.web import RequestHandler

    from wiki.store import Store

    store = Store()


    class Page(RequestHandler):
        async def put(self, name):
            await store.save(name)

        async def post(self, name):
            store.save(name)  # error: unyielded-coroutine
            self.write("saved")
    ```

    ## Use instead

    ```python
    from tornado import gen


    @gen.coroutine
    def allowed(user):
        yield gen.sleep(1)
        return user == "root"


    @gen.coroutine
    def delete(user, page):
        if not (yield allowed(user)):
            raise PermissionError
        yield page.delete()
    ```

    Native coroutines wait with `await`; to go on without waiting, let the loop run the function and log its errors:

    ```python
    from tornado import gen
    from tornado.ioloop import IOLoop


    @gen.coroutine
    def save(page):
        yield gen.sleep(1)


    async def post(page):
        await save(page)
        IOLoop.current().spawn_callback(save, page)
    ```

    ## Fix safety
    Unsafe: the function then waits, and sees exceptions that it did not see before. `yield` is inserted in a generator
    that Tornado drives, `await` in a coroutine. In a plain function, which cannot wait, there is no fix.

    ## Known problems
    Futures whose loss is normal (`RequestHandler.finish`, `render`, `flush`, `WebSocketHandler.write_message`) are
    silent. In plain functions, which cannot wait, a dropped future is silent, too. A comment at the statement that says
    not to wait for it (`# no yield, it goes on by itself`) makes it *possible*.

    ## Options
    * `min-confidence`: `"possible"` also shows calls of which only some targets are asynchronous.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[unyielded-coroutine] the reason` on the statement says that it is meant.

    ## References
    * [Tornado: how to call a coroutine](https://www.tornadoweb.org/en/stable/guide/coroutines.html#how-to-call-a-coroutine)
    * [Tornado: `gen.coroutine`](https://www.tornadoweb.org/en/stable/gen.html#tornado.gen.coroutine)
    * [`IOLoop.spawn_callback`](https://www.tornadoweb.org/en/stable/ioloop.html#tornado.ioloop.IOLoop.spawn_callback)
    """

    code = "AL216"
    name = "unyielded-coroutine"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ()
    kind = TORNADO_FUTURE
