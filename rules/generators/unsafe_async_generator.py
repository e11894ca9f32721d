"""AL702 unsafe-async-generator."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding, FunctionKind

from .decorated import is_transformed

if TYPE_CHECKING:
    from asynclint.rule import FileView


class UnsafeAsyncGenerator(FileRule):
    """Reports async generators, other than context managers and fixtures.

    ## What it does
    Finds every `async def` with a `yield`, unless a decorator such as `contextlib.asynccontextmanager`,
    `pytest.fixture` or `trio.as_safe_channel` makes something else of it.

    ## Why is this bad?
    For projects that want no async generators at all: who iterates one and leaves early has to close it, and hardly
    anybody does; cancel scopes and task groups inside of one break; context variables change under it.

    ## Example

    ```python
    async def pages(client):  # error: unsafe-async-generator
        while page := await client.next_page():
            yield page
    ```

    ## Use instead

    Trio has a decorator that runs the generator in a task of its own:

    ```python
    import trio


    @trio.as_safe_channel
    async def pages(client):
        while page := await client.next_page():
            yield page


    async def print_all(client):
        async with pages(client) as channel:
            async for page in channel:
                print(page)
    ```

    ## Known problems
    Off by default: it is a matter of policy.

    ## Options
    * `transform-async-generator-decorators`: decorators that make something safe of the generator, as
      `asynccontextmanager` does.
    * `# asynclint: ignore[unsafe-async-generator] the reason`, or `# noqa: ASYNC900`, on the statement says that it is
      meant.

    ## References
    * [PEP 789: preventing task-cancellation bugs by limiting yield in async generators](https://peps.python.org/pep-0789/)
    * [`trio.as_safe_channel`](https://trio.readthedocs.io/en/stable/reference-core.html#trio.as_safe_channel)
    """

    code = "AL702"
    name = "unsafe-async-generator"
    since = "0.1"
    default = False
    aliases = ("ASYNC900",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each definition."""
        for function in file.functions():
            if function.kind is FunctionKind.ASYNC_GENERATOR and not is_transformed(function):
                yield self.finding(function, f"`{function.spelled}` is an async generator, which has to be closed")
