"""AL503 useless-task-group."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Edit, FileRule, Finding, Fix, Fixable, nodes_of_scope

from .groups import GROUPS, NURSERIES, bound, entered_with, mentions, root, started_on, uses

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileView, FixableFile

_OPENED_AND_STARTED_ON = 2
"""How often a group is named that starts one task and does nothing else."""


class UselessTaskGroup(FileRule):
    """Reports a task group that only starts one task.

    ## What it does
    Finds nurseries and task groups whose body is a single `start_soon`, `start` or `create_task`, where the task does
    not get the group itself.

    ## Why is this bad?
    The block waits for its only task at once, so nothing runs at the same time. Awaiting the function does the same
    without another task, and its exceptions are not wrapped in a group.

    ## Example

    ```python
    import trio


    async def main(work):
        async with trio.open_nursery() as nursery:  # error: useless-task-group
            nursery.start_soon(work)
    ```

    ## Use instead

    ```python
    async def main(work):
        await work()
    ```

    A loop may start any number of tasks, and is not reported:

    ```python
    import trio


    async def main(works):
        async with trio.open_nursery() as nursery:
            for work in works:
                nursery.start_soon(work)
    ```

    ## Fix safety
    Unsafe: exceptions then come without a group round them. The function that `start_soon` or `create_task` gets is
    awaited in place of the block. There is no fix for `start`, for a task that gets a name, where the block has other
    context managers, and where the group is used after it.

    ## Known problems
    A task that starts others in the same group gets it in another way, say as a global variable, and needs it.

    ## Options
    * `# asynclint: ignore[useless-task-group] the reason`, or `# noqa: ASYNC112`, says that it is meant.

    ## References
    * [Nurseries](https://trio.readthedocs.io/en/stable/reference-core.html#nurseries-and-spawning)
    """

    code = "AL503"
    name = "useless-task-group"
    since = "0.1"
    names = ("TaskGroup", "create_task_group", "open_nursery")
    fixable = Fixable.UNSAFE
    aliases = ("ASYNC112",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each group, at what opens it."""
        import libcst as cst

        for code in entered_with(file, GROUPS):
            body = root(code)
            for node in nodes_of_scope(body) if body else ():
                if isinstance(node, cst.With) and (call := _only_call(node.body)) is not None:
                    name = started_on(call)
                    for item in node.items:
                        opener = code.qualified(item.item)
                        if name in bound(item) and _starts(opener, call) and not _is_given(call, name):
                            site = code.site(item.item)
                            if site is not None:
                                yield self.finding(site, f"`{name}` only starts one task: await it instead")

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """Await what the task runs."""
        import libcst as cst

        opener = file.expression(finding)
        item, statement, *outer = file.parents(opener)
        call = _only_call(statement.body) if isinstance(statement, cst.With) else None
        if not isinstance(item, cst.WithItem) or not isinstance(statement, cst.With) or call is None:
            return None
        function = next((one for one in outer if isinstance(one, cst.FunctionDef)), None)
        if len(statement.items) > 1 or function is None:
            return None
        edits = _awaited(file, call)
        if edits is None:
            return None
        if len(list(uses(function.body, bound(item)))) > _OPENED_AND_STARTED_ON:
            return None
        return self.mended("Await it", (*file.unwrap(statement, edits), *edits))


def _only_call(body: "cst.BaseSuite") -> "cst.Call | None":
    """The call, awaited or not, that a block consists of."""
    import libcst as cst

    statements = body.body
    if len(statements) != 1:
        return None
    statement = statements[0]
    if isinstance(statement, cst.SimpleStatementLine):
        if len(statement.body) != 1:
            return None
        statement = statement.body[0]
    value = statement.value if isinstance(statement, cst.Expr) else None
    value = value.expression if isinstance(value, cst.Await) else value
    return value if isinstance(value, cst.Call) else None


def _starts(opener: str | None, call: "cst.Call") -> bool:
    """Whether the call starts a task in a group that is opened so."""
    if opener in NURSERIES:
        return started_on(call, frozenset({"start", "start_soon"})) is not None
    return opener in GROUPS and started_on(call, frozenset({"create_task"})) is not None


def _is_given(call: "cst.Call", name: str | None) -> bool:
    return name is not None and any(mentions(argument, name) for argument in call.args)


def _awaited(file: "FixableFile", call: "cst.Call") -> "tuple[Edit, ...] | None":
    """Edits that make a call wait for what it starts; None where it says more than what to run."""
    import libcst as cst

    first, *rest = call.args
    (start, end), (opening, closing) = file.span(call), file.span(first.value)
    method = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
    if method == "start" or any(one.keyword is not None or one.star == "**" for one in call.args) or first.star:
        return None
    if method == "create_task":
        simple = isinstance(first.value, cst.Call) and not rest
        return file.keep(first.value, call, "await ", "") if simple else None
    text = file.source.text
    if not isinstance(first.value, cst.Name | cst.Attribute) or "#" in text[start:opening]:
        return None
    if rest:
        comma = text.index(",", closing) + 1
        behind = file.text.edit(closing, comma + len(text[comma:]) - len(text[comma:].lstrip(" \t")), "(")
    else:
        behind = file.text.edit(closing, end, "()")
    return (file.text.edit(start, opening, "await "), behind)
