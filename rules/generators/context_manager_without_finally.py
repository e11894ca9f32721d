"""AL706 context-manager-without-finally."""

import builtins
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.model.summary import Op
from asynclint.rule import BlockKind, Confidence, FileRule, Finding, FunctionKind, Leaving, Question, children

from .decorated import CONTEXT_MANAGERS

if TYPE_CHECKING:
    from asynclint.rule import FileFunction, FileView

_GUARDS = frozenset({BlockKind.TRY, BlockKind.WITH, BlockKind.ASYNC_WITH})
_NO_EXCEPTIONS = frozenset(
    {"asyncio.CancelledError", "trio.Cancelled", "KeyboardInterrupt", "SystemExit", "GeneratorExit"}
)
_PLAIN_EXCEPTIONS = frozenset(
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, Exception)
)
_LEAVING_CALLS = frozenset({"exit", "_exit", "quit", "abort", "fail", "skip", "xfail", "error"})


class Yields(Question[bool]):
    """Whether there was a ``yield``; what cannot go on counts as if. ``errors``: anything before it may raise."""

    def __init__(self, function: "FileFunction", node: cst.FunctionDef, *, errors: bool) -> None:
        self._function = function
        self._errors = errors
        self._last_tests = frozenset(_last_tests(node))
        self._flags = _flags(function)

    def step(self, node: cst.CSTNode, fact: bool) -> bool:
        """A ``yield``, or a call that never returns."""
        return fact or isinstance(node, cst.Yield) or (isinstance(node, cst.Call) and _never_returns(node))

    def assume(self, test: cst.BaseExpression, truth: bool, fact: bool) -> Iterable[bool]:
        """One branch of a chain of comparisons that all yield is taken to be chosen; a flag tells of a ``yield``."""
        if truth and isinstance(test, cst.Name) and test.value in self._flags:
            return (True,)
        return (fact or (not truth and test in self._last_tests),)

    def raises(self, node: cst.CSTNode, fact: bool) -> bool:
        """What a ``yield`` raises comes from the block, behind the ``yield``."""
        return self._errors and not isinstance(node, cst.Yield)

    def catches(
        self, handler: cst.ExceptHandler | cst.ExceptStarHandler, error: cst.Raise | None, fact: bool
    ) -> bool | None:
        """``except Exception`` does not catch a cancellation, nor what ends the program."""
        if error is None or handler.type is None or self._function.qualified(error.exc) not in _NO_EXCEPTIONS:
            return None
        caught = [one.value for one in handler.type.elements] if isinstance(handler.type, cst.Tuple) else [handler.type]
        plain = all(self._function.qualified(one) in _PLAIN_EXCEPTIONS for one in caught)
        return False if plain else None

    def runs(self, loop: cst.For | cst.While, fact: bool) -> bool:
        """A loop is taken to run: that there is nothing to iterate is what nobody expects."""
        return True

    def iterate(self, loop: cst.For | cst.CompFor, fact: bool) -> bool:
        """Behind a loop that yields, there was a ``yield``."""
        return fact or (isinstance(loop, cst.For) and _has_yield(loop.body))


