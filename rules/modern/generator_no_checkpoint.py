"""AL903 generator-no-checkpoint."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.rule import Finding, Fixable, FunctionKind, Leaving

from .checkpoints import START, CheckpointRule, Checkpoints, checked_functions

if TYPE_CHECKING:
    from asynclint.rule import FileFunction, FileView


class GeneratorNoCheckpoint(CheckpointRule):
    """Reports an async generator that goes from one `yield` to the next without a checkpoint.

    ## What it does
    Looks at all ways through an async generator. Reports a `yield` or `return` that a way reaches without a checkpoint
    since the beginning or since the last `yield`, and the generator where a way falls off its end so. Functions that
    `asynccontextmanager` decorates, fixtures, overloads and abstract methods are left alone.

    ## Why is this bad?
    `async for` over such a generator looks as if other tasks could run between two rounds, and as if it could be
    cancelled. It cannot: a generator has a checkpoint only where its own code has one.

    ## Example

    ```python
    import trio


    async def numbers(count):
        for number in range(count):
            await trio.sleep(1)
            yield number
            yield -number  # error: generator-no-checkpoint
        await trio.sleep(0.1)
    ```

    ## Use instead

    ```python
    import trio


    async def numbers(count):
        for number in range(count):
            await trio.sleep(1)
            yield number
            await trio.lowlevel.checkpoint()
            yield -number
        await trio.sleep(0.1)
    ```

    ## Fix safety
    Unsafe: other tasks run at the new checkpoint, and the generator can be cancelled there.

    ## Known problems
    Off by default, like `no-checkpoint`. The exception of an `await` in a handler counts as a way without a checkpoint.

    ## Options
    * `no-checkpoint-warning-decorators`: decorators whose functions need no checkpoint.
    * `exception-suppressing-context-managers`: context managers that may swallow an exception of their block, beside
      `contextlib.suppress`.
    * `# asynclint: ignore[generator-no-checkpoint] the reason`, or `# noqa: ASYNC911`, on the statement says that it is
      meant.

    ## References
    * [Trio: checkpoints](https://trio.readthedocs.io/en/stable/reference-core.html#checkpoints)
    """

    code = "AL903"
    name = "generator-no-checkpoint"
    since = "0.1"
    default = False
    fixable = Fixable.UNSAFE
    aliases = ("ASYNC911",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each ``yield``, ``return`` or generator that a way reaches without a checkpoint."""
        for function in checked_functions(file, FunctionKind.ASYNC_GENERATOR):
            yield from self._missing(function)

    def _missing(self, function: "FileFunction") -> Iterator[Finding]:
        node = function.node
        if node is None:
            return
        question = Checkpoints(function)
        ways = question.ask(node, START)
        for early, since in question.early.items():
            message = f"a way comes to this `yield` without a checkpoint since {_word(since)}"
            yield from self._at(function, early, message)
        late: dict[tuple[Leaving, cst.CSTNode | None], object] = {}
        for way in ways:
            if way.fact is not None and late.get((way.leaving, way.node)) != START:
                late[way.leaving, way.node] = way.fact
        for (leaving, statement), fact in late.items():
            if leaving is Leaving.RETURN and statement is not None:
                message = f"a way returns here without a checkpoint since {_word(fact)}"
                yield from self._at(function, statement, message)
            elif leaving is Leaving.END:
                message = f"`{function.spelled}` can end without a checkpoint since {_word(fact)}"
                yield self.finding(function, message, remedy=self.after(function))

    def _at(self, function: "FileFunction", node: cst.CSTNode, message: str) -> Iterator[Finding]:
        site = function.site(node)
        if site is not None:
            yield self.finding(site, message, remedy=self.before(function, node))


def _word(fact: object) -> str:
    return "the last `yield`" if isinstance(fact, cst.Yield) else "the beginning"
