"""From the tree of a file to its summary, in one pass."""

import ast
from typing import Any

from asynclint.model.summary import BlockKind, Call, FileSummary, FunctionKind
from asynclint.summarize.expressions import EXPRESSIONS
from asynclint.summarize.reader import Reader
from asynclint.summarize.statements import STATEMENTS
from asynclint.summarize.suppressions import suppressions
from asynclint.summarize.tables import Tables
from asynclint.summarize.type_comments import type_comments
from asynclint.syntax.source import Source


def summarize(source: Source, tree: ast.Module) -> FileSummary:
    """The summary of a decoded and parsed file."""
    lines = source.line_count
    tables = Tables()
    if "# type:" in source.text:
        tables.type_comments = type_comments(source.lines)
    scope = tables.add_function(tree, "<module>", "", FunctionKind.MODULE, None, -1)
    scope.function.end_line = lines
    tables.add_block(-1, BlockKind.BODY, scope.index, 1, lines)
    Reader(tables, EXPRESSIONS, STATEMENTS, scope).body(tree.body)
    calls: list[Any] = tables.calls
    summary_calls: list[Call] = calls
    return FileSummary(
        digest=source.digest,
        lines=lines,
        expressions=tables.expressions,
        functions=tables.functions,
        classes=tables.classes,
        blocks=tables.blocks,
        calls=summary_calls,
        attribute_reads=tables.attribute_reads,
        modules=tuple(tables.modules),
        exported=tables.exported,
        suppressions=suppressions(source),
        operands=tuple(tables.operands),
        wide_lines=_wide_lines(source),
        unbound=scope.unbound(),
        item_stores=tuple(tables.item_stores),
        attribute_stores=tuple(tables.attribute_stores),
    )


def _wide_lines(source: Source) -> dict[int, str]:
    if source.text.isascii():
        return {}
    return {row: line for row, line in enumerate(source.lines, 1) if not line.isascii()}
