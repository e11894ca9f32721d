"""AL603 read-await-write."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst

from asynclint.rule import BlockKind, FileRule, Finding, children

if TYPE_CHECKING:
    from asynclint.rule import FileFunction, FileSite, FileView


class ReadAwaitWrite(FileRule):
    """Reports shared state that is written from a value read before an `await`.

    ## What it does
    Finds assignments to attributes of `self` whose new value is made of the old one and of what an `await` in the same
    statement gives (`self.total += await price()`), outside of a block that holds a lock.

    ## Why is this bad?
    The old value is read first, then the coroutine is suspended. What other tasks write to the attribute meanwhile is
    overwritten: an update is lost.

    ## Example

    ```python
    # asynclint: ignore-file[unneeded-async]
    class Basket:
        def __init__(self):
            self.total = 0

        async def add(self, client, item):
            self.total += await client.price(item)  # error: read-await-write
    ```

    ## Use instead

    ```python
    class Basket:
        def __init__(self):
            self.total = 0

        async def add(self, client, item):
            price = await client.price(item)
            self.total += price
    ```

    ## Known problems
    Off by default: where one task alone uses an object, nothing is lost. Values that are kept in a local name between
    reading and writing are not followed.

    ## Options
    * `# asynclint: ignore[read-await-write] the reason` on the statement says that it is meant.

    ## References
    * [asyncio: synchronization primitives](https://docs.python.org/3/library/asyncio-sync.html)
    """

    code = "AL603"
    name = "read-await-write"
    since = "0.1"
    default = False

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each update of an attribute that an ``await`` interrupts."""
        for function in file.functions():
            if not function.is_coroutine or not self._assigns(function):
                continue
            node = function.node
            if node is not None:
                for update in _updates(node.body):
                    site = function.site(update)
                    if site is not None and not self._locked(function, site):
                        yield self.finding(
                            site, "what is written during the `await` is lost: the old value is read before"
                        )

    @staticmethod
    def _assigns(function: "FileFunction") -> bool:
        """Whether the function writes attributes of its class's objects, and waits."""
        owner = function.owner
        bindings = owner.row.attributes.values() if owner is not None else ()
        return function.row.suspends and any(one.function == function.number for rows in bindings for one in rows)

    @staticmethod
    def _locked(function: "FileFunction", site: "FileSite") -> bool:
        """Whether the place lies in a block that some lock opened."""
        row = site.statement_row
        held = (BlockKind.WITH, BlockKind.ASYNC_WITH)
        return any(block.kind in held and block.row.line <= row <= block.row.end_line for block in function.blocks())


def _updates(body: libcst.CSTNode) -> Iterator[libcst.BaseSmallStatement]:
    """The assignments to attributes of ``self`` that read the attribute, then wait."""
    for node in _parts(body):
        if isinstance(node, libcst.AugAssign) and _is_own(node.target):
            if any(isinstance(part, libcst.Await) for part in _parts(node.value)):
                yield node
        elif isinstance(node, libcst.Assign):
            targets = [target.target for target in node.targets if _is_own(target.target)]
            if targets and _waits_after_reading(node.value, targets):
                yield node


def _waits_after_reading(value: libcst.BaseExpression, targets: list[libcst.BaseAssignTargetExpression]) -> bool:
    read = False
    for part in _parts(value):
        read = read or any(part.deep_equals(target) for target in targets)
        if read and isinstance(part, libcst.Await):
            return True
    return False


def _is_own(target: libcst.CSTNode) -> bool:
    match target:
        case libcst.Attribute(value=libcst.Name(value="self")):
            return True
        case _:
            return False


def _parts(node: libcst.CSTNode) -> Iterator[libcst.CSTNode]:
    """The parts of code in the order in which they are evaluated, itself last; functions in it are left out."""
    if not isinstance(node, libcst.Lambda | libcst.FunctionDef):
        for child in children(node):
            yield from _parts(child)
        yield node
