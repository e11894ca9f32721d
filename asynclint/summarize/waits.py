"""The places of a file that wait, or could only stand in a coroutine."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.model.summary import Call, FileSummary, Op, Operand, Use, Via
from asynclint.summarize.sites import FileSite

if TYPE_CHECKING:
    from asynclint.summarize.view import FileView

_KEYWORDS: Final = {
    Use.AWAITED: "await",
    Use.ASYNC_ENTERED: "async with",
    Use.ASYNC_ITERATED: "async for",
    Use.YIELDED: "yield from",
}


class WaitSite(FileSite):
    """What is awaited, entered or iterated asynchronously, or delegated to. ``what`` is the keyword before it."""

    __slots__ = ("_block", "function", "what")

    def __init__(self, file: "FileView", row: Call | Operand) -> None:
        span = (row.line, row.column, row.end_line, row.end_column)
        self.function = file.summary.functions[row.function]
        super().__init__(file, span, (row.statement, row.statement_end), self.function.qualname or "<module>")
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


def waits(file: "FileView") -> Iterator[WaitSite]:
    """The places where something is awaited, entered or iterated asynchronously, and ``yield from``."""
    for call in file.summary.calls:
        if call.use in _KEYWORDS and call.use is not Use.YIELDED and not call.via & ~Via.WALRUS:
            yield WaitSite(file, call)
    for operand in file.summary.operands:
        if operand.use in _KEYWORDS:
            yield WaitSite(file, operand)


def _generators(summary: FileSummary) -> Iterator[int]:
    """The blocks of generator expressions."""
    return (row[3] for row in summary.expressions if row[0] == Op.COMPREHENSION and row[1] == "generator")
