"""AL809 legacy-tornado-api."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.rule import FileRule, Finding, Fix, Fixable

if TYPE_CHECKING:
    from asynclint.rule import FileView, FixableFile

_INSTANCE = "tornado.ioloop.IOLoop.instance"
_CALLS = {
    _INSTANCE: "`IOLoop.instance` is `IOLoop.current` since Tornado 5",
    "tornado.gen.Task": "`gen.Task` is gone since Tornado 6: callbacks are for `asyncio.Future`",
}
_DECORATORS = {
    "tornado.web.asynchronous": "`@asynchronous` is gone since Tornado 6: make the method `async def`",
    "tornado.gen.engine": "`@gen.engine` is gone since Tornado 6: make it `async def`, or `@gen.coroutine`",
}
_TAKING_LOOPS = ("tornado.",)


class LegacyTornadoApi(FileRule):
    """Reports interfaces that Tornado has given up.

    ## What it does
    Finds `IOLoop.instance()`, `@tornado.web.asynchronous`, `@gen.engine`, `gen.Task`, and the argument `io_loop=` of
    Tornado's own classes and functions.

    ## Why is this bad?
    Tornado 6 has none of them but `IOLoop.instance`, which it keeps as another name of `IOLoop.current`. Since
    Tornado 5 every thread has its own loop, so that "the instance" means something else than it says.

    ## Example

    ```python
    from tornado import gen, web
    from tornado.httpclient import AsyncHTTPClient
    from tornado.ioloop import IOLoop


    class Page(web.RequestHandler):
        @web.asynchronous  # error: legacy-tornado-api
        @gen.engine  # error: legacy-tornado-api
        def get(self):
            loop = IOLoop.instance()  # error: legacy-tornado-api
            client = AsyncHTTPClient(io_loop=loop)  # error: legacy-tornado-api
            page = yield gen.Task(client.fetch, "http://localhost")  # error: legacy-tornado-api
            self.finish(page.body)
    ```

    ## Use instead

    ```python
    from tornado import web
    from tornado.httpclient import AsyncHTTPClient


    class Page(web.RequestHandler):
        async def get(self):
            client = AsyncHTTPClient()
            page = await client.fetch("http://localhost")
            self.finish(page.body)
    ```

    ## Fix safety
    Safe: `IOLoop.instance()` becomes `IOLoop.current()`, which has been the same since Tornado 5. The others have no
    fix.

    ## Known problems
    A project that still supports Tornado 4 needs some of them; there, `IOLoop.instance` means the loop of the main
    thread.

    ## Options
    * `# asynclint: ignore[legacy-tornado-api] the reason` on the statement says that it is meant.

    ## References
    * [Tornado 6.0: backwards-incompatible changes](https://www.tornadoweb.org/en/stable/releases/v6.0.0.html)
    * [`IOLoop.instance`](https://www.tornadoweb.org/en/stable/ioloop.html#tornado.ioloop.IOLoop.instance)
    """

    code = "AL809"
    name = "legacy-tornado-api"
    since = "0.1"
    names = ("tornado",)
    fixable = Fixable.SAFE

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each use."""
        if "tornado" not in file.imported:
            return
        for call in file.calls_to(_CALLS):
            yield self.finding(call, _CALLS[call.qualified or ""])
        for call in file.calls():
            if "io_loop" in call.row.keywords and (call.qualified or "").startswith(_TAKING_LOOPS):
                yield self.finding(call, f"`{call.spelled}` takes no `io_loop` since Tornado 5")
        for function in file.functions():
            for name, site in zip(function.decorators, function.decorator_sites, strict=False):
                if name in _DECORATORS:
                    yield self.finding(site, _DECORATORS[name])

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """``current`` for ``instance``."""
        if "instance" not in finding.message:
            return None
        call = file.call(finding)
        callee = call.func
        if not isinstance(callee, cst.Attribute) or callee.attr.value != "instance":
            return None
        return self.mended("Use `IOLoop.current`", file.replace_callee(call, f"{file.code(callee.value)}.current"))
