"""The face that places of the program show to rules: where they are, and how people would say them."""

from typing import Any, Final

from asynclint.model.spans import Location, code_point_column
from asynclint.model.spelling import spell
from asynclint.model.summary import Call, FunctionKind, Use
from asynclint.program.nodes import FunctionNode, ModuleNode

_KEYWORDS: Final = {
    FunctionKind.COROUTINE: "async def ",
    FunctionKind.ASYNC_GENERATOR: "async def ",
    FunctionKind.CLASS_BODY: "class ",
    FunctionKind.LAMBDA: "",
}


class Site:
    """A stretch of source inside a statement."""

    __slots__ = ("_columns", "_rows", "function", "module", "noqa_row", "statement_row")

    def __init__(
        self,
        module: ModuleNode,
        function: FunctionNode,
        span: tuple[int, int, int, int],
        statement: tuple[int, int],
    ) -> None:
        self.module = module
        self.function = function
        self._rows = (span[0], span[2])
        self._columns = (span[1], span[3])
        self.statement_row, self.noqa_row = statement

    @property
    def filename(self) -> str:
        """The absolute path of the file."""
        return self.module.path

    @property
    def location(self) -> Location:
        """Where it starts."""
        return self._location(0)

    @property
    def end_location(self) -> Location:
        """Where it ends (exclusive)."""
        return self._location(1)

    def _location(self, end: int) -> Location:
        row, offset = self._rows[end], self._columns[end]
        line = self.module.summary.wide_lines.get(row)
        return Location(row, offset + 1 if line is None else code_point_column(line, offset))

    @property
    def function_name(self) -> str:
        """The qualified name of the enclosing function."""
        return self.function.qualname


class FunctionSite(Site):
    """A definition, from ``def`` or ``async def`` to the name; a class from ``class``."""

    __slots__ = ()

    def __init__(self, function: FunctionNode) -> None:
        row = function.row
        keyword = _KEYWORDS.get(row.kind, "def ")
        end = row.column + len(f"{keyword}{row.name}".encode())
        header = max(row.line, row.body_line - 1)
        super().__init__(function.module, function, (row.line, row.column, row.line, end), (row.line, header))

    @property
    def spelled(self) -> str:
        """The name."""
        return self.function.row.name


class CallSite(Site):
    """A call, with what happens to its result."""

    __slots__ = ("number", "row")

    def __init__(self, module: ModuleNode, number: int) -> None:
        row = module.summary.calls[number]
        super().__init__(
            module,
            module.functions[row.function],
            (row.line, row.column, row.end_line, row.end_column),
            (row.statement, row.statement_end),
        )
        self.number = number
        self.row: Call = row

    @property
    def use(self) -> Use:
        """What happens to the result."""
        return self.row.use

    @property
    def via(self) -> int:
        """Through what the result reaches its use."""
        return self.row.via

    @property
    def detail(self) -> Any:
        """See ``model.summary.Use``."""
        return self.row.detail

    @property
    def spelled(self) -> str:
        """The callee as the source spells it, shortened where it is long."""
        return spell(self.module.summary, self.row.callee)


class BlockSite(Site):
    """A ``with`` or ``for`` statement (or the loop of a comprehension), by where it begins."""

    __slots__ = ("number",)

    def __init__(self, module: ModuleNode, number: int) -> None:
        row = module.summary.blocks[number]
        function = module.functions[row.function]
        super().__init__(module, function, (row.line, row.column, row.line, row.column), (row.line, row.line))
        self.number = number

    @property
    def spelled(self) -> str:
        """What is entered or iterated, as the source spells it."""
        summary = self.module.summary
        return spell(summary, summary.blocks[self.number].subject)
