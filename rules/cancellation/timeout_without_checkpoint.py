"""AL406 timeout-without-checkpoint."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Applicability, BlockKind, FileRule, Finding, Fix, Fixable, FunctionKind, children

from .frameworks import GROUPS, TIMEOUTS

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import Code, FileBlock, FileCall, FileView, FixableFile


class TimeoutWithoutCheckpoint(FileRule):
    """Reports a timeout round code that never suspends.

    ## What it does
    Finds `with` blocks of `asyncio.timeout`, `async_timeout.timeout`, `move_on_after`, `fail_after`, `CancelScope` and
    their relatives in which nothing is awaited. A nursery or task group in the block counts when tasks can be started
    in it: its end waits for them.

    ## Why is this bad?
    A timeout acts where the code suspends, and nowhere else. This one never does anything: either an `await` is
    missing, or what takes long does not know of the event loop and blocks it, or the scope is a leftover.

    ## Example

    ```python
    import trio


    async def load(path):
        with trio.move_on_after(5):  # error: timeout-without-checkpoint
            return parse(path)


    def parse(path):
        return path.name
    ```

    ```python
    import asyncio


    async def load(path):
        async with asyncio.timeout(5):  # error: timeout-without-checkpoint
            return path.name
    ```

    ## Use instead

    ```python
    import trio


    async def load(path):
        with trio.move_on_after(5):
            return await trio.to_thread.run_sync(parse, path, abandon_on_cancel=True)


    def parse(path):
        return path.name
    ```

    ## Fix safety
    The fix is safe: a scope that nothing names, and whose arguments are plain names and numbers, is taken away.

    ## Known problems
    Whether what is awaited ever suspends is not asked. A block with `yield` is not reported: what is done there is the
    matter of the code that gets the value.

    ## Options
    * `# asynclint: ignore[timeout-without-checkpoint] the reason`, or `# noqa: ASYNC100`, says that it is meant.

    ## References
    * [Checkpoints](https://trio.readthedocs.io/en/stable/reference-core.html#checkpoints)
    * [`asyncio.timeout`](https://docs.python.org/3/library/asyncio-task.html#asyncio.timeout)
    """

    code = "AL406"
    name = "timeout-without-checkpoint"
    since = "0.1"
    names = tuple(sorted({name.rpartition(".")[2] for name in TIMEOUTS}))
    fixable = Fixable.SAFE
    aliases = ("ASYNC100",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each timeout of a block that cannot suspend."""
        for call in file.calls_to(TIMEOUTS):
            block = file.block_entered_with(call)
            if block is not None and not self._suspends(file, call, block) and not _lacks_await(file, block):
                yield self.finding(call, f"nothing in this block suspends: `{call.spelled}` has no effect")

    def _suspends(self, file: "FileView", call: "FileCall", block: "FileBlock") -> bool:
        at = next(place for place, item in enumerate(block.items) if item.call and item.call.number == call.number)
        later = [item.qualified for item in block.items[at + 1 :]]
        if block.kind is BlockKind.ASYNC_WITH and not TIMEOUTS.issuperset(later):
            return True
        if not block.row.suspends:
            return False
        inner = [file.block_at(number) for number in file.blocks_by_function[block.row.function]]
        groups = [
            one
            for one in inner
            if one.kind is BlockKind.ASYNC_WITH
            and all(item.qualified in GROUPS | TIMEOUTS for item in one.items)
            and any(outer.number == block.number for outer in one.ancestors())
        ]
        if not groups:
            return True
        code: Code = block.function or file.whole
        node = code.with_of(block)
        return node is None or _suspends(code, node.body)

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """The body without the ``with`` round it."""
        import libcst as cst

        call = file.call(finding)
        item, statement = file.parents(call)[:2]
        if not isinstance(item, cst.WithItem) or not isinstance(statement, cst.With) or len(statement.items) > 1:
            return None
        plain = (cst.Name, cst.Attribute, cst.BaseNumber, cst.UnaryOperation)
        if item.asname is not None or not all(isinstance(one.value, plain) for one in call.args):
            return None
        return Fix(Applicability.SAFE, "Take the scope away", file.unwrap(statement))


def _lacks_await(file: "FileView", block: "FileBlock") -> bool:
    """Whether a coroutine function of the file is called in the block: that it is not awaited is told elsewhere."""
    coroutines = {function.spelled for function in file.functions() if function.kind is FunctionKind.COROUTINE}
    return any(call.row.name in coroutines for call in block.calls())


def _suspends(code: "Code", node: "cst.CSTNode") -> bool:
    """Whether code suspends, the entry and the end of groups in which nothing is started left aside."""
    import libcst as cst

    if isinstance(node, cst.FunctionDef | cst.Lambda | cst.GeneratorExp | cst.ClassDef):
        return False
    if isinstance(node, cst.Await | cst.Yield):
        return True
    if isinstance(node, cst.For | cst.CompFor) and node.asynchronous is not None:
        return True
    if isinstance(node, cst.With) and node.asynchronous is not None:
        names = [code.qualified(item.item) for item in node.items]
        if not all(name in GROUPS or name in TIMEOUTS for name in names):
            return True
        for item, name in zip(node.items, names, strict=True):
            bound = item.asname.name if item.asname else None
            if name in GROUPS and isinstance(bound, cst.Name) and _mentions(node.body, bound.value):
                return True
    return any(_suspends(code, child) for child in children(node))


def _mentions(node: "cst.CSTNode", name: str) -> bool:
    """Whether a name is used for more than its attribute ``cancel_scope``."""
    import libcst as cst

    if isinstance(node, cst.Attribute) and node.attr.value == "cancel_scope":
        return False
    if isinstance(node, cst.Name):
        return node.value == name
    return any(_mentions(child, name) for child in children(node))
