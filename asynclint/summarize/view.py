"""What a file rule sees of one file, and the places of it that findings can be made of."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from asynclint.model.options import RuleOptions
from asynclint.model.spans import Location, code_point_column
from asynclint.model.spelling import spell
from asynclint.model.summary import Call, FileSummary, Function, FunctionKind, Use
from asynclint.syntax.cst import ConcreteModule
from asynclint.syntax.source import Source

_NO_DEFINITIONS: Final = frozenset({FunctionKind.LAMBDA, FunctionKind.MODULE, FunctionKind.CLASS_BODY})
_NO_OPTIONS: Final = RuleOptions()
_DEFINITION = re.compile(r"(?:async\s+)?def\s+\w+")
_BETWEEN: Final = ("#", "@")
"""How rows start that can stand between a header and the first statement of its body."""


class FileView:
    """One file, as it is read. A rule changes nothing of it: other rules see the same.

    ``source`` is the decoded text, ``summary`` what asynclint keeps of it, ``target_version`` the oldest Python that
    the project has to run on, ``options`` what the configuration tells rules.
    """

    def __init__(
        self,
        source: Source,
        summary: FileSummary,
        target_version: tuple[int, int],
        options: RuleOptions = _NO_OPTIONS,
    ) -> None:
        self.source = source
        self.summary = summary
        self.target_version = target_version
        self.options = options

    @property
    def filename(self) -> str:
        """The absolute path of the file."""
        return str(self.source.path)

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends; row 1 is the first."""
        return self.source.lines

    @cached_property
    def cst(self) -> ConcreteModule:
        """The file for libcst, which parses it at the first question; where it cannot, every answer is None."""
        return ConcreteModule(self.source)

    def calls(self) -> Iterator["FileCall"]:
        """The calls."""
        return (FileCall(self, row) for row in self.summary.calls)

    def functions(self) -> Iterator["FileFunction"]:
        """The functions that have a ``def``, methods and inner functions among them."""
        return (FileFunction(self, row) for row in self.summary.functions if row.kind not in _NO_DEFINITIONS)


class FileSite:
    """A stretch of source inside a statement, with the face that sites of the program have."""

    __slots__ = ("_span", "file", "function_name", "noqa_row", "statement_row")

    def __init__(
        self, file: FileView, span: tuple[int, int, int, int], statement: tuple[int, int], function_name: str
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

    def _location(self, row: int, offset: int) -> Location:
        line = self.file.summary.wide_lines.get(row)
        return Location(row, offset + 1 if line is None else code_point_column(line, offset))


class FileCall(FileSite):
    """A call; ``row`` is what the summary has of it."""

    __slots__ = ("row",)

    def __init__(self, file: FileView, row: Call) -> None:
        function = file.summary.functions[row.function].qualname or "<module>"
        span = (row.line, row.column, row.end_line, row.end_column)
        super().__init__(file, span, (row.statement, row.statement_end), function)
        self.row = row

    @property
    def use(self) -> Use:
        """What happens to the result."""
        return self.row.use

    @property
    def spelled(self) -> str:
        """The callee as the source spells it, shortened where it is long."""
        return spell(self.file.summary, self.row.callee)


class FileFunction(FileSite):
    """A definition, from ``def`` or ``async def`` to the name; ``row`` is what the summary has of it."""

    __slots__ = ("row",)

    def __init__(self, file: FileView, row: Function) -> None:
        span = (row.line, row.column, row.line, _name_end(file.lines[row.line - 1], row.column))
        super().__init__(file, span, (row.line, _header_end(file.lines, row)), row.qualname)
        self.row = row

    @property
    def spelled(self) -> str:
        """The name."""
        return self.row.name


def _name_end(line: str, column: int) -> int:
    """The byte column after the name of the definition that starts in ``column``."""
    rest = line.encode()[column:].decode(errors="replace")
    match = _DEFINITION.match(rest)
    return column + len((match.group() if match else rest).encode())


def _header_end(lines: list[str], row: Function) -> int:
    """The last row of the header of a definition."""
    last = max(row.line, row.body_line - 1)
    while last > row.line and (not (text := lines[last - 1].strip()) or text.startswith(_BETWEEN)):
        last -= 1
    return last
