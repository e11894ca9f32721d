"""The cursor that goes through the text while a libcst tree is lowered, and counts positions on its way.

libcst's nodes carry no positions, and its provider of them takes longer than parsing. But the tree says which tokens
come next, and the text where they are: the cursor skips white space and comments, takes the token, and so knows.
"""

import ast
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import libcst as cst

from asynclint.syntax import newer

LOAD = ast.Load()
STORE = ast.Store()
DEL = ast.Del()

_BLANK = frozenset(" \t\n\r\f\\#")
_skip = re.compile(r"(?:[ \t\n\r\f]++|\\(?:\r\n|\r|\n)|#[^\r\n]*+)*+").match
_LINE_END = re.compile(r"\r\n?|\n")
_ENCLOSED = frozenset({cst.Tuple, cst.GeneratorExp})

Handler = Callable[["Cursor", Any, int, ast.expr_context], ast.expr]
_Placed = TypeVar(
    "_Placed",
    bound=ast.expr | ast.stmt | ast.pattern | ast.alias | ast.arg | ast.keyword | ast.excepthandler | newer.type_param,
)


class Unlowerable(Exception):  # noqa: N818 - it names a state of the file, not a fault of the program
    """The libcst tree is no valid Python (libcst is more lenient in places), or does not fit the text."""


class Cursor:
    """A place in the text, right behind the last token taken.

    `handlers` lower the expressions. With `spans`, the offsets of the nodes lowered are noted there: from the first
    token to behind the last, without enclosing parentheses unless they make the node (a tuple, a generator).
    """

    __slots__ = (
        "_handlers",
        "_line",
        "_line_end",
        "_line_start",
        "_line_starts",
        "_wide",
        "position",
        "spans",
        "text",
    )

    def __init__(
        self, text: str, handlers: Mapping[type[cst.CSTNode], Handler], spans: dict[cst.CSTNode, tuple[int, int]] | None
    ) -> None:
        self.text = text + "\0"
        self.position = 0
        self.spans = spans
        self._handlers = handlers
        self._line_starts = [0, *(end.end() for end in _LINE_END.finditer(text)), len(text) + 2]
        self._wide = not text.isascii()
        self._line = 1
        self._line_start = 0
        self._line_end = self._line_starts[1]

    def start(self) -> int:
        """Moves to the next token and returns its offset."""
        position = self.position
        if self.text[position] in _BLANK:
            position = self.position = _skip(self.text, position).end()  # type: ignore[union-attr]
        return position

    def take(self, token: str) -> int:
        """Moves behind the next token, which has to be `token`, and returns its offset."""
        text = self.text
        position = self.position
        if text[position] in _BLANK:
            position = _skip(text, position).end()  # type: ignore[union-attr]
        if not text.startswith(token, position):
            line, column = self.location(position)
            raise Unlowerable(f"{token!r} expected at line {line}, column {column}")
        self.position = position + len(token)
        return position

    def expression(self, node: cst.BaseExpression, context: ast.expr_context = LOAD) -> ast.expr:
        """Lowers an expression with its parentheses."""
        if node.lpar:
            return self._parenthesised(node, context)
        position = self.position
        if self.text[position] in _BLANK:
            position = self.position = _skip(self.text, position).end()  # type: ignore[union-attr]
        result = self._handlers[type(node)](self, node, position, context)
        if self.spans is not None:
            self.spans[node] = (position, self.position)
        return result

    def _parenthesised(self, node: cst.BaseExpression, context: ast.expr_context) -> ast.expr:
        start = 0
        closing = len(node.rpar)
        for _ in node.lpar:
            start = self.take("(")
        enclosed = type(node) in _ENCLOSED
        if not enclosed:
            start = self.start()
        result = self._handlers[type(node)](self, node, start, context)
        if enclosed:
            self.take(")")
            closing -= 1
            self.place(result, start)
        self.note(node, start)
        for _ in range(closing):
            self.take(")")
        return result

    def note(self, node: cst.CSTNode, start: int) -> None:
        """Notes that `node` goes from `start` to here, when anybody wants to know; the first note of a node counts."""
        if self.spans is not None:
            self.spans.setdefault(node, (start, self.position))

    def place(self, node: _Placed, start: int) -> _Placed:
        """Gives `node` its position, from the offset `start` to here, and returns it."""
        end = self.position
        if self._wide or start < self._line_start or end >= self._line_end:
            node.lineno, node.col_offset = self.location(start)
            node.end_lineno, node.end_col_offset = self.location(end)
        else:
            line_start = self._line_start
            node.lineno = node.end_lineno = self._line
            node.col_offset = start - line_start
            node.end_col_offset = end - line_start
        return node

    def location(self, offset: int) -> tuple[int, int]:
        """The line, from 1, and the column in UTF-8 bytes, from 0, of an offset into the text."""
        if not self._line_start <= offset < self._line_end:
            self._line = bisect_right(self._line_starts, offset)
            self._line_start = self._line_starts[self._line - 1]
            self._line_end = self._line_starts[self._line]
        if self._wide:
            return self._line, len(self.text[self._line_start : offset].encode("utf-8", "surrogatepass"))
        return self._line, offset - self._line_start
