"""Parses a file of any supported Python version, whichever version runs.

The standard parser comes first, since it is about ten times faster than libcst's. Only a file that it refuses is
tried again with libcst, whose tree is lowered to the same nodes. Where exception types seem to stand without
parentheses (PEP 758), and the running Python refuses that, they are rewritten before anything else.
"""

import ast
import re
import sys
import warnings
from pathlib import Path

from asynclint.syntax import handlers
from asynclint.syntax.source import Source

_REFUSES_HANDLERS = sys.version_info < (3, 14)
_LINE_END = re.compile(r"\r\n?|\n")

# What the standard parser raises on hostile input, beside SyntaxError: nesting too deep (RecursionError, MemoryError),
# NUL characters, lone surrogates and integers with too many digits (ValueError).
_REFUSALS = (SyntaxError, RecursionError, MemoryError, ValueError, OverflowError)


class SyntaxProblem(Exception):  # noqa: N818 - it names a state of the file, not a fault of the program
    """A file that no supported Python version parses.

    `line` and `column` start at 1 (`column` counts characters); `message` is the standard parser's own.
    """

    def __init__(self, path: Path, line: int, column: int, message: str) -> None:
        super().__init__(path, line, column, message)
        self.path = path
        self.line = line
        self.column = column
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


def parse(source: Source) -> ast.Module:
    """The tree of `source`. Raises `SyntaxProblem`, which carries the standard parser's position and message.

    The tree is that of the running interpreter's `ast`; for syntax newer than that, the nodes and fields are those of
    `asynclint.syntax.newer`. `col_offset` counts UTF-8 bytes, as `ast` does. No warnings are emitted.
    """
    text = source.text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = handlers.parse(text) if _REFUSES_HANDLERS and handlers.expected(text) else None
        if tree is not None:
            return tree
        try:
            return ast.parse(text)
        except _REFUSALS as error:
            refusal = error
        if isinstance(refusal, SyntaxError) and "\0" not in text:
            tree = _parse_with_libcst(text)
    if tree is None:
        raise _problem(source, refusal) from None
    return tree


def _parse_with_libcst(text: str) -> ast.Module | None:
    from asynclint.syntax import concrete, lower

    try:
        return lower.lower(concrete.parse_module(text), text)
    except (concrete.Refused, lower.Unlowerable, RecursionError, MemoryError, ValueError):
        return None


def _problem(source: Source, refusal: BaseException) -> SyntaxProblem:
    """The problem to report when every parser refused; `refusal` is what the standard one raised."""
    if "\0" in source.text:
        before = source.text[: source.text.index("\0")]
        line_start = max(before.rfind("\n"), before.rfind("\r")) + 1
        line = 1 + len(_LINE_END.findall(before))
        return SyntaxProblem(source.path, line, len(before) - line_start + 1, "source code contains a NUL character")
    if isinstance(refusal, SyntaxError):
        return SyntaxProblem(source.path, refusal.lineno or 1, max(refusal.offset or 1, 1), refusal.msg)
    if isinstance(refusal, ValueError):
        return SyntaxProblem(source.path, 1, 1, str(refusal))
    return SyntaxProblem(source.path, 1, 1, "the code is nested too deeply for Python's parser")
