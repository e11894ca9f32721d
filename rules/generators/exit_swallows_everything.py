"""AL705 exit-swallows-everything."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.model.summary import Op
from asynclint.rule import FileRule, Finding, FunctionKind, Leaving, Question

if TYPE_CHECKING:
    from asynclint.rule import FileFunction, FileView


class ExitSwallowsEverything(FileRule):
    """Reports an `__aexit__` that always returns true.

    ## What it does
    Finds `async def __aexit__` of which every way that ends normally returns a true constant.

    ## Why is this bad?
    A true result of `__aexit__` ends the exception of the block. One that is always true swallows all of them:
    programming errors, `KeyboardInterrupt`, and cancellation, so that a cancelled task goes on behind the block.

    ## Example

    ```python
    class Session:
        async def __aenter__(self):
            return self

        async def __aexit__(self, kind, error, traceback):  # error: exit-swallows-everything
            await self.close()
            return True
    ```

    ## Use instead

    ```python
    class Session:
        async def __aenter__(self):
            return self

        async def __aexit__(self, kind, error, traceback):
            await self.close()
            return isinstance(error, ConnectionError)
    ```

    ## Known problems
    A class that is meant to swallow everything is reported, too: it swallows cancellation as well.

    ## Options
    * `# asynclint: ignore[exit-swallows-everything] the reason` on the line of the definition says that it is meant.

    ## References
    * [`object.__aexit__`](https://docs.python.org/3/reference/datamodel.html#object.__aexit__)
    """

    code = "AL705"
    name = "exit-swallows-everything"
    since = "0.1"
    names = ("__aexit__",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each method."""
        for function in file.functions():
            row = function.row
            if row.name == "__aexit__" and function.kind is FunctionKind.COROUTINE and _returns_only_true(function):
                message = "every exception of the block is swallowed, cancellation too: this always returns true"
                yield self.finding(function, message)


def _returns_only_true(function: "FileFunction") -> bool:
    expressions = function.file.summary.expressions
    values = [expressions[returned.value] for returned in function.row.returns]
    if not values or not all(row[0] == Op.CONSTANT and row[1] in ("bool", "int") and row[2] for row in values):
        return False
    node = function.node
    if node is None:
        return False
    ends = [way for way in Question[bool]().ask(node, False) if way.leaving in (Leaving.END, Leaving.RETURN)]
    return all(way.leaving is Leaving.RETURN and getattr(way.node, "value", None) is not None for way in ends)
