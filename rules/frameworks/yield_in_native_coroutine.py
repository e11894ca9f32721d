"""AL810 yield-in-native-coroutine."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.model.summary import Op
from asynclint.rule import FileRule, Finding, FunctionKind, Use, nodes_of_scope

if TYPE_CHECKING:
    from asynclint.rule import FileFunction, FileView

_DRIVING = frozenset({"tornado.gen.coroutine", "tornado.gen.engine", "twisted.internet.defer.inlineCallbacks"})
_DISPLAYS = (Op.LIST, Op.TUPLE, Op.SET, Op.DICT, Op.COMPREHENSION)
_NODES = (cst.List, cst.Tuple, cst.Set, cst.Dict, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)


class YieldInNativeCoroutine(FileRule):
    """Reports what works in Tornado's and Twisted's generators, but not in an `async def`.

    ## What it does
    Finds `await` of a list, tuple or dictionary; and `yield` in an `async def` below `@gen.coroutine` or
    `@inlineCallbacks`, or of something awaitable whose result is used, in files that import Tornado or Twisted.

    ## Why is this bad?
    A generator that Tornado drives may yield a list of futures, and gets the list of results; `await` of a list raises
    TypeError. And `yield` in `async def` does not wait: it makes the function an async generator, which nobody
    iterates, so that nothing of it runs.

    ## Example

    ```python
    from tornado import gen, web
    from tornado.httpclient import AsyncHTTPClient


    class Page(web.RequestHandler):
        async def get(self):
            client = AsyncHTTPClient()
            page = yield client.fetch("http://localhost")  # error: yield-in-native-coroutine
            self.finish(page.body)


    async def both(client):
        return await [client.fetch("http://a"), client.fetch("http://b")]  # error: yield-in-native-coroutine


    @gen.coroutine
    async def load(client):
        yield client.fetch("http://localhost")  # error: yield-in-native-coroutine
    ```

    ## Use instead

    ```python
    from tornado import gen, web
    from tornado.httpclient import AsyncHTTPClient


    class Page(web.RequestHandler):
        async def get(self):
            client = AsyncHTTPClient()
            page = await client.fetch("http://localhost")
            self.finish(page.body)


    async def both(client):
        return await gen.multi([client.fetch("http://a"), client.fetch("http://b")])
    ```

    ## Known problems
    A `yield` whose result is not used is reported only below one of the decorators: an async generator may give
    futures to who iterates it.

    ## Options
    * `# asynclint: ignore[yield-in-native-coroutine] the reason` on the statement says that it is meant.

    ## References
    * [Tornado: native and decorated coroutines](https://www.tornadoweb.org/en/stable/guide/coroutines.html#native-vs-decorated-coroutines)
    * [Twisted: coroutines with async/await](https://docs.twisted.org/en/stable/core/howto/defer-intro.html)
    """

    code = "AL810"
    name = "yield-in-native-coroutine"
    since = "0.1"
    names = ("tornado",)
    words = ("yield",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each ``await`` and ``yield``."""
        expressions = file.summary.expressions
        if any(row[0] == Op.AWAIT and expressions[row[1]][0] in _DISPLAYS for row in expressions):
            yield from self._awaits(file)
        if not file.imported.isdisjoint({"tornado", "twisted"}):
            for function in file.functions():
                if function.kind is FunctionKind.ASYNC_GENERATOR:
                    yield from self._yields(function)

    def _awaits(self, file: "FileView") -> Iterator[Finding]:
        for function in file.functions():
            node = function.node if function.kind is not FunctionKind.PLAIN and function.row.suspends else None
            for inner in nodes_of_scope(node) if node is not None else ():
                if isinstance(inner, cst.Await) and isinstance(inner.expression, _NODES):
                    site = function.site(inner.expression)
                    if site is not None:
                        yield self.finding(site, "`await` takes one awaitable: a collection of them raises TypeError")

    def _yields(self, function: "FileFunction") -> Iterator[Finding]:
        driven = not _DRIVING.isdisjoint(function.decorators)
        received = _received(function)
        for call in function.calls():
            if call.use is Use.YIELDED and (driven or (call.number in received and call.gives_awaitable)):
                yield self.finding(call, f"`yield` does not wait in an `async def`: `{call.spelled}` wants `await`")


def _received(function: "FileFunction") -> set[int]:
    """The calls whose result a ``yield`` gives away, and what comes back is kept under a name."""
    expressions = function.file.summary.expressions
    found = set()
    for rows in function.row.bindings.values():
        for binding in rows:
            kind, *rest = expressions[binding.value]
            if kind == Op.YIELD and expressions[rest[0]][0] == Op.CALL:
                found.add(int(expressions[rest[0]][1]))
    return found
