"""AL505 unlisted-startable."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding

from .startable import is_startable

if TYPE_CHECKING:
    from asynclint.rule import FileView


class UnlistedStartable(FileRule):
    """Reports a function with `task_status` that the configuration does not list.

    ## What it does
    Finds async functions with a parameter `task_status` whose name is not in `startable-in-context-manager`.

    ## Why is this bad?
    `start-soon-in-aenter` recognises functions of other files by this list only. One that is missing there is missed.

    ## Example

    ```python
    import trio


    async def serve(port, task_status=trio.TASK_STATUS_IGNORED):  # error: unlisted-startable
        task_status.started()
    ```

    ## Use instead

    ```toml
    [tool.asynclint]
    startable-in-context-manager = ["serve"]
    ```

    or a function that nobody waits for:

    ```python
    async def serve(port):
        return port
    ```

    ## Known problems
    The rule is off by default: it is of use only to projects that keep such a list.

    ## Options
    * `startable-in-context-manager`: the functions of the project that have a `task_status`.

    ## References
    * [`Nursery.start`](https://trio.readthedocs.io/en/stable/reference-core.html#trio.Nursery.start)
    """

    code = "AL505"
    name = "unlisted-startable"
    since = "0.1"
    default = False
    aliases = ("ASYNC114",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each function."""
        names = {name.rpartition(".")[2] for name in file.options.startable_in_context_manager}
        for function in file.functions():
            if is_startable(function) and function.spelled not in names:
                yield self.finding(function, f"`{function.spelled}` is not in startable-in-context-manager")
