"""AL701 yield-in-context-manager."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.rule import BlockKind, FileRule, Finding, FunctionKind, children

from .decorated import is_transformed

if TYPE_CHECKING:
    from asynclint.rule import FileFunction, FileView

_WITH = frozenset({BlockKind.WITH, BlockKind.ASYNC_WITH})
_DEFINITIONS = (cst.FunctionDef, cst.ClassDef, cst.Lambda)


class YieldInContextManager(FileRule):
    """Reports `yield` inside a context manager of an async generator.

    ## What it does
    Finds `yield` inside `with` and `async with` in async generators. Functions that `asynccontextmanager` decorates and
    fixtures are left alone, as they are run to their end.

    ## Why is this bad?
    When the loop over an async generator ends early, the generator stays where it is, inside the context manager, until
    the garbage collector or the event loop's end closes it: the file stays open and the lock is held for a time that
    nobody knows, and the clean-up may run in another task or not at all.

    ## Example

    ```python
    async def rows(path):
        with open(path) as file:  # noqa: AL105
            for row in file:
                yield row  # error: yield-in-context-manager
    ```

    ```python
    async def rows(pool):
        async with pool.connection() as connection:
            async for row in connection.cursor():
                yield row  # error: yield-in-context-manager
    ```

    ## Use instead

    ```python
    async def rows(connection):
        async for row in connection.cursor():
            yield row


    async def total(pool):
        async with pool.connection() as connection:
            return sum([row async for row in rows(connection)])
    ```

    ## Known problems
    Off by default: many async generators are used to their end, or closed by `contextlib.aclosing`.

    ## Options
    * `transform-async-generator-decorators`: decorators that make something safe of the generator, as
      `asynccontextmanager` does.
    * `# asynclint: ignore[yield-in-context-manager] the reason`, or `# noqa: ASYNC119`, on the statement says that it
      is meant.

    ## References
    * [PEP 789: preventing task-cancellation bugs by limiting yield in async generators](https://peps.python.org/pep-0789/)
    * [PEP 533: deterministic cleanup for iterators](https://peps.python.org/pep-0533/)
    """

    code = "AL701"
    name = "yield-in-context-manager"
    since = "0.1"
    default = False
    aliases = ("ASYNC119",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each ``yield``."""
        for function in file.functions():
            if function.kind is FunctionKind.ASYNC_GENERATOR and _holds(function) and not is_transformed(function):
                node = function.node
                if node is not None:
                    for inner in _yields(node.body, held=False):
                        site = function.site(inner)
                        if site is not None:
                            yield self.finding(site, "a generator that is left here keeps the context manager open")


def _holds(function: "FileFunction") -> bool:
    """Whether some ``yield`` stands in a ``with``, by the summary."""
    blocks = (function.file.block_at(binding.block) for binding in function.row.yields)
    return any(block.kind in _WITH or any(outer.kind in _WITH for outer in block.ancestors()) for block in blocks)


def _yields(node: cst.CSTNode, *, held: bool) -> Iterator[cst.Yield]:
    """The ``yield`` expressions inside a ``with``, from the top of the source to its end."""
    if isinstance(node, cst.Yield) and held:
        yield node
    for child in children(node):
        if not isinstance(child, _DEFINITIONS):
            yield from _yields(child, held=held or (isinstance(node, cst.With) and child is node.body))
