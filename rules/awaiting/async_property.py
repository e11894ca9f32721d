"""AL223 async-property."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class AsyncProperty(ProgramRule):
    """Reports a property that is an `async def`.

    ## What it does
    Finds `@property` on an async function.

    ## Why is this bad?
    Reading it, `order.total`, looks like reading a value and gives a coroutine. `await order.total` looks odd, and
    every forgotten `await` is an object that is true, equal to nothing and never runs. A method says by its parentheses
    that it does something.

    ## Example

    ```python
    class Order:
        @property
        async def total(self):  # error: async-property
            return 1
    ```

    ## Use instead

    ```python
    class Order:
        async def total(self):
            return 1
    ```

    ## Known problems
    Off by default: it is a matter of taste, and public interfaces cannot be changed lightly.

    ## Options
    * `# asynclint: ignore[async-property] the reason` on the statement says that it is meant.

    ## References
    * [`property`](https://docs.python.org/3/library/functions.html#property)
    """

    code = "AL223"
    name = "async-property"
    since = "0.1"
    fixable = Fixable.NO
    default = False
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each property that gives a coroutine."""
        for function in program.async_properties():
            yield self.finding(function, f"reading `{function.spelled}` gives a coroutine: make it a method")
