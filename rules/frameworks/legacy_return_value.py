"""AL808 legacy-return-value."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.rule import Applicability, FileRule, Finding, Fix, Fixable, FunctionKind, Use, nodes_of_scope

if TYPE_CHECKING:
    from asynclint.rule import FileCall, FileView, FixableFile

_TWISTED = "twisted.internet.defer.returnValue"
_TORNADO = "tornado.gen.Return"


class LegacyReturnValue(FileRule):
    """Reports `returnValue(…)` and `raise gen.Return(…)`, which `return` replaces.

    ## What it does
    Finds calls of Twisted's `returnValue` and raised instances of Tornado's `gen.Return`.

    ## Why is this bad?
    Generators could not return values in Python 2; both were made for that. They work by an exception, so that a
    handler round them catches the result, and Twisted's is deprecated since 24.7. In an `async def` both are errors:
    what awaits the function gets the exception instead of the value.

    ## Example

    ```python
    from tornado import gen
    from twisted.internet.defer import inlineCallbacks, returnValue


    @inlineCallbacks
    def total(order):
        prices = yield order.prices()
        returnValue(sum(prices))  # error: legacy-return-value


    @gen.coroutine
    def count(order):
        prices = yield order.prices()
        raise gen.Return(len(prices))  # error: legacy-return-value


    async def native(order):
        raise gen.Return(await order.prices())  # error: legacy-return-value "native coroutine"
    ```

    ## Use instead

    ```python
    from tornado import gen
    from twisted.internet.defer import inlineCallbacks


    @inlineCallbacks
    def total(order):
        prices = yield order.prices()
        return sum(prices)


    @gen.coroutine
    def count(order):
        prices = yield order.prices()
        return len(prices)


    async def native(order):
        return await order.prices()
    ```

    ## Fix safety
    Safe where the statement stands in no `try`. Inside of one the fix is unsafe: a handler that catches everything
    caught the result, too, and no longer does.

    ## Known problems
    Where such an exception is made in a helper that calls `returnValue` for its caller, there is no fix.

    ## Options
    * `# asynclint: ignore[legacy-return-value] the reason` on the statement says that it is meant.

    ## References
    * [Twisted: `returnValue`](https://docs.twisted.org/en/stable/api/twisted.internet.defer.html#returnValue)
    * [`tornado.gen.Return`](https://www.tornadoweb.org/en/stable/gen.html#tornado.gen.Return)
    """

    code = "AL808"
    name = "legacy-return-value"
    since = "0.1"
    names = ("Return", "returnValue")
    fixable = Fixable.SAFE

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each call."""
        if file.imported.isdisjoint({"twisted", "tornado"}):
            return
        for call in file.calls_to({_TWISTED, _TORNADO}):
            if call.use is (Use.DROPPED if call.qualified == _TWISTED else Use.RAISED):
                yield self.finding(call, self._message(call))

    def _message(self, call: "FileCall") -> str:
        function = call.function
        if function is not None and function.kind in (FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR):
            return f"`{call.spelled}` is an exception in a native coroutine: who awaits it gets no result"
        return f"`{call.spelled}` is an exception that carries a result; `return` does that"

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """A ``return`` of the same value."""
        call = file.call(finding)
        statement = file.statement(call)
        parents = file.parents(call)
        function = next((one for one in parents if isinstance(one, cst.FunctionDef | cst.Lambda)), None)
        if not isinstance(function, cst.FunctionDef) or len(call.args) > 1 or (call.args and call.args[0].star):
            return None
        if not (function.asynchronous or _is_generator(function)):
            return None
        value = f" {file.code(call.args[0].value)}" if call.args else ""
        before = parents[: parents.index(function)]
        guarded = any(isinstance(one, cst.Try | cst.TryStar | cst.With) for one in before)
        return self.mended(
            "Return the value",
            file.replace(statement, f"return{value}"),
            applicability=Applicability.UNSAFE if guarded else Applicability.SAFE,
        )


def _is_generator(function: cst.FunctionDef) -> bool:
    return any(isinstance(node, cst.Yield) for node in nodes_of_scope(function.body))
