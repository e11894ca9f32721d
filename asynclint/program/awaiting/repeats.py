"""Coroutine objects that are run more than once."""

from collections.abc import Iterator

from asynclint.model.effects import Confidence
from asynclint.model.summary import BlockKind, Read, Use, Via
from asynclint.program.awaiting.awaitables import Awaitable
from asynclint.program.nodes import ModuleNode
from asynclint.program.sites import Site
from asynclint.program.types.values import COROUTINE

_LOOPS = frozenset({BlockKind.FOR, BlockKind.ASYNC_FOR, BlockKind.WHILE})
_RUNNERS = frozenset(
    {"create_task", "ensure_future", "gather", "wait_for", "shield", "run", "run_until_complete", "ensureDeferred",
     "fromCoroutine", "run_coroutine_threadsafe", "async_create_task"}
)  # fmt: skip
"""Functions that run a coroutine which they are given."""


class Repeat(Site):
    """The second run of a coroutine that a name holds; ``first`` is where it is made."""

    __slots__ = ("confidence", "first", "name")

    def __init__(self, use: Awaitable, read: Read, confidence: Confidence) -> None:
        span = (read.line, read.column, read.end_line, read.end_column)
        super().__init__(use.site.module, use.site.function, span, (read.line, read.end_line))
        self.first = use.site
        self.name = use.named or ""
        self.confidence = confidence


def repeats(uses: list[Awaitable]) -> Iterator[Repeat]:
    """For each coroutine that is awaited or made a task twice on one path: where that happens again."""
    seen: set[tuple[str, int]] = set()
    for use in uses:
        key = (use.site.filename, use.site.number)
        if use.kind != COROUTINE or not use.named or use.via & ~Via.WALRUS or key in seen:
            continue
        seen.add(key)
        module = use.site.module
        runs = [read for read in use.reads if _runs(module, read)]
        again = next((later for later in runs for first in runs if _follows(module, first, later)), None)
        if again is None:
            again = next((read for read in runs if _in_loop(module, use.site.row.block, read)), None)
        if again is not None:
            yield Repeat(use, again, use.confidence)


def _runs(module: ModuleNode, read: Read) -> bool:
    if read.via & ~Via.WALRUS:
        return False
    if read.use is Use.AWAITED:
        return True
    return read.use is Use.PASSED and module.summary.calls[read.detail].name in _RUNNERS


def _follows(module: ModuleNode, first: Read, later: Read) -> bool:
    """Whether whoever passes one read comes to the other."""
    if (first.line, first.column) >= (later.line, later.column):
        return False
    return first.block in module.branches.around(later.block)


def _in_loop(module: ModuleNode, made: int, read: Read) -> bool:
    """Whether a loop comes again to a read of what was made before the loop."""
    blocks = module.summary.blocks
    outside = {*module.branches.around(made)}
    inner: list[int] = []
    for block in module.branches.around(read.block):
        if block in outside:
            return False
        inner.append(block)
        if blocks[block].kind in _LOOPS:
            loop = block
            break
    else:
        return False
    if any(blocks[number].leaves and not _is_retried(module, number) for number in inner):
        return False
    return not any(_ends(module, number, loop) for number in range(loop + 1, len(blocks)) if number not in inner)


def _is_retried(module: ModuleNode, number: int) -> bool:
    """Whether a ``try`` leaves the loop only when nothing failed."""
    blocks = module.summary.blocks
    row = blocks[number]
    handlers = [one for one in blocks if one.kind is BlockKind.EXCEPT and one.parent == row.parent]
    return row.kind is BlockKind.TRY and any(not handler.leaves for handler in handlers)


def _ends(module: ModuleNode, number: int, loop: int) -> bool:
    """Whether a block of the loop leaves it, on a condition of which nothing is known."""
    blocks = module.summary.blocks
    row = blocks[number]
    if row.function != blocks[loop].function or not row.leaves or row.kind in (BlockKind.EXCEPT, BlockKind.FINALLY):
        return False
    return loop in module.branches.around(number)
