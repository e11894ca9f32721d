"""AL210 coroutine-object-as-callback."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst

from asynclint.rule import Finding, Fix, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import FixableFile, Program


class CoroutineObjectAsCallback(ProgramRule):
    """Reports a coroutine object in the place of a function.

    ## What it does
    Finds `nursery.start_soon(fetch())`, `trio.run(main())`, `anyio.run(main())`, `loop.call_soon(fetch())`,
    `asyncio.to_thread(fetch())` and the like: what wants a function, to call it later, is given a coroutine.

    ## Why is this bad?
    A coroutine cannot be called: TypeError, here or later in the loop, and the coroutine never runs.

    ## Example

    ```python
    import asyncio

    import anyio
    import trio


    async def fetch(url):
        return url


    async def fetch_all(urls):
        async with trio.open_nursery() as nursery:
            for url in urls:
                nursery.start_soon(fetch(url))  # error: coroutine-object-as-callback


    async def later(url):
        asyncio.get_running_loop().call_soon(fetch(url))  # error: coroutine-object-as-callback


    def main():
        trio.run(fetch_all(["a"]))  # error: coroutine-object-as-callback
        anyio.run(fetch_all(["a"]))  # error: coroutine-object-as-callback
    ```

    Tornado and Twisted:

    ```python
    from tornado.ioloop import IOLoop
    from twisted.internet import reactor


    async def fetch():
        return 1


    def start():
        IOLoop.current().spawn_callback(fetch())  # error: coroutine-object-as-callback
        reactor.callLater(1, fetch())  # error: coroutine-object-as-callback
    ```

    ## Use instead

    ```python
    import anyio
    import trio


    async def fetch(url):
        return url


    async def fetch_all(urls):
        async with trio.open_nursery() as nursery:
            for url in urls:
                nursery.start_soon(fetch, url)


    def main():
        trio.run(fetch_all, ["a"])
        anyio.run(fetch_all, ["a"])
    ```

    ## Fix safety
    Safe for `start_soon`, `start`, `trio.run` and `anyio.run` when all arguments are positional: the function and its
    arguments take the place of the call. Other calls have no fix.

    ## Known problems
    Only functions of known libraries are judged: one of the project may take a coroutine as well as a function.

    ## Options
    * `min-confidence`: `"possible"` also shows what is wrong only on some of several ways.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[coroutine-object-as-callback] the reason` on the statement says that it is meant.

    ## References
    * [Trio: `start_soon`](https://trio.readthedocs.io/en/stable/reference-core.html#trio.Nursery.start_soon)
    * [AnyIO: creating tasks](https://anyio.readthedocs.io/en/stable/tasks.html)
    * [`loop.call_soon`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.call_soon)
    """

    code = "AL210"
    name = "coroutine-object-as-callback"
    since = "0.1"
    fixable = Fixable.SAFE
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each coroutine that is given to what wants a function."""
        for handed in program.handed_coroutines():
            wanted = f"`{handed.receiver.spelled}` wants a function to call"
            message = f"{wanted}, and gets the coroutine of `{handed.site.spelled}`"
            yield self.finding(handed.site, message)

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """Hand over the function and its arguments, where the receiver calls it with them."""
        call = file.call(finding)
        outer = file.parents(call)[1]
        if not isinstance(outer, libcst.Call) or len(outer.args) != 1 or not _is_plain(call):
            return None
        name = outer.func.attr.value if isinstance(outer.func, libcst.Attribute) else ""
        if name not in ("start_soon", "start") and file.code(outer.func) not in ("trio.run", "anyio.run"):
            return None
        parts = [file.code(call.func), *(file.code(one.value) for one in call.args)]
        return self.mended("Hand over the function", file.replace(call, ", ".join(parts)))


def _is_plain(call: libcst.Call) -> bool:
    """Whether all arguments are positional and stand on their own."""
    return not any(one.keyword or one.star or isinstance(one.value, libcst.GeneratorExp) for one in call.args)
