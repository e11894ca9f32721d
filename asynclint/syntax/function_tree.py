"""libcst's tree of one function, made from the text of that function alone."""

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from asynclint.syntax.cst import ConcreteModule, Position
from asynclint.syntax.source import Source

if TYPE_CHECKING:
    import libcst

_Node = TypeVar("_Node", bound="libcst.CSTNode")


class FunctionTree:
    """A definition without its decorators; rows and columns are those of the file.

    Where libcst refuses the text, ``node`` and every answer are None.
    """

    def __init__(self, source: Source, lines: list[str], line: int, column: int, end_line: int) -> None:
        """``column`` is that of ``def`` or ``async``; ``lines`` are those of the file, without their ends."""
        header = ["if 1:"] if column else []
        text = "\n".join([*header, *lines[line - 1 : end_line], ""])
        self._before = line - 1 - len(header)
        self._module = ConcreteModule(
            Source(source.path, text, source.encoding, bom=False, newline="\n", digest=source.digest)
        )

    @cached_property
    def node(self) -> "libcst.FunctionDef | None":
        """The definition."""
        import libcst

        module = self._module.module
        statement: libcst.CSTNode | None = module.body[0] if module and module.body else None
        if isinstance(statement, libcst.If):
            statement = statement.body.body[0]
        return statement if isinstance(statement, libcst.FunctionDef) else None

    def node_at(
        self,
        kind: type[_Node],
        line: int,
        column: int,
        end_line: int | None = None,
        end_column: int | None = None,
    ) -> _Node | None:
        """As ``ConcreteModule.node_at``, with rows of the file."""
        end_line = None if end_line is None else end_line - self._before
        return self._module.node_at(kind, line - self._before, column, end_line, end_column)

    def position_of(self, node: "libcst.CSTNode") -> Position | None:
        """Where a node is in the file, for the kinds of nodes that ``ConcreteModule.node_at`` knows."""
        found = self._module.position_of(node)
        if found is None:
            return None
        return Position(found.line + self._before, found.column, found.end_line + self._before, found.end_column)

    def statement_at(self, position: Position) -> tuple[int, int]:
        """The first and the last row of the innermost statement (or header of one) at a place of the file."""
        rows = self._module.statement_rows(position.line - self._before, position.column)
        if rows is None:
            return position.line, position.end_line
        return rows[0] + self._before, rows[1] + self._before
