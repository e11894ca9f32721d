"""The places of a file that findings can be made of: stretches of source, and calls."""

from typing import TYPE_CHECKING

from asynclint.model.spans import Location, code_point_column
from asynclint.model.spelling import spell
from asynclint.model.summary import Call, Use
from asynclint.summarize.names import Awaitable, Instance, Place
from asynclint.syntax.cst import Position

if TYPE_CHECKING:
    import libcst

    from asynclint.summarize.blocks import FileBlock
    from asynclint.summarize.functions import FileFunction
    from asynclint.summarize.view import FileView


class FileSite:
    """A stretch of source inside a statement, with the face that sites of the program have."""

    __slots__ = ("_span", "file", "function_name", "noqa_row", "statement_row")

    def __init__(
        self, file: "FileView", span: tuple[int, int, int, int], statement: tuple[int, int], function_name: str
    ) -> None:
        """``span`` is rows and byte columns, ``statement`` the first and the last row of the statement."""
        self.file = file
        self._span = span
        self.statement_row, self.noqa_row = statement
        self.function_name = function_name

    @property
    def filename(self) -> str:
        """The absolute path of the file."""
        return self.file.filename

    @property
    def location(self) -> Location:
        """Where it starts."""
        return self._location(*self._span[:2])

    @property
    def end_location(self) -> Location:
        """Where it ends (exclusive)."""
        return self._location(*self._span[2:])

    @property
    def position(self) -> Position:
        """The same as rows and byte columns."""
        return Position(*self._span)

    def _location(self, row: int, offset: int) -> Location:
        line = self.file.summary.wide_lines.get(row)
        return Location(row, offset + 1 if line is None else code_point_column(line, offset))


class FileCall(FileSite):
    """A call; ``row`` is what the summary has of it, ``number`` its index there."""

    __slots__ = ("number", "row")

    def __init__(self, file: "FileView", row: Call, number: int) -> None:
        function = file.summary.functions[row.function].qualname or "<module>"
        span = (row.line, row.column, row.end_line, row.end_column)
        super().__init__(file, span, (row.statement, row.statement_end), function)
        self.row = row
        self.number = number

    @property
    def use(self) -> Use:
        """What happens to the result."""
        return self.row.use

    @property
    def spelled(self) -> str:
        """The callee as the source spells it, shortened where it is long."""
        return spell(self.file.summary, self.row.callee)

    @property
    def at(self) -> Place:
        """From where its names are looked up."""
        return Place(self.row.function, self.row.block)

    @property
    def qualified(self) -> str | None:
        """The canonical dotted name of the callee, e.g. ``asyncio.create_task``, ``asyncio.Task.cancel``.

        Methods bear the class of the receiver as far as the file tells it. None for functions of the file itself and
        for names that are unknown, or that have several meanings.
        """
        return self.file.names.qualified(self.row.callee, self.at)

    @property
    def gives_awaitable(self) -> bool:
        """Whether it is known to give a coroutine, future or Deferred of a framework."""
        names = self.file.names
        value = names.result(names.value(self.row.callee, self.at))
        if isinstance(value, Instance):
            row = names.facts.cls(names.class_of(value))
            return row is not None and row.waits is not None
        return isinstance(value, Awaitable)

    @property
    def function(self) -> "FileFunction | None":
        """The definition round the call; None at module level and in class bodies."""
        return self.file.definition(self.row.function)

    @property
    def block(self) -> "FileBlock":
        """The innermost group of statements round the call."""
        return self.file.block_at(self.row.block)

    @property
    def node(self) -> "libcst.Call | None":
        """The node of the call, in the tree of ``function``; None where libcst refuses the text."""
        import libcst

        function = self.function
        if function is None:
            return self.file.cst.call_at(*self._span)
        return function.tree.node_at(libcst.Call, *self._span)

    def argument(self, position: int, keyword: str) -> int | None:
        """The expression of an argument that is given at a position (from 0) or by keyword; None without it."""
        arguments = self.row.arguments
        if 0 <= position < len(arguments):
            return arguments[position]
        return self.row.keywords.get(keyword)
