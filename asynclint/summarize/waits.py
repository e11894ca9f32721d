"""The places of a file that wait where nothing can, or that delegate where nothing may."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.model.summary import Call, FileSummary, FunctionKind, Op, Operand, Use, Via
from asynclint.summarize.sites import FileSite

if TYPE_CHECKING:
    from asynclint.summarize.view import FileView

_KEYWORDS: Final = {
    Use.AWAITED: "await",
    Use.ASYNC_ENTERED: "async with",
    Use.ASYNC_ITERATED: "async for",
    Use.YIELDED: "yield from",
}
_DELEGATING: Final = frozenset({Use.YIELDED})
_WAITING: Final = _KEYWORDS.keys() - _DELEGATING
_COROUTINES: Final = frozenset({FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR})


class WaitSite(FileSite):
    """What is awaited, entered or iterated asynchronously, or delegated to. ``what`` is the keyword before it."""

    __slots__ = ("_block", "what")

    def __init__(self, file: "FileView", row: Call | Operand) -> None:
        span = (row.line, row.column, row.end_line, row.end_column)
        name = file.summary.functions[row.function].qualname or "<module>"
        super().__init__(file, span, (row.statement, row.statement_end), name)
        self.what = _KEYWORDS[row.use]
        self._block = row.block

    @property
    def in_generator_expression(self) -> bool:
        """Whether it stands in a generator expression, or in its first ``async for``."""
        summary = self.file.summary
        around: set[int] = set()
        block = self._block
        while block >= 0:
            around.add(block)
            block = summary.blocks[block].parent
        return any(inner in around or self._heads(summary, inner) for inner in _generators(summary))

    def _heads(self, summary: FileSummary, inner: int) -> bool:
        row = summary.blocks[inner]
        begins = row.parent == self._block and row.line <= self.location.row <= row.end_line
        return self.what == "async for" and begins


def misplaced_waits(file: "FileView") -> Iterator[WaitSite]:
    """Where something is awaited, entered or iterated asynchronously outside of a coroutine; ``yield from`` in one."""
    summary = file.summary
    coroutines = {number for number, function in enumerate(summary.functions) if function.kind in _COROUTINES}
    for call in summary.calls:
        if call.use in _WAITING and call.function not in coroutines and not call.via & ~Via.WALRUS:
            yield WaitSite(file, call)
    for operand in summary.operands:
        inside = operand.function in coroutines
        if operand.use in (_DELEGATING if inside else _WAITING):
            yield WaitSite(file, operand)


def _generators(summary: FileSummary) -> Iterator[int]:
    """The blocks of generator expressions."""
    return (row[3] for row in summary.expressions if row[0] == Op.COMPREHENSION and row[1] == "generator")
