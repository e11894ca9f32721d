"""libcst views of a file, made only when somebody asks for one."""

import re
from bisect import bisect_right
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from asynclint.syntax.source import Source

if TYPE_CHECKING:
    import libcst

_LINE_END = re.compile(r"\r\n?|\n")
_Node = TypeVar("_Node", bound="libcst.CSTNode")


class Position(NamedTuple):
    """Where a node is, as `ast` counts: lines from 1, columns in UTF-8 bytes from 0, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class ConcreteModule:
    """The libcst tree of one file, parsed at the first question, at most once.

    When libcst refuses the file, `module` and every answer are None. Places are counted at the first question about
    one. The nodes belong to `module`, so that they can be
    given to `module.code_for_node` or `module.deep_replace`.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._line_starts = [0, *(end.end() for end in _LINE_END.finditer(source.text))]
        self._spans: dict[libcst.CSTNode, tuple[int, int]] | None = None
        self._starts: dict[tuple[type[libcst.CSTNode], int], list[libcst.CSTNode]] = {}

    @cached_property
    def module(self) -> "libcst.Module | None":
        """The whole tree, or None when libcst cannot parse the file."""
        from asynclint.syntax import concrete

        try:
            return concrete.parse_module(self.source.text)
        except (concrete.Refused, RecursionError, MemoryError):
            return None

    def function_at(self, line: int, column: int) -> "libcst.FunctionDef | None":
        """The function whose `def` (or `async def`) starts there; decorators go before that, as in `ast`."""
        import libcst

        return self.node_at(libcst.FunctionDef, line, column)

    def call_at(
        self, line: int, column: int, end_line: int | None = None, end_column: int | None = None
    ) -> "libcst.Call | None":
        """The call that starts there.

        Several calls start at one place in `a.b().c()`: the end chooses among them, and without it the shortest is
        meant (`a.b()`).
        """
        import libcst

        return self.node_at(libcst.Call, line, column, end_line, end_column)

    def node_at(
        self,
        kind: type[_Node],
        line: int,
        column: int,
        end_line: int | None = None,
        end_column: int | None = None,
    ) -> _Node | None:
        """The node of exactly this class that starts (and ends, if an end is given) there; the shortest of several.

        Known are statements, expressions, arguments, parameters, patterns, handlers, decorators, imported names.
        """
        spans = self._load()
        start = self._offset(line, column)
        end = None if end_line is None or end_column is None else self._offset(end_line, end_column)
        best: _Node | None = None
        for node in self._starts.get((kind, start), ()):
            if end is not None and spans[node][1] != end:
                continue
            if isinstance(node, kind) and (best is None or spans[node][1] < spans[best][1]):
                best = node
        return best

    def position_of(self, node: "libcst.CSTNode") -> Position | None:
        """Where a node of `module` is, for the kinds of nodes that `node_at` knows; otherwise None.

        As in `ast`, parentheses round an expression do not count, but those of a tuple or a generator do.
        """
        span = self._load().get(node)
        if span is None:
            return None
        return Position(*self._location(span[0]), *self._location(span[1]))

    def statement_at(self, position: Position) -> tuple[int, int]:
        """The first and the last row of the innermost statement (or header of one) at a place."""
        return self.statement_rows(position.line, position.column) or (position.line, position.end_line)

    def statement_rows(self, line: int, column: int) -> tuple[int, int] | None:
        """The first and the last row of the innermost statement at a place; of a compound one, those of its header."""
        import libcst

        spans = self._load()
        offset = self._offset(line, column)
        best: libcst.CSTNode | None = None
        for node, (start, end) in spans.items():
            if start <= offset < end and (best is None or start >= spans[best][0]) and isinstance(node, _statements()):
                best = node
        if best is None:
            return None
        first, last = (self._location(place)[0] for place in (spans[best][0], spans[best][1] - 1))
        body = getattr(best, "body", None)
        if isinstance(body, libcst.BaseSuite) and body.body:
            inner: libcst.CSTNode = body.body[0]
            if isinstance(inner, libcst.SimpleStatementLine):
                inner = inner.body[0]
            last = max(first, self._location(spans[inner][0])[0] - 1)
        return first, last

    def _load(self) -> "dict[libcst.CSTNode, tuple[int, int]]":
        if self._spans is not None:
            return self._spans
        from asynclint.syntax import lower

        self._spans = {}
        module = self.module
        if module is None:
            return self._spans
        spans: dict[libcst.CSTNode, tuple[int, int]] = {}
        try:
            lower.lower(module, self.source.text, spans=spans)
        except (lower.Unlowerable, RecursionError, MemoryError, ValueError):
            return self._spans
        self._spans = spans
        for node, (start, _) in spans.items():
            self._starts.setdefault((type(node), start), []).append(node)
        return self._spans

    def _offset(self, line: int, column: int) -> int:
        """The offset into the text of a line and a column in bytes; -1 when the line does not exist."""
        if not 1 <= line <= len(self._line_starts):
            return -1
        start = self._line_starts[line - 1]
        end = self._line_starts[line] if line < len(self._line_starts) else len(self.source.text)
        text = self.source.text[start:end]
        if text.isascii():
            return start + column
        return start + len(text.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "replace"))

    def _location(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        start = self._line_starts[line - 1]
        return line, len(self.source.text[start:offset].encode("utf-8", "surrogatepass"))


@cache
def _statements() -> "tuple[type[libcst.CSTNode], ...]":
    import libcst

    return (libcst.BaseSmallStatement, libcst.BaseCompoundStatement, libcst.ExceptHandler, libcst.ExceptStarHandler)
