"""AL703 early-exit-async-for."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.rule import Finding, Fixable, ProgramRule, children

if TYPE_CHECKING:
    from asynclint.rule import CallSite, Fix, FixableFile, Program

_ACLOSING_SINCE = (3, 10)
_CLOSING = frozenset({"aclose", "aclosing", "push_async_exit", "push_async_callback", "enter_async_context"})


class EarlyExitAsyncFor(ProgramRule):
    """Reports a loop over an async generator that is left early and never closes it.

    ## What it does
    Finds `async for` over an async generator of the project with `break`, `return` or `raise` in its body, without
    `contextlib.aclosing` and without `aclose()`. Over an object of a project class that has a method `aclose` of its
    own, the loop is reported also without such statements: an exception, or cancellation, leaves it early, too.

    ## Why is this bad?
    A generator that is not iterated to its end stays where it is, with its files, locks and tasks, until the garbage
    collector finds it or the loop is shut down. Its `finally` then runs in another task, or not at all.

    ## Example

    ```python
    async def rows(connection):
        try:
            while row := await connection.fetch():
                yield row
        finally:
            await connection.close()


    async def first(connection):
        async for row in rows(connection):  # error: early-exit-async-for
            return row
    ```

    ```python
    class Search:
        def __aiter__(self):
            return self

        async def __anext__(self):
            return 1

        async def aclose(self):
            pass


    async def collect():
        found = []
        async for peer in Search():  # error: early-exit-async-for
            found.append(peer)
        return found
    ```

    ## Use instead

    ```python
    import contextlib


    async def rows(connection):
        try:
            while row := await connection.fetch():
                yield row
        finally:
            await connection.close()


    async def first(connection):
        async with contextlib.aclosing(rows(connection)) as found:
            async for row in found:
                return row
    ```

    ## Fix safety
    Unsafe: the generator's clean-up then runs where the loop ends, and its exceptions are raised there. The loop goes
    into `async with contextlib.aclosing(…)`, which needs Python 3.10. There is no fix for a comprehension, and for a
    loop with strings that go over several rows.

    ## Known problems
    Off by default: a generator without clean-up loses nothing when it is left early.

    ## Options
    * `# asynclint: ignore[early-exit-async-for] the reason` on the statement says that it is meant.

    ## References
    * [`contextlib.aclosing`](https://docs.python.org/3/library/contextlib.html#contextlib.aclosing)
    * [PEP 533: deterministic cleanup for iterators](https://peps.python.org/pep-0533/)
    """

    code = "AL703"
    name = "early-exit-async-for"
    since = "0.1"
    default = False
    fixable = Fixable.UNSAFE

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each loop."""
        for site, closable in program.unclosed_iterations():
            calls = (site.module.summary.calls[number] for number in program.index.calls_in(site.function))
            if any(call.name in _CLOSING for call in calls):
                continue
            if closable:
                yield self.finding(site, f"an exception leaves what `{site.spelled}` gives open: nothing closes it")
            elif _leaves(program, site):
                yield self.finding(site, f"the generator `{site.spelled}` is not closed when the loop is left early")

    def fix(self, finding: Finding, file: "FixableFile") -> "Fix | None":
        """Close what the loop goes through when it is left."""
        call = file.call(finding)
        loop = file.parent(call)
        if not isinstance(loop, cst.For) or file.target_version < _ACLOSING_SINCE:
            return None
        aclosing, edits = file.name("contextlib", "aclosing", call)
        name = file.free_local(call, "items", "results", "values")
        block = file.wrap(loop, f"async with {aclosing}({file.code(call)}) as {name}:")
        return self.mended(f"Loop inside `{aclosing}`", (*edits, *block, *file.replace(call, name)))


def _leaves(program: "Program", site: "CallSite") -> bool:
    """Whether the body of the loop leaves it."""
    view = program.view(site.module)
    call = view.call_at(site.number).node if view is not None else None
    function = view.call_at(site.number).function if view is not None else None
    if call is None or function is None or function.node is None:
        return False
    loop = _loop_over(function.node, call)
    return loop is not None and any(_is_exit(child, breaks=True) for child in children(loop.body))


def _loop_over(node: cst.CSTNode, call: cst.CSTNode) -> cst.For | None:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, cst.For) and one.iter is call:
            return one
        waiting.extend(children(one))
    return None


def _is_exit(node: cst.CSTNode, *, breaks: bool) -> bool:
    if isinstance(node, cst.Return | cst.Raise) or (breaks and isinstance(node, cst.Break)):
        return True
    if isinstance(node, cst.FunctionDef | cst.Lambda | cst.ClassDef | cst.Try):
        return False
    inner = breaks and not isinstance(node, cst.For | cst.While)
    return any(_is_exit(child, breaks=inner) for child in children(node))