class ContextManagerWithoutFinally(FileRule):
    """Reports an async context manager that may not yield, or whose clean-up an exception skips.

    ## What it does
    Looks at functions that `contextlib.asynccontextmanager` decorates. Reports one that has a way to its end, or to a
    `return`, without a `yield`. With `min-confidence = "possible"` it also reports one that swallows what fails before
    its `yield`, and a `yield` with code behind it that stands in no `try` and no `with`.

    ## Why is this bad?
    `async with` over a function that does not yield raises `RuntimeError: generator didn't yield`, in the case that
    nobody tried. And an exception of the block comes out of `yield`: clean-up behind it runs only if all went well,
    unless it stands in `finally`.

    ## Example

    ```python
    import contextlib


    @contextlib.asynccontextmanager
    async def waiting_for(task):  # error: context-manager-without-finally "may not yield"
        if task is not None:
            task.start()
            yield task
            await task
    ```

    ## Use instead

    ```python
    import contextlib


    @contextlib.asynccontextmanager
    async def waiting_for(task):
        if task is not None:
            task.start()
        try:
            yield task
        finally:
            if task is not None:
                await task
    ```

    ## Known problems
    A loop with a `yield` in it is taken to run at least once, and of `if` and `elif` that all yield one is taken to be
    chosen. A handler is usually meant for what the block raises, and
    clean-up that is meant only for the good case (`commit`) looks like one that was forgotten: therefore those findings
    are only possible.

    ## Options
    * `min-confidence`: `"possible"` also reports what depends on an exception.
    * `# asynclint: ignore[context-manager-without-finally] the reason` on the statement says that it is meant.

    ## References
    * [`contextlib.asynccontextmanager`](https://docs.python.org/3/library/contextlib.html#contextlib.asynccontextmanager)
    """

    code = "AL706"
    name = "context-manager-without-finally"
    since = "0.1"
    names = ("asynccontextmanager",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each function."""
        for function in file.functions():
            if function.kind is FunctionKind.ASYNC_GENERATOR and CONTEXT_MANAGERS & {*function.decorators}:
                node = function.node
                if node is None:
                    continue
                if _may_miss(function, node, errors=False):
                    message = f"`{function.spelled}` may not yield: `async with` raises RuntimeError then"
                    yield self.finding(function, message)
                elif _may_miss(function, node, errors=True):
                    message = f"`{function.spelled}` does not yield when what is before its `yield` fails"
                    yield self.finding(function, message, confidence=Confidence.POSSIBLE)
                elif _unguarded(function):
                    message = f"an exception of the block skips the code behind the `yield` of `{function.spelled}`"
                    yield self.finding(function, message, confidence=Confidence.POSSIBLE)


def _may_miss(function: "FileFunction", node: cst.FunctionDef, *, errors: bool) -> bool:
    """Whether a way that ends normally has no ``yield``."""
    ways = Yields(function, node, errors=errors).ask(node, False)
    return any(way.leaving in (Leaving.END, Leaving.RETURN) and not way.fact for way in ways)


def _last_tests(node: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """The last tests of chains of ``if`` and ``elif`` without ``else`` whose branches all yield."""
    for child in children(node):
        if isinstance(child, cst.If) and not isinstance(node, cst.If):
            chain = [child]
            while isinstance(chain[-1].orelse, cst.If):
                chain.append(chain[-1].orelse)
            if len(chain) > 1 and chain[-1].orelse is None and all(_has_yield(branch.body) for branch in chain):
                yield chain[-1].test
        yield from _last_tests(child)


def _flags(function: "FileFunction") -> frozenset[str]:
    """The names that are true only behind a ``yield``: they get nothing but ``False``, and ``True`` beside one."""
    expressions, yielding = function.file.summary.expressions, {one.block for one in function.row.yields}
    return frozenset(
        name
        for name, rows in function.row.bindings.items()
        if all(
            expressions[one.value] == (Op.CONSTANT, "bool", one.block in yielding)
            or expressions[one.value] == (Op.CONSTANT, "bool", False)
            for one in rows
        )
    )


def _unguarded(function: "FileFunction") -> bool:
    """Whether a ``yield`` outside of ``try`` and ``with`` has a call behind it."""
    for binding in function.row.yields:
        block = function.file.block_at(binding.block)
        if block.kind in _GUARDS or any(outer.kind in _GUARDS for outer in block.ancestors()):
            continue
        if any(call.row.line > binding.line for call in function.calls()):
            return True
    return False


def _has_yield(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Yield):
        return True
    return any(_has_yield(child) for child in children(node) if not isinstance(child, cst.FunctionDef | cst.Lambda))


def _never_returns(call: cst.Call) -> bool:
    match call.func:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return name in _LEAVING_CALLS
    return False
