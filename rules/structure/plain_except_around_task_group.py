"""AL512 plain-except-around-task-group."""

import builtins
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.rule import BlockKind, FileRule, Finding, Fix, Fixable, nodes_of_scope

from .groups import EXCEPTION_GROUPS, GROUPS

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileBlock, FileHandler, FileView, FixableFile

_EXCEPT_STAR_SINCE: Final = (3, 11)
_AS_NEW_AS_EXCEPT_STAR: Final = ("asyncio.TaskGroup",)
_LOOSE: Final = "strict_exception_groups"
_WIDE: Final = frozenset({"BaseException", "Exception", *EXCEPTION_GROUPS})


class PlainExceptAroundTaskGroup(FileRule):
    """Reports `except ValueError` round a task group, which raises an exception group instead.

    ## What it does
    Finds `try` statements that hold nothing but a task group or nursery, with an `except` of an ordinary exception
    class. Silent where any handler names `ExceptionGroup` or catches every `Exception`.

    ## Why is this bad?
    A group wraps what its tasks and its own block raise, also a single exception. `except ValueError` does not catch
    an `ExceptionGroup` of a `ValueError`: the handler never runs.

    ## Example

    ```python
    import asyncio


    async def load(urls, fetch):
        try:
            async with asyncio.TaskGroup() as group:
                for url in urls:
                    group.create_task(fetch(url))
        except ValueError:  # error: plain-except-around-task-group
            print("not all could be loaded")
    ```

    ## Use instead

    ```python
    import asyncio


    async def load(urls, fetch):
        try:
            async with asyncio.TaskGroup() as group:
                for url in urls:
                    group.create_task(fetch(url))
        except* ValueError:
            print("not all could be loaded")
    ```

    ## Fix safety
    Unsafe: handlers that never ran will run. All handlers of the `try` become `except*`, which needs Python 3.11. There
    is no fix where a handler has `return`, `break` or `continue`, which `except*` does not allow, or asks the exception
    for an attribute, as a group would be asked.

    ## Known problems
    AnyIO before 4 and Trio before 0.22 raise a single exception without a group.

    ## Options
    * `# asynclint: ignore[plain-except-around-task-group] the reason` says that it is meant.

    ## References
    * [Task groups](https://docs.python.org/3/library/asyncio-task.html#task-groups)
    * [Errors in multiple tasks](https://trio.readthedocs.io/en/stable/reference-core.html#errors-in-multiple-child-tasks)
    """

    code = "AL512"
    name = "plain-except-around-task-group"
    since = "0.1"
    names = ("TaskGroup", "create_task_group", "open_nursery")
    fixable = Fixable.UNSAFE

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each handler."""
        for call in file.calls_to(GROUPS):
            block = file.block_entered_with(call)
            if block is not None and block.items[0].call is not None and block.items[0].call.number == call.number:
                around = block.parent
                if around is None or around.kind is not BlockKind.TRY or _LOOSE in call.row.keywords:
                    continue
                if around.row.line == block.row.line and around.row.end_line == block.row.end_line:
                    yield from self._handlers(around, str(call.qualified))

    def _handlers(self, body: "FileBlock", group: str) -> Iterator[Finding]:
        handlers = [handler for handler in body.file.handlers() if handler.body is not None]
        own = [handler for handler in handlers if handler.body and handler.body.number == body.number]
        if any(not _WIDE.isdisjoint(handler.caught) for handler in own):
            return
        for handler in own:
            if not handler.is_star and _is_plain(handler):
                names = " and ".join(f"`{name}`" for name in handler.caught)
                message = f"the group raises an `ExceptionGroup`, which is no {names}"
                yield self.finding(handler.block, message, remedy=(group,))

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """``except*`` in place of each handler of the ``try``."""
        import libcst as cst

        if file.target_version < _EXCEPT_STAR_SINCE and finding.remedy != _AS_NEW_AS_EXCEPT_STAR:
            return None
        whole = file.parent(file.starting(cst.ExceptHandler, finding))
        if not isinstance(whole, cst.Try) or not all(map(_can_take_groups, whole.handlers)):
            return None
        ends = [file.span(handler)[0] + len("except") for handler in whole.handlers]
        return self.mended("Catch groups", [file.text.edit(end, end, "*") for end in ends])


def _is_plain(handler: "FileHandler") -> bool:
    """Whether each caught class is an ordinary exception of Python."""
    kinds = [getattr(builtins, name, None) if name else None for name in handler.caught]
    return bool(kinds) and all(isinstance(kind, type) and issubclass(kind, Exception) for kind in kinds)


def _can_take_groups(handler: "cst.ExceptHandler") -> bool:
    """Whether ``except*`` can stand in place of ``except``."""
    import libcst as cst

    if handler.type is None:
        return False
    name = handler.name.name if handler.name else None
    return not any(
        isinstance(node, cst.Return | cst.Break | cst.Continue)
        or (isinstance(node, cst.Attribute) and name is not None and node.value.deep_equals(name))
        for node in nodes_of_scope(handler.body)
    )
